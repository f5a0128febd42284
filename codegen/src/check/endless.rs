//! Schemas that no finite value fits: each requires a value that requires the same again.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{schema_name, schema_title};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Schema, SchemaId, SchemaType, SchemaUse, Schemas, SpecDocument};
use crate::source::Span;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    endless_schema(&document.schemas, findings);
}

fn endless_schema(schemas: &Schemas, findings: &mut Findings) {
    let finite = finite(schemas);
    let mut walked: BTreeSet<SchemaId> = BTreeSet::new();
    for (id, _) in schemas.iter().filter(|(id, _)| !finite.contains(id)) {
        let circle = circle(schemas, &finite, id, &mut walked);
        // The parts of a schema lie on its circle too: the one with a name speaks for them.
        let named = circle.iter().find(|(on_it, _)| schemas[*on_it].name.is_some());
        let Some((speaker, step)) = named.or(circle.first()) else { continue };
        let speaker = &schemas[*speaker];
        findings.push(
            Diagnostic::new(
                Code::EndlessSchema,
                *step,
                format!("{} requires a value that requires {0} again", schema_title(speaker)),
            )
            .label("required, and so on without end")
            .other(schema_name(speaker), "this never ends")
            .help("make the property optional, let it be null, or put it in a list"),
        );
    }
}

/// The schemas that some finite value fits: those that need no other first, then those that need only these.
fn finite(schemas: &Schemas) -> BTreeSet<SchemaId> {
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in schemas.iter() {
        for (needed, _) in needs(schema, |_| false) {
            users.entry(needed).or_default().push(id);
        }
    }
    let mut finite = BTreeSet::new();
    let mut open: Vec<SchemaId> = schemas.iter().map(|(id, _)| id).collect();
    while let Some(id) = open.pop() {
        let is_finite = needs(&schemas[id], |used| finite.contains(&used.schema)).is_empty();
        if !finite.contains(&id) && is_finite {
            finite.insert(id);
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
    finite
}

/// What a value of the schema can't be without, and that is not finite so far; with the place that says so.
fn needs(schema: &Schema, is_finite: impl Fn(&SchemaUse) -> bool) -> Vec<(SchemaId, Span)> {
    let mut needs = Vec::new();
    let mut need = |used: &SchemaUse, span: Span| {
        if !is_finite(used) {
            needs.push((used.schema, span));
        }
    };
    if schema.is_nullable() {
        return needs;
    }
    for part in schema.reference.iter().chain(&schema.all_of) {
        need(part, part.span);
    }
    for members in [&schema.one_of, &schema.any_of] {
        if !members.iter().any(&is_finite) {
            for member in members {
                need(member, member.span);
            }
        }
    }
    let kinds: Vec<SchemaType> = schema.value_types().collect();
    let is_object = kinds == [SchemaType::Object] || (kinds.is_empty() && !schema.properties.is_empty());
    if is_object {
        let required: BTreeSet<&str> = schema.required.iter().map(|name| name.value.as_str()).collect();
        for property in schema.properties.iter().filter(|own| required.contains(own.name.value.as_str())) {
            need(&property.schema, property.name.span);
        }
    }
    let not_empty = schema.bounds.min_items.as_ref().is_some_and(|least| least.value > 0);
    if let Some(items) = schema.items.filter(|_| kinds == [SchemaType::Array] && not_empty) {
        need(&items, items.span);
    }
    needs
}

/// The circle that a schema leads to, each schema on it with the step that it takes. What is not finite needs
/// something that is not finite either, so that the way never ends. Empty if it leads to a circle known before.
fn circle(
    schemas: &Schemas,
    finite: &BTreeSet<SchemaId>,
    from: SchemaId,
    walked: &mut BTreeSet<SchemaId>,
) -> Vec<(SchemaId, Span)> {
    let mut way: Vec<(SchemaId, Span)> = Vec::new();
    let mut at = from;
    while walked.insert(at) {
        let first = needs(&schemas[at], |used| finite.contains(&used.schema)).first().copied();
        let Some((next, span)) = first else { return Vec::new() };
        way.push((at, span));
        at = next;
    }
    let start = way.iter().position(|(on_way, _)| *on_way == at);
    start.map(|start| way.split_off(start)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Profile;
    use crate::diagnostic::Code;
    use crate::load::MemorySource;

    /// The messages about the schemas of a document.
    fn endless(schemas: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: Test, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
        )
        .replace('@', "#/components/schemas/");
        let files = BTreeMap::from([(String::from("openapi.yaml"), text)]);
        let linted = crate::lint("openapi.yaml", &MemorySource::new(files), Profile::General);
        let findings = linted.findings.sorted();
        let ours = findings.iter().filter(|finding| finding.code == Code::EndlessSchema);
        ours.map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn only_what_no_value_can_ever_fit_is_endless() {
        for (schemas, count) in [
            ("    A: { type: object, required: [a], properties: { a: { $ref: '@A' } } }", 1),
            ("    A: { type: object, properties: { a: { $ref: '@A' } } }", 0),
            (
                "    A: { type: object, required: [a], properties: { a: { anyOf: [{ $ref: '@A' }, { type: 'null' }] } } }",
                0,
            ),
            ("    A: { type: [object, 'null'], required: [a], properties: { a: { $ref: '@A' } } }", 0),
            (
                "    A: { type: object, required: [a], properties: { a: { type: array, items: { $ref: '@A' } } } }",
                0,
            ),
            (
                "    A: { type: object, required: [a], properties: { a: { type: array, minItems: 1, items: { $ref: '@A' } } } }",
                1,
            ),
            (
                "    A: { type: object, required: [a], properties: { a: { additionalProperties: { $ref: '@A' } } } }",
                0,
            ),
            ("    A: { type: object, allOf: [{ $ref: '@A' }] }", 1),
            ("    A: { oneOf: [{ $ref: '@A' }, { type: string }] }", 0),
        ] {
            assert_eq!(endless(schemas).len(), count, "{schemas}");
        }
    }

    #[test]
    fn a_circle_is_reported_once_and_not_for_those_who_lead_to_it() {
        let schemas = "
    A: { type: object, required: [b], properties: { b: { $ref: '@B' } } }
    B: { type: object, required: [a], properties: { a: { $ref: '@A' } } }
    Outside: { type: object, required: [a], properties: { a: { $ref: '@A' } } }";
        assert_eq!(endless(schemas), ["`A` requires a value that requires `A` again"]);
    }
}
