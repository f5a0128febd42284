//! A sandbox, and a host that talks to the server.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cc_sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// A host with its server and the sandbox behind it.
pub(crate) struct Host {
    sandbox: Option<Sandbox>,
    runtime: Runtime,
    home: PathBuf,
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
    /// Whether it says with each request what it can do, as hosts do since 2026-07-28.
    modern: bool,
}

fn home(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cc-mcp-{name}-{}", std::process::id()))
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// The server, with a home of its own.
fn command(name: &str) -> Command {
    let home = home(name);
    let _ = std::fs::remove_dir_all(&home);
    let mut server = Command::new(env!("CARGO_BIN_EXE_cc-mcp"));
    server.env_clear().env("CC_HOME", &home);
    server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    server
}

impl Host {
    /// A host that has greeted its server, as hosts did until 2025.
    pub(crate) fn new(name: &str, options: &[&str]) -> Self {
        let runtime = runtime();
        let sandbox = runtime.block_on(Sandbox::start_with(Options::default())).unwrap();
        let (key, address) = (sandbox.access().keys.full.clone(), sandbox.access().base_url.clone());
        let mut server = command(name);
        server.args(options).env("CC_API_KEY", key).env("CC_BASE_URL", address);
        let mut host = Self::over(name, runtime, server);
        host.sandbox = Some(sandbox);
        host.greet();
        host
    }

    /// A sandbox that outlives its hosts.
    pub(crate) fn sandbox_of_its_own() -> (Runtime, Sandbox) {
        let runtime = runtime();
        let sandbox = runtime.block_on(Sandbox::start_with(Options::default())).unwrap();
        (runtime, sandbox)
    }

    /// A host whose server may write, with the account that somebody logged in to in this folder.
    pub(crate) fn logged_in(name: &str, folder: &Path) -> Self {
        let mut server = command(name);
        server.arg("--allow-write").env("CC_HOME", folder);
        let mut host = Self::over(name, runtime(), server);
        host.greet();
        host
    }

    /// The tools that are listed, by name.
    pub(crate) fn tools(&mut self) -> Vec<String> {
        let tools = self.ask("tools/list", json!({}));
        let tools = tools["tools"].as_array().unwrap();
        tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    }

    /// A host of either era, whose server finds something else than a sandbox at an address.
    pub(crate) fn at(name: &str, address: &str, modern: bool) -> Self {
        let mut host = Self::mute(name, address);
        host.modern = modern;
        if !modern {
            host.greet();
        }
        host
    }

    /// The same, before it has said a word.
    pub(crate) fn mute(name: &str, address: &str) -> Self {
        let mut server = command(name);
        server.env("CC_API_KEY", "cc_CANARY7f3a9d").env("CC_BASE_URL", address);
        Self::over(name, runtime(), server)
    }

    fn over(name: &str, runtime: Runtime, mut server: Command) -> Self {
        let mut server = server.spawn().unwrap();
        let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        Self { sandbox: None, runtime, home: home(name), server, input, output, last: 0, modern: false }
    }

    fn greet(&mut self) {
        let hello = json!({
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" }
        });
        self.ask("initialize", hello);
        self.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string());
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        self.sandbox.as_ref().unwrap()
    }

    /// How many things were done, as the sandbox's ledger has it.
    pub(crate) fn effects(&self) -> usize {
        self.sandbox().control().effects().unwrap().len()
    }

    /// Writes a line as it is.
    pub(crate) fn write(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
    }

    /// The next line of the server.
    pub(crate) fn read(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Begins a request, and gives its number.
    pub(crate) fn begin(&mut self, method: &str, mut params: Value) -> u64 {
        self.last += 1;
        if self.modern {
            params["_meta"] = json!({
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {}
            });
        }
        let request = json!({ "jsonrpc": "2.0", "id": self.last, "method": method, "params": params });
        self.write(&request.to_string());
        self.last
    }

    /// Asks, and gives the whole answer.
    pub(crate) fn asked(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        loop {
            let answer = self.read();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    /// Asks what has an answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.asked(method, params);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Calls a tool that succeeds, and gives its data.
    pub(crate) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let result = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        assert_ne!(result["isError"], true, "{tool}: {result}");
        let copy: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(copy, result["structuredContent"], "the text is a copy of the data");
        copy
    }

    /// Calls a tool that refuses or fails, and gives its words.
    pub(crate) fn refused(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        assert_eq!(result["isError"], true, "{tool}: {result}");
        assert!(result.get("structuredContent").is_none(), "{result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// The most memory that the server has had, in KiB, where the system says so.
    pub(crate) fn most_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Says nothing more.
    pub(crate) fn close_input(&mut self) {
        drop(self.input.take());
    }

    /// Hangs up, and gives how the server ended.
    pub(crate) fn hang_up(&mut self) -> i32 {
        self.close_input();
        self.server.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        if let Some(sandbox) = self.sandbox.take() {
            self.runtime.block_on(sandbox.stop());
        }
        let _ = std::fs::remove_dir_all(&self.home);
    }
}
