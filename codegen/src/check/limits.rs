//! What has to hold before anything may walk through the schemas: walks end, and end soon.
//!
//! Later stages follow `allOf` path by path and lists within lists level by level. A person's document has a
//! few of each; one that was made to be walked for ever is stopped here.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{AdditionalProperties, Schema, SchemaId, SchemaUse, SpecDocument};
use crate::source::Span;

/// More schemas than this are refused; our own spec has some 900, large public ones 10,000.
const MAX_SCHEMAS: usize = 20_000;
/// How deep lists, maps, choices and `allOf` may stand in each other with no object between.
const MAX_LEVELS: usize = 64;
/// How many ways may lead through `allOf` from one schema.
const MAX_WAYS: usize = 2_000;

/// Whether the schemas can be walked. If not, that has been reported.
pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) -> bool {
    if document.schemas.len() > MAX_SCHEMAS {
        let message = format!("the document has {} schemas", document.schemas.len());
        findings.push(too_large(document.root_span(), &message, "split the document"));
        return false;
    }
    let merged = Walk { document, edges: merged_parts };
    let nested = Walk { document, edges: unnamed_parts };
    let ways = merged.measure(|ways| ways.fold(1, usize::saturating_add));
    let levels = nested.measure(|levels| levels.max().unwrap_or(0).saturating_add(1));
    let schemas = || document.schemas.iter();
    let mut offences: Vec<_> =
        schemas().filter(|(id, _)| ways.circles.contains(id)).map(|(_, schema)| endless(schema)).collect();
    // Whatever leads to such a place exceeds the limit too, so only the worst one is named.
    if let Some((_, worst)) =
        schemas().max_by_key(|(id, _)| ways.of(*id)).filter(|(id, _)| ways.of(*id) > MAX_WAYS)
    {
        let message = format!("more than {MAX_WAYS} ways lead through `allOf` from here");
        offences.push(too_large(worst.span, &message, "say it once, in a schema that the others refer to"));
    }
    let deepest = schemas().max_by_key(|(id, _)| levels.of(*id));
    if let Some((_, worst)) = deepest.filter(|(id, _)| levels.of(*id) > MAX_LEVELS) {
        let message = format!("more than {MAX_LEVELS} lists, maps or choices stand in each other");
        offences.push(too_large(worst.span, &message, "put an object between, or leave levels out"));
    }
    let all_fit = offences.is_empty();
    for offence in offences {
        findings.push(offence);
    }
    all_fit
}

fn too_large(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::TooLarge, span, message).label("the limit is exceeded here").help(help)
}

fn endless(schema: &Schema) -> Diagnostic {
    Diagnostic::new(Code::EndlessSchema, schema.span, "this schema contains itself through `allOf`")
        .label("needs itself to be complete")
        .help("take the schema out of its own `allOf`; a property may refer to it")
}

/// What a schema is merged with.
fn merged_parts(schema: &Schema) -> Vec<SchemaUse> {
    schema.reference.iter().chain(&schema.all_of).copied().collect()
}

/// What a schema holds without a property, and so without a name, between.
fn unnamed_parts(schema: &Schema) -> Vec<SchemaUse> {
    let values = match schema.additional.as_ref().map(|additional| additional.value) {
        Some(AdditionalProperties::Schema(values)) => Some(values),
        _ => None,
    };
    let single = schema.reference.iter().chain(&schema.items).chain(&values);
    single.chain(&schema.all_of).chain(&schema.one_of).chain(&schema.any_of).copied().collect()
}

/// A walk along some of the uses of schemas by schemas.
struct Walk<'d> {
    document: &'d SpecDocument,
    edges: fn(&Schema) -> Vec<SchemaUse>,
}

/// What a walk measured.
struct Measured {
    sizes: BTreeMap<SchemaId, usize>,
    /// Schemas that were met again while they were being walked through.
    circles: BTreeSet<SchemaId>,
}

impl Measured {
    fn of(&self, id: SchemaId) -> usize {
        self.sizes.get(&id).copied().unwrap_or(1)
    }
}

impl Walk<'_> {
    fn parts(&self, id: SchemaId) -> Vec<SchemaId> {
        (self.edges)(&self.document.schemas[id]).into_iter().map(|part| part.schema).collect()
    }

    /// Measures every schema by what its parts measure; a circle counts once. Not recursive, since this is
    /// what makes sure that others may be.
    fn measure(&self, size: impl Fn(&mut dyn Iterator<Item = usize>) -> usize) -> Measured {
        let mut measured = Measured { sizes: BTreeMap::new(), circles: BTreeSet::new() };
        let mut open = BTreeSet::new();
        for (start, _) in self.document.schemas.iter() {
            let mut stack = vec![(start, false)];
            while let Some((id, parts_done)) = stack.pop() {
                if parts_done {
                    let size = size(&mut self.parts(id).into_iter().map(|part| measured.of(part)));
                    measured.sizes.insert(id, size);
                    open.remove(&id);
                } else if open.contains(&id) {
                    measured.circles.insert(id);
                } else if !measured.sizes.contains_key(&id) {
                    open.insert(id);
                    stack.push((id, true));
                    stack.extend(self.parts(id).into_iter().map(|part| (part, false)));
                }
            }
        }
        measured
    }
}

#[cfg(test)]
mod tests {
    use crate::Profile;
    use crate::diagnostic::Code;
    use crate::load::MemorySource;

    fn codes(schemas: &str) -> Vec<Code> {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: get_a\n      \
             responses:\n        '200':\n          description: A.\n          content: {{ application/json: {{ schema: \
             {{ $ref: '#/components/schemas/S0' }} }} }}\ncomponents:\n  schemas:\n{schemas}"
        );
        let linted = crate::lint("a.yaml", &MemorySource::new([("a.yaml", text)]), Profile::General);
        let mut codes: Vec<_> = linted.findings.sorted().iter().map(|finding| finding.code).collect();
        codes.retain(|code| [Code::TooLarge, Code::EndlessSchema].contains(code));
        codes.dedup();
        codes
    }

    fn chain(length: usize, line: impl Fn(usize, String) -> String) -> String {
        let lines = (0..length).map(|at| line(at, format!("{{ $ref: '#/components/schemas/S{}' }}", at + 1)));
        let lines: Vec<_> = lines.chain([format!("    S{length}: {{ type: string }}\n")]).collect();
        lines.concat()
    }

    #[test]
    fn what_a_person_writes_passes() {
        for schemas in [
            chain(63, |at, next| format!("    S{at}: {{ type: array, items: {next} }}\n")),
            chain(8, |at, next| format!("    S{at}: {{ allOf: [{next}, {next}] }}\n")),
            chain(500, |at, next| format!("    S{at}: {{ type: object, properties: {{ a: {next} }} }}\n")),
            String::from("    S0: { type: array, items: { $ref: '#/components/schemas/S0' } }\n"),
            String::from(
                "    S0: { type: object, properties: { a: { allOf: [{ $ref: '#/components/schemas/S0' }] } } }\n",
            ),
        ] {
            assert_eq!(codes(&schemas), [], "{schemas}");
        }
    }

    #[test]
    fn what_would_take_for_ever_is_refused() {
        for (schemas, code) in [
            (chain(64, |at, next| format!("    S{at}: {{ type: array, items: {next} }}\n")), Code::TooLarge),
            (
                chain(100, |at, next| format!("    S{at}: {{ additionalProperties: {next} }}\n")),
                Code::TooLarge,
            ),
            (chain(40, |at, next| format!("    S{at}: {{ allOf: [{next}, {next}] }}\n")), Code::TooLarge),
            (String::from("    S0: { allOf: [{ $ref: '#/components/schemas/S0' }] }\n"), Code::EndlessSchema),
            (String::from("    S0: { $ref: '#/components/schemas/S0', title: A }\n"), Code::EndlessSchema),
        ] {
            assert_eq!(codes(&schemas), [code], "{schemas}");
        }
    }
}
