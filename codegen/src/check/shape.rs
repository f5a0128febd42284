//! What a schema declares below a value, all of its parts taken together: references, `allOf`, and the members
//! of unions. This is how far a JSON pointer can be followed without a value at hand.

use std::collections::BTreeSet;

use crate::document::{
    AdditionalProperties, MediaType, Operation, Property, Schema, SchemaId, SchemaType, SchemaUse, Schemas,
};

/// What is found one step or several below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// These schemas; several where a union offers several.
    Schemas(Vec<SchemaId>),
    /// A value that nothing is known about.
    Anything,
    /// Nothing is declared there.
    Nothing {
        /// The step that leads nowhere: `taskId`.
        step: String,
        /// What is declared in its place: `id`, `status`.
        known: Vec<String>,
    },
}

/// The schema and everything that is said about the same value elsewhere: each once, itself first.
pub(super) fn parts(schemas: &Schemas, of: SchemaId) -> Vec<SchemaId> {
    collect(of, |id| said_with(&schemas[id]).map(|used| used.schema).collect())
}

/// The uses of other schemas that speak about the same value.
pub(super) fn said_with(schema: &Schema) -> impl Iterator<Item = &SchemaUse> {
    let unions = schema.one_of.iter().chain(&schema.any_of);
    schema.reference.iter().chain(&schema.all_of).chain(unions)
}

/// The same without the members of unions: what holds for every value.
pub(super) fn certain_parts(schemas: &Schemas, of: SchemaId) -> Vec<SchemaId> {
    collect(of, |id| {
        let schema = &schemas[id];
        schema.reference.iter().chain(&schema.all_of).map(|used| used.schema).collect()
    })
}

/// Everything that can be reached by steps from one schema, that one first.
pub(super) fn collect(of: SchemaId, next: impl Fn(SchemaId) -> Vec<SchemaId>) -> Vec<SchemaId> {
    let (mut found, mut seen) = (vec![of], BTreeSet::from([of]));
    let mut at = 0;
    while let Some(id) = found.get(at).copied() {
        found.extend(next(id).into_iter().filter(|other| seen.insert(*other)));
        at += 1;
    }
    found
}

/// Every property that is declared for the values of a schema.
pub(super) fn properties(schemas: &Schemas, of: SchemaId) -> Vec<&Property> {
    parts(schemas, of).into_iter().flat_map(|id| &schemas[id].properties).collect()
}

/// Follows a JSON pointer: `/results/0/id`.
pub(super) fn follow(schemas: &Schemas, from: SchemaId, pointer: &str) -> Found {
    let mut current = vec![from];
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match child(schemas, &current, &step) {
            Found::Schemas(next) => current = next,
            other => return other,
        }
    }
    Found::Schemas(current)
}

/// One step: a property, or the entry of a list.
pub(super) fn child(schemas: &Schemas, from: &[SchemaId], step: &str) -> Found {
    let mut found = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut open = false;
    let is_index = step.parse::<u32>().is_ok();
    for id in from.iter().flat_map(|id| parts(schemas, *id)) {
        let schema = &schemas[id];
        found.extend(schema.property(step).map(|property| property.schema.schema));
        found.extend(schema.items.filter(|_| is_index).map(|items| items.schema));
        let additional = schema.additional.as_ref().map(|additional| additional.value);
        if let (Some(AdditionalProperties::Schema(values)), None) = (additional, schema.property(step)) {
            found.push(values.schema);
        }
        open |= matches!(additional, Some(AdditionalProperties::Anything)) || says_nothing(schema, is_index);
        known.extend(schema.properties.iter().map(|property| property.name.value.clone()));
        known.extend(schema.items.map(|_| String::from("0")));
    }
    found.sort();
    found.dedup();
    match (found.is_empty(), open) {
        (false, _) => Found::Schemas(found),
        (true, true) => Found::Anything,
        (true, false) => Found::Nothing { step: step.to_owned(), known },
    }
}

/// Whether nothing is known about what is below: any value, any list, or an object without a word about its
/// properties.
fn says_nothing(schema: &Schema, is_index: bool) -> bool {
    if said_with(schema).next().is_some() || schema.boolean == Some(false) {
        return false;
    }
    let about_objects = !schema.properties.is_empty() || schema.additional.is_some();
    let may_be = |kind| schema.types.is_empty() || schema.has_type(kind);
    (may_be(SchemaType::Object) && !about_objects && (!schema.types.is_empty() || schema.items.is_none()))
        || (is_index && may_be(SchemaType::Array) && schema.items.is_none() && !about_objects)
}

/// The JSON bodies of the answers that mean success.
pub(super) fn answers(operation: &Operation) -> impl Iterator<Item = &MediaType> {
    let responses = operation.responses.iter().filter(|response| response.status.value.is_success());
    responses.flat_map(|response| &response.content).filter(|content| content.is_json())
}

/// The JSON body that is sent, if one is.
pub(super) fn request(operation: &Operation) -> Option<&MediaType> {
    operation.request_body.as_ref()?.content.iter().find(|content| content.is_json())
}

/// What a caller may pass by name: parameters, and the fields of the body.
pub(super) fn arguments<'d>(schemas: &'d Schemas, operation: &'d Operation) -> Vec<&'d str> {
    let parameters = operation.parameters.iter().map(|parameter| parameter.name.value.as_str());
    let body = request(operation).and_then(|body| body.schema);
    let fields = body.map(|body| properties(schemas, body.schema)).unwrap_or_default();
    let mut names: Vec<&str> =
        parameters.chain(fields.iter().map(|field| field.name.value.as_str())).collect();
    names.dedup();
    names
}
