//! What was seen against what the document says.

mod fields;
mod operations;
mod values;

use std::collections::BTreeSet;

use super::finding::Finding;
use super::places::Places;
use super::take::Learner;
use crate::document::SpecDocument;

/// What the judges look at.
pub(super) struct Case<'l, 'd> {
    pub(super) learner: &'l Learner<'d>,
    pub(super) document: &'d SpecDocument,
    pub(super) places: Places<'d>,
}

/// Everything that traffic shows, by kind and place.
pub(super) fn judge(learner: &Learner<'_>) -> Vec<Finding> {
    let document = learner.document;
    let case = Case { learner, document, places: Places::of(document) };
    let mut findings = Vec::new();
    operations::judge(&case, &mut findings);
    fields::judge(&case, &mut findings);
    values::judge(&case, &mut findings);
    // What the vendor documents is for people to change.
    for finding in &mut findings {
        if finding.contradicts_documents() {
            finding.proposal = None;
        }
    }
    findings.sort_by(|a, b| (a.kind, &a.place, &a.seen).cmp(&(b.kind, &b.place, &b.seen)));
    findings
}

impl Case<'_, '_> {
    /// The names of operations, in the order of letters.
    fn names(&self, operations: &BTreeSet<usize>) -> Vec<String> {
        let mut names: Vec<String> =
            operations.iter().map(|at| self.document.operations[*at].display_name()).collect();
        names.sort();
        names
    }
}
