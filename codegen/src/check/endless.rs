//! Schemas that no finite value fits: each requires a value that requires the same again.

use std::collections::BTreeSet;

use super::places::{schema_name, schema_title};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Schema, SchemaId, SchemaType, SchemaUse, Schemas, SpecDocument};
use crate::source::Span;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    endless_schema(&document.schemas, findings);
}

fn endless_schema(schemas: &Schemas, findings: &mut Findings) {
    let finite = finite(schemas);
    let mut reported: Vec<SchemaId> = Vec::new();
    for (id, schema) in schemas.iter().filter(|(id, _)| !finite.contains(id)) {
        // The nodes between two named schemas lie on the same circle: the named one speaks for it.
        let Some(circle) = circle(schemas, &finite, id) else { continue };
        if circle.iter().any(|(on_it, _)| reported.contains(on_it)) {
            continue;
        }
        reported.extend(circle.iter().map(|(on_it, _)| *on_it));
        let named = circle.iter().find(|(on_it, _)| schemas[*on_it].name.is_some());
        let (speaker, step) = named.map_or((schema, circle[0].1), |(on_it, step)| (&schemas[*on_it], *step));
        findings.push(
            Diagnostic::new(
                Code::EndlessSchema,
                step,
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
    let mut finite = BTreeSet::new();
    loop {
        let before = finite.len();
        for (id, schema) in schemas.iter() {
            if !finite.contains(&id) && needs(schema, |used| finite.contains(&used.schema)).is_empty() {
                finite.insert(id);
            }
        }
        if finite.len() == before {
            return finite;
        }
    }
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
        for property in schema.properties.iter().filter(|property| schema.requires(&property.name.value)) {
            need(&property.schema, property.name.span);
        }
    }
    let not_empty = schema.bounds.min_items.as_ref().is_some_and(|least| least.value > 0);
    if let Some(items) = schema.items.filter(|_| kinds == [SchemaType::Array] && not_empty) {
        need(&items, items.span);
    }
    needs
}

/// A way from a schema back to itself over what it can't be without: each schema on it with the step it takes.
fn circle(schemas: &Schemas, finite: &BTreeSet<SchemaId>, from: SchemaId) -> Option<Vec<(SchemaId, Span)>> {
    let steps = |id: SchemaId| needs(&schemas[id], |used| finite.contains(&used.schema));
    let mut seen = BTreeSet::new();
    let mut way: Vec<(SchemaId, Vec<(SchemaId, Span)>)> = vec![(from, steps(from))];
    let mut taken: Vec<(SchemaId, Span)> = Vec::new();
    while let Some((id, open)) = way.last_mut() {
        let id = *id;
        let Some((next, span)) = open.pop() else {
            way.pop();
            taken.pop();
            continue;
        };
        taken.truncate(way.len() - 1);
        taken.push((id, span));
        if next == from {
            return Some(taken);
        }
        if seen.insert(next) {
            way.push((next, steps(next)));
        }
    }
    None
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
