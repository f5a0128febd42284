//! The official SDKs as hosts: each tool is listed, looked at and called, answers are held against their schemas by the SDK,
//! and a call is cancelled; over both transports and in both eras, where the SDK has them.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::server::Listening;
use super::{Court, Finding, said};
use crate::ci::judges;

/// What the hosts call, in sessions that each fit the quota of a minute.
const CALLS: &str = "xtask/src/ci/mcp/calls.json";

/// The SDKs: what runs the script, the script, the line of the SDK, and the eras that it speaks.
const SDKS: [Sdk; 3] = [
    Sdk { name: "Python SDK", program: "python", script: "client.py", line: 2, eras: &["legacy", "modern"] },
    Sdk { name: "TypeScript SDK 1", program: "node", script: "client.mjs", line: 1, eras: &["legacy"] },
    Sdk {
        name: "TypeScript SDK 2",
        program: "node",
        script: "client.mjs",
        line: 2,
        eras: &["legacy", "modern"],
    },
];

struct Sdk {
    name: &'static str,
    program: &'static str,
    script: &'static str,
    line: u8,
    eras: &'static [&'static str],
}

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    let sessions = std::fs::read_to_string(court.workspace.join(CALLS)).context(CALLS)?;
    let sessions: Vec<Value> = serde_json::from_str(&sessions).context(CALLS)?;
    for sdk in &SDKS {
        for era in sdk.eras {
            for transport in ["stdio", "http"] {
                court.hear(&format!("{}, {era}, {transport}", sdk.name), |court| {
                    let mut seen = Seen::default();
                    for session in &sessions {
                        host(court, sdk, era, transport, session, &mut seen)?;
                    }
                    Ok(seen.finding())
                })?;
            }
        }
    }
    Ok(())
}

/// What the hosts of all sessions have seen.
#[derive(Default)]
struct Seen {
    listed: BTreeSet<String>,
    called: BTreeSet<String>,
    calls: usize,
    faults: Vec<String>,
}

impl Seen {
    fn finding(mut self) -> Finding {
        for tool in self.listed.difference(&self.called) {
            self.faults.push(format!("{tool}: nobody calls it; add a call to {CALLS}"));
        }
        let remark = format!("{} calls of {} tools", self.calls, self.listed.len());
        Finding { remark, faults: self.faults }
    }
}

/// Has the SDK play one session.
fn host(
    court: &Court<'_>,
    sdk: &Sdk,
    era: &str,
    transport: &str,
    session: &Value,
    seen: &mut Seen,
) -> Result<()> {
    let environment = court.environment()?;
    let flags = session["flags"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut task = json!({
        "modules": court.workspace.join(judges::FOLDER), "line": sdk.line, "era": era, "calls": session["calls"],
    });
    let mut _server = None;
    if transport == "http" {
        let flags: Vec<_> = ["--http", "0"].into_iter().chain(flags).collect();
        let server = Listening::start(&court.server, &flags, &environment)?;
        task["url"] = server.url.as_str().into();
        _server = Some(server);
    } else {
        let program = court.server.display().to_string();
        task["command"] = std::iter::once(program.as_str()).chain(flags).collect();
        task["env"] = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    }
    let script = court.workspace.join("xtask/src/ci/mcp").join(sdk.script);
    let report = play(court, sdk.program, &script, &task)?;
    let texts = |name: &str| {
        report[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
    };
    seen.listed.extend(texts("tools"));
    let name = session["name"].as_str().unwrap_or_default();
    seen.faults.extend(texts("faults").map(|fault| format!("{name}: {fault}")));
    let calls = session["calls"].as_array().context("a session has no calls")?;
    seen.calls += calls.len();
    seen.called.extend(calls.iter().filter_map(|call| call["tool"].as_str()).map(str::to_owned));
    Ok(())
}

/// Runs a script with its task; its report is the last line that it prints.
fn play(court: &Court<'_>, program: &str, script: &Path, task: &Value) -> Result<Value> {
    let output = court.command(program).arg(script).arg(task.to_string()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let report = text.lines().next_back().and_then(|line| serde_json::from_str(line).ok());
    report.with_context(|| format!("the script has failed:\n{}", said(&output)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_nobody_calls_is_a_fault() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let seen = Seen { listed: names(&["a", "b"]), called: names(&["a"]), calls: 3, faults: Vec::new() };
        let finding = seen.finding();
        assert_eq!(finding.remark, "3 calls of 2 tools");
        assert!(
            finding.faults.len() == 1 && finding.faults[0].starts_with("b: nobody"),
            "{:?}",
            finding.faults
        );
    }
}
