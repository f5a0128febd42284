//! What comes back: bodies and headers.
//!
//! Refusals are one type in programs whatever they contain, and headers are read by name, so that neither can
//! break a program. A page has no type of its own, only its entries have.

use super::paging::Spoken;
use super::rate_limits::is_about_limits;
use super::schema::Role;
use super::site::Site;
use super::statuses::{refusals, success};
use super::words::media_examples;
use super::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::place::{Part, Place};
use crate::diff::rules::Rule;
use crate::document::{Header, Operation, Response};

impl Comparison<'_> {
    /// Compares the answers, those that mean success first: what programs read weighs most.
    pub(super) fn answers(&mut self, base: &Operation, head: &Operation, spoken: &Spoken, site: &Site) {
        self.success_statuses(base, head, site);
        self.error_statuses(base, head, site);
        let (before, after) = (success(base), success(head));
        for (at, answer) in before.iter().enumerate() {
            if let Some(other) = same_status(&after, answer) {
                self.presence(answer, other, Rust::Breaking, site);
                self.answer_pair(answer, other, Some(spoken), site);
            } else if let Some(other) = after.get(at).filter(|_| before.len() == after.len()) {
                // What took the place of a status that is gone is compared with it.
                self.answer_pair(answer, other, Some(spoken), site);
            }
        }
        let after = refusals(head);
        for answer in refusals(base) {
            if let Some(other) = same_status(&after, answer) {
                self.presence(answer, other, Rust::None, site);
                self.answer_pair(answer, other, None, site);
            }
        }
    }

    /// Compares two answers. `paging` is that of answers that mean success.
    fn answer_pair(&mut self, before: &Response, after: &Response, paging: Option<&Spoken>, site: &Site) {
        let site = answer_site(before, after, site);
        let is_type = paging.is_some_and(|paging| !paging.is_made_of_pages);
        if let Some(paging) = paging.filter(|paging| paging.is_made_of_pages) {
            self.entries(before, after, paging, &site);
        }
        self.at_most(if is_type { Rust::Breaking } else { Rust::None }, |comparison| {
            comparison.contents(&before.content, &after.content, Direction::Response, &site);
        });
        self.headers(before, after, &site);
        let rest = self.rest(&before.address, &after.address, &["content", "headers"]);
        let examples = [before, after].map(|answer| media_examples(&answer.content));
        if rest[0] != rest[1] || examples[0] != examples[1] {
            self.note_words(&site, "the answer");
        }
    }

    /// Compares whether there is a body at all.
    fn presence(&mut self, before: &Response, after: &Response, weight: Rust, site: &Site) {
        let site = answer_site(before, after, site);
        let (was, is) = (super::bodies::essences(&before.content), super::bodies::essences(&after.content));
        let finding = match (was.is_empty(), is.is_empty()) {
            (false, true) => {
                Finding::new(Rule::MediaTypeRemoved, site.place.clone(), "the answer is empty now")
                    .before(was)
            }
            (true, false) => {
                Finding::new(Rule::ResponseTypeChanged, site.place.clone(), "the answer is no longer empty")
                    .before("nothing")
                    .after(is)
                    .wire(Wire::Info)
            }
            _ => return,
        };
        self.note(&site, finding.rust(weight));
    }

    /// Compares the entries of a page, which are all of it that has a type.
    fn entries(&mut self, before: &Response, after: &Response, paging: &Spoken, site: &Site) {
        let Some(items) = &paging.items else { return };
        let json = |answer: &Response| super::arguments::json(&answer.content).and_then(|media| media.schema);
        let (Some(base), Some(head)) = (json(before), json(after)) else { return };
        let slots = (self.base.slot(base), self.head.slot(head));
        let site = page_site(self, &slots, site);
        let inner = |side: &crate::diff::normal::Side<'_>, slot| {
            let list = side.shape(slot).properties.get(items).map(|member| member.slot.clone())?;
            side.shape(&list).items.clone()
        };
        if let (Some(base), Some(head)) = (inner(self.base, &slots.0), inner(self.head, &slots.1)) {
            let site = site.child(items, None, None).child("[]", None, None);
            self.slots(&base, &head, Direction::Response, Role::Element, &site);
        }
    }

    fn headers(&mut self, before: &Response, after: &Response, site: &Site) {
        let name = |header: &Header| header.name.value.to_ascii_lowercase();
        for header in before.headers.iter().filter(|header| name(header) != "content-type") {
            let Some(other) = after.headers.iter().find(|other| name(other) == name(header)) else {
                self.header_removed(header, &name(header), site);
                continue;
            };
            if header.description.as_ref().map(|text| text.value.trim())
                != other.description.as_ref().map(|text| text.value.trim())
            {
                self.note_words(site, "the headers");
            }
            self.header_values(header, other, &name(header), site);
        }
        let known = |header: &Header| before.headers.iter().any(|other| name(other) == name(header));
        if after.headers.iter().any(|header| !known(header)) {
            self.note_words(site, "the headers");
        }
    }

    fn header_values(&mut self, before: &Header, after: &Header, name: &str, site: &Site) {
        let required = |header: &Header| header.required.as_ref().is_some_and(|mark| mark.value);
        let site = site.child(&format!("header {name}"), Some(before.span), Some(after.span));
        let rule = match (required(before), required(after)) {
            (true, false) => Some((Rule::ResponsePropertyBecameOptional, "may be missing")),
            (false, true) => Some((Rule::ResponsePropertyBecameRequired, "is always there")),
            _ => None,
        };
        self.at_most(Rust::Warning, |comparison| {
            if let Some((rule, now)) = rule {
                let message = format!("the header `{name}` {now}");
                comparison.note(&site, Finding::new(rule, site.place.clone(), message).after(name));
            }
            if let Some((before, after)) = before.schema.zip(after.schema) {
                let (before, after) = (comparison.base.slot(before), comparison.head.slot(after));
                comparison.slots(&before, &after, Direction::Response, Role::Optional, &site);
            }
        });
    }

    fn header_removed(&mut self, header: &Header, name: &str, site: &Site) {
        let site = site.child(&format!("header {name}"), Some(header.span), None);
        let required = header.required.as_ref().is_some_and(|mark| mark.value);
        let finding = if is_about_limits(name) {
            Finding::new(
                Rule::RateLimitHeaderRemoved,
                site.place.clone(),
                format!("the header `{name}` is gone"),
            )
        } else {
            Finding::new(
                Rule::ResponseHeaderRemoved,
                site.place.clone(),
                format!("the header `{name}` is gone"),
            )
            .wire(if required { Wire::Breaking } else { Wire::Warning })
        };
        self.note(&site, finding.before(name));
    }
}

fn same_status<'a>(list: &[&'a Response], one: &Response) -> Option<&'a Response> {
    list.iter().copied().find(|other| other.status.value == one.status.value)
}

fn answer_site(before: &Response, after: &Response, site: &Site) -> Site {
    let place = site.place.part(Part::Response(before.status.value.to_string()));
    Site::new(place, &before.address, Some(before.span), Some(after.span))
}

/// The site of a page: of its component if both documents have it under one name.
pub(super) fn page_site(
    comparison: &Comparison<'_>,
    slots: &(crate::diff::normal::Slot, crate::diff::normal::Slot),
    site: &Site,
) -> Site {
    match (comparison.base.name(&slots.0), comparison.head.name(&slots.1)) {
        (Some(before), Some(after)) if before == after => {
            let place = Place::Schema { name: before.to_owned(), path: Vec::new() };
            Site::of(place, site.base, site.head)
        }
        _ => site.clone(),
    }
}
