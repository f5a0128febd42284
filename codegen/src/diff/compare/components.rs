//! Components: which came into use, went out of use, are called otherwise, or are used by nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{Role, kind};
use super::site::Site;
use super::{Comparison, Direction, label};
use crate::diff::finding::Finding;
use crate::diff::normal::Side;
use crate::diff::pair::{Candidate, pair_schemas};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::SchemaId;

/// A component with the operations that lead to it, by their labels in the head.
pub(super) struct Component<'d> {
    pub(super) name: &'d str,
    id: SchemaId,
    users: BTreeSet<String>,
}

impl<'d> Comparison<'d> {
    /// Finds out which components are only called otherwise.
    pub(super) fn settle_names(&mut self) {
        let (base, head) = (self.components_of(self.base, true), self.components_of(self.head, false));
        let without = |own: &[Component<'_>], other: &[Component<'_>], side: &Side<'_>| -> Vec<Candidate> {
            let known: BTreeSet<&str> = other.iter().map(|one| one.name).collect();
            let left = own.iter().filter(|one| !one.users.is_empty() && !known.contains(one.name));
            left.map(|one| candidate(one, side)).collect()
        };
        let (gone, new) = (without(&base, &head, self.base), without(&head, &base, self.head));
        let ids = |list: &[Component<'_>]| -> BTreeMap<String, SchemaId> {
            list.iter().map(|one| (one.name.to_owned(), one.id)).collect()
        };
        let (base, head) = (ids(&base), ids(&head));
        let pairs = pair_schemas(&gone, &new, |before, after| {
            let slots = (self.base.slot_of(base[&before.name]), self.head.slot_of(head[&after.name]));
            self.is_alike(&slots.0, &slots.1)
        });
        self.renames = pairs.into_iter().collect();
        let type_name = crate::lower::names::type_name;
        let types = self.renames.iter().filter_map(|(before, after)| type_name(before).zip(type_name(after)));
        self.renamed_types = types.collect();
        // What was found while names were still being paired may look otherwise now.
        self.trials.clear();
    }

    /// The components of a document by name, each once.
    fn components_of(&self, side: &'d Side<'d>, in_base: bool) -> Vec<Component<'d>> {
        let later: BTreeMap<&str, &str> =
            self.earlier_labels.iter().map(|(now, before)| (before.as_str(), now.as_str())).collect();
        let reach = side.reach();
        let mut found = BTreeMap::new();
        for (id, schema) in side.document.schemas.iter() {
            let Some(name) = &schema.name else { continue };
            let labels = reach.get(&id).into_iter().flatten().map(|at| label(&side.document.operations[*at]));
            let labels = labels.map(|own| match later.get(own.as_str()) {
                Some(now) if in_base => (*now).to_owned(),
                _ => own,
            });
            let own = Component { name: &name.value, id, users: labels.collect() };
            found.entry(name.value.as_str()).or_insert(own);
        }
        found.into_values().collect()
    }

    /// Compares the components as such, after the operations have been walked.
    pub(in crate::diff) fn components(&mut self) {
        self.flush_quiet();
        let (base, head) = (self.components_of(self.base, true), self.components_of(self.head, false));
        let by_name: BTreeMap<&str, &Component<'_>> = head.iter().map(|one| (one.name, one)).collect();
        let names: BTreeSet<&str> = base.iter().map(|one| one.name).collect();
        let renamed_to: BTreeSet<String> = self.renames.values().cloned().collect();
        for before in &base {
            let renamed = self.renames.get(before.name).cloned();
            match by_name.get(renamed.as_deref().unwrap_or(before.name)).copied() {
                Some(after) if renamed.is_some() => self.schema_renamed(before, after),
                Some(after) => self.schema_stays(before, after),
                None if before.users.is_empty() => self.unused(before.name, Some(before), None),
                None => self.schema_removed(before),
            }
        }
        for after in head.iter().filter(|one| !names.contains(one.name) && !renamed_to.contains(one.name)) {
            if after.users.is_empty() {
                self.unused(after.name, None, Some(after));
            } else {
                self.schema_added(after);
            }
        }
        for before in &base {
            let now = self.renames.get(before.name).map_or(before.name, String::as_str).to_owned();
            if let Some(after) = by_name.get(now.as_str()).copied() {
                self.fields_of_type(before, after);
            }
        }
    }

    fn schema_stays(&mut self, before: &Component<'_>, after: &Component<'_>) {
        let made = |side: &Side<'_>, name| side.type_of_component(name).is_some();
        match (made(self.base, before.name), made(self.head, after.name)) {
            (true, false) => self.schema_removed(before),
            (false, true) => self.schema_added(after),
            (false, false) if before.users.is_empty() && after.users.is_empty() => {
                self.unused(before.name, Some(before), Some(after));
            }
            // A type that moves to what groups share keeps its place in each of them.
            (true, true) | (false, false) => {}
        }
    }

    fn schema_renamed(&mut self, before: &Component<'_>, after: &Component<'_>) {
        let message = format!("`{}` renamed (assumed): it is called `{}` now", before.name, after.name);
        let texts = (before.name.to_owned(), after.name.to_owned());
        let made = |side: &Side<'_>, name| side.type_of_component(name).map(|ty| ty.name.clone());
        let types = (made(self.base, before.name), made(self.head, after.name));
        if types.0 != types.1 {
            self.type_renamed(before, after, message, texts);
            return;
        }
        // No type is called by it, or it is called the same in Rust: nobody notices.
        let finding = Finding::new(Rule::SchemaRenamed, place(before.name), message)
            .before(texts.0)
            .after(texts.1)
            .rust(crate::diff::level::Rust::None);
        self.about(finding, Some(before), Some(after));
    }

    fn type_renamed(
        &mut self,
        before: &Component<'_>,
        after: &Component<'_>,
        message: String,
        texts: (String, String),
    ) {
        let finding = Finding::new(Rule::SchemaRenamed, place(before.name), message)
            .hint(format!("keep the old name: `pub use {} as {};`", texts.1, before.name))
            .before(texts.0)
            .after(texts.1);
        self.about(finding, Some(before), Some(after));
    }

    fn schema_removed(&mut self, before: &Component<'_>) {
        let made = |side: &Side<'_>| side.type_of_component(before.name).is_some();
        if !made(self.base) || made(self.head) || self.inlined.contains(before.name) {
            return;
        }
        let message = format!("no type is called `{}` any more", before.name);
        let finding = Finding::new(Rule::SchemaRemoved, place(before.name), message).before(before.name);
        self.about(finding, Some(before), None);
    }

    fn schema_added(&mut self, after: &Component<'_>) {
        let made = |side: &Side<'_>| side.type_of_component(after.name).is_some();
        if !made(self.head) || made(self.base) || self.inlined.contains(after.name) {
            return;
        }
        let message = format!("there is a new type `{}`", after.name);
        let finding = Finding::new(Rule::SchemaAdded, place(after.name), message).after(after.name);
        self.about(finding, None, Some(after));
    }

    /// Notes that something changed that no operation leads to.
    fn unused(&mut self, name: &str, before: Option<&Component<'_>>, after: Option<&Component<'_>>) {
        let what = match (before, after) {
            (Some(before), Some(after)) => {
                if !self.differs(before.id, after.id) {
                    return;
                }
                "changed"
            }
            (Some(_), None) => "is gone",
            _ => "is new",
        };
        let message = format!("`{name}` {what}; no operation leads to it");
        let finding = Finding::new(Rule::UnusedSchemaChanged, place(name), message).after(what);
        self.about(finding, before, after);
    }

    pub(super) fn about(
        &mut self,
        finding: Finding,
        before: Option<&Component<'_>>,
        after: Option<&Component<'_>>,
    ) {
        let base = before.map(|one| self.base.document.schemas[one.id].span);
        let head = after.map(|one| self.head.document.schemas[one.id].span);
        let mut finding = finding;
        finding.affects = before.or(after).map(|one| one.users.clone()).unwrap_or_default();
        if let Some(after) = after {
            finding.affects.extend(after.users.iter().cloned());
        }
        let site = Site::of(finding.place.clone(), base, head);
        self.note(&site, finding);
    }

    /// Whether two components say anything that differs, words included.
    fn differs(&mut self, before: SchemaId, after: SchemaId) -> bool {
        let (base, head) = (self.base.slot_of(before), self.head.slot_of(after));
        let found = std::mem::take(&mut self.found);
        self.visited.clear();
        let site = Site::of(Place::Info, None, None);
        for direction in [Direction::Request, Direction::Response] {
            self.unnamed(&base, &head, direction, Role::Element, &site);
        }
        self.quiet.clear();
        let found = std::mem::replace(&mut self.found, found);
        !found.is_empty()
    }
}

pub(super) fn place(name: &str) -> Place {
    Place::Schema { name: name.to_owned(), path: Vec::new() }
}

fn candidate(component: &Component<'_>, side: &Side<'_>) -> Candidate {
    let slot = side.slot_of(component.id);
    let shape = side.shape(&slot);
    let values = shape.closed.iter().chain(&shape.known).flatten();
    Candidate {
        name: component.name.to_owned(),
        kind: kind(&shape),
        users: component.users.clone(),
        parts: shape.properties.keys().chain(values).cloned().collect(),
        description: shape.description.clone(),
    }
}
