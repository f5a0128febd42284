//! A host in the process of the test: it speaks in lines as any other does, and the clock of the runtime is its own.

use cc_api::Client;
use cc_mcp::Settings;
use rmcp::ServiceExt as _;
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};
use tokio::task::JoinHandle;

/// A host, and the server that it talks to.
pub(crate) struct Inside {
    read: Lines<BufReader<ReadHalf<DuplexStream>>>,
    write: WriteHalf<DuplexStream>,
    server: JoinHandle<()>,
    last: u64,
    /// What each request of the newer kind says of its host; none for hosts that greet first.
    meta: Option<Value>,
    /// What came besides answers: notifications and requests of the server.
    pub(crate) heard: Vec<Value>,
}

impl Inside {
    /// A host that greets first, as hosts did until 2025, and says what it can do.
    pub(crate) async fn greeting(client: &Client, settings: &Settings, can: Value) -> Self {
        let mut host = Self::over(client, settings);
        let hello = json!({
            "protocolVersion": "2025-11-25", "capabilities": can, "clientInfo": { "name": "test", "version": "1" }
        });
        host.ask("initialize", hello).await;
        host.send(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
        host
    }

    /// A host that says with each request what it can do, as hosts do since 2026-07-28.
    pub(crate) fn modern(client: &Client, settings: &Settings, can: Value) -> Self {
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": can,
        });
        Self { meta: Some(meta), ..Self::over(client, settings) }
    }

    fn over(client: &Client, settings: &Settings) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let server = cc_mcp::serve_client(client.clone(), settings).unwrap();
        let server = tokio::spawn(async move {
            let running = Box::pin(server.serve(theirs)).await.unwrap();
            running.waiting().await.unwrap();
        });
        let (read, write) = tokio::io::split(ours);
        let read = BufReader::new(read).lines();
        Self { read, write, server, last: 0, meta: None, heard: Vec::new() }
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.write.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    /// The next message of the server, whatever it is.
    pub(crate) async fn next(&mut self) -> Value {
        let line = self.read.next_line().await.unwrap().unwrap_or_else(|| panic!("the server has hung up"));
        serde_json::from_str(&line).unwrap()
    }

    /// Begins a request, and gives its number.
    pub(crate) async fn begin(&mut self, method: &str, mut params: Value) -> u64 {
        self.last += 1;
        if let Some(meta) = &self.meta {
            let own = params["_meta"].take();
            params["_meta"] = meta.clone();
            for (name, value) in own.as_object().into_iter().flatten() {
                params["_meta"][name] = value.clone();
            }
        }
        let id = self.last;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// The answer to a request; what comes before it is kept.
    pub(crate) async fn answer(&mut self, id: u64) -> Value {
        loop {
            let message = self.next().await;
            if message["id"] == id && message["method"].is_null() {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Asks what has an answer.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params).await;
        let answer = self.answer(id).await;
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Calls a tool, whatever comes of it.
    pub(crate) async fn tool(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await
    }

    /// Calls a tool that succeeds, and gives its data.
    pub(crate) async fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let result = self.tool(tool, arguments).await;
        assert_ne!(result["isError"], true, "{tool}: {result}");
        result["structuredContent"].clone()
    }

    /// Calls a tool that refuses or fails, and gives its words.
    pub(crate) async fn refused(&mut self, tool: &str, arguments: Value) -> String {
        words(&self.tool(tool, arguments).await)
    }

    /// The notifications of one kind that came so far.
    pub(crate) fn notes(&self, method: &str) -> Vec<&Value> {
        self.heard.iter().filter(|message| message["method"] == method).map(|note| &note["params"]).collect()
    }

    /// Hangs up, and waits until the server has ended as it should.
    pub(crate) async fn hang_up(mut self) {
        self.write.shutdown().await.unwrap();
        while self.read.next_line().await.unwrap().is_some() {}
        self.server.await.unwrap();
    }
}

/// The words of a refusal.
pub(crate) fn words(result: &Value) -> String {
    assert_eq!(result["isError"], true, "{result}");
    assert!(result.get("structuredContent").is_none(), "{result}");
    result["content"][0]["text"].as_str().unwrap().to_owned()
}
