//! What places of the document are called, and how they are known.

use std::collections::BTreeMap;

use super::observed::Slot;
use crate::document::{SchemaId, SchemaUse, SpecDocument};
use crate::model::Evidence;

/// The schemas of a document by what they are called in a report.
#[derive(Debug)]
pub(super) struct Places<'d> {
    document: &'d SpecDocument,
    known: BTreeMap<SchemaId, Place>,
}

/// A schema.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// `Post`, `Post.photos`, `get_posts 200`.
    pub(super) name: String,
    /// How it is known: its own mark, or that of what it is written in.
    pub(super) evidence: Evidence,
}

impl<'d> Places<'d> {
    pub(super) fn of(document: &'d SpecDocument) -> Self {
        let mut places = Self { document, known: BTreeMap::new() };
        for (id, schema) in document.schemas.iter() {
            if let Some(name) = &schema.name {
                let evidence = schema.evidence.as_ref().map_or(Evidence::Inferred, |mark| mark.value);
                places.add(id, Place { name: name.value.clone(), evidence });
            }
        }
        for operation in &document.operations {
            let paging = operation.pagination.as_ref().and_then(|name| document.paging_style(&name.value));
            for response in &operation.responses {
                let marks = [response.evidence.as_ref(), paging.and_then(|style| style.evidence.as_ref())];
                let evidence =
                    marks.into_iter().flatten().next().map_or(Evidence::Inferred, |mark| mark.value);
                let name = format!("{} {}", operation.display_name(), response.status.value);
                for used in response.content.iter().filter_map(|media| media.schema) {
                    places.add_in_place(used, || Place { name: name.clone(), evidence });
                }
            }
        }
        places
    }

    /// The schema and everything that is written within it.
    fn add(&mut self, id: SchemaId, place: Place) {
        let schema = &self.document.schemas[id];
        let evidence = schema.evidence.as_ref().map_or(place.evidence, |mark| mark.value);
        let name = place.name.clone();
        if self.known.insert(id, Place { evidence, ..place }).is_some() {
            return;
        }
        for property in &schema.properties {
            let name = || Place { name: format!("{name}.{}", property.name.value), evidence };
            self.add_in_place(property.schema, name);
        }
        let members = schema.any_of.iter().chain(&schema.one_of).chain(&schema.all_of);
        for used in members {
            self.add_in_place(*used, || Place { name: name.clone(), evidence });
        }
        if let Some(used) = schema.items {
            self.add_in_place(used, || Place { name: format!("{name}[]"), evidence });
        }
    }

    fn add_in_place(&mut self, used: SchemaUse, place: impl FnOnce() -> Place) {
        if !used.by_reference {
            self.add(used.schema, place());
        }
    }

    /// A schema's name and evidence.
    pub(super) fn schema(&self, id: SchemaId) -> Place {
        let unknown = || Place { name: "a schema without a name".to_owned(), evidence: Evidence::Inferred };
        self.known.get(&id).cloned().unwrap_or_else(unknown)
    }

    /// A property's name and evidence: its own mark, or that of the object.
    pub(super) fn property(&self, schema: SchemaId, name: &str) -> Place {
        let object = self.schema(schema);
        let own =
            self.document.schemas[schema].property(name).filter(|property| !property.schema.by_reference);
        let mark = own.and_then(|property| self.document.schemas[property.schema.schema].evidence.as_ref());
        let evidence = mark.map_or(object.evidence, |mark| mark.value);
        Place { name: format!("{}.{name}", object.name), evidence }
    }

    /// The name and evidence of a place of use.
    pub(super) fn slot(&self, slot: &Slot) -> Place {
        match slot {
            Slot::Property(schema, name) => self.property(*schema, name),
            Slot::Items(schema) => {
                let list = self.schema(*schema);
                Place { name: format!("{}[]", list.name), ..list }
            }
            Slot::Values(schema) => {
                let map = self.schema(*schema);
                Place { name: format!("{}.*", map.name), ..map }
            }
            Slot::Body(operation, status) => {
                let operation = &self.document.operations[*operation];
                Place { name: format!("{} {status}", operation.display_name()), evidence: Evidence::Inferred }
            }
        }
    }

    /// What is used at a place.
    pub(super) fn used_at(&self, slot: &Slot) -> Option<SchemaUse> {
        match slot {
            Slot::Property(schema, name) => {
                self.document.schemas[*schema].property(name).map(|own| own.schema)
            }
            Slot::Items(schema) => self.document.schemas[*schema].items,
            Slot::Values(_) | Slot::Body(..) => None,
        }
    }

    /// Whether a schema is written at a place, and not referred to by name.
    pub(super) fn is_written_at(&self, schema: SchemaId, slot: &Slot) -> bool {
        self.used_at(slot).is_some_and(|used| used.schema == schema && !used.by_reference)
    }
}
