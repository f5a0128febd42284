//! `cargo xtask fuzz`: looks for bytes that break a promise, with libFuzzer.
//!
//! What is fuzzed is in `fuzz/targets`, a member of the workspace whose test replays the corpus; the programs around it
//! are in `fuzz`, a workspace of its own. What a run learns stays in `target/fuzz`; only seeds are kept in git.

mod figures;
mod replay;
mod tool;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use figures::Figures;
pub(crate) use replay::run as replay;

/// The programs, and the seeds beside them.
const FOLDER: &str = "fuzz";
/// What is built and learnt: programs, grown corpora, findings, logs.
const WORK: &str = "target/fuzz";
/// How long each target runs once a night.
const NIGHTLY_MINUTES: u32 = 10;

/// Look for input that breaks a promise of the readers and parsers
///
/// Feeds each target with changed and recombined seeds of fuzz/corpus, steered by the code that they reach,
/// on as many targets at a time as there are cores. A finding is a file: cut down and put into fuzz/corpus
/// it is looked at by `cargo test -p cc-fuzz-targets` from then on.
///
/// Needs cargo-fuzz, which is installed into target/tools, once, and a C++ compiler for libFuzzer.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct FuzzArgs {
    /// Only these; all targets otherwise
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// How long each target runs
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub minutes: u32,
    /// How many targets run at a time; one a core otherwise
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Watch memory, too (AddressSanitizer): for the crates below ours that are allowed unsafe code; at half the speed
    #[arg(long)]
    pub address: bool,
}

const HELP: &str = "Examples:
  cargo xtask fuzz                        every target for a minute
  cargo xtask fuzz decode --minutes 10    one of them for longer
  cargo xtask fuzz headers --address      with memory watched
  cargo test -p cc-fuzz-targets           only the corpus, without a fuzzer

Exit codes: 0 nothing was found; 1 there are findings; 2 cargo-fuzz or the programs could not be had.";

/// Fuzzes, and prints what came of it.
pub(crate) fn run(args: &FuzzArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let targets = chosen(&targets(workspace)?, &args.targets)?;
    let tool = tool::cargo_fuzz(workspace, out)?;
    writeln!(out, "building {} for libFuzzer; the first time takes some minutes", targets.join(", "))?;
    out.flush()?;
    tool.build(workspace, args.address)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut clean = true;
    writeln!(out, "{:<14}{:>10}{:>14}{:>12}{:>9}  result", "target", "runs/s", "runs", "new inputs", "MiB")?;
    for group in targets.chunks(args.jobs.unwrap_or(cores).max(1)) {
        let started: Result<Vec<_>> =
            group.iter().map(|target| Running::start(&tool, target, args, workspace)).collect();
        for running in started? {
            clean &= running.finish(workspace, out)?;
        }
        out.flush()?;
    }
    Ok(Outcome::done_if(clean))
}

/// All targets for as long as a night has room for: the step of `cargo xtask ci --nightly`.
pub(crate) fn nightly(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let args = FuzzArgs { targets: Vec::new(), minutes: NIGHTLY_MINUTES, jobs: None, address: false };
    run(&args, workspace, out)
}

/// The targets: each is a program.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.join(FOLDER).join("fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn chosen(all: &[String], named: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = named.iter().find(|name| !all.contains(name)) {
        bail!("there is no target `{unknown}`; there are: {}", all.join(", "));
    }
    Ok(if named.is_empty() { all.to_vec() } else { named.to_vec() })
}

/// A target that is being fuzzed.
struct Running {
    target: String,
    child: Child,
    log: PathBuf,
    findings: PathBuf,
}

impl Running {
    fn start(tool: &tool::Tool, target: &str, args: &FuzzArgs, workspace: &Workspace) -> Result<Self> {
        let work = workspace.join(WORK);
        let [corpus, findings] = ["corpus", "findings"].map(|kind| work.join(kind).join(target));
        for folder in [&corpus, &findings] {
            fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        }
        let log = work.join(format!("{target}.log"));
        let output = fs::File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
        let mut command = tool.run(workspace, target, args.address);
        // New inputs go to the first folder; the seeds are only read.
        command.arg(&corpus).arg(workspace.join(FOLDER).join("corpus").join(target)).arg("--");
        command.arg(format!("-max_total_time={}", u64::from(args.minutes) * 60));
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
        command.arg(format!("-artifact_prefix={}/", findings.display()));
        let child = spawn(&mut command, output)?;
        Ok(Self { target: target.to_owned(), child, log, findings })
    }

    /// Waits for the end, prints a line, and says whether nothing was found.
    fn finish(mut self, workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
        let clean = self.child.wait()?.success();
        let text = fs::read(&self.log).with_context(|| format!("could not read {}", self.log.display()))?;
        let Figures { runs, runs_a_second, new_inputs, mebibytes } =
            figures::read(&String::from_utf8_lossy(&text));
        let result = if clean { "ok" } else { "FOUND" };
        writeln!(
            out,
            "{:<14}{runs_a_second:>10}{runs:>14}{new_inputs:>12}{mebibytes:>9}  {result}",
            self.target
        )?;
        if !clean {
            writeln!(
                out,
                "    in {}, told in {}\n    put the file into {FOLDER}/corpus/{} and run cargo test -p cc-fuzz-targets",
                workspace.shown(&self.findings),
                workspace.shown(&self.log),
                self.target,
            )?;
        }
        Ok(clean)
    }
}

fn spawn(command: &mut Command, output: fs::File) -> Result<Child> {
    let errors = output.try_clone()?;
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdout(output).stderr(errors).spawn().with_context(|| format!("could not start {program}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_is_a_target() {
        let targets = targets(&Workspace::find().unwrap()).unwrap();
        assert!(targets.iter().any(|target| target == "decode"), "{targets:?}");
        assert_eq!(chosen(&targets, &[]).unwrap(), targets);
        assert_eq!(chosen(&targets, &["spec".into()]).unwrap(), ["spec"]);
    }

    #[test]
    fn a_target_that_there_is_not_is_refused_with_those_that_there_are() {
        let error = chosen(&["decode".into(), "spec".into()], &["specs".into()]).unwrap_err().to_string();
        assert_eq!(error, "there is no target `specs`; there are: decode, spec");
    }
}
