//! Limits of numbers, texts, lists and objects, as intervals that can be compared.

use std::collections::BTreeSet;

use crate::document::{Bounds, SchemaType};
use crate::source::Sourced;

/// Every limit, with exclusive ones of whole numbers made inclusive, and those that limit nothing left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::diff) struct Limits {
    /// The smallest number, and whether it fits itself.
    pub(in crate::diff) least: Option<Edge>,
    /// The largest number, and whether it fits itself.
    pub(in crate::diff) most: Option<Edge>,
    /// `multipleOf`
    pub(in crate::diff) multiple_of: Option<f64>,
    /// `minLength`, `minItems`, `minProperties`
    pub(in crate::diff) lower: [u64; 3],
    /// `maxLength`, `maxItems`, `maxProperties`
    pub(in crate::diff) upper: [Option<u64>; 3],
    /// Every `pattern` that has to match.
    pub(in crate::diff) patterns: BTreeSet<String>,
    /// `uniqueItems`
    pub(in crate::diff) unique: bool,
    /// Keywords that narrow values down in ways that are not understood here: `not`, `if`.
    pub(in crate::diff) others: BTreeSet<String>,
}

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::diff) struct Edge {
    /// The number.
    pub(in crate::diff) at: f64,
    /// Whether the number itself does not fit.
    pub(in crate::diff) exclusive: bool,
}

/// The words for the counted limits, in the order of [`Limits::lower`] and [`Limits::upper`].
const COUNTED: [(&str, &str); 3] =
    [("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

impl Limits {
    /// The limits of one schema.
    pub(super) fn of(bounds: &Bounds) -> Self {
        let mut limits = Self::default();
        limits.narrow(bounds);
        limits
    }

    /// Lets further limits hold too.
    pub(super) fn narrow(&mut self, bounds: &Bounds) {
        let edge = |number: &Option<Sourced<serde_json::Number>>, exclusive| {
            let at = number.as_ref().and_then(|number| number.value.as_f64())?;
            Some(Edge { at, exclusive })
        };
        for found in
            [edge(&bounds.minimum, false), edge(&bounds.exclusive_minimum, true)].into_iter().flatten()
        {
            self.least = Some(self.least.map_or(found, |own| own.later(found)));
        }
        for found in
            [edge(&bounds.maximum, false), edge(&bounds.exclusive_maximum, true)].into_iter().flatten()
        {
            self.most = Some(self.most.map_or(found, |own| own.earlier(found)));
        }
        self.multiple_of = edge(&bounds.multiple_of, false).map(|edge| edge.at).or(self.multiple_of);
        let count = |number: &Option<Sourced<u64>>| number.as_ref().map(|number| number.value);
        let lower = [count(&bounds.min_length), count(&bounds.min_items), count(&bounds.min_properties)];
        for (own, found) in self.lower.iter_mut().zip(lower) {
            *own = (*own).max(found.unwrap_or(0));
        }
        let upper = [count(&bounds.max_length), count(&bounds.max_items), count(&bounds.max_properties)];
        for (own, found) in self.upper.iter_mut().zip(upper) {
            *own = [*own, found].into_iter().flatten().min();
        }
        self.patterns.extend(bounds.pattern.iter().map(|pattern| pattern.value.clone()));
        self.unique |= bounds.unique_items;
    }

    /// Makes the exclusive limits of whole numbers inclusive.
    pub(super) fn normalise(&mut self, types: &BTreeSet<SchemaType>) {
        if types.contains(&SchemaType::Number) || !types.contains(&SchemaType::Integer) {
            return;
        }
        if let Some(edge) = self.least.as_mut() {
            let at = if edge.exclusive { edge.at.floor() + 1.0 } else { edge.at.ceil() };
            *edge = Edge { at, exclusive: false };
        }
        if let Some(edge) = self.most.as_mut() {
            let at = if edge.exclusive { edge.at.ceil() - 1.0 } else { edge.at.floor() };
            *edge = Edge { at, exclusive: false };
        }
    }

    /// Whether nothing is limited.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The limits of `head` that are narrower than these, each as its word with the text before and after.
    pub(in crate::diff) fn narrower_in(&self, head: &Self) -> Vec<Change> {
        let mut found = Vec::new();
        let mut note = |word: &'static str, before: Option<String>, after: Option<String>| {
            found.push(Change { word, before, after });
        };
        if head.least.is_some_and(|edge| self.least.is_none_or(|own| own.later(edge) != own)) {
            note("minimum", self.least.map(Edge::text), head.least.map(Edge::text));
        }
        if head.most.is_some_and(|edge| self.most.is_none_or(|own| own.earlier(edge) != own)) {
            note("maximum", self.most.map(Edge::text), head.most.map(Edge::text));
        }
        if head
            .multiple_of
            .is_some_and(|step| self.multiple_of.is_none_or(|own| own % step != 0.0 || own < step))
        {
            note(
                "multipleOf",
                self.multiple_of.map(|step| step.to_string()),
                head.multiple_of.map(|step| step.to_string()),
            );
        }
        for (((min, _), own), other) in COUNTED.into_iter().zip(self.lower).zip(head.lower) {
            if other > own {
                note(min, (own > 0).then(|| own.to_string()), Some(other.to_string()));
            }
        }
        for (((_, max), own), other) in COUNTED.into_iter().zip(self.upper).zip(head.upper) {
            if other.is_some_and(|other| own.is_none_or(|own| other < own)) {
                note(max, own.map(|own| own.to_string()), other.map(|other| other.to_string()));
            }
        }
        if !head.patterns.is_subset(&self.patterns) {
            note("pattern", joined(&self.patterns), joined(&head.patterns));
        }
        if head.unique && !self.unique {
            note("uniqueItems", Some(String::from("false")), Some(String::from("true")));
        }
        for word in head.others.difference(&self.others) {
            note(Change::OTHER, None, Some(word.clone()));
        }
        found
    }
}

/// A limit that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) struct Change {
    /// Its word in JSON Schema: `maxLength`.
    pub(in crate::diff) word: &'static str,
    /// What it was.
    pub(in crate::diff) before: Option<String>,
    /// What it is.
    pub(in crate::diff) after: Option<String>,
}

impl Change {
    /// In place of a word: the text before and after is the keyword itself.
    pub(in crate::diff) const OTHER: &'static str = "";

    /// The change the other way round.
    pub(in crate::diff) fn reversed(self) -> Self {
        Self { word: self.word, before: self.after, after: self.before }
    }
}

impl Edge {
    /// The one that leaves less above it.
    fn later(self, other: Self) -> Self {
        let tighter = other.at > self.at || (other.at >= self.at && other.exclusive);
        if tighter { other } else { self }
    }

    /// The one that leaves less below it.
    fn earlier(self, other: Self) -> Self {
        let tighter = other.at < self.at || (other.at <= self.at && other.exclusive);
        if tighter { other } else { self }
    }

    fn text(self) -> String {
        if self.exclusive { format!("{} (exclusive)", self.at) } else { self.at.to_string() }
    }
}

fn joined(patterns: &BTreeSet<String>) -> Option<String> {
    let list: Vec<&str> = patterns.iter().map(String::as_str).collect();
    (!list.is_empty()).then(|| list.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::{Edge, Limits};

    fn at_least(at: f64, exclusive: bool) -> Limits {
        Limits { least: Some(Edge { at, exclusive }), ..Limits::default() }
    }

    #[test]
    fn only_what_leaves_less_room_is_narrower() {
        let none = Limits::default();
        for (before, after, narrower) in [
            (&none, &at_least(1.0, false), true),
            (&at_least(1.0, false), &none, false),
            (&at_least(1.0, false), &at_least(1.0, true), true),
            (&at_least(1.0, true), &at_least(1.0, false), false),
            (&at_least(1.0, true), &at_least(1.0, true), false),
            (&at_least(1.0, false), &at_least(2.0, false), true),
        ] {
            assert_eq!(!before.narrower_in(after).is_empty(), narrower, "{before:?} {after:?}");
        }
    }
}
