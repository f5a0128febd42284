//! `cargo xtask bench`: what the client costs, to compile and to run, and the tools around it, held against the limits.

mod call;
mod compile;
mod diff;
mod downgrade;
mod gateway;
pub(crate) mod process;
mod programs;
mod report;
mod sandbox;
mod scratch;
mod table;
mod timing;
mod wall;

use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Measure what the client and the tools around it cost
///
/// Without a name: what the client costs while it runs, in one table: a listing call beside the same call by hand,
/// decoding, paging, a decision of the quota, and the memory that a key takes. With one: the measurement of that
/// name. A limit that is missed is a fault like any other.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    bench: Option<Bench>,
}

#[derive(Debug, Subcommand)]
enum Bench {
    Compile(compile::CompileArgs),
    Call(call::CallArgs),
    Diff(diff::DiffArgs),
    Gateway(gateway::GatewayArgs),
    Sandbox(sandbox::SandboxArgs),
}

const HELP: &str = "Examples:
  cargo xtask bench              all that calls cost at run time, in one table
  cargo xtask bench compile      what it costs to compile the client, beside progenitor's
  cargo xtask bench call         what a listing call costs at run time, beside the same call by hand
  cargo xtask bench diff         how long a comparison of two documents takes, and how that grows
  cargo xtask bench gateway      what a request costs more that goes through the gateway
  cargo xtask bench sandbox      how fast the sandbox answers, and how much memory 25,000 accounts take

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be measured.";

/// Carries the measurement out.
pub(crate) fn run(args: &BenchArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    match &args.bench {
        None => wall::run(workspace, out),
        Some(Bench::Compile(args)) => compile::run(args, workspace, out),
        Some(Bench::Call(args)) => call::run(args, workspace, out),
        Some(Bench::Diff(args)) => diff::run(args, workspace, out),
        Some(Bench::Gateway(args)) => gateway::run(args, workspace, out),
        Some(Bench::Sandbox(args)) => sandbox::run(args, workspace, out),
    }
}
