//! The pairs of `cases/diff`: what a document was, and what it is.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::path::{Path, PathBuf};

use codegen::diff::{NamedDocument, Review, ReviewOptions, Sides, review};
use codegen::load::MemorySource;
use codegen::{Linted, Profile, lint};

use crate::support::{Files, files_of, folder};

/// The day against which announced days are held.
pub(crate) const AS_OF: &str = "2026-11-22";

/// The folders, by name.
pub(crate) fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder("tests/cases/diff")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The folder of one case.
pub(crate) fn case(name: &str) -> PathBuf {
    folder("tests/cases/diff").join(name)
}

/// What a case is called.
pub(crate) fn name_of(case: &Path) -> &str {
    case.file_name().unwrap().to_str().unwrap()
}

/// One side of a case: a file, or a folder of files.
pub(crate) fn side(case: &Path, side: &str) -> Files {
    let several = case.join(side);
    if several.is_dir() {
        return files_of(&several, &[]);
    }
    let text = std::fs::read_to_string(case.join(format!("{side}.yaml"))).unwrap();
    [(String::from("openapi.yaml"), text)].into_iter().collect()
}

/// Everything there is to say about both sides of a case, the Rust API included if both can be compiled.
pub(crate) fn full_review(case: &Path) -> Review {
    let [base, head] = ["before", "after"].map(|name| linted(case, name));
    let [base, head] = [(&base, "before"), (&head, "after")].map(|(linted, name)| named(linted, name));
    let options = ReviewOptions { as_of: String::from(AS_OF), ..ReviewOptions::default() };
    review(&Sides { base, head }, &options)
}

/// One side of a case, checked and compiled.
pub(crate) fn linted(case: &Path, name: &str) -> Linted {
    lint("openapi.yaml", &MemorySource::new(side(case, name)), Profile::General)
}

fn named<'d>(linted: &'d Linted, name: &'d str) -> NamedDocument<'d> {
    NamedDocument {
        name,
        document: linted.document.as_ref().unwrap(),
        sources: &linted.sources,
        model: linted.model.as_ref().filter(|_| !linted.findings.has_errors()),
    }
}
