//! `cargo xtask diff`: what a change of the spec does to callers, keys and users of the crate.

mod git;
mod history;
mod side;
#[cfg(test)]
pub(crate) mod tests;
mod uses;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use codegen::diff::report::{COMMENT_BUDGET, to_github, to_json, to_markdown, to_sarif, to_text};
use codegen::diff::{
    Review, ReviewOptions, Rule, Sides, Threshold, Version, is_day, read_exceptions, review,
};
use codegen::load::ReadSource;

pub(crate) use git::Repository;
pub(crate) use side::Place;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use side::Side;

/// Say what a change of the spec does to callers, to keys, and to users of the generated crate
///
/// Compares the spec in the work tree with the one of a revision, each read whole from where it is; without a
/// revision, with the commit at which the branch left `main`. What is only written in another way is no
/// difference. Each finding weighs on the wire and for Rust programs, and names every operation it reaches.
///
/// A finding is approved by an entry of spec/diff-exceptions.yaml; the report prints the lines for it.
#[derive(Debug, Clone, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct DiffArgs {
    /// Compare the work tree with this revision
    #[arg(value_name = "REV", conflicts_with_all = ["base", "head"])]
    pub revision: Option<String>,
    /// Before the change: a file, a folder, a revision, or REV:PATH
    #[arg(long, value_name = "X", requires = "head")]
    pub base: Option<String>,
    /// After the change: a file, a folder, a revision, or REV:PATH
    #[arg(long, value_name = "Y", requires = "base")]
    pub head: Option<String>,
    /// How the report is written
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormat,
    /// What makes the command fail
    #[arg(long, value_enum, default_value = "any", value_name = "WHAT")]
    pub fail_on: FailOn,
    /// Hold announced days against this one; without it, against the day of the head's commit
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<String>,
    /// Write the report into a file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Fail, too, if `info.version` moves less than the findings ask for
    #[arg(long)]
    pub check_version: bool,
    /// Print the scopes that a program needs before and after: its source files, or folders of them
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub uses: Vec<PathBuf>,
    /// Compare each commit that touched the spec with the one before it, a line each
    #[arg(long, conflicts_with_all = ["revision", "base", "head", "uses", "out", "format"])]
    pub history: bool,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For the terminal
    #[default]
    Text,
    /// For the comment of a pull request, at most 60,000 characters
    Markdown,
    /// For programs
    Json,
    /// For code hosts: SARIF 2.1.0
    Sarif,
    /// For a step of a workflow: annotations
    Github,
}

/// What makes the command fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Something breaks on the wire
    Wire,
    /// Something breaks for users of the crate
    Rust,
    /// Something breaks on either side
    #[default]
    Any,
    /// Nothing
    Never,
}

/// The manifest of the client.
const MANIFEST: &str = "cc-api/Cargo.toml";

const HELP: &str = "Examples:
  cargo xtask diff                          the work tree against where the branch left main
  cargo xtask diff v0.1.0                   against a tag
  cargo xtask diff --base old.yaml --head new.yaml
                                            any two documents
  cargo xtask diff --format markdown --out comment.md
                                            the comment of a pull request
  cargo xtask diff --fail-on rust           fail only on what breaks programs
  cargo xtask diff --uses ../app/src
                                            which scopes does that program need, before and after?
  cargo xtask diff --history                every commit of the spec against the one before

Exit codes: 0 nothing breaks that --fail-on names, or it is approved; 1 something does;
2 the sides could not be compared: no such revision, a side that can't be read, an unknown entry in the exceptions.

The exceptions are those beside the head's root document: spec/diff-exceptions.yaml.";

/// Carries the command out.
pub(crate) fn run(args: &DiffArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let repository = Repository::around(workspace.root());
    if args.history {
        return history::run(args, workspace, &repository, out);
    }
    let (base, head) = places(args, workspace, &repository)?;
    let compared = Compared::read(&base, &head, args, workspace, &repository)?;
    compared.write(args, out)?;
    Ok(Outcome::done_if(!compared.is_reached(args)?))
}

/// Compares every commit of the spec with the one before it. What broke in the past is no fault.
pub(crate) fn history(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let args = DiffArgs { fail_on: FailOn::Never, history: true, ..DiffArgs::default() };
    run(&args, workspace, out)
}

/// Two sides, and what there is to say about them.
pub(crate) struct Compared {
    base: Side,
    head: Side,
    /// What there is to say.
    pub(crate) review: Review,
}

impl Compared {
    /// Reads both sides and compares them.
    pub(crate) fn read(
        base: &Place,
        head: &Place,
        args: &DiffArgs,
        workspace: &Workspace,
        repository: &Repository,
    ) -> Result<Self> {
        let as_of = match &args.as_of {
            Some(day) => day.clone(),
            None => repository.day(head.commit().unwrap_or("HEAD")).context(
                "announced days are held against the day of the head's commit, and there is none; --as-of names another",
            )?,
        };
        let crate_version = if base.is_own() { crate_version(base, workspace, repository)? } else { None };
        let (base, head) = std::thread::scope(|scope| {
            let base = scope.spawn(|| base.read(workspace, repository));
            let head = head.read(workspace, repository);
            let base =
                base.join().unwrap_or_else(|_| Err(anyhow!("the reader of the base came to a bad end")));
            Ok::<_, anyhow::Error>((base?, head?))
        })?;
        let exceptions = match &head.exceptions {
            Some((path, text)) => {
                read_exceptions(path, text).map_err(|errors| anyhow!("{path} can't be used:\n\n{errors}"))?
            }
            None => Vec::new(),
        };
        let options = ReviewOptions { as_of, exceptions, crate_version, check_version: args.check_version };
        let sides = Sides { base: base.as_named(), head: head.as_named() };
        let mut review = review(&sides, &options);
        if !args.uses.is_empty() {
            review.uses = Some(uses::needed(&args.uses, &base, &head)?);
        }
        Ok(Self { base, head, review })
    }

    /// Whether the command has to fail: for what breaks, or for a version that moved too little.
    fn is_reached(&self, args: &DiffArgs) -> Result<bool> {
        if !args.check_version {
            return Ok(self.review.reaches(args.fail_on.into()));
        }
        let api = &self.review.advice.api;
        if api.before.is_none() || api.given.is_none() {
            bail!("--check-version compares `info.version` of both sides, and one of them is no version");
        }
        let is_missed = self.review.open().any(|finding| finding.rule == Rule::ApiVersionBumpTooSmall);
        Ok(is_missed || self.review.reaches(args.fail_on.into()))
    }

    fn write(&self, args: &DiffArgs, out: &mut dyn Write) -> Result<()> {
        let sides = Sides { base: self.base.as_named(), head: self.head.as_named() };
        let report = match args.format {
            DiffFormat::Text => to_text(&self.review, &sides),
            DiffFormat::Markdown => to_markdown(&self.review, COMMENT_BUDGET),
            DiffFormat::Json => to_json(&self.review),
            DiffFormat::Sarif => to_sarif(&self.review, &sides),
            DiffFormat::Github => to_github(&self.review, &sides),
        };
        match &args.out {
            Some(file) => {
                fs::write(file, report).with_context(|| format!("could not write {}", file.display()))
            }
            None => Ok(out.write_all(report.as_bytes())?),
        }
    }
}

/// The two places that the arguments name.
fn places(args: &DiffArgs, workspace: &Workspace, repository: &Repository) -> Result<(Place, Place)> {
    if let (Some(base), Some(head)) = (&args.base, &args.head) {
        let named = |text| Place::named(text, workspace, repository);
        return Ok((named(base)?, named(head)?));
    }
    let commit = match &args.revision {
        Some(revision) => {
            repository.commit(revision)?.with_context(|| format!("git knows no revision `{revision}`"))?
        }
        None => left_main(repository)?,
    };
    Ok((Place::of_commit(commit), Place::WorkTree))
}

/// The commit at which the current branch left `main`, here or as it was fetched last.
fn left_main(repository: &Repository) -> Result<String> {
    let mut is_there = false;
    for main in ["main", "origin/main"] {
        if let Some(commit) = repository.commit(main)? {
            is_there = true;
            if let Some(commit) = repository.merge_base(&commit, "HEAD")? {
                return Ok(commit);
            }
        }
    }
    Err(anyhow!(
        "{}; name a revision: cargo xtask diff HEAD~1",
        if is_there {
            "`main` and the current branch have no commit in common here; in a shallow clone, fetch the rest first"
        } else {
            "there is no branch `main` to compare with"
        }
    ))
}

/// The version of the client on the side of our own spec, as its manifest has it there.
pub(crate) fn crate_version(
    place: &Place,
    workspace: &Workspace,
    repository: &Repository,
) -> Result<Option<Version>> {
    let manifest = match place.commit() {
        Some(commit) => repository.files(commit, MANIFEST)?.read(MANIFEST).ok(),
        None => fs::read_to_string(workspace.join(MANIFEST)).ok(),
    };
    let manifest = manifest.unwrap_or_default();
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    Ok(line.and_then(|rest| rest.split('"').next()).and_then(Version::parse))
}

/// A day: `2026-11-22`.
fn parse_day(text: &str) -> Result<String, String> {
    if is_day(text) { Ok(text.to_owned()) } else { Err(String::from("a day is written as 2026-11-22")) }
}

impl From<FailOn> for Threshold {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Wire => Self::Wire,
            FailOn::Rust => Self::Rust,
            FailOn::Any => Self::Any,
            FailOn::Never => Self::Never,
        }
    }
}
