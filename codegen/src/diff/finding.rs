//! One thing that changed, and everything there is to say about it.

use std::collections::BTreeSet;

use super::exceptions::Exception;
use super::level::{Rust, Wire};
use super::place::Place;
use super::rules::Rule;
use crate::source::Span;

/// One thing that changed: one cause, with everything that it reaches.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// Where in the API.
    pub place: Place,
    /// The operations that it reaches, `GET /posts`, sorted.
    pub affects: BTreeSet<String>,
    /// What it does on the wire.
    pub wire: Wire,
    /// What it does to programs.
    pub rust: Rust,
    /// Whether somebody has to look at it for the sake of security.
    pub security: bool,
    /// What was there.
    pub before: Option<String>,
    /// What is there now.
    pub after: Option<String>,
    /// What happened, in one line.
    pub message: String,
    /// What would make it easier for users, where there is something.
    pub hint: Option<String>,
    /// Where it was in the base document, if it was there.
    pub base_span: Option<Span>,
    /// Where it is in the head document: itself, or its nearest surviving parent.
    pub head_span: Option<Span>,
    /// The exception that approves it.
    pub approved: Option<Exception>,
}

impl Finding {
    /// A finding with the weight that the table gives to its rule.
    pub fn new(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        let entry = rule.entry();
        Self {
            rule,
            place,
            affects: BTreeSet::new(),
            wire: entry.wire,
            rust: entry.rust,
            security: entry.security,
            before: None,
            after: None,
            message: message.into(),
            hint: None,
            base_span: None,
            head_span: None,
            approved: None,
        }
    }

    /// Says what was there.
    #[must_use]
    pub fn before(mut self, text: impl Into<String>) -> Self {
        self.before = Some(text.into());
        self
    }

    /// Says what is there now.
    #[must_use]
    pub fn after(mut self, text: impl Into<String>) -> Self {
        self.after = Some(text.into());
        self
    }

    /// Says what would make it easier for users.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// Gives it another weight on the wire than the table does.
    #[must_use]
    pub fn wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// Gives it another weight for programs than the table does.
    #[must_use]
    pub fn rust(mut self, rust: Rust) -> Self {
        self.rust = rust;
        self
    }

    /// Names the places in the two documents.
    #[must_use]
    pub fn at(mut self, base: Option<Span>, head: Option<Span>) -> Self {
        self.base_span = base;
        self.head_span = head;
        self
    }

    /// Whether it breaks, on either side.
    pub fn is_breaking(&self) -> bool {
        self.wire == Wire::Breaking || self.rust == Rust::Breaking
    }

    /// What identifies the finding whatever its words are: kind, place, before and after, as 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let parts = [
            self.rule.id(),
            &self.place.to_string(),
            self.before.as_deref().unwrap_or("\u{1}"),
            self.after.as_deref().unwrap_or("\u{1}"),
        ];
        format!("{:016x}", fnv1a(parts.join("\u{0}").as_bytes()))
    }
}

/// The hash FNV-1a: short, and the same for ever, as approvals must outlive releases of this program and of Rust.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Finding, fnv1a};
    use crate::diff::{Place, Rule};

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn words_may_improve_without_voiding_an_approval() {
        let finding = |message: &str, before: &str| {
            Finding::new(Rule::ServerUrlChanged, Place::Servers, message).before(before).fingerprint()
        };
        assert_eq!(finding("one way to say it", "a"), finding("another way", "a"));
        assert_ne!(finding("one way to say it", "a"), finding("one way to say it", "b"));
    }
}
