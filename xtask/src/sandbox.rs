//! A sandbox as a process, for a step of `ci` or a measurement.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths::Workspace;
use crate::program;

/// The crate, and its program.
const SANDBOX: &str = "cc-sandbox";

/// How a sandbox is started, in memory unless the arguments say otherwise, and on a free port.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    /// Arguments besides: `--no-limits`.
    pub(crate) arguments: &'a [&'a str],
    /// Whether it is the program that users build for speed.
    pub(crate) is_release: bool,
    /// The file for what it says besides.
    pub(crate) log: PathBuf,
}

/// A sandbox that runs. It is stopped when this value is dropped.
pub(crate) struct Sandbox {
    process: Child,
    log: PathBuf,
    /// What paths are appended to: `http://127.0.0.1:4010/api`.
    pub(crate) base_url: String,
    /// The tenant's slug.
    pub(crate) tenant: String,
    /// A session token that works.
    pub(crate) session_token: String,
    /// A key that holds every scope.
    pub(crate) full_key: String,
    /// A key that may only read.
    pub(crate) read_only_key: String,
}

impl Sandbox {
    /// Builds and starts one; it accepts connections when this returns.
    pub(crate) fn start(workspace: &Workspace, launch: Launch<'_>) -> Result<Self> {
        let program = program::build(workspace, SANDBOX, SANDBOX, launch.is_release)?;
        let log = launch.log;
        let errors = File::create(&log).with_context(|| format!("could not write `{}`", log.display()))?;
        let mut process = Command::new(&program)
            .args(["--port", "0", "--json"])
            .args(launch.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .with_context(|| format!("`{}` could not be started", program.display()))?;
        let output = process.stdout.take().context("the sandbox has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some([base_url, tenant, session_token, full_key, read_only_key]) = access(&line) else {
            stop(&mut process);
            bail!("the sandbox did not say how to reach it: `{}`\n{}", line.trim(), text_of(&log));
        };
        Ok(Self { process, log, base_url, tenant, session_token, full_key, read_only_key })
    }

    /// The number of its process.
    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Where it is, without the path of the API: `http://127.0.0.1:4010`.
    pub(crate) fn origin(&self) -> &str {
        let path = self.base_url.match_indices('/').nth(2).map_or(self.base_url.len(), |(at, _)| at);
        &self.base_url[..path]
    }

    /// Whether it has borne the step: what it has to say if it stopped, or if a thread of it panicked.
    pub(crate) fn complaint(&mut self) -> Result<Option<String>> {
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
pub(crate) fn stop(process: &mut Child) {
    drop(process.kill());
    drop(process.wait());
}

/// Address, tenant, session token, full key and reading key, out of the line that `--json` prints.
fn access(line: &str) -> Option<[String; 5]> {
    let access: Value = serde_json::from_str(line).ok()?;
    let text = |pointer: &str| access.pointer(pointer)?.as_str().map(str::to_owned);
    Some([
        text("/base_url")?,
        text("/tenant")?,
        text("/session_token")?,
        text("/keys/full")?,
        text("/keys/read_only")?,
    ])
}

fn text_of(log: &Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_sandbox_says_how_to_reach_it() {
        let line = r#"{"base_url": "http://127.0.0.1:1/api", "tenant": "t", "session_token": "s", "keys": {"full": "cc_f", "read_only": "cc_r"}}"#;
        assert_eq!(access(line).unwrap(), ["http://127.0.0.1:1/api", "t", "s", "cc_f", "cc_r"]);
        assert_eq!(access("the port is taken"), None);
        assert_eq!(access(r#"{"base_url": "http://127.0.0.1:1/api"}"#), None);
    }
}
