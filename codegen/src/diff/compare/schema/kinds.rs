//! Choices among kinds of values, and what tells the kinds apart.

use std::collections::BTreeSet;

use super::{Pair, Role};
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::normal::{Shape, Slot};
use crate::diff::rules::Rule;

impl Comparison<'_> {
    /// Compares choices. False: there is none, before nor after.
    pub(super) fn kinds(&mut self, pair: &Pair<'_>, base: &Slot, head: &Slot) -> bool {
        if pair.base.choices.is_empty() && pair.head.choices.is_empty() {
            return false;
        }
        // What is no choice is one among a single kind, if it has a kind at all.
        let kinds = |shape: &Shape, whole: &Slot| {
            if shape.choices.is_empty() { vec![whole.clone()] } else { shape.choices.clone() }
        };
        let (mut gone, mut new) = (kinds(&pair.base, base), kinds(&pair.head, head));
        let single = pair.base.choices.is_empty() || pair.head.choices.is_empty();
        let both = self.same_kinds(pair, &mut gone, &mut new);
        if single && (both.is_empty() || pair.base.untyped || pair.head.untyped) {
            return !self.types(pair) || self.replaced(pair, &gone, &new);
        }
        self.tags(pair, &both);
        for (before, after) in &both {
            if single && (before == base || after == head) {
                // The kind is what stood there before, under another role: its parts are compared at its own place.
                self.unnamed(before, after, pair.direction, Role::Element, pair.site);
            } else {
                let site = pair.site.child(&self.kind_text(before, after), None, None);
                self.slots(before, after, pair.direction, Role::Element, &site);
            }
        }
        self.replaced(pair, &gone, &new);
        true
    }

    /// Notes the kinds that are gone and new.
    fn replaced(&mut self, pair: &Pair<'_>, gone: &[Slot], new: &[Slot]) -> bool {
        let rust = self.rust_of_kinds(pair.site);
        let rust_added = rust.filter(|_| gone.is_empty());
        for kind in gone {
            let rule = match pair.direction {
                Direction::Request => Rule::RequestVariantRemoved,
                Direction::Response => Rule::ResponseVariantRemoved,
            };
            let text = self.base_text(kind);
            let message = format!("{} is no longer a {text}", pair.site.called("the value"));
            let finding = Finding::new(rule, pair.site.place.clone(), message).before(pair.site.said(text));
            self.note_for(pair.site, finding, rust);
        }
        for kind in new {
            let rule = match pair.direction {
                Direction::Request => Rule::RequestVariantAdded,
                Direction::Response => Rule::ResponseVariantAdded,
            };
            let text = self.head_text(kind);
            let message = format!("{} may also be a {text}", pair.site.called("the value"));
            let finding = Finding::new(rule, pair.site.place.clone(), message).after(pair.site.said(text));
            self.note_for(pair.site, finding, rust_added);
        }
        true
    }

    /// Takes out the kinds that are in both: by the name of the component, by what tells them apart, by what they
    /// say, and last what is left over if it is one on each side and of the same types.
    fn same_kinds(
        &mut self,
        pair: &Pair<'_>,
        gone: &mut Vec<Slot>,
        new: &mut Vec<Slot>,
    ) -> Vec<(Slot, Slot)> {
        let mut both = Vec::new();
        for step in 0..4 {
            for before in std::mem::take(gone) {
                let found = new.iter().position(|after| self.is_same_kind(pair, &before, after, step));
                match found {
                    Some(at) => both.push((before, new.remove(at))),
                    None => gone.push(before),
                }
            }
        }
        if let ([before], [after]) = (gone.as_slice(), new.as_slice()) {
            let (one, other) = (self.base.shape(before), self.head.shape(after));
            let named = self.base.name(before).is_some() || self.head.name(after).is_some();
            if !named && one.types == other.types && one.choices.is_empty() == other.choices.is_empty() {
                both.push((gone.remove(0), new.remove(0)));
            }
        }
        both
    }

    fn is_same_kind(&mut self, pair: &Pair<'_>, before: &Slot, after: &Slot, step: usize) -> bool {
        let names = (self.base.name(before), self.head.name(after));
        match (step, names) {
            (0, (Some(one), Some(other))) => self.is_same_component(one, other),
            (1, (None, _) | (_, None)) => {
                let value = |shape: &Shape, kind| {
                    let values = shape.tag.as_ref().and_then(|tag| tag.values.get(kind));
                    values.filter(|values| !values.is_empty()).cloned()
                };
                let one = value(&pair.base, before);
                one.is_some() && one == value(&pair.head, after)
            }
            (2, (None, _) | (_, None)) => self.is_alike(before, after),
            (3, (None, None)) => {
                let (one, other) = (self.base.shape(before), self.head.shape(after));
                one.title.is_some() && one.title == other.title
            }
            _ => false,
        }
    }

    /// Compares what tells the kinds apart that both have.
    fn tags(&mut self, pair: &Pair<'_>, both: &[(Slot, Slot)]) {
        let (base, head) = (&pair.base.tag, &pair.head.tag);
        let property = |tag: &Option<crate::diff::normal::Tag>| tag.as_ref().map(|tag| tag.property.clone());
        if property(base) != property(head) {
            let text = |name: Option<String>| name.unwrap_or_else(|| String::from("nothing"));
            let (before, after) = (text(property(base)), text(property(head)));
            let called = pair.site.called("the value");
            let message = format!("the kinds of {called} were told apart by {before} and are by {after}");
            self.told_apart(pair, message, before, after);
            return;
        }
        let (Some(base), Some(head)) = (base, head) else { return };
        let none = BTreeSet::new();
        for (before, after) in both {
            let own = |values: &BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join(", ");
            let values = (base.values.get(before).unwrap_or(&none), head.values.get(after).unwrap_or(&none));
            // One more value for the same kind takes nothing away.
            if !values.0.is_subset(values.1) {
                let kind = self.kind_text(before, after);
                let texts = (format!("{kind}: {}", own(values.0)), format!("{kind}: {}", own(values.1)));
                let message =
                    format!("the value that means {kind} was {} and is {}", own(values.0), own(values.1));
                self.told_apart(pair, message, texts.0, texts.1);
            }
        }
    }

    fn told_apart(&mut self, pair: &Pair<'_>, message: String, before: String, after: String) {
        let finding = Finding::new(Rule::DiscriminatorChanged, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after));
        let rust = self.rust_of_kinds(pair.site);
        self.note_for(pair.site, finding, rust);
    }

    /// What a kind is called: by its component, its title, or its types.
    fn kind_text(&self, before: &Slot, after: &Slot) -> String {
        let text = self.base_text(before);
        if self.base.name(before).is_some() { text } else { self.head_text(after) }
    }

    fn base_text(&self, kind: &Slot) -> String {
        text(self.base.name(kind), &self.base.shape(kind))
    }

    fn head_text(&self, kind: &Slot) -> String {
        text(self.head.name(kind), &self.head.shape(kind))
    }
}

fn text(name: Option<&str>, shape: &Shape) -> String {
    name.map(str::to_owned).or_else(|| shape.title.clone()).unwrap_or_else(|| {
        let names: Vec<&str> = shape.properties.keys().map(String::as_str).collect();
        if names.is_empty() {
            super::types::type_text(shape)
        } else {
            format!("object with {}", names.join(", "))
        }
    })
}
