//! Objects and choices that are written in place, where they should have a name and be referred to.

use std::collections::BTreeSet;

use super::pages::pages;
use super::places::schema_place;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Schema, SchemaId, SchemaType, SchemaUse, SpecDocument};
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let pages = pages(document);
    let parts = parts_of_named(document);
    for (id, schema) in document.schemas.iter() {
        if pages.contains(&id) {
            untitled_page(document, schema, findings);
        } else if schema.name.is_none() && !parts.contains(&id) {
            inline_object(document, schema, findings);
        }
    }
}

/// Members of an `allOf` that are written in place: they belong to the schema around them.
fn parts_of_named(document: &SpecDocument) -> BTreeSet<SchemaId> {
    let members = document.schemas.iter().flat_map(|(_, schema)| &schema.all_of);
    members.filter(|member| !member.by_reference).map(|member| member.schema).collect()
}

fn inline_object(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let (what, key) = if !schema.properties.is_empty() {
        ("an object", "properties")
    } else if is_choice(document, &schema.one_of) {
        ("a choice", "oneOf")
    } else if is_choice(document, &schema.any_of) {
        ("a choice", "anyOf")
    } else {
        return;
    };
    let Some(key) = key_of(document, schema, key) else { return };
    findings.push(
        Diagnostic::new(
            Code::InlineObject,
            key.span,
            format!("{} is {what} without a name", schema_place(schema)),
        )
        .label("written in place")
        .help("move it to a schema file under a name of its own, and refer to it: `{ $ref: '#/Name' }`"),
    );
}

fn untitled_page(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    if schema.title.is_some() {
        return;
    }
    let Some(key) = key_of(document, schema, "properties") else { return };
    findings.push(
        Diagnostic::new(Code::InlineObject, key.span, "this page has no `title`")
            .label("written in place, without a name")
            .help("add `title: …Page`: it is the page's name for other languages"),
    );
}

/// Whether there is more than one thing to choose from: `anyOf` with null is only a way to say that a value may be null.
fn is_choice(document: &SpecDocument, members: &[SchemaUse]) -> bool {
    let is_null = |schema: &Schema| schema.types.len() == 1 && schema.has_type(SchemaType::Null);
    members.iter().filter(|member| !is_null(&document.schemas[member.schema])).count() > 1
}

fn key_of<'d>(document: &'d SpecDocument, schema: &Schema, key: &str) -> Option<&'d Sourced<String>> {
    Some(&document.node(&schema.address)?.entry(key)?.key)
}
