//! The comparison itself: walks both documents side by side and notes what differs.
//!
//! Operations are walked one by one; what several of them share is found again by each and kept once, with
//! all of them (see `collect`). Inside a named schema the place is the schema's, so that a change there is one
//! finding however many operations lead to it. Circles are cut by the pair of slots and the direction.

mod access;
mod answers;
mod arguments;
mod bodies;
mod collect;
mod identity;
mod listing;
mod operations;
mod paging;
mod parameters;
mod rate_limits;
mod removal;
mod schema;
mod schemes;
mod scopes;
mod serialization;
mod servers;
mod site;
mod statuses;
mod tenant;
mod words;

pub(super) use operations::{label, place as operation_place};

use std::collections::BTreeSet;

use collect::Collector;
use site::Site;

use super::finding::Finding;
use super::level::Rust;
use super::normal::{Side, Slot};
use super::rules::Rule;
use words::Index;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// From the caller to the service.
    Request,
    /// From the service to the caller.
    Response,
}

/// What is needed to compare, and what was found.
pub(super) struct Comparison<'d> {
    pub(super) base: &'d Side<'d>,
    pub(super) head: &'d Side<'d>,
    /// The day against which announced days are held: `2026-11-22`.
    pub(super) as_of: &'d str,
    found: Collector,
    /// The operation that is being compared: `GET /posts`.
    operation: Option<String>,
    /// The pairs of slots that the operation has led to.
    visited: BTreeSet<(Slot, Slot, Direction)>,
    /// The rules that keep silent about a cause, since another rule speaks of it.
    muted: BTreeSet<(Rule, String)>,
    /// What a finding weighs for programs at most: nothing, where no type is made.
    ceiling: Rust,
    /// The nodes of the two documents, for what has no meaning here but words.
    index: [Index<'d>; 2],
    /// The shared parameters that operations of the two documents use.
    shared: [BTreeSet<String>; 2],
}

impl<'d> Comparison<'d> {
    pub(super) fn new(base: &'d Side<'d>, head: &'d Side<'d>, as_of: &'d str) -> Self {
        Self {
            base,
            head,
            as_of,
            found: Collector::default(),
            operation: None,
            visited: BTreeSet::new(),
            muted: BTreeSet::new(),
            ceiling: Rust::Breaking,
            index: [Index::new(base.document), Index::new(head.document)],
            shared: [base, head].map(|side| parameters::shared_names(side.document)),
        }
    }

    /// Notes a finding of the operation that is being compared.
    fn note(&mut self, site: &Site, finding: Finding) {
        if self.muted.contains(&(finding.rule, site.cause.clone())) {
            return;
        }
        let rust = finding.rust.min(self.ceiling);
        self.found.push(finding.rust(rust), site, self.operation.as_deref());
    }

    /// Compares something that weighs no more than this for programs.
    fn at_most(&mut self, rust: Rust, compare: impl FnOnce(&mut Self)) {
        let before = self.ceiling;
        self.ceiling = before.min(rust);
        compare(self);
        self.ceiling = before;
    }

    /// What was found, sorted.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.found.finish()
    }
}
