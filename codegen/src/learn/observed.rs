//! What was seen, gathered over all exchanges: counts by place of the document, in no order.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::Shape;
use super::text_form::TextForm;
use crate::document::{SchemaId, SchemaType};

/// Of more words than this an open set has none worth to be listed.
const MOST_WORDS: usize = 200;

/// Everything that was seen.
#[derive(Debug, Default)]
pub(super) struct Observed {
    /// What stood where a schema is used, by the place of use.
    pub(super) slots: BTreeMap<Slot, SlotSeen>,
    /// The values that a schema describes, wherever it is used. Null counts at the place of use only.
    pub(super) schemas: BTreeMap<SchemaId, SchemaSeen>,
    /// Answers by operation, which is named by its place in the document.
    pub(super) operations: BTreeMap<usize, OperationSeen>,
    /// Requests that no operation of the document describes, by method and path, identifiers replaced.
    pub(super) strangers: BTreeMap<String, u64>,
}

/// A place where a schema is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A property of an object.
    Property(SchemaId, String),
    /// The entries of a list.
    Items(SchemaId),
    /// The values of a map.
    Values(SchemaId),
    /// The whole body of an answer, by operation and status.
    Body(usize, u16),
}

/// What stood at a place of use.
#[derive(Debug, Default)]
pub(super) struct SlotSeen {
    /// How many values, null included.
    pub(super) samples: u64,
    /// How many of them were null.
    pub(super) nulls: u64,
    /// The operations whose answers they were in.
    pub(super) operations: BTreeSet<usize>,
}

/// The values that a schema describes, less null.
#[derive(Debug, Default)]
pub(super) struct SchemaSeen {
    /// How many.
    pub(super) samples: u64,
    /// The operations whose answers they were in.
    pub(super) operations: BTreeSet<usize>,
    /// How many of each kind.
    pub(super) kinds: BTreeMap<SchemaType, u64>,
    /// How many texts of each form.
    pub(super) forms: BTreeMap<TextForm, u64>,
    /// Texts of a set that the document lists, with how often each was seen.
    pub(super) words: BTreeMap<String, u64>,
    /// How many numbers lay below `minimum` or above `maximum`.
    pub(super) out_of_bounds: u64,
    /// How many objects had each of the properties that the document names.
    pub(super) present: BTreeMap<String, u64>,
    /// Properties that the document does not name.
    pub(super) unnamed: BTreeMap<String, Shape>,
    /// Values that are of no kind that the document names.
    pub(super) misfits: Shape,
}

/// The answers of an operation.
#[derive(Debug, Default)]
pub(super) struct OperationSeen {
    /// How many.
    pub(super) samples: u64,
    /// How many of each status, by whether the document has it.
    pub(super) statuses: BTreeMap<u16, u64>,
    /// Arguments of the query that the document does not name.
    pub(super) unnamed_arguments: BTreeMap<String, Shape>,
    /// Media types of answers that were expected to be JSON.
    pub(super) media_types: BTreeMap<String, u64>,
    /// Scopes that a refusal named and the document does not ask for.
    pub(super) scopes: BTreeMap<String, u64>,
    /// The largest pages that came back where more was asked for and more was there: their length, and how often.
    pub(super) full_pages: BTreeMap<u64, u64>,
    /// The longest page.
    pub(super) longest_page: u64,
}

impl SchemaSeen {
    /// Takes the kind of a value.
    pub(super) fn take_kind(&mut self, kind: SchemaType, operation: usize) {
        self.samples += 1;
        self.operations.insert(operation);
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// Takes a word of a listed set. Only what looks like a word is kept: anything else may be about a person.
    pub(super) fn take_word(&mut self, text: &str) {
        if is_word(text) {
            *self.words.entry(text.to_owned()).or_default() += 1;
            if self.words.len() > MOST_WORDS {
                self.words.pop_last();
            }
        }
    }
}

/// Whether a text looks like a name of a kind or a state: `CAROUSEL_ALBUM`, `Email Template`, `Buyer/Seller`.
fn is_word(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || " _-/&.".contains(letter);
    text.len() <= 40
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn only_words_are_kept_as_they_are() {
        for word in
            ["Reel", "CAROUSEL_ALBUM", "Buyer/Seller Client Resources", "Guides & Presentations", "v2"]
        {
            assert!(is_word(word), "{word}");
        }
        for text in ["", "jane@example.com", "12 Main Street", "https://a.b", "a, b", &"x".repeat(41)] {
            assert!(!is_word(text), "{text}");
        }
    }
}
