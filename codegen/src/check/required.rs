//! Required properties: whether they are declared, by the schema or by another that speaks about the same value.

use std::collections::BTreeMap;

use super::places::{key, schema_title};
use super::shape::{collect, said_with};
use crate::diagnostic::{Code, Diagnostic, Findings, nearest};
use crate::document::{AdditionalProperties, Schema, SchemaId, Schemas, SpecDocument};
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for undeclared in undeclared(&document.schemas) {
        undeclared_required(document, &undeclared, findings);
    }
}

/// A required property that nobody declares.
pub(super) struct Undeclared<'d> {
    /// The schema that requires it.
    schema: &'d Schema,
    /// Its name, where it is required.
    pub(super) name: &'d Sourced<String>,
    /// What is declared.
    known: Vec<&'d str>,
}

/// Every required property that is not declared.
pub(super) fn undeclared(schemas: &Schemas) -> Vec<Undeclared<'_>> {
    let neighbours = neighbours(schemas);
    let mut undeclared = Vec::new();
    for (id, schema) in schemas.iter() {
        if schema.required.iter().all(|name| schema.property(&name.value).is_some()) {
            continue;
        }
        let all = collect(id, |id| neighbours.get(&id).cloned().unwrap_or_default());
        let speaking: Vec<&Schema> = all.into_iter().map(|id| &schemas[id]).collect();
        if speaking.iter().any(|schema| takes_others(schema)) {
            continue;
        }
        let properties = speaking.iter().flat_map(|schema| &schema.properties);
        let known: Vec<&str> = properties.map(|property| property.name.value.as_str()).collect();
        let names = schema.required.iter().filter(|name| !known.contains(&name.value.as_str()));
        undeclared.extend(names.map(|name| Undeclared { schema, name, known: known.clone() }));
    }
    undeclared
}

/// For each schema, those that speak about the same value: what it consists of, and what it is part of.
fn neighbours(schemas: &Schemas) -> BTreeMap<SchemaId, Vec<SchemaId>> {
    let mut neighbours: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (whole, schema) in schemas.iter() {
        for part in said_with(schema) {
            neighbours.entry(part.schema).or_default().push(whole);
            neighbours.entry(whole).or_default().push(part.schema);
        }
    }
    neighbours
}

/// Whether properties that are not declared are expected: a map may well require some of its keys.
fn takes_others(schema: &Schema) -> bool {
    let additional = schema.additional.as_ref().map(|additional| additional.value);
    matches!(additional, Some(AdditionalProperties::Anything | AdditionalProperties::Schema(_)))
        || schema.unsupported.iter().any(|key| key.value == "patternProperties")
}

fn undeclared_required(document: &SpecDocument, undeclared: &Undeclared<'_>, findings: &mut Findings) {
    let Undeclared { schema, name, known } = undeclared;
    let free = known.iter().copied().filter(|known| !schema.requires(known));
    let help = match nearest(&name.value, free) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => String::from("declare it under `properties`, or remove it from `required`"),
    };
    let mut finding = Diagnostic::new(
        Code::UndeclaredRequired,
        name.span,
        format!("{} requires `{}`, which it doesn't declare", schema_title(schema), name.value),
    )
    .label("not among `properties`")
    .help(help);
    if let Some(place) = key(document, &schema.address, "properties") {
        finding = finding.other(place, "these are declared");
    }
    findings.push(finding);
}
