//! `cargo xtask bench call`: what one listing call costs at run time, beside the same call by hand.
//!
//! Instructions and allocations, counted by valgrind, are the same on a busy machine and on an idle one.
//! A program makes few calls and then many; the difference is what a call costs, without what it costs
//! to start. The server is a process of its own and is not counted.

use std::fs;
use std::io::{BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::process::release;
use super::table::{Figure, Limit, Table};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Where the records of the answer come from.
const EXAMPLE: &str = "spec/examples/get_posts.response.json";

/// How many records the answer has.
const RECORDS: usize = 25;

/// How many calls the two runs of a program make.
const CALLS: [u32; 2] = [20, 120];

/// Ours may take this many times the instructions of the call by hand, and so many allocations more.
const MOST_INSTRUCTIONS: f64 = 1.10;
const MOST_ALLOCATIONS: f64 = 6.0;

/// Count what a listing call of 25 records costs at run time, beside the same call by hand
///
/// Both sides send the same request to a server on this machine and read the same answer into types of
/// their own: `cc-api` with retries, the documented quota and unknown fields kept, and reqwest with `serde_derive` as one would write it by
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
    let programs = release(workspace, "call")?;
    let table = Table::new(figures(&programs, &write_listing(workspace, &programs)?)?.into());
    write!(out, "{table}")?;
    Ok(Outcome::done_if(table.is_met()))
}

/// Counts both sides.
pub(super) fn figures(programs: &Path, body: &Path) -> Result<[Figure; 2]> {
    let server = Server::start(&programs.join("server"), body)?;
    let by_hand = count(&programs.join("by_hand"), &server)?;
    let ours = count(&programs.join("client"), &server)?;
    Ok([
        Figure {
            what: "a listing of 25 records, instructions",
            ours: ours.instructions,
            other: Some(by_hand.instructions),
            limit: Limit::Times(MOST_INSTRUCTIONS),
        },
        Figure {
            what: "a listing of 25 records, allocations",
            ours: ours.allocations,
            other: Some(by_hand.allocations),
            limit: Limit::More(MOST_ALLOCATIONS),
        },
    ])
}

/// The file with the answer that the server gives.
pub(super) fn write_listing(workspace: &Workspace, programs: &Path) -> Result<PathBuf> {
    let example =
        fs::read_to_string(workspace.join(EXAMPLE)).with_context(|| format!("could not read {EXAMPLE}"))?;
    let body = programs.join("listing.json");
    fs::write(&body, listing(&serde_json::from_str(&example)?)?.to_string())?;
    Ok(body)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{blocks, instructions, listing};

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
}
