//! Keys that are only about some types, on a schema of another type.

use super::places::schema_title;
use super::validate::in_words;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::SchemaType::{self, Array, Integer, Number, Object, String as Text};
use crate::document::{Schema, SpecDocument};

/// What keys are about: in words, the types, the keys.
const ABOUT: [(&str, &[SchemaType], &[&str]); 4] = [
    ("text", &[Text], &["x-id", "x-known-values", "minLength", "maxLength", "pattern"]),
    (
        "numbers",
        &[Integer, Number],
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    ),
    ("lists", &[Array], &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "objects",
        &[Object],
        &["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
    ),
];

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (_, schema) in document.schemas.iter() {
        idle_key(document, schema, findings);
    }
}

fn idle_key(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let (Some(first), Some(node)) = (schema.types.first(), document.node(&schema.address)) else { return };
    for (about, kinds, keys) in ABOUT {
        if kinds.iter().any(|kind| schema.has_type(*kind)) {
            continue;
        }
        for entry in keys.iter().filter_map(|key| node.entry(key)) {
            let said: Vec<&str> = schema.types.iter().map(|kind| in_words(kind.value)).collect();
            let said = said.join(" or ");
            findings.push(
                Diagnostic::new(
                    Code::IdleKey,
                    entry.key.span,
                    format!("`{}` means nothing here: {} is {said}", entry.key.value, schema_title(schema)),
                )
                .label(format!("only about {about}"))
                .other(first.span, format!("this says {said}"))
                .help(format!("remove `{}`, or give the schema the type that is meant", entry.key.value)),
            );
        }
    }
}
