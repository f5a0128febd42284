//! Pieces of a text that take the place of others; all other bytes stay.

use crate::source::Span;

/// A text that takes the place of `start..end`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::learn) struct Splice {
    /// The first byte that goes.
    pub(in crate::learn) start: usize,
    /// The byte after the last one that goes.
    pub(in crate::learn) end: usize,
    /// What comes there.
    pub(in crate::learn) text: String,
}

impl Splice {
    pub(in crate::learn) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { start: span.start as usize, end: span.end as usize, text: text.into() }
    }

    pub(in crate::learn) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { start: at, end: at, text: text.into() }
    }
}

/// The text with all pieces in place; none if two of them are about the same bytes.
pub(in crate::learn) fn spliced(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort();
    splices.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in &splices {
        out.push_str(text.get(at..splice.start)?);
        out.push_str(&splice.text);
        at = splice.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The end of the line that a byte is in, before its line break.
pub(in crate::learn) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// The beginning of the line that a byte is in.
pub(in crate::learn) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |before| before + 1)
}

/// The column of a byte, from 0: keys of one map share it, also where the first stands behind a dash.
pub(in crate::learn) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

#[cfg(test)]
mod tests {
    use super::{Splice, spliced};

    #[test]
    fn pieces_are_put_in_place_whatever_their_order_and_never_over_each_other() {
        let splice = |start, end, text: &str| Splice { start, end, text: text.to_owned() };
        let pieces = vec![splice(4, 5, "E"), splice(0, 1, "A"), splice(2, 2, "-")];
        assert_eq!(spliced("abcde", pieces).as_deref(), Some("Ab-cdE"));
        assert_eq!(spliced("abcde", vec![splice(0, 3, "x"), splice(2, 4, "y")]), None);
    }
}
