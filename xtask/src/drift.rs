//! `cargo xtask drift`: has the API moved away from the spec? A report and an exit code, for a job of every night.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::learn::{self, Consent, Format, LearnArgs};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Report where the API differs from the spec, and change nothing
///
/// Compares recordings and HAR files with the spec, as `learn` does; without files it makes a recording first,
/// with the key of `ccapi` (in a job, that of the environment): reads only, nothing sensitive, in the background lane, within
/// --budget requests.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct DriftArgs {
    /// Recordings and HAR files; without them, the API itself
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How many requests a run may make
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub budget: u32,
    /// How the report is written
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

const HELP: &str = "Examples:
  cargo xtask drift                          ask the API, in at most 200 requests
  cargo xtask drift --format markdown --out drift.md
                                             the text of an issue
  cargo xtask drift recording.jsonl          compare what is there

Exit codes: 0 the API is as the spec says; 1 it is not, and the report says where; 2 nothing could be compared.";

/// Carries the command out.
pub(crate) fn run(args: &DriftArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let learn = LearnArgs {
        files: args.files.clone(),
        live: args.files.is_empty(),
        budget: args.budget,
        format: args.format,
        ..LearnArgs::default()
    };
    let Some(file) = &args.out else {
        return learn::compare(&learn, Consent::Given, workspace, out);
    };
    let mut report = Vec::new();
    let outcome = learn::compare(&learn, Consent::Given, workspace, &mut report)?;
    std::fs::write(file, report).with_context(|| format!("`{}` can't be written", file.display()))?;
    writeln!(out, "the report is in {}", file.display())?;
    Ok(outcome)
}
