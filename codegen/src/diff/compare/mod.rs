//! The comparison itself: walks both documents side by side and notes what differs.
//!
//! Operations are walked one by one; what several of them share is found again by each and kept once, with
//! all of them (see `collect`). Inside a named schema the place is the schema's, so that a change there is one
//! finding however many operations lead to it. Circles are cut by the pair of slots and the direction.

mod answers;
mod bodies;
mod collect;
mod operations;
mod parameters;
mod schema;
mod site;

pub(super) use operations::{label, place as operation_place};

use std::collections::BTreeSet;

use collect::Collector;
use site::Site;

use super::finding::Finding;
use super::normal::{Side, Slot};

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
}

impl<'d> Comparison<'d> {
    pub(super) fn new(base: &'d Side<'d>, head: &'d Side<'d>, as_of: &'d str) -> Self {
        Self { base, head, as_of, found: Collector::default(), operation: None, visited: BTreeSet::new() }
    }

    /// Notes a finding of the operation that is being compared.
    fn note(&mut self, site: &Site, finding: Finding) {
        self.found.push(finding, site, self.operation.as_deref());
    }

    /// What was found, sorted.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.found.finish()
    }
}
