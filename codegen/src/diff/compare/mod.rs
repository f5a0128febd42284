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
mod components;
mod fields;
mod identity;
mod listing;
mod operations;
mod paging;
mod parameters;
mod rate_limits;
mod removal;
mod rust;
mod schema;
mod schemes;
mod scopes;
mod serialization;
mod servers;
mod site;
mod statuses;
mod tenant;
mod there;
mod trial;
mod words;

pub(super) use operations::{label, place as operation_place};

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use collect::Collector;
use site::{Holder, Site};

use super::finding::Finding;
use super::level::Rust;
use super::normal::{Side, Slot};
use super::rules::Rule;
use crate::model::TypeName;
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
    /// How often something was noted: whether a part of the walk found anything.
    noted: usize,
    /// The operation that is being compared: `GET /posts`.
    operation: Option<String>,
    /// The pairs of slots that the operation has led to.
    visited: BTreeSet<(Slot, Slot, Direction, Holder)>,
    /// What matters in the other direction only, each with the rule that it has there and the operation.
    quiet: Vec<(Site, Rule, Option<String>)>,
    /// What a comparison of slots under different names finds.
    trials: BTreeMap<(Slot, Slot, Direction), Rc<Vec<Finding>>>,
    /// Components with another name, by that in the base.
    renames: BTreeMap<String, String>,
    /// The same of the types that are made of them.
    renamed_types: BTreeMap<TypeName, TypeName>,
    /// The fields of components' types, by component and property, whose change has a finding.
    spoken: RefCell<BTreeSet<(String, String)>>,
    /// Components that are written out in place on one side.
    inlined: BTreeSet<String>,
    /// The labels of the base's operations by those of the head's.
    earlier_labels: BTreeMap<String, String>,
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
        let mut comparison = Self {
            base,
            head,
            as_of,
            found: Collector::default(),
            noted: 0,
            operation: None,
            visited: BTreeSet::new(),
            muted: BTreeSet::new(),
            ceiling: Rust::Breaking,
            index: [Index::new(base.document), Index::new(head.document)],
            shared: [base, head].map(|side| parameters::shared_names(side.document)),
            quiet: Vec::new(),
            trials: BTreeMap::new(),
            renames: BTreeMap::new(),
            renamed_types: BTreeMap::new(),
            spoken: RefCell::default(),
            inlined: BTreeSet::new(),
            earlier_labels: there::earlier_labels(base, head),
        };
        comparison.settle_names();
        comparison
    }

    /// Notes a finding of the operation that is being compared.
    fn note(&mut self, site: &Site, finding: Finding) {
        if self.muted.contains(&(finding.rule, site.cause.clone())) {
            return;
        }
        self.noted += 1;
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
