//! What the host takes, and the finding for what is beyond it.
//!
//! Documented by the host: characters of descriptions. Reported by its users: the number of operations, and the size of
//! the document once the host has written it out; the size here stays a fifth below what was seen refused.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Operations of one action.
pub(crate) const OPERATIONS: usize = 30;

/// Characters of an operation's summary and description together.
pub(super) const OPERATION_TEXT: usize = 300;

/// Characters that a parameter's description, or that of a property, may have.
pub(super) const PARAMETER_TEXT: usize = 700;

/// Bytes of the document, written out over many lines.
pub(super) const DOCUMENT_BYTES: usize = 800_000;

/// Schemas of the document: so many are never written in less than [`DOCUMENT_BYTES`].
pub(super) const SCHEMAS: usize = 40_000;

/// Characters of a GPT's instructions.
pub(super) const INSTRUCTIONS: usize = 8_000;

/// Entries that one answer is asked for: more would rarely fit the 100,000 characters of an answer.
pub(super) const PAGE: u64 = 25;

/// Objects inside one another that a request may describe; deeper ones are free objects.
pub(super) const REQUEST_LEVELS: usize = 4;

/// Objects inside one another that an entry of an answer describes: the entry itself, and what it holds. A model reads an
/// answer by its names, so deeper ones would cost space and tell it nothing; they stay free objects.
pub(super) const ANSWER_LEVELS: usize = 2;

/// The finding that something is beyond a limit.
pub(super) fn beyond(span: Span, message: String, label: &str, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ActionLimit, span, message).label(label).help(help)
}
