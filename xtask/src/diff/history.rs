//! `cargo xtask diff --history`: every commit of the spec against the one before it.

use std::io::Write;

use anyhow::Result;
use codegen::diff::report::verdict;

use super::git::Repository;
use super::side::Place;
use super::{Compared, DiffArgs};
use crate::outcome::Outcome;
use crate::paths::{SPEC, SPEC_FOLDER, Workspace};

/// Compares the commits one by one and prints a line for each. Ends with 1 if one reaches the threshold. A commit
/// at which the spec can't be read is named with the reason, and the next one is compared with the last readable one.
pub(super) fn run(
    args: &DiffArgs,
    workspace: &Workspace,
    repository: &Repository,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let commits = repository.commits_of(SPEC_FOLDER)?;
    let mut before: Option<Place> = None;
    let mut is_reached = false;
    for commit in &commits {
        let place = Place::Revision { commit: commit.clone(), path: String::from(SPEC) };
        if let Err(error) = place.read(workspace, repository) {
            let reason = error.to_string();
            let first = reason.lines().next().unwrap_or("no reason was given");
            writeln!(out, "{}: left out: {first}", commit.get(..7).unwrap_or(commit))?;
            continue;
        }
        if let Some(base) = &before {
            let compared = Compared::read(base, &place, args, workspace, repository)?;
            writeln!(out, "{}", verdict(&compared.review))?;
            is_reached |= compared.review.reaches(args.fail_on.into());
        }
        before = Some(place);
    }
    writeln!(out, "{} commits of {SPEC_FOLDER}", commits.len())?;
    Ok(Outcome::done_if(!is_reached))
}
