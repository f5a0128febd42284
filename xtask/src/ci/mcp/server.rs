//! A server that listens on HTTP, for a judge.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::sandbox::stop;

/// It is stopped when this value is dropped.
pub(super) struct Listening {
    process: Child,
    /// Where it is: `http://127.0.0.1:4011/mcp`.
    pub(super) url: String,
}

impl Listening {
    /// Starts a program that says on stderr where it listens.
    pub(super) fn start(program: &Path, arguments: &[&str], environment: &[(&str, String)]) -> Result<Self> {
        let mut process = Command::new(program)
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{}` could not be started", program.display()))?;
        let mut line = String::new();
        if let Some(errors) = process.stderr.take() {
            BufReader::new(errors).read_line(&mut line)?;
        }
        let Some(url) = address(&line) else {
            stop(&mut process);
            bail!("`{}` did not say where it listens: `{}`", program.display(), line.trim());
        };
        Ok(Self { process, url })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

/// The address in `cc-mcp: listening on http://127.0.0.1:4011/mcp, until Ctrl-C`.
fn address(line: &str) -> Option<String> {
    let word = line.split_whitespace().find(|word| word.starts_with("http://"))?;
    Some(word.trim_end_matches(',').to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_is_in_the_line_that_the_server_prints() {
        let line = "cc-mcp: listening on http://127.0.0.1:4011/mcp, until Ctrl-C\n";
        assert_eq!(super::address(line).as_deref(), Some("http://127.0.0.1:4011/mcp"));
        assert_eq!(super::address("cc-mcp: there is no key"), None);
    }
}
