//! `cargo xtask bench call`: what one listing call costs at run time, beside the same call by hand.
//!
//! Instructions and allocations, counted by valgrind, are the same on a busy machine and on an idle one.
//! A program makes few calls and then many; the difference is what a call costs, without what it costs
//! to start. The server is a process of its own and is not counted.

use std::fmt;
use std::fs;
use std::io::{BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::process::{cargo, follow_lock_file, run as run_command};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Where the records of the answer come from.
const EXAMPLE: &str = "spec/examples/get_posts.response.json";

/// How many records the answer has.
const RECORDS: usize = 25;

/// How many calls the two runs of a program make.
const CALLS: [u32; 2] = [20, 120];

/// Ours may take this many times what the call by hand takes.
const MOST_INSTRUCTIONS: f64 = 1.08;
const MOST_ALLOCATIONS: f64 = 1.0;

/// Count what a listing call of 25 records costs at run time, beside the same call by hand
///
/// Both sides send the same request to a server on this machine and read the same answer into types of
/// their own: `cc-api` with unknown fields kept, and reqwest with `serde_derive` as one would write it by
/// hand (benches/call). Instructions and allocations are counted by valgrind, so a busy machine does not
/// disturb them.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct CallArgs {}

const HELP: &str = "Examples:
  cargo xtask bench call     instructions and allocations of a call, both sides

Needs valgrind (Debian: apt-get install valgrind).

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be compiled or counted.";

/// Counts, prints, and holds the figures against the limits.
pub(super) fn run(_: &CallArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let programs = build(workspace)?;
    let example =
        fs::read_to_string(workspace.join(EXAMPLE)).with_context(|| format!("could not read {EXAMPLE}"))?;
    let body = programs.join("listing.json");
    fs::write(&body, listing(&serde_json::from_str(&example)?)?.to_string())?;
    let server = Server::start(&programs.join("server"), &body)?;
    let by_hand = count(&programs.join("by_hand"), &server)?;
    let ours = count(&programs.join("client"), &server)?;
    let report = Report { ours, by_hand };
    write!(out, "{report}")?;
    Ok(Outcome::done_if(report.is_met()))
}

/// Builds the programs and gives the folder that they are in.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let package = workspace.join("benches/call");
    // Both sides are to use what the client is tested with.
    follow_lock_file(workspace.root(), &package)?;
    let target = workspace.join("target/bench-call");
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--manifest-path"]).arg(package.join("Cargo.toml"));
    build.arg("--target-dir").arg(&target);
    run_command(&mut build, "benches/call could not be compiled")?;
    Ok(target.join("release"))
}

/// An answer of 25 records, made of those of the example.
fn listing(example: &Value) -> Result<Value> {
    let records = example.pointer("/value/results").and_then(Value::as_array);
    let records = records.filter(|records| !records.is_empty());
    let records = records.with_context(|| format!("{EXAMPLE} has no records under value.results"))?;
    let repeated: Vec<&Value> = records.iter().cycle().take(RECORDS).collect();
    Ok(json!({"results": repeated, "count": 1342}))
}

/// The server, which ends when its standard input is closed: together with this value.
struct Server {
    address: String,
    child: Child,
}

impl Server {
    fn start(program: &Path, body: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg(body).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the server of benches/call could not be started")?;
        let mut address = String::new();
        let output = child.stdout.take().context("the server of benches/call has no output")?;
        BufReader::new(output).read_line(&mut address)?;
        Ok(Self { address: address.trim().to_owned(), child })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // The figures are taken: how the server ends changes nothing.
        let _ = self.child.wait();
    }
}

/// What one call costs.
#[derive(Debug, Clone, Copy)]
struct Cost {
    instructions: f64,
    allocations: f64,
}

fn count(program: &Path, server: &Server) -> Result<Cost> {
    let difference = |tool: &str, read: fn(&str) -> Option<f64>| -> Result<f64> {
        let [few, many] = CALLS;
        let counted = |calls| valgrind(tool, program, server, calls).map(|report| read(&report));
        let total = counted(many)?.zip(counted(few)?);
        let (many_cost, few_cost) = total.with_context(|| format!("valgrind's {tool} gave no total"))?;
        Ok((many_cost - few_cost) / f64::from(many - few))
    };
    Ok(Cost {
        instructions: difference("callgrind", instructions)?,
        allocations: difference("dhat", blocks)?,
    })
}

/// Runs a program under a tool of valgrind and gives its report.
fn valgrind(tool: &str, program: &Path, server: &Server, calls: u32) -> Result<String> {
    let mut command = Command::new("valgrind");
    command.arg(format!("--tool={tool}")).arg(format!("--{tool}-out-file=/dev/null"));
    command.arg(program).arg(&server.address).arg(calls.to_string()).stdin(Stdio::null());
    let output = command.output().context("valgrind could not be started: is it installed?")?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let records = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || records.trim().parse() != Ok(u64::from(calls) * RECORDS as u64) {
        bail!("{} under valgrind got {:?} records\n{report}", program.display(), records.trim());
    }
    Ok(report)
}

/// Reads `==1== Collected : 12345` of callgrind.
fn instructions(report: &str) -> Option<f64> {
    report.lines().find_map(|line| line.split_once("Collected :"))?.1.trim().parse().ok()
}

/// Reads `==1== Total:     1,234 bytes in 56 blocks` of dhat.
fn blocks(report: &str) -> Option<f64> {
    let (_, total) = report.lines().find_map(|line| line.split_once("Total:"))?;
    let (_, blocks) = total.strip_suffix(" blocks")?.split_once(" in ")?;
    blocks.replace(',', "").parse().ok()
}

/// What was counted, beside the limits.
#[derive(Debug)]
struct Report {
    ours: Cost,
    by_hand: Cost,
}

impl Report {
    /// What is counted, ours, by hand, and how many times that ours may be.
    fn lines(&self) -> [(&'static str, f64, f64, f64); 2] {
        let Self { ours, by_hand } = self;
        [
            ("instructions", ours.instructions, by_hand.instructions, MOST_INSTRUCTIONS),
            ("allocations", ours.allocations, by_hand.allocations, MOST_ALLOCATIONS),
        ]
    }

    fn is_met(&self) -> bool {
        self.lines().iter().all(|(_, ours, by_hand, limit)| ours / by_hand <= *limit)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<26} {:>11} {:>11} {:>6}  limit",
            "a listing of 25 records", "cc-api", "by hand", "ratio"
        )?;
        for (what, ours, by_hand, limit) in self.lines() {
            let ratio = ours / by_hand;
            let met = if ratio <= limit { "met" } else { "MISSED" };
            writeln!(f, "{what:<26} {ours:>11.0} {by_hand:>11.0} {ratio:>6.3}  {limit:.2} {met}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Cost, Report, blocks, instructions, listing};

    #[test]
    fn the_totals_of_valgrind_are_read() {
        let report =
            "==7== Events    : Ir\n==7== Collected : 123456789\n==7== \n==7== I   refs:      123,456,789\n";
        assert_eq!(instructions(report), Some(123_456_789.0));
        let report =
            "==7== Total:     1,234,567 bytes in 8,910 blocks\n==7== At t-gmax: 1 bytes in 1 blocks\n";
        assert_eq!(blocks(report), Some(8910.0));
        assert_eq!(instructions("==7== nothing"), None);
        assert_eq!(blocks("==7== nothing"), None);
    }

    #[test]
    fn the_records_of_the_example_are_repeated_until_there_are_enough() {
        let body = listing(&json!({"value": {"results": [{"id": 1}, {"id": 2}]}})).unwrap();
        assert_eq!(body["results"].as_array().unwrap().len(), 25);
        assert_eq!(body["results"][24], json!({"id": 1}));
        assert!(listing(&json!({"value": {"results": []}})).is_err());
    }

    #[test]
    fn one_missed_limit_is_a_miss() {
        let by_hand = Cost { instructions: 100.0, allocations: 100.0 };
        for (instructions, allocations, met) in
            [(108.0, 100.0, true), (109.0, 90.0, false), (90.0, 101.0, false)]
        {
            let report = Report { ours: Cost { instructions, allocations }, by_hand };
            assert_eq!(report.is_met(), met, "{report}");
        }
    }
}
