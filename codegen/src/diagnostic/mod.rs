//! What the compiler has to say about a spec: every finding with its code, its place, why, and what to do.
//!
//! Nothing here stops a run. Stages push into [`Findings`] and go on with what is left; who called the
//! run decides at its end.

mod codes;
mod nearest;
mod render;

use std::collections::BTreeSet;

pub use codes::{Binding, Code, Rule};
pub use nearest::nearest;
pub use render::{TextStyle, to_json, to_sarif, to_text};

use crate::Profile;
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
#[derive(Debug, Clone)]
pub struct Findings {
    profile: Profile,
    list: Vec<Diagnostic>,
    seen: BTreeSet<(Span, Code, String)>,
}

impl Diagnostic {
    /// A finding with the weight and the reason that the table gives to its rule.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.rule().severity,
            message: message.into(),
            span,
            label: String::new(),
            others: Vec::new(),
            why: code.rule().why.to_owned(),
            help: String::new(),
        }
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Names a second place.
    #[must_use]
    pub fn other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// Says why, where the rule's own reason is too general.
    #[must_use]
    pub fn why(mut self, text: impl Into<String>) -> Self {
        self.why = text.into();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }
}

impl Findings {
    /// An empty list for a run over a document of this kind.
    pub fn new(profile: Profile) -> Self {
        Self { profile, list: Vec::new(), seen: BTreeSet::new() }
    }

    /// Whom the document belongs to.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// Adds a finding, unless the same is said of the same place already.
    ///
    /// What our house rules say against somebody else's document is a warning, or nothing at all where it is
    /// only about form.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if self.profile == Profile::General {
            match diagnostic.code.rule().binding {
                Binding::Everybody => {}
                Binding::House => diagnostic.severity = Severity::Warning,
                Binding::Form => return,
            }
        }
        if self.seen.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// Adds what was found elsewhere.
    pub(crate) fn extend(&mut self, others: Self) {
        others.list.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Keeps one finding of each house rule and lets it speak for the others, if the document is not ours:
    /// hundreds of lines about missing evidence would hide what matters.
    pub fn gather(&mut self) {
        if self.profile == Profile::House {
            return;
        }
        for rule in Code::RULES.iter().filter(|rule| rule.binding == Binding::House) {
            let mut places: Vec<_> = self
                .list
                .iter()
                .filter(|finding| finding.code == rule.code)
                .map(|finding| finding.span)
                .collect();
            places.sort();
            let Some(first) = places.first().copied().filter(|_| places.len() > 1) else { continue };
            let more = places.len() - 1;
            let mut kept = false;
            self.list.retain_mut(|finding| {
                if finding.code != rule.code {
                    return true;
                }
                if finding.span != first || std::mem::replace(&mut kept, true) {
                    return false;
                }
                finding.why = format!("{} The same holds for {more} more.", finding.why);
                true
            });
        }
    }

    /// Whether the run must not generate anything.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether parts of the document are missing, because a file, a reference or an object could not be read.
    pub fn has_errors_in_reading(&self) -> bool {
        self.list.iter().any(|finding| {
            finding.code < Code::BrokenPath && finding.code.rule().binding == Binding::Everybody
        })
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

impl Severity {
    /// The word for it: `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
