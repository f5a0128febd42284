//! Scopes and schemes over the whole document: what is used for the first time, what no longer, what has another name.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::operations::label;
use super::site::Site;
use crate::diagnostic::nearest;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::normal::access::{Alternative, Alternatives, alternatives, scopes};
use crate::diff::pair::{OperationPair, OperationPairs};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::{Operation, SpecDocument};
use crate::source::Span;

/// What changed about names of scopes and schemes everywhere at once.
#[derive(Debug, Default)]
pub(super) struct ScopeChanges {
    /// A scope that is gone, and what every use of it became.
    renamed_scopes: BTreeMap<String, BTreeSet<String>>,
    /// A scheme that has another name.
    renamed_schemes: BTreeMap<String, String>,
    /// The scopes that the head uses.
    still_used: BTreeSet<String>,
}

/// The operations that ask for each scope.
type Uses<'d> = BTreeMap<String, Vec<&'d Operation>>;

impl Comparison<'_> {
    /// Finds what changed everywhere at once, and notes it.
    pub(super) fn scope_changes(&mut self, pairs: &OperationPairs<'_>) -> ScopeChanges {
        let renamed_schemes = self.security_schemes();
        let (base, head) = (self.base.document, self.head.document);
        let (before, after) = (uses(base), uses(head));
        let mut changes = ScopeChanges {
            renamed_schemes,
            still_used: after.keys().cloned().collect(),
            renamed_scopes: BTreeMap::new(),
        };
        for (scope, users) in before.iter().filter(|(scope, _)| !after.contains_key(*scope)) {
            match successors(base, head, pairs, scope) {
                Some(new) => {
                    self.scope_renamed(scope, &new, users);
                    changes.renamed_scopes.insert(scope.clone(), new);
                }
                None => self.scope_left(scope, users),
            }
        }
        let taken: BTreeSet<&String> = changes.renamed_scopes.values().flatten().collect();
        for (scope, users) in after.iter().filter(|(scope, _)| !before.contains_key(*scope)) {
            if !taken.contains(scope) {
                self.scope_came(scope, users, before.keys());
            }
        }
        self.idle_scopes(&before, &after);
        changes
    }

    /// Scopes that nothing asks for have their markers too, as long as the catalogue lists them.
    fn idle_scopes(&mut self, before: &Uses<'_>, after: &Uses<'_>) {
        let (base, head) = (self.base.document, self.head.document);
        let idle = |scope: &&String| !before.contains_key(*scope) && !after.contains_key(*scope);
        for scope in catalogue(head).difference(&catalogue(base)).filter(idle) {
            let message = format!("`{scope}` is listed, though nothing asks for it");
            let place = Place::Scope(scope.clone());
            let finding = Finding::new(Rule::ScopeCatalogueAdded, place, message).wire(Wire::None);
            self.note_global(finding.after(scope), None, declared(head, scope));
        }
        for scope in catalogue(base).difference(&catalogue(head)).filter(idle) {
            let message = format!("`{scope}`, which nothing asked for, is no longer listed");
            let place = Place::Scope(scope.clone());
            let finding = Finding::new(Rule::ScopeCatalogueRemoved, place, message).wire(Wire::None);
            self.note_global(finding.before(scope), declared(base, scope), None);
        }
    }

    fn scope_renamed(&mut self, scope: &str, new: &BTreeSet<String>, users: &[&Operation]) {
        let list: Vec<&str> = new.iter().map(String::as_str).collect();
        let list = list.join(", ");
        let message = format!("every use of `{scope}` became `{list}`");
        let mut finding = Finding::new(Rule::ScopeRenamed, Place::Scope(scope.to_owned()), message)
            .before(scope)
            .after(list)
            .hint(format!("take `{scope}` as an alternative until issued keys have moved"));
        finding.affects = users.iter().map(|operation| label(operation)).collect();
        let now = new.iter().find_map(|scope| declared(self.head.document, scope));
        self.note_global(finding, declared(self.base.document, scope), now);
    }

    fn scope_left(&mut self, scope: &str, users: &[&Operation]) {
        let message = format!("`{scope}` unlocks nothing any more");
        let mut finding = Finding::new(Rule::ScopeCatalogueRemoved, Place::Scope(scope.to_owned()), message);
        finding = finding.before(scope);
        finding.affects = users.iter().map(|operation| label(operation)).collect();
        let now = declared(self.head.document, scope);
        if now.is_some() {
            // The catalogue still lists it, so its marker is still made.
            finding = finding.rust(Rust::None);
        }
        self.note_global(finding, declared(self.base.document, scope), now);
    }

    fn scope_came<'a>(&mut self, scope: &str, users: &[&Operation], known: impl Iterator<Item = &'a String>) {
        let message = format!("`{scope}` is used for the first time");
        let mut finding = Finding::new(Rule::ScopeCatalogueAdded, Place::Scope(scope.to_owned()), message);
        finding = finding.after(scope);
        if let Some(near) = nearest(scope, known.map(String::as_str)) {
            finding = finding.hint(format!("`{near}` is close to it: is one of them misspelt?"));
        }
        finding.affects = users.iter().map(|operation| label(operation)).collect();
        let before = declared(self.base.document, scope);
        if before.is_some() {
            finding = finding.rust(Rust::None);
        }
        self.note_global(finding, before, declared(self.head.document, scope));
    }

    /// Notes a finding that says itself whom it reaches.
    pub(super) fn note_global(&mut self, finding: Finding, base: Option<Span>, head: Option<Span>) {
        let site = Site::of(finding.place.clone(), base, head);
        self.operation = None;
        self.note(&site, finding);
    }
}

impl ScopeChanges {
    /// Whether the head uses the scope somewhere.
    pub(super) fn is_used_still(&self, scope: &str) -> bool {
        self.still_used.contains(scope)
    }

    /// The ways of the base in the words of the head: of what was renamed everywhere, nothing more needs to be said.
    pub(super) fn renamed(&self, before: &Alternatives, after: &Alternatives) -> Alternatives {
        let present: BTreeSet<String> = after.iter().flat_map(scopes).collect();
        before.iter().map(|way| self.renamed_way(way, &present)).collect()
    }

    fn renamed_way(&self, way: &Alternative, present: &BTreeSet<String>) -> Alternative {
        let scope = |scope: &String| match self.renamed_scopes.get(scope) {
            Some(new) => new.intersection(present).cloned().collect(),
            None => vec![scope.clone()],
        };
        way.iter()
            .map(|(scheme, scopes)| {
                let scheme = self.renamed_schemes.get(scheme).unwrap_or(scheme);
                (scheme.clone(), scopes.iter().flat_map(scope).collect())
            })
            .collect()
    }
}

/// What every use of a scope became: none if some operation has nothing in its place, or none is left of those.
fn successors(
    base: &SpecDocument,
    head: &SpecDocument,
    pairs: &OperationPairs<'_>,
    scope: &str,
) -> Option<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for OperationPair { base: before, head: after, .. } in &pairs.both {
        let old: BTreeSet<String> = alternatives(base, before).iter().flat_map(scopes).collect();
        if !old.contains(scope) {
            continue;
        }
        let new: BTreeSet<String> = alternatives(head, after).iter().flat_map(scopes).collect();
        let came: BTreeSet<String> = new.difference(&old).cloned().collect();
        if came.is_empty() {
            return None;
        }
        all.extend(came);
    }
    Some(all).filter(|all| !all.is_empty())
}

fn uses(document: &SpecDocument) -> Uses<'_> {
    let mut uses = Uses::new();
    for operation in &document.operations {
        let asked: BTreeSet<String> = alternatives(document, operation).iter().flat_map(scopes).collect();
        for scope in asked {
            uses.entry(scope).or_default().push(operation);
        }
    }
    uses
}

/// The scopes that a document declares.
fn catalogue(document: &SpecDocument) -> BTreeSet<String> {
    let entries = document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
    entries.map(|entry| entry.name.value.clone()).collect()
}

/// Where a document declares a scope.
fn declared(document: &SpecDocument, scope: &str) -> Option<Span> {
    let entries = document.security_schemes.iter().flat_map(|scheme| &scheme.scopes);
    entries.into_iter().find(|entry| entry.name.value == scope).map(|entry| entry.name.span)
}
