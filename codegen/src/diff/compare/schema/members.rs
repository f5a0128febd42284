//! The properties of an object.

use super::{Pair, Role};
use crate::diff::compare::site::Site;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::normal::Member;
use crate::diff::rules::Rule;

/// A property of both objects.
struct Both<'m> {
    name: &'m str,
    base: &'m Member,
    head: &'m Member,
}

impl Comparison<'_> {
    /// Compares the properties that travel in the direction.
    pub(super) fn members(&mut self, pair: &Pair<'_>) {
        for (name, base) in &pair.base.properties {
            match pair.head.properties.get(name) {
                Some(head) => self.member(pair, &Both { name, base, head }),
                None if self.travels(pair.direction, base, true) => self.member_removed(pair, name, base),
                None => {}
            }
        }
        for (name, head) in &pair.head.properties {
            if !pair.base.properties.contains_key(name) && self.travels(pair.direction, head, false) {
                self.member_added(pair, name, head);
            }
        }
    }

    /// Whether a member is part of requests or of answers: what is only read is never sent.
    fn travels(&self, direction: Direction, member: &Member, in_base: bool) -> bool {
        let side = if in_base { self.base } else { self.head };
        let shape = side.shape(&member.slot);
        match direction {
            Direction::Request => !shape.read_only,
            Direction::Response => !shape.write_only,
        }
    }

    fn member(&mut self, pair: &Pair<'_>, both: &Both<'_>) {
        let site = pair.site.child(both.name, Some(both.base.span), Some(both.head.span));
        match (self.travels(pair.direction, both.base, true), self.travels(pair.direction, both.head, false))
        {
            (true, true) => {}
            (false, false) => return,
            (before, _) => return self.access_mode(&site, both, before, pair.direction),
        }
        self.requirement(pair.direction, &site, both);
        let role = if both.base.required || both.head.required { Role::Required } else { Role::Optional };
        self.slots(&both.base.slot, &both.head.slot, pair.direction, role, &site);
    }

    fn requirement(&mut self, direction: Direction, site: &Site, both: &Both<'_>) {
        let rule = match (direction, both.base.required, both.head.required) {
            (Direction::Request, false, true) => Rule::RequestPropertyBecameRequired,
            (Direction::Request, true, false) => Rule::RequestPropertyBecameOptional,
            (Direction::Response, true, false) => Rule::ResponsePropertyBecameOptional,
            (Direction::Response, false, true) => Rule::ResponsePropertyBecameRequired,
            _ => return,
        };
        let word = |required| if required { "required" } else { "optional" };
        let (before, after) = (word(both.base.required), word(both.head.required));
        let message = format!("{} was {before} and is {after}", site.called("the property"));
        let finding = Finding::new(rule, site.place.clone(), message).before(before).after(after);
        self.note(site, finding);
    }

    fn access_mode(&mut self, site: &Site, both: &Both<'_>, travelled: bool, direction: Direction) {
        let direction = match direction {
            Direction::Request => "requests",
            Direction::Response => "answers",
        };
        let change = if travelled { "left" } else { "came into" };
        let message = format!("`{}` {change} {direction}", both.name);
        let (base, head) = (self.base.shape(&both.base.slot), self.head.shape(&both.head.slot));
        let word = |read_only, write_only| match (read_only, write_only) {
            (true, _) => "readOnly",
            (_, true) => "writeOnly",
            _ => "both directions",
        };
        let finding = Finding::new(Rule::AccessModeChanged, site.place.clone(), message)
            .before(word(base.read_only, base.write_only))
            .after(word(head.read_only, head.write_only));
        self.note(site, finding);
    }

    fn member_removed(&mut self, pair: &Pair<'_>, name: &str, member: &Member) {
        let site = pair.site.child(name, Some(member.span), None);
        let rule = match pair.direction {
            Direction::Request => Rule::RequestPropertyRemoved,
            Direction::Response => Rule::ResponsePropertyRemoved,
        };
        let message = format!("{} is gone", site.called("the property"));
        self.note(&site, Finding::new(rule, site.place.clone(), message).before(name));
    }

    fn member_added(&mut self, pair: &Pair<'_>, name: &str, member: &Member) {
        let site = pair.site.child(name, None, Some(member.span));
        let rule = match (pair.direction, member.required) {
            (Direction::Request, true) => Rule::RequestPropertyAddedRequired,
            (Direction::Request, false) => Rule::RequestPropertyAddedOptional,
            (Direction::Response, _) => Rule::ResponsePropertyAdded,
        };
        let message = format!("{} is new", site.called("the property"));
        self.note(&site, Finding::new(rule, site.place.clone(), message).after(name));
    }
}
