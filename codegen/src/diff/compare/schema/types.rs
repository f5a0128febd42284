//! The types of a value, whether null is one of them, and how text is written.

use std::collections::BTreeSet;

use super::Pair;
use crate::diff::compare::site::Site;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::Wire;
use crate::diff::normal::{Shape, Side, Slot};
use crate::diff::rules::Rule;
use crate::document::SchemaType;

impl Comparison<'_> {
    /// Compares the types. Whether they have enough in common that a look inside makes sense.
    pub(super) fn types(&mut self, pair: &Pair<'_>) -> bool {
        let (base, head) = (values_of(self.base, &pair.base), values_of(self.head, &pair.head));
        let is_same =
            pair.base.untyped && pair.head.untyped || base == head && pair.base.untyped == pair.head.untyped;
        if is_same {
            return true;
        }
        let rule = rule(&base, &head, pair.direction);
        let (before, after) = (type_text(&pair.base), type_text(&pair.head));
        let message = format!("{} was {before} and is {after}", pair.site.called("the value"));
        let finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after));
        let rust = self.rust_of_change(pair.site);
        self.note_for(pair.site, finding, rust);
        !pair.base.untyped && !pair.head.untyped && !pair.base.types.is_disjoint(&pair.head.types)
    }

    /// Notes that the same values come out as another type of the crate: a constant as text, a list of one as an enum.
    pub(super) fn same_values(&mut self, pair: &Pair<'_>) {
        let Some((before, after)) = self.types_made(pair.site) else { return };
        let rule = match pair.direction {
            Direction::Request => Rule::RequestTypeChanged,
            Direction::Response => Rule::ResponseTypeChanged,
        };
        let message = format!(
            "{} takes the same values as before, but was `{before}` in Rust and is `{after}`",
            pair.site.called("the value")
        );
        let finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after))
            .wire(Wire::None);
        self.note(pair.site, finding);
    }

    /// Compares whether null fits. A field that may be missing is an `Option` already.
    pub(super) fn nullability(&mut self, pair: &Pair<'_>, site: &Site) {
        let (before, after) = (pair.base.nullable, pair.head.nullable);
        if before == after || pair.base.untyped != pair.head.untyped {
            return;
        }
        let rule = match (pair.direction, after) {
            (Direction::Request, true) => Rule::RequestTypeWidened,
            (Direction::Request, false) => Rule::RequestBecameNotNullable,
            (Direction::Response, true) => Rule::ResponseBecameNullable,
            (Direction::Response, false) => Rule::ResponseBecameNotNullable,
        };
        let called = site.called("the value");
        let word = |nullable| if nullable { "may be null" } else { "is never null" };
        let message = format!("{called} {}, where before it {}", word(after), word(before));
        let text = |shape: &Shape, nullable| {
            site.said(if nullable { format!("{} or null", type_text(shape)) } else { type_text(shape) })
        };
        let finding = Finding::new(rule, site.place.clone(), message)
            .before(text(&pair.base, before))
            .after(text(&pair.head, after));
        let rust = self.rust_of_change(pair.site);
        self.note_for(site, finding, rust);
    }

    /// Compares the format of texts and numbers, of which thing an identifier is, and whether text is secret.
    pub(super) fn format(&mut self, pair: &Pair<'_>) {
        let (base, head) = (&pair.base, &pair.head);
        if base.format != head.format {
            let rule = if is_whole(base) && is_whole(head) {
                let head_is_wider = head.format.is_none();
                match (pair.direction, head_is_wider) {
                    (Direction::Request, true) => Rule::RequestTypeWidened,
                    (Direction::Request, false) => Rule::RequestTypeChanged,
                    (Direction::Response, true) => Rule::ResponseTypeWidened,
                    (Direction::Response, false) => Rule::ResponseTypeNarrowed,
                }
            } else {
                Rule::FormatChanged
            };
            self.written_otherwise(pair, rule, (&base.format, &head.format));
        } else if base.id_type != head.id_type {
            self.written_otherwise(pair, Rule::FormatChanged, (&base.id_type, &head.id_type));
        } else if base.secret != head.secret {
            self.written_otherwise(pair, Rule::FormatChanged, (&None, &None));
        }
    }

    fn written_otherwise(
        &mut self,
        pair: &Pair<'_>,
        rule: Rule,
        (base, head): (&Option<String>, &Option<String>),
    ) {
        let word = |shape: &Shape, text: &Option<String>| match text {
            Some(text) => text.clone(),
            None if shape.secret => String::from("secret text"),
            None => type_text(shape),
        };
        let (before, after) = (word(&pair.base, base), word(&pair.head, head));
        let message = format!("{} was {before} and is {after}", pair.site.called("the value"));
        let mut finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after));
        if rule == Rule::FormatChanged {
            finding = finding.wire(weight_of_format(pair));
        }
        let rust = self.rust_of_change(pair.site);
        self.note_for(pair.site, finding, rust);
    }
}

/// What a request has to keep to, and what an answer keeps to, must not change under callers.
fn weight_of_format(pair: &Pair<'_>) -> Wire {
    let demands_more = pair.head.format.is_some();
    let promises_less = pair.base.format.is_some();
    match pair.direction {
        // Which thing an identifier is of, and whether text hides itself, are matters of types only.
        _ if pair.base.format == pair.head.format => Wire::None,
        Direction::Request if demands_more => Wire::Breaking,
        Direction::Response if promises_less => Wire::Breaking,
        _ => Wire::Info,
    }
}

fn is_whole(shape: &Shape) -> bool {
    shape.types.contains(&SchemaType::Integer) && !shape.types.contains(&SchemaType::String)
}

/// The types with what they contain: every integer is a number.
fn values_of(side: &Side<'_>, shape: &Shape) -> BTreeSet<SchemaType> {
    let mut types = BTreeSet::new();
    gather(side, shape, &mut BTreeSet::new(), &mut types);
    let integer = types.contains(&SchemaType::Number).then_some(SchemaType::Integer);
    types.extend(integer);
    types
}

/// The types of a shape; those of a choice are its kinds'.
fn gather(side: &Side<'_>, shape: &Shape, visited: &mut BTreeSet<Slot>, types: &mut BTreeSet<SchemaType>) {
    types.extend(&shape.types);
    for kind in &shape.choices {
        if visited.insert(kind.clone()) {
            gather(side, &side.shape(kind), visited, types);
        }
    }
}

fn rule(base: &BTreeSet<SchemaType>, head: &BTreeSet<SchemaType>, direction: Direction) -> Rule {
    match direction {
        Direction::Request if head.is_superset(base) => Rule::RequestTypeWidened,
        Direction::Request => Rule::RequestTypeChanged,
        Direction::Response if head.is_superset(base) => Rule::ResponseTypeWidened,
        Direction::Response if head.is_subset(base) => Rule::ResponseTypeNarrowed,
        Direction::Response => Rule::ResponseTypeChanged,
    }
}

/// The types in words: `integer or string`.
pub(in crate::diff) fn type_text(shape: &Shape) -> String {
    if shape.untyped {
        return String::from("anything");
    }
    let words: Vec<&str> = shape.types.iter().map(|own| own.as_str()).collect();
    match words.as_slice() {
        [] if !shape.choices.is_empty() => String::from("one of several kinds"),
        [] => String::from("nothing"),
        words => words.join(" or "),
    }
}
