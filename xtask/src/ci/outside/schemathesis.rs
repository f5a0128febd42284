//! schemathesis: requests made from the document, valid and invalid, to every operation of the sandbox.
//!
//! It checks that no answer is a server's error, and that status, headers, type and body of each are what the document
//! says. That says little of an operation that refused everything, so the step counts what was accepted as well: requests
//! that fit the document, by the report, and changes, by the sandbox's ledger. The ledger knows of more: what can be done
//! once may have been done by a request that is a little off, with a header that nobody knows, before any that fits.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{BUNDLE, document, operations, people};
use crate::ci::{Ending, judges};
use crate::paths::Workspace;

/// How it asks.
const SETTINGS: &str = "xtask/src/ci/outside/schemathesis.toml";

/// The entries of the schedule that it asks for, in the judges' folder.
const ENTRIES: &str = "entries.txt";

/// Operations that accept nothing that schemathesis can make up, each with the reason why.
const ACCEPT_NOTHING: [(&str, &str); 0] = [];

/// Runs it.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let mut sandbox = super::sandbox(workspace, "schemathesis", &["--control"])?;
    let folder = workspace.join(judges::FOLDER);
    people::hold_clock(&sandbox)?;
    people::write_entries(&sandbox, &folder.join(ENTRIES))?;
    let report = folder.join("schemathesis.json");
    // What an earlier run has written says nothing of this one.
    drop(std::fs::remove_file(&report));
    let sessions = people::log_in(&sandbox)?;
    let changes_before = people::changes(&sandbox)?.len();
    let output = Command::new(judges::find_program("schemathesis", &path))
        .arg("--config-file")
        .arg(workspace.join(SETTINGS))
        .args(["run", "--no-color", "--report-json-path"])
        .arg(&report)
        .arg(workspace.join(BUNDLE))
        .env("CC_BASE_URL", &sandbox.base_url)
        .env("CC_TENANT", &sandbox.tenant)
        .env("CC_KEY", &sandbox.full_key)
        .env("CC_SESSION", &sandbox.session_token)
        .envs(sessions)
        .env("PATH", path)
        .current_dir(&folder)
        .output()
        .context("`schemathesis` could not be started")?;
    if !output.status.success() {
        out.write_all(&output.stdout)?;
        out.write_all(&output.stderr)?;
    }
    let complaint = sandbox.complaint()?;
    if let Some(complaint) = &complaint {
        writeln!(out, "{complaint}")?;
    }
    let text = std::fs::read_to_string(&report).with_context(|| {
        format!("schemathesis wrote no report:\n{}", String::from_utf8_lossy(&output.stderr))
    })?;
    let changed = people::changes(&sandbox)?.split_off(changes_before).into_iter().collect();
    let report = Report::read(&serde_json::from_str(&text)?, &changed, &document(workspace)?)?;
    writeln!(
        out,
        "{} requests to {} operations; {} operations accepted one",
        report.requests, report.asked, report.accepted
    )?;
    let surprises = surprises(&report.refused, &ACCEPT_NOTHING);
    for surprise in &surprises {
        writeln!(out, "{surprise}")?;
    }
    let passed = output.status.success() && complaint.is_none() && surprises.is_empty();
    Ok(if passed { Ending::Passed } else { Ending::Failed })
}

/// What is not as the list of exceptions says, in either direction.
fn surprises(refused: &BTreeSet<String>, excepted: &[(&str, &str)]) -> Vec<String> {
    let is_excepted = |operation: &&String| excepted.iter().any(|(name, _)| name == operation);
    let unknown = refused.iter().filter(|operation| !is_excepted(operation));
    let unknown = unknown.map(|operation| {
        format!("{operation}: refused every request, so nothing is known of its answers; {SETTINGS} can name identifiers")
    });
    let stale = excepted.iter().filter(|(name, _)| !refused.contains(*name));
    unknown
        .chain(stale.map(|(name, _)| format!("{name}: accepts requests now; take it off the list")))
        .collect()
}

/// What the report says beyond the verdict.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    requests: u64,
    asked: u64,
    accepted: usize,
    /// Operations of the document that accepted nothing.
    refused: BTreeSet<String>,
}

impl Report {
    /// What is in the report; `changed` are the operations, by identifier, that have changed something.
    fn read(report: &Value, changed: &BTreeSet<String>, document: &Value) -> Result<Self> {
        let number = |pointer: &str| report.pointer(pointer).and_then(Value::as_u64);
        let (Some(requests), Some(asked)) = (number("/test_cases/generated"), number("/operations/tested"))
        else {
            bail!("the report of schemathesis has another form than it had");
        };
        let accepts = |(name, operation): &(String, &Value)| {
            let phases = report["valid_rates"][name.as_str()].as_object().into_iter().flatten();
            phases.filter_map(|(_, counts)| counts["accepted"].as_u64()).sum::<u64>() > 0
                || operation["operationId"].as_str().is_some_and(|id| changed.contains(id))
        };
        let (accepted, refused): (Vec<_>, Vec<_>) = operations(document).into_iter().partition(accepts);
        let refused = refused.into_iter().map(|(name, _)| name).collect();
        Ok(Self { requests, asked, accepted: accepted.len(), refused })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operation_that_accepted_nothing_is_named() {
        let document = json!({ "paths": {
            "/a": { "get": {} }, "/b": { "get": {} }, "/c": { "get": {} }, "/d": { "delete": { "operationId": "leave" } },
        } });
        let report = json!({
            "operations": { "tested": 4 },
            "test_cases": { "generated": 40 },
            "valid_rates": {
                "GET /a": { "examples": { "accepted": 0 }, "coverage": { "accepted": 3 } },
                "GET /b": { "coverage": { "accepted": 0, "rejected": 7 } },
            },
        });
        let changed = BTreeSet::from([String::from("leave")]);
        let read = Report::read(&report, &changed, &document).unwrap();
        assert_eq!((read.requests, read.asked, read.accepted), (40, 4, 2));
        assert_eq!(read.refused.into_iter().collect::<Vec<_>>(), ["GET /b", "GET /c"]);
        assert!(Report::read(&json!({}), &changed, &document).is_err());
    }

    #[test]
    fn an_exception_has_to_be_needed() {
        let refused = ["GET /a", "GET /b"].map(String::from).into();
        let found = surprises(&refused, &[("GET /a", "It is so."), ("GET /c", "It was so.")]);
        assert_eq!(found.len(), 2);
        assert!(
            found[0].starts_with("GET /b: refused") && found[1].starts_with("GET /c: accepts"),
            "{found:?}"
        );
    }
}
