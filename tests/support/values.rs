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

/// Identifiers by their type.
const IDS: [(&str, [&str; 2]); 15] = [
    ("AiGenerationTaskId", ["task_7301", "task_7302"]),
    ("ApiKeyId", ["3f6c1a52-8f0e-4c57-9d0b-6f1f6a2b7c11", "9b1d2c3e-0f4a-4d5b-8c6d-7e8f90a1b2c3"]),
    ("ComponentImageId", ["img_8401", "img_8402"]),
    ("ContentItemId", ["item_6201", "item_6202"]),
    ("ContentPillarId", ["pil_1", "pil_2"]),
    ("ContentTagId", ["tag_1", "tag_2"]),
    ("DailyTaskId", ["dt_4101", "dt_4102"]),
    ("InstagramMediaId", ["17900000000000101", "17900000000000102"]),
    ("InvoiceId", ["inv_2026_10", "inv_2026_11"]),
    ("PostPhotoId", ["ph_3101", "ph_3102"]),
    ("ScheduleEntryId", ["s_5104", "s_5105"]),
    ("SocialLinkId", ["sl_8501", "sl_8502"]),
    ("TargetAudienceId", ["aud_1", "aud_2"]),
    ("WebPageComponentId", ["wc_8301", "wc_8302"]),
    ("PostId", ["p_3101", "p_3102"]),
];

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
    if let Some(id) = schema.text("x-id") {
        return json!(identifier(name, id, which));
    }
    if let Some(known) = schema.value().get("x-known-values") {
        return known[which].clone();
    }
    match format {
        None => json!(TEXTS[which]),
        Some("date" | "week") => json!("2026-11-23"),
        Some("year-month") => json!("2026-11"),
        Some(other) => panic!("{name}: no value for the format {other}"),
    }
}

fn identifier(name: &str, id: &str, which: usize) -> &'static str {
    if id.ends_with("Ref") {
        return SLUG;
    }
    match IDS.iter().find(|(known, _)| *known == id) {
        Some((_, values)) => values[which],
        None => panic!("{name}: no value for the identifier {id}"),
    }
}
