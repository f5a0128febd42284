//! What a change of the document does to callers, to keys, and to users of the generated crate.
//!
//! [`diff`] compares two documents in a normal form: what is only written in another way gives no finding.
//! One cause gives one finding, with every operation that it reaches, in the direction of its use; each finding
//! weighs on two scales, on the wire and for Rust programs. [`review`] adds what a reviewer asks next: which
//! version to release, what keys lose and gain, what is known better. `report` writes it down. Nothing here reads
//! files or asks for the time.

mod access;
mod advice;
mod compare;
mod days;
mod evidence;
mod exceptions;
mod finding;
mod level;
mod normal;
mod pair;
mod place;
mod review;
mod rules;
mod rust_api;

pub mod report;

pub use access::{KeyEffect, NeededScopes, needed_scopes};
pub use advice::{Advice, Version, VersionAdvice};
pub use days::{days_after, is_day};
pub use evidence::EvidenceChange;
pub use exceptions::{Exception, StaleException, approval_snippet, read_exceptions};
pub use finding::Finding;
pub use level::{Bump, Rust, Threshold, Wire};
pub use place::{Part, Place};
pub use review::{Review, ReviewOptions, review};
pub use rules::{Rule, RuleEntry};
pub use rust_api::{RustApiChange, SignatureLine, programs};

use compare::Comparison;
use normal::Side;

use crate::document::SpecDocument;
use crate::model::ApiModel;
use crate::source::SourceMap;

/// The two documents of a review.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'d> {
    /// Before the change.
    pub base: NamedDocument<'d>,
    /// After the change.
    pub head: NamedDocument<'d>,
}

/// A document, what it is called, and its files.
#[derive(Debug, Clone, Copy)]
pub struct NamedDocument<'d> {
    /// A revision, or a path.
    pub name: &'d str,
    /// What it says.
    pub document: &'d SpecDocument,
    /// Its files, for the places of findings.
    pub sources: &'d SourceMap,
    /// What the generator makes of it, for the Rust API; none if it can't be compiled.
    pub model: Option<&'d ApiModel>,
}

/// Compares two documents. `as_of` is the day against which announced days are held: `2026-11-22`.
pub fn diff(base: &SpecDocument, head: &SpecDocument, as_of: &str) -> Vec<Finding> {
    compare(&Side::new(base, None), &Side::new(head, None), as_of)
}

fn compare(base: &Side<'_>, head: &Side<'_>, as_of: &str) -> Vec<Finding> {
    let mut comparison = Comparison::new(base, head, as_of);
    comparison.operations();
    comparison.components();
    comparison.finish()
}
