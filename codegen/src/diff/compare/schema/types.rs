//! The types of a value, and whether null is one of them.

use std::collections::BTreeSet;

use super::{Pair, Role};
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::{Shape, Slot};
use crate::diff::rules::Rule;
use crate::document::SchemaType;

impl Comparison<'_> {
    /// Compares the types. Whether they have enough in common that a look inside makes sense.
    pub(super) fn types(&mut self, pair: &Pair<'_>) -> bool {
        let (base, head) = (&pair.base.types, &pair.head.types);
        if pair.base.untyped && pair.head.untyped || values_of(base) == values_of(head) {
            return true;
        }
        let rule = rule(&values_of(base), &values_of(head), pair.direction);
        let called = pair.site.called("the value");
        let (before, after) = (type_text(&pair.base), type_text(&pair.head));
        let message = format!("{called} was {before} and is {after}");
        self.note(
            pair.site,
            Finding::new(rule, pair.site.place.clone(), message).before(before).after(after),
        );
        !base.is_disjoint(head)
    }

    /// Compares whether null fits. A field that may be missing is an `Option` already.
    pub(super) fn nullability(&mut self, pair: &Pair<'_>, base: &Slot, head: &Slot) {
        let before = pair.base.nullable || base.nullable;
        let after = pair.head.nullable || head.nullable;
        if before == after || pair.base.untyped != pair.head.untyped {
            return;
        }
        let rule = match (pair.direction, after) {
            (Direction::Request, true) => Rule::RequestTypeWidened,
            (Direction::Request, false) => Rule::RequestBecameNotNullable,
            (Direction::Response, true) => Rule::ResponseBecameNullable,
            (Direction::Response, false) => Rule::ResponseBecameNotNullable,
        };
        let called = pair.site.called("the value");
        let word = |nullable| if nullable { "may be null" } else { "is never null" };
        let message = format!("{called} {}, where before it {}", word(after), word(before));
        let mut finding = Finding::new(rule, pair.site.place.clone(), message);
        let text = |shape: &Shape, nullable| {
            if nullable { format!("{} or null", type_text(shape)) } else { type_text(shape) }
        };
        finding = finding.before(text(&pair.base, before)).after(text(&pair.head, after));
        if pair.role == Role::Optional {
            // As a setter it gains or loses only the method that sends null; as a field it is an `Option` both ways.
            finding = match (pair.direction, after) {
                (Direction::Request, true) => finding.rust(Rust::Additive),
                (Direction::Request, false) => finding,
                (Direction::Response, _) => finding.rust(Rust::None),
            };
        }
        self.note(pair.site, finding);
    }
}

/// The types with what they contain: every integer is a number.
fn values_of(types: &BTreeSet<SchemaType>) -> BTreeSet<SchemaType> {
    let integer = types.contains(&SchemaType::Number).then_some(SchemaType::Integer);
    types.iter().copied().chain(integer).collect()
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
pub(super) fn type_text(shape: &Shape) -> String {
    if shape.untyped {
        return String::from("anything");
    }
    let words: Vec<&str> = shape.types.iter().map(|own| own.as_str()).collect();
    if words.is_empty() { String::from("nothing") } else { words.join(" or ") }
}
