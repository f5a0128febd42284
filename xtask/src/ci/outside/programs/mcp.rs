//! Every operation by an assistant: the tools of the catalogue, called over stdio, with a yes wherever one is asked for.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::plan::CALLS_A_KEY;
use super::{Call, Caller, Ended};
use crate::sandbox::stop;

/// The tools that call operations by name; each says which one is for an operation that is not its own.
const TOOLS: [&str; 3] = ["read_operation", "write_operation", "delete_operation"];

pub(super) fn call_all(caller: &mut Caller<'_>, calls: &[Call]) -> Result<Ended> {
    let mut ended = Ended::default();
    let calls: Vec<&Call> = calls.iter().filter(|call| !call.is_sensitive).collect();
    for part in calls.chunks(CALLS_A_KEY) {
        let key = part.iter().map(|_| caller.keys.next()).last().context("there is nothing to call")??;
        let mut host = Host::start(&caller.program, &caller.home, caller.base_url, &key)?;
        for call in part {
            match host.operation(call)? {
                Said::Data(_) => ended.done += 1,
                Said::Words(words) if words.contains("(status 4") => ended.refused += 1,
                Said::Words(words) => ended.failed.push(format!("{}: {words}", call.operation)),
            }
        }
    }
    Ok(ended)
}

/// What a tool gave.
pub(super) enum Said {
    Data(Value),
    Words(String),
}

/// The host of a `cc-mcp` that may write, on its stdin and stdout.
pub(super) struct Host {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    number: u64,
}

impl Host {
    pub(super) fn start(program: &Path, home: &Path, base_url: &str, key: &str) -> Result<Self> {
        let mut server = Command::new(program)
            .arg("--allow-write")
            .env("CC_HOME", home)
            .env("CC_BASE_URL", base_url)
            .env("CC_API_KEY", key)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("`cc-mcp` could not be started")?;
        let input = server.stdin.take().context("`cc-mcp` has no stdin")?;
        let output = BufReader::new(server.stdout.take().context("`cc-mcp` has no stdout")?);
        let mut host = Self { server, input, output, number: 0 };
        let about = json!({ "name": "judge", "version": "1" });
        host.ask(
            "initialize",
            &json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": about }),
        )?;
        host.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
        Ok(host)
    }

    /// Calls an operation with the tool that is for it, and says yes where that is asked for.
    fn operation(&mut self, call: &Call) -> Result<Said> {
        let arguments = self.arguments(call)?;
        for tool in TOOLS {
            let mut whole = json!({ "operation": call.operation, "arguments": arguments });
            let mut said = self.tool(tool, &whole)?;
            if let Said::Words(words) = &said {
                if words.contains(" is for ") {
                    continue;
                }
                if let Some(word) =
                    words.split("\"confirmation\": \"").nth(1).and_then(|rest| rest.split('"').next())
                {
                    whole["confirmation"] = word.into();
                    said = self.tool(tool, &whole)?;
                }
            }
            return Ok(said);
        }
        Ok(Said::Words("no tool is for it".to_owned()))
    }

    /// The arguments of a call by the names that the tools have for them.
    fn arguments(&mut self, call: &Call) -> Result<Map<String, Value>> {
        let Said::Data(described) =
            self.tool("describe_operation", &json!({ "operation": call.operation }))?
        else {
            bail!("{} is not described", call.operation);
        };
        let named = &described["arguments"]["properties"];
        let mut arguments = Map::new();
        let texts =
            call.path.iter().chain(&call.query).map(|(name, value)| (name, Value::from(value.as_str())));
        for (name, value) in
            texts.chain(call.body.iter().flatten().map(|(name, value)| (name, value.clone())))
        {
            // The tools have the names of the vendor's connector where it has one for the same thing: `slug_or_id`.
            let turned = snake(name)
                .split("_or_")
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
                .join("_or_");
            let known =
                [name.clone(), snake(name), turned].into_iter().find(|name| named.get(name).is_some());
            arguments.insert(known.unwrap_or_else(|| name.clone()), value);
        }
        Ok(arguments)
    }

    /// Calls a tool.
    pub(super) fn tool(&mut self, name: &str, arguments: &Value) -> Result<Said> {
        let result = self.ask("tools/call", &json!({ "name": name, "arguments": arguments }))?;
        if result["isError"] == true {
            let words = result["content"][0]["text"].as_str().unwrap_or_default();
            return Ok(Said::Words(words.to_owned()));
        }
        Ok(Said::Data(result["structuredContent"].clone()))
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.number += 1;
        let number = self.number;
        self.send(&json!({ "jsonrpc": "2.0", "id": number, "method": method, "params": params }))?;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                bail!("`cc-mcp` has ended before it answered {method}");
            }
            let mut message: Value =
                serde_json::from_str(&line).context("`cc-mcp` has said what is not JSON")?;
            if message["id"] == number {
                if message.get("error").is_some() {
                    bail!("{method}: {}", message["error"]);
                }
                return Ok(message["result"].take());
            }
        }
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        writeln!(self.input, "{message}")?;
        Ok(self.input.flush()?)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        stop(&mut self.server);
    }
}

/// `postId` as `post_id`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
