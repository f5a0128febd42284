//! `cargo xtask learn`: what real traffic shows that the spec does not say, and the changes that it speaks for.
//!
//! ```text
//! source      HAR files and recordings, an exchange at a time      har, recording
//!   -> codegen::learn   findings and proposals
//!   -> answers  what is open in spec/open-questions.yaml and what the traffic says to it
//!   -> choice   which proposals are wanted, asked one by one with --interactive
//!   -> report   text, Markdown or JSON; the changes as a diff
//!   -> write    with --write: the files of the spec, all or none
//! ```

mod answers;
#[cfg(test)]
mod browser_tests;
mod choice;
mod har;
mod live;
mod recording;
mod report;
mod source;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use codegen::Linted;
use codegen::learn::{Edited, Finding, Learner, edited};

use crate::compile::{self, Input};
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::write::{Plan, RealDisk, apply};
pub(crate) use live::Consent;

use answers::Answers;
use source::{Problem, Tally};

/// Learn from real traffic what the spec does not say, or says wrongly
///
/// Reads HAR files, which the network tab of every browser saves (with content), and recordings of
/// `ccapi doctor --record`. Compares each answer with the spec and prints what differs: how often it was
/// seen, where, and the change of the spec that it speaks for. No value of yours is printed or written.
///
/// A change only ever adds or widens. What the vendor's own documents say is never changed, only
/// contradicted; what was never seen is reported and stays.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct LearnArgs {
    /// HAR files and recordings
    #[arg(value_name = "FILE", required_unless_present = "live")]
    pub files: Vec<PathBuf>,
    /// Ask the API itself, with the key of `ccapi`: reads only, after the plan and its cost were shown and confirmed
    #[arg(long)]
    pub live: bool,
    /// With --live: how many requests may be made
    #[arg(long, value_name = "N", default_value_t = 90, requires = "live")]
    pub budget: u32,
    /// Write the changes into the spec; without it they are shown as a diff
    #[arg(long)]
    pub write: bool,
    /// Ask about each change before it is taken
    #[arg(long)]
    pub interactive: bool,
    /// Requests to this host are the API's, too; can be given several times
    #[arg(long, value_name = "HOST")]
    pub host: Vec<String>,
    /// How the report is written
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Learn for this document in place of our own
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// The day that is written beside what was observed; today without it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub date: Option<String>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For a comment or an issue
    Markdown,
    /// For programs
    Json,
}

const HELP: &str = "Examples:
  cargo xtask learn network.har             what does it show? with the changes as a diff
  cargo xtask learn network.har --write     change the spec
  cargo xtask learn a.har b.jsonl --interactive --write
                                            asked one by one
  cargo xtask learn app.har --host app.coffeecontracts.com
                                            the web app calls the API through its own host
  cargo xtask learn --live                  ask the API itself; a run that was stopped goes on

Afterwards: cargo xtask lint, cargo xtask gen, and read the diff of both.

Exit codes: 0 the traffic fits the spec, or all changes are written; 1 it shows something that is not in the spec;
2 nothing could be learnt: a file can't be read, or holds nothing of this API.";

/// Everything that a run found out.
struct Lesson<'r> {
    document: &'r Linted,
    findings: &'r [Finding],
    edited: &'r Edited,
    answers: &'r Answers,
    tally: &'r Tally,
    taken: u64,
}

/// Carries the command out.
pub(crate) fn run(args: &LearnArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    compare(args, Consent::Asked, workspace, out)
}

/// Compares traffic with the spec.
pub(crate) fn compare(
    args: &LearnArgs,
    consent: Consent,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let input = Input::new(args.spec.as_deref(), workspace)?;
    let linted = codegen::lint(&input.root, &input.reader, input.profile);
    let Some(document) = linted.document.as_ref().filter(|_| !linted.findings.has_errors()) else {
        writeln!(out, "{}", compile::as_text(&linted.sources, &linted.findings).trim_end())?;
        bail!("the spec has errors, so that nothing can be compared with it: repair them first");
    };
    let mut learner = Learner::new(document);
    let mut tally = Tally::default();
    let hosts = hosts(&linted, &args.host);
    for file in &args.files {
        take(file, &hosts, &mut learner, &mut tally)?;
    }
    if args.live {
        let file = workspace.join(live::RECORDING);
        live::record(workspace, &file, args.budget, consent)?;
        take(&file, &hosts, &mut learner, &mut tally)?;
        live::forget(&file)?;
    }
    if learner.taken() == 0 {
        bail!("{}", report::nothing_learnt(&tally, &hosts));
    }
    let mut findings = learner.findings();
    if args.interactive {
        choice::ask(&mut findings, &mut std::io::stdin().lock(), out)?;
    }
    let date = args.date.clone().unwrap_or_else(today);
    let edited = edited(document, &linted.sources, &findings, &date);
    let answers = Answers::of(&input, &learner, &date)?;
    let lesson = Lesson {
        answers: &answers,
        document: &linted,
        findings: &findings,
        edited: &edited,
        tally: &tally,
        taken: learner.taken(),
    };
    report::write(&lesson, args.format, !args.write, out)?;
    if args.write {
        write(&lesson, &input, out)?;
    }
    let is_open = |at: &usize| !args.write || !edited.settled.contains(at);
    let open = (0..findings.len()).filter(is_open).filter(|at| report::counts(&findings[*at])).count();
    Ok(Outcome::done_if(open == 0))
}

/// Reads one file; what came before a fault is used, and the fault is said.
fn take(file: &Path, hosts: &[String], learner: &mut Learner<'_>, tally: &mut Tally) -> Result<()> {
    let shown = file.display();
    match source::read(file, hosts, learner, tally) {
        Ok(()) => Ok(()),
        Err(Problem::Unreadable(reason)) => bail!("`{shown}` can't be read: {reason}"),
        Err(Problem::NotThis(reason)) => bail!(
            "`{shown}` is neither a HAR file nor a recording: {reason}. In a browser: network tab, \"Save all as HAR with content\"; \
             or record with `ccapi doctor --record FILE`"
        ),
        Err(Problem::Cut(place)) => {
            eprintln!("warning: `{shown}` is cut off: {place}. What came before is used");
            Ok(())
        }
        Err(Problem::Broken(reason)) => {
            if tally.requests == 0 {
                bail!("`{shown}` is damaged: {reason}");
            }
            eprintln!("warning: `{shown}` is damaged: {reason}. What came before is used");
            Ok(())
        }
    }
}

/// The hosts of the API: those of the spec, and those that were named.
fn hosts(linted: &Linted, named: &[String]) -> Vec<String> {
    let servers = linted.document.iter().flat_map(|document| &document.servers);
    let own = servers.filter_map(|server| {
        let (_, rest) = server.url.value.split_once("://")?;
        Some(rest.split('/').next().unwrap_or(rest).to_owned())
    });
    own.chain(named.iter().cloned()).collect()
}

fn write(lesson: &Lesson<'_>, input: &Input, out: &mut dyn Write) -> Result<()> {
    let files = lesson.edited.files.iter();
    let texts =
        files.filter_map(|(file, text)| Some((lesson.document.sources.file(*file)?.path(), text.as_str())));
    let mut plan = Plan { write: texts.collect(), remove: Vec::new() };
    if let Some(file) = lesson.answers.changed() {
        plan.write.push(file);
    }
    apply(&RealDisk, &input.base, &plan).context("the spec was not changed")?;
    for (path, _) in &plan.write {
        writeln!(out, "changed {path}")?;
    }
    if !plan.write.is_empty() {
        writeln!(out, "next: cargo xtask lint, cargo xtask gen, and read both diffs")?;
    }
    Ok(())
}

/// Today, in UTC.
fn today() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or(0);
    codegen::diff::days_after("1970-01-01", days).unwrap_or_default()
}

fn day(text: &str) -> Result<String, String> {
    if codegen::diff::is_day(text) {
        Ok(text.to_owned())
    } else {
        Err("a day is written as 2026-11-22".to_owned())
    }
}
