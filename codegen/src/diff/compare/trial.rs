//! Comparisons on trial: what would be found if two things were the same one.

use std::rc::Rc;

use super::schema::Role;
use super::site::Site;
use super::{Collector, Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::normal::Slot;
use crate::diff::place::Place;
use crate::diff::rules::Rule;

impl Comparison<'_> {
    /// What a comparison of two slots finds, words left out, whatever they are called.
    pub(super) fn trial(&mut self, base: &Slot, head: &Slot, direction: Direction) -> Rc<Vec<Finding>> {
        let key = (base.clone(), head.clone(), direction);
        if let Some(known) = self.trials.get(&key) {
            return Rc::clone(known);
        }
        // What contains itself is the same if the rest is.
        self.trials.insert(key.clone(), Rc::default());
        let found = std::mem::take(&mut self.found);
        let visited = std::mem::take(&mut self.visited);
        let quiet = std::mem::take(&mut self.quiet);
        let (inlined, spoken) = (self.inlined.clone(), self.spoken.borrow().clone());
        let site = Site::of(Place::Info, None, None);
        self.unnamed(base, head, direction, Role::Element, &site);
        let trial = std::mem::replace(&mut self.found, found);
        self.visited = visited;
        self.quiet = quiet;
        self.inlined = inlined;
        *self.spoken.borrow_mut() = spoken;
        let mut findings = Collector::finish(trial);
        findings.retain(|finding| finding.rule != Rule::DocsChanged);
        let findings = Rc::new(findings);
        self.trials.insert(key, Rc::clone(&findings));
        findings
    }
}
