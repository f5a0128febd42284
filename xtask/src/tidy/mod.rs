//! `cargo xtask tidy`: the rules of the house that no other tool checks.
//!
//! Every rule is a function over texts, so a test can show it a fault without touching the repository.
//! The limits and the arrows stand here and in the architecture document, nowhere else.

mod dependencies;
mod headers;
mod layers;
mod limits;
mod metadata;
mod reachable;
mod words;

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::{folder, vendor};

/// The text files of the repository: path from the workspace, and text.
pub(crate) type Texts = BTreeMap<String, String>;

/// A rule that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Breach {
    /// The file, with the line if there is one: `codegen/src/load.rs:12`.
    pub place: String,
    /// What is wrong: `has 412 lines; a hand-written file has at most 400`.
    pub what: String,
    /// What to do about it.
    pub repair: String,
}

impl Breach {
    /// A rule that is not kept.
    pub(crate) fn new(place: impl Into<String>, what: impl Into<String>, repair: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), repair: repair.into() }
    }
}

/// Checks the workspace and prints what it found.
pub(crate) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let texts = texts_of(workspace)?;
    let members = metadata::members(workspace)?;
    let mut breaches = Vec::new();
    breaches.extend(limits::check(&texts));
    breaches.extend(headers::check(&texts));
    breaches.extend(layers::check(&texts));
    breaches.extend(words::check(&texts, &workspace.root().to_string_lossy()));
    breaches.extend(reachable::check(&texts));
    breaches.extend(dependencies::check(&members));
    breaches.extend(vendor::check(workspace)?);
    report(breaches, texts.len(), out)
}

fn report(mut breaches: Vec<Breach>, files: usize, out: &mut dyn Write) -> Result<Outcome> {
    breaches.sort();
    for Breach { place, what, repair } in &breaches {
        writeln!(out, "{place}: {what}\n    {repair}")?;
    }
    match breaches.len() {
        0 => writeln!(out, "tidy: {files} files, nothing to repair")?,
        1 => writeln!(out, "tidy: {files} files, 1 thing to repair")?,
        count => writeln!(out, "tidy: {files} files, {count} things to repair")?,
    }
    Ok(Outcome::done_if(breaches.is_empty()))
}

/// Every text file of the repository; build folders are not sources.
fn texts_of(workspace: &Workspace) -> Result<Texts> {
    let files = folder::read_below(workspace.root(), "")?;
    Ok(files.into_iter().filter_map(|(path, text)| Some((path, text?))).collect())
}

/// Texts for the tests of the rules.
#[cfg(test)]
fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What the tests of the rules compare: the places alone.
#[cfg(test)]
fn places(breaches: &[Breach]) -> Vec<&str> {
    breaches.iter().map(|breach| breach.place.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaches_are_listed_by_place_and_counted() {
        let mut out = Vec::new();
        let breaches = vec![
            Breach::new("b.rs", "is wrong", "Make it right."),
            Breach::new("a.rs:3", "is too", "Make it right, too."),
        ];
        assert_eq!(report(breaches, 12, &mut out).unwrap(), Outcome::NeedsWork);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a.rs:3: is too\n    Make it right, too.\nb.rs: is wrong\n    Make it right.\n\
             tidy: 12 files, 2 things to repair\n"
        );
    }

    #[test]
    fn a_tidy_workspace_is_done() {
        let mut out = Vec::new();
        assert_eq!(report(Vec::new(), 3, &mut out).unwrap(), Outcome::Done);
    }
}
