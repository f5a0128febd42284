//! The one rule that says which value a parameter gets in the wire tests.
//!
//! It looks at the parameter's schema and name only. Text holds what has to be encoded: a blank, an ampersand,
//! a slash, a letter that is none of ASCII's.

use serde_json::{Value, json};

use crate::node::Node;

/// Text for parameters that take any: the first value, and the second of a list.
const TEXTS: [&str; 2] = ["open house & café", "first-time buyers, 50% off?"];

/// What stands in the place of an identifier or a slug.
const SLUG: &str = "spring/market update & café";

/// What stands where the format asks for a UUID.
const UUIDS: [&str; 2] = ["3f6c1a52-8f0e-4c57-9d0b-6f1f6a2b7c11", "9b1d2c3e-0f4a-4d5b-8c6d-7e8f90a1b2c3"];

/// The value that the wire tests pass for a parameter.
///
/// # Panics
///
/// If the rule does not cover it: then the rule needs a line.
pub fn for_parameter(name: &str, schema: Node<'_>) -> Value {
    one(name, schema, 0)
}

fn one(name: &str, schema: Node<'_>, which: usize) -> Value {
    let format = schema.text("format");
    match schema.text("type") {
        Some("array") => {
            let items = schema.get("items").unwrap_or_else(|| panic!("{name}: a list of what?"));
            json!([one(name, items, 0), one(name, items, 1)])
        }
        Some("boolean") => json!(true),
        Some("integer") => json!(integer(name)),
        Some("string") => text(name, schema, format, which),
        other => panic!("{name}: no value for the type {other:?}"),
    }
}

fn integer(name: &str) -> u32 {
    match name {
        "limit" => 50,
        "offset" => 100,
        _ => 7,
    }
}

fn text(name: &str, schema: Node<'_>, format: Option<&str>, which: usize) -> Value {
    if let Some(known) = schema.value().get("x-known-values") {
        return known[which].clone();
    }
    match (schema.text("x-id"), format) {
        (_, Some("uuid")) => json!(UUIDS[which]),
        (_, Some("date" | "week")) => json!("2026-11-23"),
        (_, Some("year-month")) => json!("2026-11"),
        (Some(id), None) => json!(identifier(id, which)),
        (None, None) => json!(TEXTS[which]),
        (_, Some(other)) => panic!("{name}: no value for the format {other}"),
    }
}

/// `PostPhotoId` becomes `post_photo_3101`; what takes a slug as well gets a slug.
fn identifier(id: &str, which: usize) -> String {
    let Some(kind) = id.strip_suffix("Id") else { return SLUG.to_owned() };
    let mut text = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    format!("{text}_{}", 3101 + which)
}
