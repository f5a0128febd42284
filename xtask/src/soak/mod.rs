//! `cargo xtask soak`: the client for minutes on end, with many keys, against a server that misbehaves.
//!
//! Three processes: the sandbox with its strict rate limit; the client, which is a program of its own (`benches/soak`), so
//! that its memory and its sockets can be looked at from outside; and this one, which scripts the faults and judges. Every
//! ten seconds the calls are let run out, so that what is counted on both sides can be compared exactly.

mod client;
mod faults;
mod ledger;
mod report;
mod server;

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::bench::process::release;
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::sandbox::{Launch, Sandbox};
use client::Client;
use faults::Schedule;
use report::{Report, Sample};
use server::Server;

/// Where the keys and the log lie.
const FOLDER: &str = "target/soak";

/// How long the calls run between two looks at everything, in seconds.
const STRETCH: u32 = 10;

/// How many requests the first stretch may have. The faults of the others are spread over as many as the one before had.
const FIRST_STRETCH: u64 = 2000;

/// How many stretches make a minute.
const IN_A_MINUTE: u32 = 60 / STRETCH;

/// How long a night's run is.
const NIGHTLY_MINUTES: u32 = 10;

/// Load the client for minutes, with many keys, against a server that misbehaves
///
/// 64 workers read and write through one client, with random keys and some that are asked for more than their
/// quota has. One answer in twenty is spoilt: an error, a cut connection, half a body, too many requests. Every
/// ten seconds all is looked at: whether the server's own rate limit turned anything away, whether anything was
/// done twice, the memory, the open sockets, the tasks.
///
/// Builds the sandbox and the client's program for release. Memory and sockets are read as Linux tells them.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct SoakArgs {
    /// How long the calls run
    #[arg(long, value_name = "N", default_value_t = NIGHTLY_MINUTES, value_parser = clap::value_parser!(u32).range(1..))]
    pub minutes: u32,
    /// How many keys the client holds
    #[arg(long, value_name = "K", default_value_t = 25_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub keys: u32,
    /// How many workers call at a time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..))]
    pub workers: u32,
    /// What calls and faults are drawn from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

const HELP: &str = "Examples:
  cargo xtask soak                          ten minutes with 25,000 keys
  cargo xtask soak --minutes 120 --seed 2   two hours of other calls
  cargo xtask soak --minutes 1 --keys 100   a short look

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be built or measured.";

/// Runs the load, prints a line every ten seconds and a table at the end.
pub(crate) fn run(args: &SoakArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    writeln!(out, "building the sandbox and the client for release")?;
    out.flush()?;
    let programs = release(workspace, "soak")?;
    let folder = workspace.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let launch = Launch {
        arguments: &["--seed", "large", "--control"],
        is_release: true,
        log: folder.join("sandbox.log"),
    };
    let mut sandbox = Sandbox::start(workspace, launch)?;
    let server = Server::at(sandbox.origin());
    writeln!(out, "logging {} accounts in", args.keys)?;
    out.flush()?;
    let keys = folder.join("keys.txt");
    let text = server.log_in(args.keys)?;
    fs::write(&keys, text).with_context(|| format!("could not write {}", keys.display()))?;
    let client = Client::start(&programs.join("soak"), &sandbox, &keys, args)?;
    let report = load(args, client, &server, out)?;
    write!(out, "\n{report}")?;
    if let Some(complaint) = sandbox.complaint()? {
        bail!(complaint);
    }
    Ok(Outcome::done_if(report.is_met()))
}

/// The step of `cargo xtask ci --nightly`.
pub(crate) fn nightly(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    run(&SoakArgs { minutes: NIGHTLY_MINUTES, keys: 25_000, workers: 64, seed: 1 }, workspace, out)
}

/// One stretch after the other.
fn load(args: &SoakArgs, mut client: Client, server: &Server, out: &mut dyn Write) -> Result<Report> {
    let mut schedule = Schedule::new(args.seed);
    let mut ledger = ledger::Ledger::of(client.once());
    let mut expected = client.say("touch")?.attempts.min(FIRST_STRETCH);
    let mut report = Report::default();
    for stretch in 1..=args.minutes * IN_A_MINUTE {
        let faults = schedule.next(expected);
        server.script(&faults)?;
        let before = client.counts().attempts;
        let counts = client.say(&format!("run {STRETCH}"))?;
        expected = counts.attempts - before;
        let met = server.faults_met()?;
        ledger.read(&server.effects()?);
        let sample = Sample { counts, process: client.process()?, met, effects: ledger.summary() };
        report.add(sample);
        writeln!(out, "{}", report.line(stretch * STRETCH))?;
        out.flush()?;
    }
    Ok(report)
}
