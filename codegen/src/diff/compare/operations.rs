//! Operations: which are new, gone, moved, and what else changed about them.

use super::Comparison;
use super::identity::{RenamedTags, is_renamed_by_path, renamed_tags};
use super::scopes::ScopeChanges;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::pair::{OperationPair, OperationPairs, pair_operations};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::Operation;

impl Comparison<'_> {
    /// Compares every operation, and what holds for all of them.
    pub(in crate::diff) fn operations(&mut self) {
        let pairs: OperationPairs<'_> = pair_operations(self.base.document, self.head.document);
        let scopes = self.scope_changes(&pairs);
        self.servers(&pairs);
        self.rate_limits();
        self.document_words();
        for operation in &pairs.removed {
            self.begin(operation);
            self.removed(operation);
        }
        for operation in &pairs.added {
            self.begin(operation);
            let site = Site::of(place(operation), None, Some(operation.span));
            let finding = Finding::new(
                Rule::OperationAdded,
                place(operation),
                format!("{} is new", operation.display_name()),
            );
            self.note(&site, finding.after(label(operation)));
        }
        let tags = renamed_tags(&pairs);
        for pair in &pairs.both {
            self.begin(pair.head);
            self.operation_pair(pair, &tags, &scopes);
        }
        self.operation = None;
    }

    fn begin(&mut self, operation: &Operation) {
        self.operation = Some(label(operation));
        self.visited.clear();
        self.muted.clear();
        self.found.begin();
    }

    fn removed(&mut self, operation: &Operation) {
        let site = Site::of(place(operation), Some(operation.span), None);
        let sunset = operation.removal.sunset.as_ref().map(|day| day.value.as_str());
        let name = operation.display_name();
        let finding = match sunset {
            Some(day) if day <= self.as_of => Finding::new(
                Rule::OperationRemovedAfterSunset,
                place(operation),
                format!("{name} is gone, as announced for {day}"),
            ),
            Some(day) => Finding::new(
                Rule::OperationRemoved,
                place(operation),
                format!("{name} is gone before {day}, the announced day"),
            ),
            None if operation.removal.is_deprecated() => Finding::new(
                Rule::OperationRemoved,
                place(operation),
                format!("{name} is gone; it was deprecated, without a day"),
            )
            .wire(Wire::Warning),
            None => Finding::new(Rule::OperationRemoved, place(operation), format!("{name} is gone"))
                .hint("keep it, deprecated, until a day that is announced"),
        };
        self.note(&site, finding.before(label(operation)));
    }

    fn operation_pair(&mut self, pair: &OperationPair<'_>, tags: &RenamedTags, scopes: &ScopeChanges) {
        let OperationPair { base, head, .. } = *pair;
        let site = Site::new(place(head), &base.address, Some(base.span), Some(head.span));
        let moved = self.identity(pair, tags, &site);
        self.removal(&base.removal, &head.removal, &base.display_name(), &site);
        self.operation_words(base, head, &site);
        self.access(base, head, &site, scopes);
        let mut spoken = self.paging(base, head, &site);
        self.tenant(base, head, &site, &mut spoken);
        let parameters = self.parameters(base, head, &spoken, moved, &site);
        if is_renamed_by_path(pair) {
            let why = "without an operationId the method is called after it";
            self.found.raise(&[Rule::PathParameterRenamed], Rust::Breaking, why);
        }
        self.request_body(base, head, &site);
        self.answers(base, head, &spoken, &site);
        self.signature(base, head, &parameters, &site);
    }
}

/// The operation in lists: `GET /posts`.
pub(in crate::diff) fn label(operation: &Operation) -> String {
    format!("{} {}", operation.method.value.as_str(), operation.path.value)
}

/// The place of the operation.
pub(in crate::diff) fn place(operation: &Operation) -> Place {
    Place::operation(operation.method.value, &operation.path.value)
}
