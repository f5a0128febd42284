//! The official judge of authorization servers, against the server for people elsewhere: what it says of itself, and the whole
//! way to a token. A script is the person who agrees.

use std::net::TcpListener;

use anyhow::{Context, Result};
use serde_json::json;

use super::conformance::counts;
use super::server::Listening;
use super::{Court, Finding, said};

/// A master key for a database that is gone with the step.
const MASTER: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// What it checks: the metadata, what they say of clients' documents, and the grant.
const CHECKS: u32 = 3;

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    court.hear("conformance authorization, cc-mcp --oauth", |court| {
        let port = free_port()?;
        let issuer = format!("http://127.0.0.1:{port}");
        let environment = court.environment()?;
        let environment: Vec<_> = environment
            .into_iter()
            .filter(|(name, _)| *name != "CC_API_KEY")
            .chain([("CC_MCP_MASTER_KEY", MASTER.to_owned())])
            .collect();
        let flags = ["--http", &port.to_string(), "--oauth", "--public-url", &issuer];
        let _server = Listening::start(&court.server, &flags, &environment)?;
        let task = json!({ "issuer": issuer, "key": court.sandbox.full_key });
        let script = court.workspace.join("xtask/src/ci/mcp/person.mjs");
        let output = court.command("node").arg(script).arg(task.to_string()).output()?;
        let text = said(&output);
        let (passed, failed) = counts(&text).with_context(|| format!("it gave no verdict:\n{text}"))?;
        let is_fine = output.status.success() && failed == 0 && passed == CHECKS;
        let faults = if is_fine { Vec::new() } else { vec![text] };
        Ok(Finding { remark: format!("{passed} checks"), faults })
    })
}

/// The server has to know its address before it listens there.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
