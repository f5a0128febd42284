//! `cargo xtask bench compile`: what it costs to compile the client, beside progenitor's for the same API.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::Options;
use codegen::emit::Target;
use codegen::model::ApiModel;
use serde_json::Value;

use super::downgrade::downgrade;
use super::programs;
use super::report::{Report, Samples};
use super::scratch::{Build, Scratch, THREE};
use super::timing::Stopwatch;
use crate::compile::Input;
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// The document that both sides are made from.
const DOCUMENT: &str = "dist/openapi.json";

/// Measure what it costs to compile the client, beside progenitor 0.15.1 on the same API
///
/// Writes `dist/openapi.json` down to version 3.0.3 of its format, listing what had to be changed; has progenitor make a
/// crate of it; writes programs that call three and all operations with every argument, for both sides;
/// compiles all of it under target/bench-compile and prints CPU seconds (user and system) and sizes.
/// A figure is the median of the runs, for the one rustc process of the crate: dependencies are ready,
/// incremental compilation is off, one process at a time.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct CompileArgs {
    /// How often everything is compiled
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    /// Compile this way and no other; can be given several times
    #[arg(long, value_name = "BUILD")]
    pub only: Vec<Build>,
}

const HELP: &str = "Examples:
  cargo xtask bench compile                everything, three times
  cargo xtask bench compile --only check   only `cargo check`, for a quick look
  cargo xtask bench compile --runs 7       for figures to quote

The first call compiles the dependencies and needs the package registry for progenitor.

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be compiled or measured.";

/// Measures, prints, and holds the figures against the limits.
pub(super) fn run(args: &CompileArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let document = read_document(workspace)?;
    let written = downgrade(&document);
    write!(out, "{DOCUMENT}, written down for progenitor.\n{}\n", written.changes)?;
    let model = read_model(workspace)?;
    let scratch = Scratch::of(workspace)?;
    scratch.write_progenitor(&written.document)?;
    scratch
        .write_ours(&programs::program(&model, Some(THREE.as_slice()))?, &programs::program(&model, None)?)?;
    scratch.write_workspace()?;
    let samples = measure(args, &scratch, out)?;
    let report = Report::new(&samples);
    write!(out, "\n{report}")?;
    Ok(Outcome::done_if(report.is_met()))
}

fn read_document(workspace: &Workspace) -> Result<Value> {
    let text = fs::read_to_string(workspace.join(DOCUMENT))
        .with_context(|| format!("could not read {DOCUMENT}; `cargo xtask gen` writes it"))?;
    serde_json::from_str(&text).with_context(|| format!("{DOCUMENT} is no JSON; `cargo xtask gen` writes it"))
}

/// The model that the client was generated from: it knows what the methods take.
fn read_model(workspace: &Workspace) -> Result<ApiModel> {
    let input = Input::new(None, workspace)?;
    let options = Options { profile: input.profile, target: Target::ClientModules };
    let generated = codegen::generate(&input.root, &input.reader, &options);
    if generated.findings.has_errors() {
        bail!("the spec has errors; `cargo xtask lint` shows them");
    }
    generated.model.context("the spec gives no model; `cargo xtask lint` shows why")
}

fn measure(args: &CompileArgs, scratch: &Scratch, out: &mut dyn Write) -> Result<Samples> {
    let stopwatch = Stopwatch::install(scratch.root())?;
    let builds: Vec<Build> = Build::ALL.into_iter().filter(|build| chosen(*build, &args.only)).collect();
    for build in &builds {
        scratch.prepare(*build, &stopwatch)?;
    }
    let mut samples = Samples::default();
    for run in 1..=args.runs {
        for build in &builds {
            writeln!(out, "run {run} of {}: {}", args.runs, build.as_str())?;
            let messages = scratch.measure(*build, &stopwatch)?;
            samples.add_times(*build, stopwatch.take()?);
            samples.add_sizes(*build, &messages, |file| fs::metadata(file).ok().map(|file| file.len()));
        }
    }
    Ok(samples)
}

fn chosen(build: Build, only: &[Build]) -> bool {
    only.is_empty() || only.contains(&build)
}
