//! Listed values: closed sets (`enum`, `const`), and open ones, which are text on the wire and known by name in Rust.

use std::collections::BTreeSet;

use super::Pair;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::Wire;
use crate::diff::normal::Shape;
use crate::diff::rules::Rule;

/// The values that a shape lists.
struct Listed<'s> {
    values: &'s BTreeSet<String>,
    /// Whether others fit too.
    is_open: bool,
}

impl<'s> Listed<'s> {
    fn of(shape: &'s Shape) -> Option<Self> {
        let is_open = shape.closed.is_none();
        let values = shape.closed.as_ref().or(shape.known.as_ref())?;
        Some(Self { values, is_open })
    }

    fn text(&self) -> String {
        let word = if self.is_open { "any text, known are" } else { "one of" };
        format!("{word} {}", self.values.iter().cloned().collect::<Vec<_>>().join(", "))
    }
}

impl Comparison<'_> {
    /// Compares the listed values.
    pub(super) fn listed_values(&mut self, pair: &Pair<'_>) {
        match (Listed::of(&pair.base), Listed::of(&pair.head)) {
            (None, None) => {}
            (base, head)
                if base.as_ref().is_none_or(|own| own.is_open)
                    && head.as_ref().is_some_and(|own| !own.is_open) =>
            {
                self.listed(pair, base.as_ref(), head.as_ref(), Room::Narrower);
            }
            (base, head)
                if head.as_ref().is_none_or(|own| own.is_open)
                    && base.as_ref().is_some_and(|own| !own.is_open) =>
            {
                self.listed(pair, base.as_ref(), head.as_ref(), Room::Wider);
            }
            (None, Some(head)) => self.listed(pair, None, Some(&head), Room::SameButListed),
            (Some(base), None) => self.listed(pair, Some(&base), None, Room::SameButFree),
            (Some(base), Some(head)) => self.each_value(pair, &base, &head, base.is_open),
        }
    }

    /// The set came, went, or is open now or closed.
    fn listed(&mut self, pair: &Pair<'_>, base: Option<&Listed<'_>>, head: Option<&Listed<'_>>, room: Room) {
        let (rule, wire) = match (pair.direction, room) {
            (Direction::Request, Room::Narrower) => (Rule::RequestEnumIntroduced, Wire::Breaking),
            (Direction::Request, Room::SameButListed) => (Rule::RequestEnumIntroduced, Wire::None),
            (Direction::Request, Room::Wider) => (Rule::RequestTypeWidened, Wire::Info),
            (Direction::Request, Room::SameButFree) => (Rule::RequestTypeWidened, Wire::None),
            (Direction::Response, Room::Narrower) => (Rule::ResponseTypeNarrowed, Wire::Info),
            (Direction::Response, Room::SameButListed) => (Rule::ResponseTypeNarrowed, Wire::None),
            (Direction::Response, Room::Wider) => (Rule::ResponseTypeWidened, Wire::Breaking),
            (Direction::Response, Room::SameButFree) => (Rule::ResponseTypeWidened, Wire::None),
        };
        let text = |listed: Option<&Listed<'_>>, shape: &Shape| {
            listed.map_or_else(|| format!("any {}", super::types::type_text(shape)), Listed::text)
        };
        let (before, after) = (text(base, &pair.base), text(head, &pair.head));
        let message = format!("{} was {before} and is {after}", pair.site.called("the value"));
        let finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after))
            .wire(wire);
        let rust = self.rust_of_change(pair.site);
        self.note_for(pair.site, finding, rust);
        if let (Some(base), Some(head)) = (base, head) {
            self.each_value(pair, base, head, true);
        }
    }

    /// Notes each value that came or went. `is_text`: it makes no difference on the wire.
    fn each_value(&mut self, pair: &Pair<'_>, base: &Listed<'_>, head: &Listed<'_>, is_text: bool) {
        for value in base.values.difference(head.values) {
            let rule = match pair.direction {
                Direction::Request => Rule::RequestEnumValueRemoved,
                Direction::Response => Rule::ResponseEnumValueRemoved,
            };
            let message = format!("{} no longer has the value {value}", pair.site.called("the list"));
            let finding = Finding::new(rule, pair.site.place.clone(), message).before(pair.site.said(value));
            self.value(pair, finding, value, is_text);
        }
        for value in head.values.difference(base.values) {
            let rule = match pair.direction {
                Direction::Request => Rule::RequestEnumValueAdded,
                Direction::Response => Rule::ResponseEnumValueAdded,
            };
            let message = format!("{} has the new value {value}", pair.site.called("the list"));
            let finding = Finding::new(rule, pair.site.place.clone(), message).after(pair.site.said(value));
            self.value(pair, finding, value, is_text);
        }
    }

    fn value(&mut self, pair: &Pair<'_>, finding: Finding, value: &str, is_text: bool) {
        let finding = if is_text { finding.wire(Wire::None) } else { finding };
        let rust = self.rust_of_value(pair.site, value);
        self.note_for(pair.site, finding, rust);
    }
}

/// What became of the set of values that fit.
#[derive(Debug, Clone, Copy)]
enum Room {
    /// Some no longer fit.
    Narrower,
    /// More fit.
    Wider,
    /// The same fit, and some are known by name now.
    SameButListed,
    /// The same fit, and none is known by name any more.
    SameButFree,
}
