//! The normal form: what a document says, however it was written. Documents that are equal in it give no finding.
//!
//! References are followed, `allOf` is merged, null has one spelling, defaults are written out, and what is a set
//! by meaning is one here. The form is taken piece by piece as the comparison asks for it; nothing is copied.

pub(in crate::diff) mod access;
mod limits;
mod merge;
mod shape;
mod slot;
mod tag;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(in crate::diff) use limits::Change;
pub(in crate::diff) use shape::{Additional, Member, Shape, Tag};
pub(in crate::diff) use slot::Slot;

use crate::document::{Operation, SchemaId, SchemaUse, SpecDocument};
use crate::model::{ApiModel, Method, TypeDef, TypeName};

/// One of the two documents.
pub(in crate::diff) struct Side<'d> {
    /// The document.
    pub(in crate::diff) document: &'d SpecDocument,
    shapes: RefCell<BTreeMap<Slot, Rc<Shape>>>,
    /// The model, if the caller has it.
    given: Option<&'d ApiModel>,
    /// The model, if it had to be made.
    made: OnceCell<ApiModel>,
    component_types: OnceCell<BTreeSet<TypeName>>,
    /// Where in the model each operation is, by path and method.
    compiled: OnceCell<BTreeMap<(String, Method), usize>>,
}

impl<'d> Side<'d> {
    pub(in crate::diff) fn new(document: &'d SpecDocument, model: Option<&'d ApiModel>) -> Self {
        Self {
            document,
            shapes: RefCell::default(),
            given: model,
            made: OnceCell::new(),
            component_types: OnceCell::new(),
            compiled: OnceCell::new(),
        }
    }

    /// What stands where a schema is used.
    pub(in crate::diff) fn slot(&self, used: SchemaUse) -> Slot {
        slot::slot(&self.document.schemas, used)
    }

    /// What stands at a schema's own place.
    pub(in crate::diff) fn slot_of(&self, id: SchemaId) -> Slot {
        slot::joint_slot(&self.document.schemas, &[id])
    }

    /// The slot taken apart.
    pub(in crate::diff) fn shape(&self, slot: &Slot) -> Rc<Shape> {
        if let Some(known) = self.shapes.borrow().get(slot) {
            return Rc::clone(known);
        }
        let shape = Rc::new(merge::shape(&self.document.schemas, slot));
        self.shapes.borrow_mut().insert(slot.clone(), Rc::clone(&shape));
        shape
    }

    /// What the generator makes of the document: the last word on what programs see.
    pub(in crate::diff) fn model(&self) -> &ApiModel {
        if let Some(model) = self.given {
            return model;
        }
        self.made.get_or_init(|| {
            let mut findings = crate::diagnostic::Findings::new(crate::Profile::General);
            if crate::check::can_be_walked(self.document) {
                return crate::lower::lower(self.document, &mut findings);
            }
            // Nothing is made of schemas without end.
            let empty =
                SpecDocument { operations: Vec::new(), workflows: Vec::new(), ..self.document.clone() };
            crate::lower::lower(&empty, &mut findings)
        })
    }

    /// What the generator makes of an operation.
    pub(in crate::diff) fn compiled(&self, method: &str, path: &str) -> Option<&crate::model::Operation> {
        let method = Method::ALL.into_iter().find(|own| own.as_str() == method)?;
        let operations = &self.model().operations;
        let index = self.compiled.get_or_init(|| {
            let key = |own: &crate::model::Operation| (own.path.as_str().to_owned(), own.method);
            (0..).zip(operations).map(|(at, own)| (key(own), at)).collect()
        });
        operations.get(*index.get(&(path.to_owned(), method))?)
    }

    /// The type with that name.
    pub(in crate::diff) fn type_def(&self, name: &TypeName) -> Option<&TypeDef> {
        let types = &self.model().types;
        types.binary_search_by(|ty| ty.name.cmp(name)).ok().map(|at| &types[at])
    }

    /// The type that is made of a component, if one is.
    pub(in crate::diff) fn type_of_component(&self, name: &str) -> Option<&TypeDef> {
        self.type_def(&crate::lower::names::type_name(name)?)
    }

    /// Whether a type has its name from a component.
    pub(in crate::diff) fn is_component_type(&self, name: &TypeName) -> bool {
        let names = self.component_types.get_or_init(|| {
            let named = self.document.schemas.iter().filter_map(|(_, schema)| schema.name.as_ref());
            named.filter_map(|name| crate::lower::names::type_name(&name.value)).collect()
        });
        names.contains(name)
    }

    /// The component that a slot is, if it is just that.
    pub(in crate::diff) fn name(&self, slot: &Slot) -> Option<&'d str> {
        slot.name(&self.document.schemas)
    }

    /// Every schema that requests or answers of operations can contain, with those operations by index.
    pub(in crate::diff) fn reach(&self) -> BTreeMap<SchemaId, BTreeSet<usize>> {
        let mut reach: BTreeMap<SchemaId, BTreeSet<usize>> = BTreeMap::new();
        for (index, operation) in self.document.operations.iter().enumerate() {
            let mut open: Vec<SchemaId> = roots(operation).map(|used| used.schema).collect();
            while let Some(id) = open.pop() {
                if reach.entry(id).or_default().insert(index) {
                    open.extend(children(&self.document.schemas[id]).map(|used| used.schema));
                }
            }
        }
        reach
    }
}

/// The schemas that an operation names itself.
fn roots(operation: &Operation) -> impl Iterator<Item = SchemaUse> {
    let parameters = operation.parameters.iter().flat_map(|parameter| {
        parameter.schema.into_iter().chain(parameter.content.iter().filter_map(|media| media.schema))
    });
    let body = operation.request_body.iter().flat_map(|body| &body.content).filter_map(|media| media.schema);
    let answers = operation.responses.iter().flat_map(|response| {
        let headers = response.headers.iter().filter_map(|header| header.schema);
        response.content.iter().filter_map(|media| media.schema).chain(headers)
    });
    parameters.chain(body).chain(answers).collect::<Vec<_>>().into_iter()
}

/// The schemas that a schema names.
fn children(schema: &crate::document::Schema) -> impl Iterator<Item = SchemaUse> {
    use crate::document::AdditionalProperties;
    let additional = schema.additional.as_ref().and_then(|additional| match additional.value {
        AdditionalProperties::Schema(used) => Some(used),
        AdditionalProperties::Anything | AdditionalProperties::Nothing => None,
    });
    let lists = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
    schema
        .properties
        .iter()
        .map(|property| &property.schema)
        .chain(lists)
        .chain(&schema.reference)
        .chain(&schema.items)
        .copied()
        .chain(additional)
        .collect::<Vec<_>>()
        .into_iter()
}
