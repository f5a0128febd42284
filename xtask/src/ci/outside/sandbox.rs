//! A sandbox as a process, for one step.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::ci::judges;
use crate::paths::Workspace;
use crate::program::executable;

/// The crate, and its program.
const SANDBOX: &str = "cc-sandbox";

/// A sandbox that runs. It is stopped when this value is dropped.
pub(super) struct Sandbox {
    process: Child,
    log: PathBuf,
    /// What paths are appended to: `http://127.0.0.1:4010/api`.
    pub(super) base_url: String,
    /// The tenant's slug.
    pub(super) tenant: String,
    /// A session token that works.
    pub(super) session_token: String,
    /// A key that holds every scope.
    pub(super) full_key: String,
}

impl Sandbox {
    /// Starts one without rate limits, in memory, on a free port; what it says besides goes to a file of the step's.
    pub(super) fn start(workspace: &Workspace, step: &str) -> Result<Self> {
        let program = build(workspace)?;
        let log = workspace.join(judges::FOLDER).join(format!("{step}.sandbox.log"));
        let errors = File::create(&log).with_context(|| format!("could not write `{}`", log.display()))?;
        let mut process = Command::new(&program)
            .args(["--port", "0", "--json", "--no-limits"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .with_context(|| format!("`{}` could not be started", program.display()))?;
        let output = process.stdout.take().context("the sandbox has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some([base_url, tenant, session_token, full_key]) = access(&line) else {
            stop(&mut process);
            bail!("the sandbox did not say how to reach it: `{}`\n{}", line.trim(), text_of(&log));
        };
        Ok(Self { process, log, base_url, tenant, session_token, full_key })
    }

    /// Where it is, without the path of the API: `http://127.0.0.1:4010`.
    pub(super) fn origin(&self) -> &str {
        let path = self.base_url.match_indices('/').nth(2).map_or(self.base_url.len(), |(at, _)| at);
        &self.base_url[..path]
    }

    /// Whether it has borne the step: what it has to say if it stopped, or if a thread of it panicked.
    pub(super) fn complaint(&mut self) -> Result<Option<String>> {
        let said = text_of(&self.log);
        if let Some(status) = self.process.try_wait()? {
            return Ok(Some(format!("the sandbox has stopped ({status}):\n{said}")));
        }
        Ok(said.contains("panicked at").then(|| format!("the sandbox has panicked:\n{said}")))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

/// Ends a process and waits until it has ended; one that has ended already is fine.
pub(super) fn stop(process: &mut Child) {
    drop(process.kill());
    drop(process.wait());
}

/// Address, tenant, session token and full key, out of the line that `--json` prints.
fn access(line: &str) -> Option<[String; 4]> {
    let access: Value = serde_json::from_str(line).ok()?;
    let text = |pointer: &str| access.pointer(pointer)?.as_str().map(str::to_owned);
    Some([text("/base_url")?, text("/tenant")?, text("/session_token")?, text("/keys/full")?])
}

/// Builds it; the program. It is started by itself, not through cargo, so that it can be stopped.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["build", "--package", SANDBOX, "--bin", SANDBOX])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(workspace.root())
        .stderr(Stdio::inherit())
        .output()
        .context("`cargo` could not be started")?;
    if !output.status.success() {
        bail!("the sandbox can't be built");
    }
    let program = executable(&String::from_utf8_lossy(&output.stdout), SANDBOX);
    program.map(PathBuf::from).context("cargo built the sandbox, but named no program")
}

fn text_of(log: &Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_sandbox_says_how_to_reach_it() {
        let line = r#"{"base_url": "http://127.0.0.1:1/api", "tenant": "t", "session_token": "s", "keys": {"full": "cc_f"}}"#;
        assert_eq!(access(line).unwrap(), ["http://127.0.0.1:1/api", "t", "s", "cc_f"]);
        assert_eq!(access("the port is taken"), None);
        assert_eq!(access(r#"{"base_url": "http://127.0.0.1:1/api"}"#), None);
    }
}
