//! Both programs, with Prism between them and a sandbox: every operation is reached, and no request and no answer is off
//! the document. What was reached is read from Prism's log, not from what was meant to be sent.

mod dashboard;
mod mcp;
pub(super) mod plan;
mod terminal;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::prism::{Between, Prism, met, objections};
use super::{BUNDLE, document, operations, sandbox};
use crate::ci::{Ending, judges};
use crate::paths::Workspace;
use crate::program;
use crate::sandbox::Sandbox;
use plan::{Call, Keys};

/// A program that calls the API, and what it needs to do so.
struct Caller<'a> {
    program: PathBuf,
    /// Where it keeps its quota.
    home: PathBuf,
    /// Prism's address.
    base_url: &'a str,
    session_token: &'a str,
    keys: Keys,
}

/// How calls ended.
#[derive(Default)]
struct Ended {
    done: usize,
    /// Refused by the API with a status that the document names.
    refused: usize,
    /// What else happened, an operation a line.
    failed: Vec<String>,
}

/// Calls every operation through both, and compares what they make of the dashboard.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let document = document(workspace)?;
    let every: BTreeSet<_> = operations(&document).into_keys().collect();
    let ordinary: BTreeSet<_> = operations(&document)
        .into_iter()
        .filter_map(|(name, operation)| (operation["x-sensitive"] != true).then_some(name))
        .collect();
    let terminal = program::build(workspace, "cc-cli", "ccapi", false)?;
    let server = program::build(workspace, "cc-mcp", "cc-mcp", false)?;
    let mut is_well = true;
    for (name, program, wanted) in [("ccapi", &terminal, &every), ("cc-mcp", &server, &ordinary)] {
        let sandbox = sandbox(workspace, name, &[])?;
        let calls = plan::calls(&document, &sandbox)?;
        let ended = through_prism(workspace, &path, &sandbox, program, name, |caller| match name {
            "ccapi" => terminal::call_all(caller, &calls),
            _ => mcp::call_all(caller, &calls),
        });
        let (ended, log) = ended?;
        let reached = met(&log, &every);
        writeln!(
            out,
            "{name}: {} of {} operations reached; {} calls done, {} refused as documented",
            reached.intersection(wanted).count(),
            wanted.len(),
            ended.done,
            ended.refused
        )?;
        for missing in wanted.difference(&reached) {
            writeln!(out, "    not reached: {missing}")?;
        }
        for reached in reached.difference(wanted) {
            writeln!(out, "    reached, and must not be: {reached}")?;
        }
        for fault in ended.failed.iter().map(String::as_str).chain(objections(&log)) {
            writeln!(out, "    {fault}")?;
        }
        is_well &= reached == *wanted && ended.failed.is_empty() && objections(&log).is_empty();
        out.flush()?;
    }
    is_well &= dashboard::agrees(workspace, &terminal, &server, out)?;
    Ok(if is_well { Ending::Passed } else { Ending::Failed })
}

/// Lets a program make its calls through a Prism of their own; how they ended, and what Prism has logged.
fn through_prism(
    workspace: &Workspace,
    path: &OsStr,
    sandbox: &Sandbox,
    program: &std::path::Path,
    name: &str,
    call_all: impl FnOnce(&mut Caller<'_>) -> Result<Ended>,
) -> Result<(Ended, String)> {
    let prism = Prism::start(
        workspace,
        path,
        Between { document: BUNDLE, upstream: &sandbox.base_url, step: &format!("{name}.prism") },
    )?;
    let ended = call_all(&mut Caller {
        program: program.to_owned(),
        home: fresh_home(workspace, name),
        base_url: &prism.origin,
        session_token: &sandbox.session_token,
        keys: Keys::new(sandbox)?,
    })?;
    Ok((ended, prism.stop()?))
}

/// A folder in which a program finds nothing from before.
fn fresh_home(workspace: &Workspace, name: &str) -> PathBuf {
    let home = workspace.join(judges::FOLDER).join(format!("{name}.home"));
    drop(std::fs::remove_dir_all(&home));
    home
}
