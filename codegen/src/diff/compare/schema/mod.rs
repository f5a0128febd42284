//! Schemas: what may stand at a place, before and after.
//!
//! `slots` settles which component it is and cuts circles; then each part of a shape has a file of its own.
//! What a difference weighs depends on the direction: callers send less than what is taken, and read more than
//! what comes.

mod envelope;
mod kinds;
mod limits;
mod members;
mod names;
mod types;
mod values;
mod words;

pub(super) use names::kind;

use std::rc::Rc;

use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::{Additional, Shape, Slot};

/// What a slot is to a program, which decides what a change of it does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole of a body or of an answer.
    Whole,
    /// A value that need not be there, before nor after: an `Option` or a setter.
    Optional,
    /// A value that is always there, before or after: a plain field or an argument.
    Required,
    /// An item of a list, a value of a map, a member of a union.
    Element,
}

/// Two shapes that are compared, and where.
pub(super) struct Pair<'s> {
    pub(super) base: Rc<Shape>,
    pub(super) head: Rc<Shape>,
    pub(super) direction: Direction,
    pub(super) role: Role,
    pub(super) site: &'s Site,
    /// Whether it is written in place in both documents, so that no component's name is at stake.
    pub(super) in_place: bool,
}

impl Comparison<'_> {
    /// Compares what may stand at a place.
    pub(super) fn slots(&mut self, base: &Slot, head: &Slot, direction: Direction, role: Role, site: &Site) {
        let (base_shape, head_shape) = (self.base.shape(base), self.head.shape(head));
        let names = (self.base.name(base), self.head.name(head));
        let in_place = names == (None, None);
        let pair = Pair { base: base_shape, head: head_shape, direction, role, site, in_place };
        match names {
            (Some(before), Some(after)) if self.is_same_component(before, after) => {
                self.component(&pair, (base, before), (head, after));
            }
            (before, after) => {
                let is_named = before.or(after).is_some();
                if is_named
                    && (self.envelope(&pair, base, head)
                        || self.another_name(&pair, (base, before), (head, after)))
                {
                    return;
                }
                self.nullability(&pair, site);
                self.inside(&pair, base, head);
            }
        }
    }

    /// Compares what may stand at a place, whatever it is called.
    pub(super) fn unnamed(
        &mut self,
        base: &Slot,
        head: &Slot,
        direction: Direction,
        role: Role,
        site: &Site,
    ) {
        let (base_shape, head_shape) = (self.base.shape(base), self.head.shape(head));
        let pair = Pair { base: base_shape, head: head_shape, direction, role, site, in_place: false };
        self.nullability(&pair, site);
        self.inside(&pair, base, head);
    }

    /// Compares a component with itself, at its own place; what is only said where it is used, there.
    fn component(&mut self, used: &Pair<'_>, base: (&Slot, &str), head: (&Slot, &str)) {
        let (before, after) = (base.0.bare(), head.0.bare());
        let shapes = (self.base.shape(&before), self.head.shape(&after));
        let has_type =
            self.base.type_of_component(base.1).is_some() || self.head.type_of_component(head.1).is_some();
        // A body that is taken apart has no type there, even if the component has one elsewhere.
        let is_type = has_type && !(used.role == Role::Whole && self.is_taken_apart(used.site));
        let site = used.site.component((base.1, head.1), is_type, shapes.0.span, shapes.1.span);
        let own_null = shapes.0.nullable != shapes.1.nullable;
        self.nullability(used, if own_null { &site } else { used.site });
        let here = (base.0.wrapping(), head.0.wrapping());
        if !here.0.wrappers.is_empty() || !here.1.wrappers.is_empty() {
            let (base, head) = (self.base.shape(&here.0), self.head.shape(&here.1));
            self.said_here(&Pair { base, head, ..*used });
        }
        let pair = Pair { base: shapes.0, head: shapes.1, site: &site, ..*used };
        self.inside(&pair, &before, &after);
    }

    /// Compares two shapes part by part, once for each pair that an operation leads to.
    fn inside(&mut self, pair: &Pair<'_>, base: &Slot, head: &Slot) {
        let key = (base.clone(), head.clone(), pair.direction, pair.site.holder.clone());
        if !self.visited.insert(key) {
            return;
        }
        self.said_here(pair);
        let before = self.noted;
        if self.envelope(pair, base, head) || self.kinds(pair, base, head) || !self.types(pair) {
            return;
        }
        self.format(pair);
        self.listed_values(pair);
        if pair.in_place && self.noted == before {
            self.same_values(pair);
        }
        self.members(pair);
        self.elements(pair);
    }

    /// What is said beside the kind of value.
    fn said_here(&mut self, pair: &Pair<'_>) {
        self.limits(pair);
        self.default_value(pair);
        let what = if pair.site.path.is_empty() { "the schema" } else { "the property" };
        self.removal(&pair.base.removal, &pair.head.removal, &pair.site.called(what), pair.site);
        self.words(pair);
    }

    /// Compares items of lists, and properties that are not declared.
    fn elements(&mut self, pair: &Pair<'_>) {
        if pair.base.items.is_some() || pair.head.items.is_some() {
            let item = |shape: &Shape| shape.items.clone().unwrap_or_else(Slot::anything);
            let site = pair.site.child("[]", None, None);
            self.slots(&item(&pair.base), &item(&pair.head), pair.direction, Role::Element, &site);
        }
        let further = |shape: &Shape| match &shape.additional {
            Additional::Of(slot) => Some(slot.clone()),
            Additional::Anything => Some(Slot::anything()),
            Additional::Nothing => None,
        };
        let both = further(&pair.base).zip(further(&pair.head));
        if let Some((before, after)) =
            both.filter(|(before, after)| before.parts != after.parts || !before.parts.is_empty())
        {
            let site = pair.site.child("{}", None, None);
            self.slots(&before, &after, pair.direction, Role::Element, &site);
        }
    }

    /// Notes what weighs for programs as the generated crate tells, where it does.
    fn note_for(&mut self, site: &Site, finding: Finding, rust: Option<Rust>) {
        let finding = match rust {
            Some(rust) => finding.rust(rust),
            None => finding,
        };
        self.note(site, finding);
    }
}
