//! A schema in words: what is allowed, and one value that is.

use serde_json::Value;

use crate::{resolved, types};

/// What a schema allows, in a few words that follow "takes": `an integer from 1 to 50`, `one of Reel, Carousel`.
pub fn wanted(schema: &Value) -> String {
    let schema = resolved(schema);
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().map(shown).collect();
        return format!("one of {}", words.join(", "));
    }
    match types(&schema).first().copied() {
        Some("integer") => format!("an integer{}", range(&schema)),
        Some("number") => format!("a number{}", range(&schema)),
        Some("boolean") => "true or false".to_owned(),
        Some("array") => format!("a list, each entry {}", wanted(&schema["items"])),
        Some("object") => "a JSON object".to_owned(),
        Some("string") => text(&schema),
        _ => "any JSON value".to_owned(),
    }
}

fn shown(word: &Value) -> String {
    word.as_str().map_or_else(|| word.to_string(), str::to_owned)
}

fn range(schema: &Value) -> String {
    match (&schema["minimum"], &schema["maximum"]) {
        (Value::Null, Value::Null) => String::new(),
        (least, Value::Null) => format!(", {least} or more"),
        (Value::Null, most) => format!(", {most} or less"),
        (least, most) => format!(" from {least} to {most}"),
    }
}

fn text(schema: &Value) -> String {
    let what = match schema["format"].as_str() {
        Some("date" | "week") => "a date",
        Some("year-month") => "a month",
        Some("date-time") => "an instant",
        Some("uri") => "a whole address",
        Some("email") => "an e-mail address",
        Some("uuid") => "an identifier",
        _ => "a text",
    };
    match (schema["maxLength"].as_u64(), example(schema)) {
        (Some(most), None) => format!("{what} of at most {most} characters"),
        (_, Some(example)) => format!("{what} such as {}", shown(&example)),
        (None, None) => what.to_owned(),
    }
}

/// A value that a schema allows: one that it names, or one of its format. None if nothing better than a guess is known.
pub fn example(schema: &Value) -> Option<Value> {
    let schema = resolved(schema);
    let named = schema["examples"].get(0).or_else(|| schema["enum"].get(0)).or_else(|| schema.get("default"));
    if let Some(value) = named.filter(|value| !value.is_null()) {
        return Some(value.clone());
    }
    match (types(&schema).first().copied()?, schema["format"].as_str()) {
        ("boolean", _) => Some(true.into()),
        ("integer", _) => Some(schema["minimum"].as_i64().unwrap_or(1).into()),
        ("number", _) => Some(schema["minimum"].as_f64().unwrap_or(1.0).into()),
        ("array", _) => example(&schema["items"]).map(|item| Value::Array(vec![item])),
        ("object", _) => object(&schema),
        ("string", Some("date")) => Some("2026-03-04".into()),
        ("string", Some("week")) => Some("2026-03-02".into()),
        ("string", Some("year-month")) => Some("2026-03".into()),
        ("string", Some("date-time")) => Some("2026-03-04T09:00:00Z".into()),
        ("string", Some("uri")) => Some("https://example.com/a".into()),
        ("string", Some("email")) => Some("name@example.com".into()),
        _ => None,
    }
}

/// An object with all that it must have, and the first thing that it may have if it must have nothing. Texts of which
/// nothing is known are there as "text".
fn object(schema: &Value) -> Option<Value> {
    let properties = schema["properties"].as_object()?;
    let is_required =
        |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
    let mut chosen: Vec<(&String, &Value)> =
        properties.iter().filter(|(name, _)| is_required(name)).collect();
    if chosen.is_empty() {
        chosen.extend(properties.iter().next());
    }
    let text =
        |schema: &Value| (types(&resolved(schema)).first() == Some(&"string")).then(|| Value::from("text"));
    let fill = |schema: &Value| example(schema).or_else(|| text(schema));
    chosen.into_iter().map(|(name, schema)| Some((name.clone(), fill(schema)?))).collect()
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::json;

    use super::{example, wanted};
    use crate::{Complaint, check, parsed};

    #[test]
    fn a_schema_is_said_in_words() {
        for (schema, words) in [
            (json!({ "type": "integer", "minimum": 1, "maximum": 50 }), "an integer from 1 to 50"),
            (json!({ "type": "integer", "minimum": 1 }), "an integer, 1 or more"),
            (json!({ "type": "number", "maximum": 2 }), "a number, 2 or less"),
            (json!({ "type": "string", "enum": ["a", "b"] }), "one of a, b"),
            (json!({ "type": "string", "format": "date" }), "a date such as 2026-03-04"),
            (json!({ "type": "string", "maxLength": 9 }), "a text of at most 9 characters"),
            (json!({ "type": "array", "items": { "type": "boolean" } }), "a list, each entry true or false"),
            (json!({ "anyOf": [{ "type": "object" }, { "type": "null" }] }), "a JSON object"),
            (json!(true), "any JSON value"),
        ] {
            assert_eq!(wanted(&schema), words, "{schema}");
        }
    }

    #[test]
    fn an_example_of_an_argument_fits_its_schema() {
        for operation in catalogue::all() {
            for param in operation.params {
                let schema = parsed(param.schema);
                if let Some(example) = example(&schema) {
                    let mut complaints: Vec<Complaint> = Vec::new();
                    check(&schema, &example, param.name, &mut complaints);
                    assert_eq!(complaints, [], "{} {}: {example}", operation.id, param.name);
                }
            }
        }
    }
}
