//! The gateway, with strangers on both sides of it: a Prism between it and the sandbox that knows the API's document, and a
//! Prism between it and its callers that knows the one for `ChatGPT`. Whoever sends or answers what is off a document is
//! found out. What was recorded on the way is then held against the second document by Redocly, too.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::prism::{Between, Prism, Running, free_port, met, objections};
use super::programs::plan::{self, Call};
use super::{BUNDLE, document, operations, read, sandbox};
use crate::ci::{Ending, judges};
use crate::http::Connection;
use crate::paths::Workspace;
use crate::program;
use crate::sandbox::Sandbox;

/// The document that the gateway serves.
const FOR_CHATGPT: &str = "dist/chatgpt/openapi.json";
/// The one operation that is the gateway's own, with what it takes.
const DASHBOARD: &str = "/dashboard?start_date=2026-11-23&end_date=2026-11-29";

/// Calls every operation of the document through all of them.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let offered = read(workspace, FOR_CHATGPT)?;
    let every: BTreeSet<_> = operations(&offered).into_keys().collect();
    let sandbox = sandbox(workspace, "gateway", &[])?;
    let api = Prism::start(
        workspace,
        &path,
        Between { document: BUNDLE, upstream: &sandbox.base_url, step: "gateway.api" },
    )?;
    let gateway = Gateway::start(workspace, &api.origin)?;
    let chatgpt = Prism::start(
        workspace,
        &path,
        Between { document: FOR_CHATGPT, upstream: &gateway.origin, step: "gateway.chatgpt" },
    )?;
    let recorder = Recorder::start(workspace, &path, &chatgpt.origin)?;

    let calls = plan::calls(&document(workspace)?, &sandbox)?;
    let mut faults = call_all(&calls, &offered, &recorder.origin, &sandbox, out)?;
    faults.extend(recorder.finish(workspace, &path, &every, out)?);
    let (outer, inner) = (chatgpt.stop()?, api.stop()?);
    faults.extend(objections(&outer).into_iter().chain(objections(&inner)).map(str::to_owned));
    let reached = met(&outer, &every);
    writeln!(out, "{} of {} operations were reached through Prism", reached.len(), every.len())?;
    faults.extend(every.difference(&reached).map(|missing| format!("{missing}: was not reached")));
    faults.extend(gateway.complaints(&sandbox.full_key)?);
    for fault in &faults {
        writeln!(out, "    {fault}")?;
    }
    Ok(if faults.is_empty() { Ending::Passed } else { Ending::Failed })
}

/// Makes the calls of the plan that the document offers, and the dashboard; what went wrong.
fn call_all(
    calls: &[Call],
    offered: &Value,
    origin: &str,
    sandbox: &Sandbox,
    out: &mut dyn Write,
) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let (mut done, mut refused) = (0, Vec::new());
    let mut connection = Connection::to(origin)?;
    let headers = format!("Authorization: Bearer {}\r\n", sandbox.full_key);
    let things = things(&mut connection, &headers)?;
    let mut targets = vec![("get_weekly_dashboard", "GET".to_owned(), DASHBOARD.to_owned(), String::new())];
    for (name, operation) in operations(offered) {
        let (method, path) = name.split_once(' ').unwrap_or_default();
        let planned = calls.iter().find(|call| operation["operationId"] == call.operation.as_str());
        if let Some(call) = planned {
            let mut body = call.body.clone().map(Value::Object);
            if let Some(body) = &mut body {
                name_real_things(body, &things);
            }
            let body = body.map(|body| body.to_string()).unwrap_or_default();
            targets.push((&call.operation, method.to_owned(), target(path, call), body));
        }
    }
    // What removes something comes last, so that it is there for all others.
    targets.sort_by_key(|(_, method, ..)| (method == "DELETE", method != "GET"));
    for (id, method, target, body) in targets {
        let answer = connection.send(&method, &target, &headers, &body)?;
        let said = String::from_utf8_lossy(&answer.body);
        match answer.status {
            200..300 => done += 1,
            402 | 404 | 409 | 422 if method != "GET" => refused.push(format!("{id} ({})", answer.status)),
            status => faults.push(format!("{id}: {method} {target}: {status} {said}")),
        }
        if said.chars().count() >= 100_000 {
            faults.push(format!("{id}: the answer has 100,000 characters or more"));
        }
    }
    writeln!(out, "{done} calls done, {} refused as documented", refused.len())?;
    for refused in refused {
        writeln!(out, "    {refused}")?;
    }
    Ok(faults)
}

/// The members of bodies that name things, and where things to name are listed.
const THINGS: [(&str, &str); 3] = [
    ("postId", "/user/content/posts-v2"),
    ("eventId", "/user/event/events"),
    ("id", "/user/content/schedule"),
];

/// Things that the sandbox has, by the member that names one.
fn things(connection: &mut Connection, headers: &str) -> Result<Vec<(&'static str, Value)>> {
    let mut things = Vec::new();
    for (member, list) in THINGS {
        let answer = connection.send("GET", list, headers, "")?;
        let listed: Value = serde_json::from_slice(&answer.body)?;
        // Entries at the end of a listing are those that no path of the plan names.
        let last = listed["results"].as_array().and_then(|results| results.last());
        let id = last.and_then(|last| last.get("id")).with_context(|| format!("{list} lists nothing"))?;
        things.push((member, id.clone()));
    }
    Ok(things)
}

/// Names things that there are, where the examples name made-up ones.
fn name_real_things(body: &mut Value, things: &[(&str, Value)]) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                match things.iter().find(|(member, _)| member == name) {
                    Some((_, id)) => *value = id.clone(),
                    None => name_real_things(value, things),
                }
            }
        }
        // One and the same entry can be moved once only.
        Value::Array(entries) => {
            entries.truncate(1);
            for entry in entries {
                name_real_things(entry, things);
            }
        }
        _ => {}
    }
}

/// The path and the query of a call.
fn target(path: &str, call: &Call) -> String {
    let mut target = path.to_owned();
    for (name, value) in &call.path {
        target = target.replace(&format!("{{{name}}}"), value);
    }
    let query: Vec<_> = call.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if query.is_empty() { target } else { format!("{target}?{}", query.join("&")) }
}

/// A gateway that runs. It is stopped when this value is dropped.
struct Gateway {
    _running: Running,
    log: PathBuf,
    origin: String,
}

impl Gateway {
    /// Starts one in front of the API at this address.
    fn start(workspace: &Workspace, base_url: &str) -> Result<Self> {
        let program = program::build(workspace, "cc-gateway", "cc-gateway", false)?;
        let log = workspace.join(judges::FOLDER).join("gateway.log");
        let port = free_port()?;
        let errors = File::create(&log).with_context(|| format!("could not write `{}`", log.display()))?;
        let gateway = Command::new(program)
            .args(["--listen", &format!("127.0.0.1:{port}"), "--base-url", base_url, "--no-quota"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .context("`cc-gateway` could not be started")?;
        let mut running = Running(vec![gateway]);
        running.wait_for(port, &log)?;
        Ok(Self { _running: running, log, origin: format!("http://127.0.0.1:{port}") })
    }

    /// What its log shows that it must not: a panic, or a key.
    fn complaints(&self, key: &str) -> Result<Vec<String>> {
        let log = std::fs::read_to_string(&self.log)?;
        let seen = [("panicked at", "has panicked"), (key, "has logged a key")];
        let seen = seen.into_iter().filter(|(words, _)| log.contains(words));
        Ok(seen.map(|(_, what)| format!("the gateway {what}: see {}", self.log.display())).collect())
    }
}

/// Redocly's proxy, which writes down what passes. It is stopped when this value is dropped.
struct Recorder {
    running: Running,
    traffic: PathBuf,
    origin: String,
    /// What the addresses that it writes down begin with.
    target: String,
}

impl Recorder {
    fn start(workspace: &Workspace, path: &OsStr, target: &str) -> Result<Self> {
        let traffic = workspace.join(judges::FOLDER).join("gateway.har");
        let log = workspace.join(judges::FOLDER).join("gateway.recorder.log");
        drop(std::fs::remove_file(&traffic));
        let port = free_port()?;
        let errors = File::create(&log)?;
        let recorder = redocly(workspace, path)
            .args(["proxy", "--target", target, "--port", &port.to_string(), "--har"])
            .arg(&traffic)
            .stdin(Stdio::null())
            .stdout(errors.try_clone()?)
            .stderr(errors)
            .spawn()
            .context("`redocly` could not be started")?;
        let mut running = Running(vec![recorder]);
        running.wait_for(port, &log)?;
        let (origin, target) = (format!("http://127.0.0.1:{port}"), target.to_owned());
        Ok(Self { running, traffic, origin, target })
    }

    /// Stops it, and has what it recorded held against the document; what was found.
    fn finish(
        mut self,
        workspace: &Workspace,
        path: &OsStr,
        every: &BTreeSet<String>,
        out: &mut dyn Write,
    ) -> Result<Vec<String>> {
        let recorder = self.running.0.first_mut().context("the recorder is gone")?;
        // It writes the file when it is interrupted.
        let asked = Command::new("kill").args(["-INT", &recorder.id().to_string()]).status();
        asked.context("`kill` could not be started")?;
        recorder.wait()?;
        let coverage = workspace.join(judges::FOLDER).join("gateway.coverage.json");
        drop(std::fs::remove_file(&coverage));
        let output = redocly(workspace, path)
            .arg("drift")
            .arg(&self.traffic)
            .args(["--api", FOR_CHATGPT, "--server", &self.target, "--coverage", "--coverage-output"])
            .arg(&coverage)
            .output()
            .context("`redocly` could not be started")?;
        let said = String::from_utf8_lossy(&output.stdout);
        for line in said.lines().filter(|line| !line.trim().is_empty()) {
            writeln!(out, "    {line}")?;
        }
        let mut faults = Vec::new();
        if !output.status.success() || !said.contains("No findings.") {
            faults.push(format!("redocly drift objects: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let covered = std::fs::read_to_string(&coverage).context("Redocly wrote no coverage")?;
        let covered: Value = serde_json::from_str(&covered)?;
        let seen = covered["totals"]["operations"]["covered"].as_u64();
        if seen.and_then(|seen| usize::try_from(seen).ok()) != Some(every.len()) {
            faults.push(format!("redocly drift met {seen:?} of {} operations", every.len()));
        }
        // It holds a key, of a sandbox that is gone with this step.
        drop(std::fs::remove_file(&self.traffic));
        Ok(faults)
    }
}

fn redocly(workspace: &Workspace, path: &OsStr) -> Command {
    let mut command = Command::new(judges::find_program("redocly", path));
    command
        .env("PATH", path)
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .env("NO_COLOR", "1")
        .current_dir(workspace.root());
    command
}
