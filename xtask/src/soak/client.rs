//! The client's process: what it is told, what it has counted, and what it takes.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::SoakArgs;
use crate::sandbox::{Sandbox, stop};

/// The program `benches/soak`, running. It is stopped when this value is dropped.
pub(super) struct Client {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    once: Vec<String>,
    counts: Counts,
}

/// What the client has counted since its start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) calls: u64,
    /// Requests, repeats among them.
    pub(super) attempts: u64,
    /// Answers of “too many requests”.
    pub(super) throttled: u64,
    /// Waits for the quota, and before repeats.
    pub(super) waits: u64,
    /// Calls for which there was no slot in time.
    pub(super) no_slot: u64,
    /// Calls that failed as they may while a server misbehaves.
    pub(super) failed: u64,
    /// Of the calls that must not happen twice: those that were carried out, by what the client says.
    pub(super) applied: u64,
    /// And those of which it says that it doesn't know.
    pub(super) unknown: u64,
    /// Errors of a kind that no fault explains.
    pub(super) unexpected: u64,
    /// One of them.
    pub(super) example: Option<String>,
    /// Tasks that are alive although all calls are over.
    pub(super) tasks: u64,
}

/// What the process takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) kilobytes: u64,
    pub(super) sockets: u64,
}

impl Client {
    /// Starts it with the keys of a file.
    pub(super) fn start(program: &Path, sandbox: &Sandbox, keys: &Path, args: &SoakArgs) -> Result<Self> {
        let mut command = Command::new(program);
        command.args([&sandbox.base_url, &sandbox.tenant]).arg(keys);
        command.args([args.workers.to_string(), args.seed.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().with_context(|| format!("could not start {}", program.display()))?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            bail!("the client has no input and output");
        };
        let mut client = Self {
            process,
            input,
            output: BufReader::new(output),
            once: Vec::new(),
            counts: Counts::default(),
        };
        let hello = client.line()?;
        let once = hello["once"].as_array().context("the client names no operations")?;
        client.once = once.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        Ok(client)
    }

    /// The operations that must not happen twice.
    pub(super) fn once(&self) -> &[String] {
        &self.once
    }

    /// What it counted when it was last asked.
    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Tells it something to do, and gives what it has counted once that is done.
    pub(super) fn say(&mut self, line: &str) -> Result<Counts> {
        writeln!(self.input, "{line}").context("the client has stopped")?;
        self.counts = Counts::read(&self.line()?)?;
        Ok(self.counts.clone())
    }

    /// What it takes now.
    pub(super) fn process(&self) -> Result<Process> {
        let folder = format!("/proc/{}", self.process.id());
        let status =
            fs::read_to_string(format!("{folder}/status")).context("Linux does not tell of memory")?;
        let kilobytes = resident(&status).context("Linux does not tell how much memory is resident")?;
        let mut sockets = 0;
        for entry in fs::read_dir(format!("{folder}/fd"))? {
            // A file may be closed while we look.
            let target = fs::read_link(entry?.path()).unwrap_or_default();
            sockets += u64::from(target.to_string_lossy().starts_with("socket:"));
        }
        Ok(Process { kilobytes, sockets })
    }

    fn line(&mut self) -> Result<Value> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the client has stopped ({})", self.process.wait()?);
        }
        serde_json::from_str(&line).with_context(|| format!("the client said {line:?}"))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

impl Counts {
    fn read(line: &Value) -> Result<Self> {
        let count = |name: &str| line[name].as_u64().with_context(|| format!("the client counts no {name}"));
        Ok(Self {
            calls: count("calls")?,
            attempts: count("attempts")?,
            throttled: count("throttled")?,
            waits: count("waits")?,
            no_slot: count("noSlot")?,
            failed: count("failed")?,
            applied: count("applied")?,
            unknown: count("unknown")?,
            unexpected: count("unexpected")?,
            example: line["example"].as_str().map(str::to_owned),
            tasks: count("tasks")?,
        })
    }
}

/// Reads `VmRSS:     5324 kB`.
fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Counts, resident};

    #[test]
    fn the_resident_memory_is_read() {
        assert_eq!(resident("Name:\tsoak\nVmHWM:\t  9000 kB\nVmRSS:\t    5324 kB\n"), Some(5324));
        assert_eq!(resident("Name:\tsoak\n"), None);
    }

    #[test]
    fn a_line_without_one_of_the_counts_is_refused() {
        let mut line = json!({
            "calls": 9, "attempts": 8, "throttled": 7, "waits": 6, "noSlot": 5, "failed": 4, "dropped": 3,
            "applied": 2, "unknown": 1, "unexpected": 0, "example": null, "tasks": 64,
        });
        let counts = Counts::read(&line).unwrap();
        assert_eq!((counts.calls, counts.no_slot, counts.tasks, counts.example), (9, 5, 64, None));
        line["throttled"].take();
        assert_eq!(Counts::read(&line).unwrap_err().to_string(), "the client counts no throttled");
    }
}
