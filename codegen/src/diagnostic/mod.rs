//! What the compiler has to say about a spec: every finding with its code, its place, why, and what to do.
//!
//! Nothing here stops a run. Stages push into [`Findings`] and go on with what is left; who called the
//! run decides at its end.

mod codes;
mod render;

pub use codes::{Code, Rule};
pub use render::{to_json, to_sarif, to_text};

use crate::source::Span;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is right, but somebody should look.
    Warning,
}

/// One thing that the compiler has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule: `S201`.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one line: ``unknown scope `contnet:read` ``.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands there, beside the caret: `not in x-scopes`.
    pub label: String,
    /// The other places, where two disagree.
    pub others: Vec<Label>,
    /// Why it matters.
    pub why: String,
    /// What to do: ``did you mean `content:read`?``
    pub help: String,
}

/// A second place, with what to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub text: String,
}

/// All findings of a run.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding, unless the very same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.list.contains(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Whether the run must not generate anything.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings by file, place and code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code, &diagnostic.message));
        sorted
    }

    /// How many findings weigh that much.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}
