//! Keys that are only about some types, on a schema of another type, and those that a secret can't have.

use super::places::schema_title;
use super::validate::in_words;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::SchemaType::{self, Array, Integer, Number, Object, String as Text};
use crate::document::{Schema, SpecDocument};

/// What keys are about: in words, the types, the keys.
const ABOUT: [(&str, &[SchemaType], &[&str]); 4] = [
    ("text", &[Text], &["x-id", "x-known-values", "x-secret", "minLength", "maxLength", "pattern"]),
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

/// The keys that are about values of one type only.
pub(crate) fn about_one_type() -> impl Iterator<Item = &'static str> {
    ABOUT.iter().flat_map(|(_, _, keys)| keys.iter().copied())
}

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (_, schema) in document.schemas.iter() {
        idle_key(document, schema, findings);
        beside_secret(document, schema, findings);
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

/// A secret has the type that hides it, whatever else is said.
fn beside_secret(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let Some(node) = document.node(&schema.address).filter(|_| schema.is_secret()) else { return };
    let by_format = schema.format.as_ref().filter(|format| format.value == "password");
    let (said_by, keys): (_, &[&str]) = match by_format {
        Some(format) => (Some(format.span), &["x-id", "x-known-values", "enum", "x-secret"]),
        None => (schema.secret.as_ref().map(|mark| mark.span), &["x-id", "x-known-values", "enum"]),
    };
    for entry in keys.iter().filter_map(|key| node.entry(key)) {
        let message = format!("`{}` means nothing here: {} is secret", entry.key.value, schema_title(schema));
        let mut finding = Diagnostic::new(Code::IdleKey, entry.key.span, message)
            .label("a secret is text that hides itself, and nothing else")
            .help(format!("remove `{}`, or what makes it secret", entry.key.value));
        if let Some(span) = said_by {
            finding = finding.other(span, "this makes it secret");
        }
        findings.push(finding);
    }
}
