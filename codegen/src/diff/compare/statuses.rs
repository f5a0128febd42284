//! Which answers there are: the statuses that mean success, and those that don't.

use std::collections::BTreeSet;

use super::Comparison;
use super::operations::label;
use super::site::Site;
use super::there::When;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::place::Part;
use crate::diff::rules::Rule;
use crate::document::{Operation, Response, StatusKey};

impl Comparison<'_> {
    /// Compares the statuses that mean success: one finding an operation.
    pub(super) fn success_statuses(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let (before, after) = (success(base), success(head));
        let keys = |answers: &[&Response]| -> BTreeSet<StatusKey> {
            answers.iter().map(|answer| answer.status.value).collect()
        };
        let (was, is) = (keys(&before), keys(&after));
        if was == is || before.is_empty() && after.is_empty() {
            return;
        }
        let text = |keys: &BTreeSet<StatusKey>| {
            if keys.is_empty() {
                return String::from("nothing");
            }
            keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let place =
            before.first().or(after.first()).map(|answer| Part::Response(answer.status.value.to_string()));
        let site = place.map_or_else(|| site.clone(), |part| site.part(part, None, None));
        let message = format!("{} meant success and {} does", text(&was), text(&is));
        let wire = if is.iter().all(|new| was.iter().any(|old| covers(*old, *new))) {
            Wire::Info
        } else if was.is_subset(&is) {
            Wire::Warning
        } else {
            Wire::Breaking
        };
        let finding = Finding::new(Rule::ResponseSuccessStatusChanged, site.place.clone(), message)
            .before(text(&was))
            .after(text(&is))
            .wire(wire)
            .rust(if self.answer_stays(head) { Rust::None } else { Rust::Breaking });
        self.note(&site, finding);
    }

    /// Whether the call gives the same type as before.
    fn answer_stays(&self, head: &Operation) -> bool {
        let now = label(head);
        let made = [When::Before, When::After].map(|when| self.compiled(&now, when));
        let [Some(before), Some(after)] = made else { return false };
        let empty = |operation: &crate::model::Operation| operation.answer.may_be_empty;
        let same_body = match (&before.answer.body, &after.answer.body) {
            (Some(before), Some(after)) => self.same_type(before, after),
            (before, after) => before.is_none() && after.is_none(),
        };
        same_body && empty(before) == empty(after) && before.paging.is_some() == after.paging.is_some()
    }

    /// Compares the statuses of refusals and of whatever else is no success.
    pub(super) fn error_statuses(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let (before, after) = (refusals(base), refusals(head));
        let missing = |list: &[&Response], one: &Response| {
            !list.iter().any(|other| other.status.value == one.status.value)
        };
        for answer in before.iter().filter(|answer| missing(&after, answer)) {
            let status = answer.status.value.to_string();
            let site = site.part(Part::Response(status.clone()), Some(answer.span), None);
            let message = format!("{status} is no longer declared");
            let finding = Finding::new(Rule::ResponseErrorStatusRemoved, site.place.clone(), message);
            self.note(&site, finding.before(status));
        }
        for answer in after.iter().filter(|answer| missing(&before, answer)) {
            let status = answer.status.value.to_string();
            let site = site.part(Part::Response(status.clone()), None, Some(answer.span));
            let message = format!("{status} is newly declared");
            let rule = if answer.status.value == StatusKey::Code(429) {
                Rule::RateLimitResponseAdded
            } else {
                Rule::ResponseErrorStatusAdded
            };
            self.note(&site, Finding::new(rule, site.place.clone(), message).after(status));
        }
    }
}

/// The answers that mean success, by status; `default` does if there is no other.
pub(super) fn success(operation: &Operation) -> Vec<&Response> {
    let mut found: Vec<&Response> =
        operation.responses.iter().filter(|answer| answer.status.value.is_success()).collect();
    if found.is_empty() {
        found.extend(operation.responses.iter().filter(|answer| answer.status.value == StatusKey::Default));
    }
    found.sort_by_key(|answer| answer.status.value);
    found
}

/// All other answers.
pub(super) fn refusals(operation: &Operation) -> Vec<&Response> {
    let success: Vec<StatusKey> = success(operation).iter().map(|answer| answer.status.value).collect();
    let mut found: Vec<&Response> =
        operation.responses.iter().filter(|answer| !success.contains(&answer.status.value)).collect();
    found.sort_by_key(|answer| answer.status.value);
    found
}

/// Whether every answer that the new key describes was described by the old one.
fn covers(old: StatusKey, new: StatusKey) -> bool {
    match (old, new) {
        (StatusKey::Default, _) => true,
        (StatusKey::Range(hundred), StatusKey::Code(code)) => code / 100 == u16::from(hundred),
        (old, new) => old == new,
    }
}
