//! From the document to the model: here it is decided what each statement means for the client.
//!
//! One pass a file: `flatten` merges what says one thing in several places, `classify` tells kinds of values
//! apart, `name_types` and `shape_types` make types of them, `unions` choices; `operations` with `arguments`,
//! `answers`, `access` makes the methods, `reach` settles where types belong, `boxes` closes circles,
//! `json_schema` and `workflows` the rest. What can't be compiled is reported and left out.
//!
//! Sequences of the document decide the order of things, names the rest; the order of keys decides nothing.

mod access;
mod answers;
mod arguments;
mod boxes;
mod classify;
mod finding;
mod flatten;
mod json_schema;
mod name_types;
pub(crate) mod names;
mod operations;
mod reach;
mod service;
mod shape_types;
mod unions;
mod workflows;

pub(crate) use name_types::colliding_types;
pub use operations::operation_name;

use std::collections::{BTreeMap, BTreeSet};

use flatten::Flat;
use shape_types::Draft;

use crate::diagnostic::Findings;
use crate::document::{Removal, SchemaId, SpecDocument};
use crate::model::{ApiModel, Deprecation, Evidence, TypeName};
use crate::source::Span;

/// Compiles the document. What can't be compiled is among the findings and not in the model.
pub fn lower(document: &SpecDocument, findings: &mut Findings) -> ApiModel {
    let mut aliased = BTreeSet::new();
    loop {
        let mut lowering = Lowering::new(document, findings.clone(), aliased.clone());
        let operations = lowering.operations();
        // A list that turned out to contain itself gets a name, and the walk starts again with it.
        if lowering.aliased == aliased {
            let model = lowering.finish(operations);
            *findings = lowering.findings;
            return model;
        }
        aliased = lowering.aliased;
    }
}

/// What is known so far.
struct Lowering<'d> {
    document: &'d SpecDocument,
    findings: Findings,
    /// How a statement without a mark is known: inferred, unless the document has no marks at all and so
    /// speaks for itself.
    unmarked: Evidence,
    /// The operation that is being compiled, for messages.
    operation: Option<String>,
    /// Merged schemas.
    flats: BTreeMap<SchemaId, Flat>,
    /// Schemas that have a type of their own.
    named: BTreeMap<SchemaId, TypeName>,
    /// Who has which name.
    claimed: BTreeMap<TypeName, (Span, Option<SchemaId>)>,
    /// Types by name.
    drafts: BTreeMap<TypeName, Draft>,
    /// Schemas that are being shaped: meeting one again means that it contains itself.
    open: Vec<SchemaId>,
    /// Lists and maps that contain themselves.
    aliased: BTreeSet<SchemaId>,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d SpecDocument, findings: Findings, aliased: BTreeSet<SchemaId>) -> Self {
        let unmarked = if document.evidence.is_some() { Evidence::Inferred } else { Evidence::Page };
        Self {
            document,
            findings,
            unmarked,
            operation: None,
            flats: BTreeMap::new(),
            named: BTreeMap::new(),
            claimed: BTreeMap::new(),
            drafts: BTreeMap::new(),
            open: Vec::new(),
            aliased,
        }
    }

    /// Puts the model together once all operations are known.
    fn finish(&mut self, mut operations: Vec<crate::model::Operation>) -> ApiModel {
        let workflows = self.workflows();
        let tags = self.tags();
        operations.sort_by_key(|operation| {
            let tag = tags.iter().position(|tag| tag.name == operation.tag);
            (tag, operation.path.clone(), operation.method)
        });
        self.write_schemas();
        self.settle(&operations, &tags);
        self.close_circles();
        let types = std::mem::take(&mut self.drafts).into_values().map(|draft| draft.def).collect();
        let info = &self.document.info;
        let text = |text: &Option<crate::source::Sourced<String>>| {
            text.as_ref().map(|text| text.value.clone()).unwrap_or_default()
        };
        ApiModel {
            title: text(&info.title),
            version: text(&info.version),
            description: text(&info.description),
            source: self.source(),
            has_marks: self.document.evidence.is_some(),
            servers: self.servers(),
            credential: self.credential(),
            key_prefix: self.key_prefix(),
            tenant: self.tenant(),
            rate_limits: self.rate_limits(),
            scopes: self.scopes(),
            paging_styles: self.paging_styles(),
            tags,
            operations,
            types,
            workflows,
        }
    }
}

fn deprecation(removal: &Removal) -> Option<Deprecation> {
    let sunset = removal.sunset.as_ref().map(|day| day.value.clone());
    removal.is_deprecated().then_some(Deprecation { sunset })
}
