//! Compiles an `OpenAPI` 3.1 document into a typed Rust client: spec text in, files out.

pub mod source;

pub mod diagnostic;

pub mod load;

pub mod document;

mod check;

pub mod model;

use diagnostic::Findings;
use document::SpecDocument;
use load::{Library, ReadSource};
use source::SourceMap;

/// Whose document it is, and so which rules bind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Our own spec: evidence, safety class, scopes and form are required.
    House,
    /// Somebody else's document: house rules are warnings, and safe defaults are taken.
    General,
}

/// What is to be said about a document.
#[derive(Debug, Clone)]
pub struct Linted {
    /// The files that were read.
    pub sources: SourceMap,
    /// All findings.
    pub findings: Findings,
    /// The document, as far as it could be read. `None` if there was nothing to start from.
    pub document: Option<SpecDocument>,
}

/// Reads a document and checks it.
pub fn lint(root: &str, reader: &dyn ReadSource, profile: Profile) -> Linted {
    let mut findings = Findings::new(profile);
    let mut library = Library::new(reader);
    let document = document::read(root, &mut library, &mut findings);
    if let Some(document) = &document {
        check::check(document, library.sources(), &mut findings);
    }
    findings.gather();
    Linted { sources: library.into_sources(), findings, document }
}
