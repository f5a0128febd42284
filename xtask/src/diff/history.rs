//! `cargo xtask diff --history`: every commit of the spec against the one before it.

use std::io::Write;

use anyhow::{Result, bail};
use codegen::diff::report::verdict;

use super::git::Repository;
use super::side::{Place, short};
use super::{Compared, DiffArgs};
use crate::outcome::Outcome;
use crate::paths::{SPEC_FOLDER, Workspace};

/// Compares the commits one by one and prints a line for each. Ends with 1 if one reaches the threshold. A commit
/// that can't be compared is named with the reason, the next one is compared with the last that could be read, and
/// the command ends as one that could not do all of its work.
pub(super) fn run(
    args: &DiffArgs,
    workspace: &Workspace,
    repository: &Repository,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let commits = repository.commits_of(SPEC_FOLDER)?;
    if commits.is_empty() {
        bail!("no commit touched `{SPEC_FOLDER}`");
    }
    let mut before: Option<Place> = None;
    let mut is_reached = false;
    let mut unreadable = 0;
    for commit in &commits {
        let place = Place::of_commit(commit.clone());
        let step = match &before {
            None => place.read(workspace, repository).map(|_| None),
            Some(base) => Compared::read(base, &place, args, workspace, repository).map(Some),
        };
        match step {
            Ok(None) => writeln!(out, "Spec diff {}: the first.", short(commit))?,
            Ok(Some(compared)) => {
                writeln!(out, "{}", verdict(&compared.review))?;
                is_reached |= compared.is_reached(args)?;
            }
            Err(error) => {
                unreadable += 1;
                writeln!(out, "Spec diff {}: left out: {}", short(commit), reason(&error))?;
                continue;
            }
        }
        before = Some(place);
    }
    writeln!(out, "{} commits of {SPEC_FOLDER}", commits.len())?;
    if unreadable > 0 {
        bail!("{unreadable} of {} commits could not be compared; the reasons stand above", commits.len());
    }
    Ok(Outcome::done_if(!is_reached))
}

/// The first words of an error: those after the name of the commit tell the rest.
fn reason(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(2).collect();
    lines.join(" ")
}
