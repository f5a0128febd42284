//! Many clients at once, by `wrk`: how long the slowest of a hundred waits.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::super::process::run;
use crate::paths::Workspace;

/// What `wrk` prints for us at its end.
const SCRIPT: &str = r#"done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"median":%d,"p99":%d,"failed":%d}\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"#;

/// What a load has shown.
pub(super) struct Load {
    pub(super) requests_per_second: f64,
    /// Microseconds.
    pub(super) median: u64,
    /// Microseconds.
    pub(super) p99: u64,
}

/// Asks for one address again and again, over 32 connections; fails if one answer is no success.
pub(super) fn load(workspace: &Workspace, url: &str, headers: &[String], seconds: u32) -> Result<Load> {
    let script = workspace.join("target/bench-sandbox/report.lua");
    fs::write(&script, SCRIPT).with_context(|| format!("could not write {}", script.display()))?;
    let mut command = Command::new("wrk");
    command.args(["-t2", "-c32", &format!("-d{seconds}s"), "-s"]).arg(script);
    for header in headers {
        command.args(["-H", header]);
    }
    command.arg(url).stdout(std::process::Stdio::piped());
    let output = run(&mut command, "`wrk` could not be run (Debian has it: apt-get install wrk)")?;
    let line = output.lines().find(|line| line.starts_with('{')).context("wrk printed no figures")?;
    let figures: Value = serde_json::from_str(line)?;
    let figure = |name: &str| figures[name].as_u64().with_context(|| format!("wrk printed no {name}"));
    if figure("failed")? > 0 {
        bail!("{} of {} requests failed", figure("failed")?, figure("requests")?);
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let requests_per_second = figure("requests")? as f64 * 1e6 / figure("microseconds")? as f64;
    Ok(Load { requests_per_second, median: figure("median")?, p99: figure("p99")? })
}
