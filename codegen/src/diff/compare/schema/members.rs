//! The properties of an object.

use super::{Pair, Role};
use crate::diff::compare::site::Site;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::normal::{Additional, Member, Shape};
use crate::diff::pair::pair_members;
use crate::diff::rules::Rule;

/// A property of both objects.
struct Both<'m> {
    name: &'m str,
    base: &'m Member,
    head: &'m Member,
}

/// A property of one of them.
type Own<'m> = (&'m str, &'m Member);

impl Comparison<'_> {
    /// Compares the properties that travel in the direction.
    pub(super) fn members(&mut self, pair: &Pair<'_>) {
        let (base, head) = (&pair.base.properties, &pair.head.properties);
        for (name, before) in base {
            if let Some(after) = head.get(name) {
                self.member(pair, &Both { name, base: before, head: after });
            }
        }
        let gone = base.iter().map(|(name, member)| (name.as_str(), member));
        let gone = gone.filter(|(name, _)| !head.contains_key(*name));
        let new = head.iter().map(|(name, member)| (name.as_str(), member));
        let new = new.filter(|(name, _)| !base.contains_key(*name));
        let mut gone: Vec<Own<'_>> =
            gone.filter(|(_, member)| self.travels(pair.direction, member, true)).collect();
        let mut new: Vec<Own<'_>> =
            new.filter(|(_, member)| self.travels(pair.direction, member, false)).collect();
        for (before, after) in self.renamed_members(&gone, &new) {
            gone.retain(|(name, _)| *name != before.0);
            new.retain(|(name, _)| *name != after.0);
            self.member_renamed(pair, before, after);
        }
        for (name, member) in gone {
            self.member_removed(pair, name, member);
        }
        for (name, member) in new {
            self.member_added(pair, name, member);
        }
    }

    /// The properties that are only called otherwise, as far as one can tell.
    fn renamed_members<'m>(&mut self, gone: &[Own<'m>], new: &[Own<'m>]) -> Vec<(Own<'m>, Own<'m>)> {
        if gone.is_empty() || new.is_empty() {
            return Vec::new();
        }
        let described = |shape: &Shape| shape.description.clone();
        let before: Vec<_> =
            gone.iter().map(|(name, one)| (*name, described(&self.base.shape(&one.slot)))).collect();
        let after: Vec<_> =
            new.iter().map(|(name, one)| (*name, described(&self.head.shape(&one.slot)))).collect();
        let mut alike = Vec::new();
        for (at, (_, one)) in gone.iter().enumerate() {
            for (to, (_, other)) in new.iter().enumerate() {
                if self.is_alike(&one.slot, &other.slot) {
                    alike.push((at, to));
                }
            }
        }
        let pairs = pair_members(&before, &after, &alike);
        pairs.into_iter().map(|(at, to)| (gone[at], new[to])).collect()
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
        let finding =
            Finding::new(rule, site.place.clone(), message).before(site.said(before)).after(site.said(after));
        let rust = self.rust_of_change(site);
        self.note_for(site, finding, rust);
    }

    fn access_mode(&mut self, site: &Site, both: &Both<'_>, travelled: bool, direction: Direction) {
        let bodies = match direction {
            Direction::Request => "requests",
            Direction::Response => "answers",
        };
        let change = if travelled { "left" } else { "came into" };
        let message = format!("`{}` {change} {bodies}", both.name);
        let (base, head) = (self.base.shape(&both.base.slot), self.head.shape(&both.head.slot));
        let word = |read_only, write_only| match (read_only, write_only) {
            (true, _) => "readOnly",
            (_, true) => "writeOnly",
            _ => "both directions",
        };
        // What comes in must be given if it is required, and else is only something new.
        let must_be_given = direction == Direction::Request && both.head.required;
        let is_harmless = !(travelled || must_be_given);
        let finding = Finding::new(Rule::AccessModeChanged, site.place.clone(), message)
            .before(site.said(word(base.read_only, base.write_only)))
            .after(site.said(word(head.read_only, head.write_only)))
            .wire(if is_harmless { Wire::Info } else { Wire::Breaking });
        let rust = self.rust_of_coming_and_going(site);
        self.note_for(site, finding, rust);
    }

    fn member_removed(&mut self, pair: &Pair<'_>, name: &str, member: &Member) {
        let site = pair.site.child(name, Some(member.span), None);
        let rule = match pair.direction {
            Direction::Request => Rule::RequestPropertyRemoved,
            Direction::Response => Rule::ResponsePropertyRemoved,
        };
        let message = format!("{} is gone", site.called("the property"));
        let finding = Finding::new(rule, site.place.clone(), message)
            .before(site.said_of(name))
            .wire(weight_of_removal(pair, member));
        let rust = self.rust_of_removal(&site);
        self.note_for(&site, finding, rust);
    }

    fn member_added(&mut self, pair: &Pair<'_>, name: &str, member: &Member) {
        let site = pair.site.child(name, None, Some(member.span));
        let rule = match (pair.direction, member.required) {
            (Direction::Request, true) => Rule::RequestPropertyAddedRequired,
            (Direction::Request, false) => Rule::RequestPropertyAddedOptional,
            (Direction::Response, _) => Rule::ResponsePropertyAdded,
        };
        let has_default = self.head.shape(&member.slot).default.is_some();
        let why = match rule {
            Rule::RequestPropertyAddedRequired if has_default => {
                " and must be given: it has a default, but leaving out what is required is not valid all the same"
            }
            Rule::RequestPropertyAddedRequired => " and must be given",
            _ => "",
        };
        let message = format!("{} is new{why}", site.called("the property"));
        let finding = Finding::new(rule, site.place.clone(), message).after(site.said_of(name));
        let rust = self.rust_of_addition(&site);
        self.note_for(&site, finding, rust);
    }

    /// A property that is gone and one that is new and says the same.
    fn member_renamed(&mut self, pair: &Pair<'_>, base: Own<'_>, head: Own<'_>) {
        let before = pair.site.child(base.0, Some(base.1.span), Some(head.1.span));
        let after = pair.site.child(head.0, Some(base.1.span), Some(head.1.span));
        let removal = weight_of_removal(pair, base.1);
        let must_be_given = pair.direction == Direction::Request && head.1.required;
        let wire = if must_be_given { Wire::Breaking } else { removal };
        let message =
            format!("{} renamed (assumed): it is called `{}` now", before.called("the property"), head.0);
        let finding = Finding::new(Rule::PropertyRenamed, before.place.clone(), message)
            .before(before.said_of(base.0))
            .after(after.said_of(head.0))
            .wire(wire);
        let rust = self.rust_of_renaming(&before, &after);
        self.note_for(&before, finding, rust.or(Some(Rust::Breaking)));
    }
}

/// What it weighs on the wire that a property is gone.
fn weight_of_removal(pair: &Pair<'_>, member: &Member) -> Wire {
    match pair.direction {
        Direction::Request if pair.head.additional == Additional::Nothing => Wire::Breaking,
        Direction::Response if member.required => Wire::Breaking,
        Direction::Request | Direction::Response => Wire::Warning,
    }
}
