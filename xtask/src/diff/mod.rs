//! `cargo xtask diff`: what a change of the spec does to callers, keys and users of the crate.

mod git;
mod history;
mod side;
mod uses;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::{Args, ValueEnum};
use codegen::diff::report::{COMMENT_BUDGET, to_github, to_json, to_markdown, to_sarif, to_text};
use codegen::diff::{Review, ReviewOptions, Sides, Threshold, Version, read_exceptions, review};

use git::Repository;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use side::{Place, Side};

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
    /// Print the scopes that a program needs before and after: its source files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub uses: Vec<PathBuf>,
    /// Compare each commit that touched the spec with the one before it, and report the first failure
    #[arg(long, conflicts_with_all = ["revision", "base", "head", "uses", "out"])]
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

const HELP: &str = "Examples:
  cargo xtask diff                          the work tree against where the branch left main
  cargo xtask diff v0.1.0                   against a tag
  cargo xtask diff --base old.yaml --head new.yaml
                                            any two documents
  cargo xtask diff --format markdown --out comment.md
                                            the comment of a pull request
  cargo xtask diff --fail-on rust           fail only on what breaks programs
  cargo xtask diff --uses ../app/src/main.rs
                                            which scopes does that program need, before and after?
  cargo xtask diff --history                every commit of the spec against the one before

Exit codes: 0 nothing breaks that --fail-on names, or it is approved; 1 something does;
2 the sides could not be compared: no such revision, a side that can't be read, an unknown entry in the exceptions.";

/// Carries the command out.
pub(crate) fn run(args: &DiffArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let repository = Repository::around(workspace.root());
    if args.history {
        return history::run(args, workspace, &repository, out);
    }
    let (base, head) = places(args, &repository)?;
    let compared = Compared::read(&base, &head, args, workspace, &repository)?;
    compared.write(args, out)?;
    let missed_version = args.check_version && compared.review.advice.api.is_missed();
    Ok(Outcome::done_if(!compared.review.reaches(args.fail_on.into()) && !missed_version))
}

/// Two sides, and what there is to say about them.
struct Compared {
    base: Side,
    head: Side,
    review: Review,
}

impl Compared {
    fn read(
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
        let is_own = base.is_own();
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
        let options = ReviewOptions {
            as_of,
            exceptions,
            crate_version: if is_own { own_crate_version(workspace) } else { None },
            check_version: args.check_version,
        };
        let sides = Sides { base: base.as_named(), head: head.as_named() };
        let mut review = review(&sides, &options);
        if !args.uses.is_empty() {
            review.uses = Some(uses::needed(&args.uses, &base, &head)?);
        }
        Ok(Self { base, head, review })
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
fn places(args: &DiffArgs, repository: &Repository) -> Result<(Place, Place)> {
    if let (Some(base), Some(head)) = (&args.base, &args.head) {
        return Ok((Place::named(base, repository)?, Place::named(head, repository)?));
    }
    let commit = match &args.revision {
        Some(revision) => {
            repository.commit(revision)?.with_context(|| format!("git knows no revision `{revision}`"))?
        }
        None => left_main(repository)?,
    };
    let path = String::from(crate::paths::SPEC);
    Ok((Place::Revision { commit, path }, Place::WorkTree))
}

/// The commit at which the current branch left `main`, here or as it was fetched last.
fn left_main(repository: &Repository) -> Result<String> {
    for main in ["main", "origin/main"] {
        if repository.commit(main)?.is_some() {
            if let Some(commit) = repository.merge_base(main, "HEAD")? {
                return Ok(commit);
            }
        }
    }
    Err(anyhow!("there is no branch `main` to compare with; name a revision: cargo xtask diff HEAD~1"))
}

/// The version of the client, as its manifest has it.
fn own_crate_version(workspace: &Workspace) -> Option<Version> {
    let manifest = fs::read_to_string(workspace.join("cc-api/Cargo.toml")).ok()?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
    Version::parse(line.trim_end_matches('"'))
}

/// A day: `2026-11-22`.
fn parse_day(text: &str) -> Result<String, String> {
    let shape: Vec<usize> = text.split('-').map(str::len).collect();
    let is_day = shape == [4, 2, 2] && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { Ok(text.to_owned()) } else { Err(String::from("a day is written as 2026-11-22")) }
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
