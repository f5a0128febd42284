//! Keys that are only about some types, on a schema of another type.

use super::places::schema_title;
use super::validate::in_words;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::SchemaType::{self, Array, Integer, Number, Object, String as Text};
use crate::document::{Schema, SpecDocument};

/// Keys, and the types that they say something about.
const ABOUT: &[(&[&str], &[SchemaType])] = &[
    (&["x-id", "x-known-values", "minLength", "maxLength", "pattern"], &[Text]),
    (&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], &[Integer, Number]),
    (&["items", "minItems", "maxItems", "uniqueItems"], &[Array]),
    (&["properties", "required", "additionalProperties", "minProperties", "maxProperties"], &[Object]),
];

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (_, schema) in document.schemas.iter() {
        idle_key(document, schema, findings);
    }
}

fn idle_key(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let (Some(first), Some(node)) = (schema.types.first(), document.node(&schema.address)) else { return };
    for (keys, kinds) in ABOUT {
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
                .label(format!("only about {}", in_words(kinds[0])))
                .other(first.span, format!("this says {said}"))
                .help(format!(
                    "write `type: {}`, or remove `{}`",
                    kinds[0].as_str(),
                    entry.key.value
                )),
            );
        }
    }
}
