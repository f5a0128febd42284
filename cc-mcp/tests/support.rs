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
}

impl Host {
    /// A host that has greeted its server, as hosts did until 2025.
    pub(crate) fn new(name: &str, options: &[&str]) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start_with(Options::default())).unwrap();
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cc-mcp-{name}"));
        let _ = std::fs::remove_dir_all(&home);
        let mut server = Command::new(env!("CARGO_BIN_EXE_cc-mcp"))
            .args(options)
            .env_clear()
            .env("CC_HOME", &home)
            .env("CC_API_KEY", &sandbox.access().keys.full)
            .env("CC_BASE_URL", &sandbox.access().base_url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        let mut host = Self { sandbox: Some(sandbox), runtime, home, server, input, output, last: 0 };
        let hello = json!({
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" }
        });
        host.ask("initialize", hello);
        host.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string());
        host
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

    /// Asks, and gives the whole answer.
    pub(crate) fn asked(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
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

    /// Hangs up, and gives how the server ended.
    pub(crate) fn hang_up(&mut self) -> i32 {
        drop(self.input.take());
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
