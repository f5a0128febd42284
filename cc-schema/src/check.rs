//! Checks a value against a JSON Schema of the catalogue, as far as schemas of requests go.
//!
//! The document's own profile is small, and so is this. `every_keyword_is_understood` fails when a request uses a
//! keyword that is not read here.

use cc_api::catalogue;
use cc_api::{Date, Timestamp, Week, YearMonth};
use serde_json::Value;

use crate::types;

/// What is wrong with an argument: where (`moves.0.date`), and what (`is missing`).
pub type Complaint = (String, String);

/// What is said about a value, without changing what it may be.
#[cfg(test)]
const NOTES: &[&str] = &["description", "default", "examples", "title", "deprecated"];

/// The schema of a parameter as it stands in the catalogue.
pub fn parsed(schema: &str) -> Value {
    schema.parse().unwrap_or(Value::Bool(true))
}

/// Adds what is wrong with the value.
pub fn check(schema: &Value, value: &Value, place: &str, out: &mut Vec<Complaint>) {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.trim_start_matches("#/$defs/");
        let target = catalogue::schema(name).map_or(Value::Bool(true), parsed);
        return check(&target, value, place, out);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = |choice: &Value| {
            let mut complaints = Vec::new();
            check(choice, value, place, &mut complaints);
            complaints.is_empty()
        };
        if !choices.iter().any(fits) {
            // The first choice is what people mean; the others are mostly null.
            check(&choices[0], value, place, out);
        }
        return;
    }
    let types = types(schema);
    if !types.is_empty() && !types.iter().any(|name| has_type(value, name)) {
        let wanted = types.join(" or ");
        out.push((place.to_owned(), format!("must be {}, not {}", article(&wanted), kind_of(value))));
        return;
    }
    match value {
        Value::String(text) => check_text(schema, text, place, out),
        Value::Number(number) => check_number(schema, number.as_f64().unwrap_or(0.0), place, out),
        Value::Array(items) => check_list(schema, items, place, out),
        Value::Object(_) => check_object(schema, value, place, out),
        Value::Null | Value::Bool(_) => {}
    }
}

fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => value.is_null(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn article(wanted: &str) -> String {
    let vowel = wanted.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {wanted}", if vowel { "an" } else { "a" })
}

fn check_text(schema: &Value, text: &str, place: &str, out: &mut Vec<Complaint>) {
    let mut complain = |message: &str| out.push((place.to_owned(), message.to_owned()));
    let letters = text.chars().count() as u64;
    if text.contains('\0') {
        return complain("must not hold the NUL character");
    }
    if let Some(least) = schema["minLength"].as_u64().filter(|least| letters < *least) {
        complain(&if least == 1 {
            "must not be empty".into()
        } else {
            format!("must have at least {least} characters")
        });
    }
    if let Some(most) = schema["maxLength"].as_u64().filter(|most| letters > *most) {
        complain(&format!("must have at most {most} characters"));
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.iter().any(|word| word == text)) {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        complain(&format!("must be one of {}", words.join(", ")));
    }
    if let Some(wanted) = schema["format"].as_str().and_then(|format| misfit(format, text)) {
        complain(wanted);
    }
}

/// What a text should have been, if it does not have the format.
fn misfit(format: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted) = match format {
        "date" => (text.len() == 10 && text.parse::<Date>().is_ok(), "must be a date such as 2026-03-04"),
        "week" => (text.len() == 10 && text.parse::<Week>().is_ok(), "must be a date such as 2026-03-02"),
        "year-month" => (text.parse::<YearMonth>().is_ok(), "must be a month such as 2026-03"),
        "date-time" => (text.parse::<Timestamp>().is_ok(), "must be an instant such as 2026-03-04T09:00:00Z"),
        "uri" => (is_uri(text), "must be a whole address such as https://example.com/a"),
        "email" => (is_email(text), "must be an e-mail address"),
        _ => (true, ""),
    };
    (!fits).then_some(wanted)
}

fn is_uri(text: &str) -> bool {
    text.parse::<http::Uri>()
        .is_ok_and(|uri| uri.scheme().is_some() && uri.host().is_some_and(|host| !host.is_empty()))
}

fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != '@');
    text.split_once('@')
        .is_some_and(|(name, host)| plain(name) && plain(host) && host.trim_matches('.').contains('.'))
}

fn check_number(schema: &Value, number: f64, place: &str, out: &mut Vec<Complaint>) {
    if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
        out.push((place.to_owned(), format!("must be {least} or more")));
    }
    if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
        out.push((place.to_owned(), format!("must be {most} or less")));
    }
    // What the database and every client can hold.
    if number.abs() > 9_007_199_254_740_991.0 {
        out.push((place.to_owned(), "is too large a number".to_owned()));
    }
}

fn check_list(schema: &Value, items: &[Value], place: &str, out: &mut Vec<Complaint>) {
    let length = items.len() as u64;
    if let Some(least) = schema["minItems"].as_u64().filter(|least| length < *least) {
        out.push((place.to_owned(), format!("must have at least {least} entries")));
    }
    if let Some(most) = schema["maxItems"].as_u64().filter(|most| length > *most) {
        out.push((place.to_owned(), format!("must have at most {most} entries")));
    }
    if schema.get("items").is_some() {
        for (index, item) in items.iter().enumerate() {
            check(&schema["items"], item, &format!("{place}.{index}"), out);
        }
    }
}

fn check_object(schema: &Value, value: &Value, place: &str, out: &mut Vec<Complaint>) {
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            out.push((format!("{place}.{name}"), "is missing".to_owned()));
        }
    }
    if schema["minProperties"].as_u64().is_some_and(|least| (object.len() as u64) < least) {
        out.push((place.to_owned(), "must not be empty".to_owned()));
    }
    let closed = schema["additionalProperties"] == false;
    for (name, inner) in object {
        let place = format!("{place}.{name}");
        match schema["properties"].get(name) {
            Some(schema) => check(schema, inner, &place, out),
            None if closed => out.push((place, "is not known here".to_owned())),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cc_api::catalogue;
    use serde_json::{Value, json};

    use super::{NOTES, check, parsed};

    const READ: &[&str] = &[
        "type",
        "format",
        "minLength",
        "maxLength",
        "enum",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "items",
        "required",
        "properties",
        "minProperties",
        "additionalProperties",
        "anyOf",
        "$ref",
    ];

    #[test]
    fn every_keyword_is_understood() {
        let mut unknown = BTreeSet::new();
        for operation in catalogue::all() {
            let schema = catalogue::input_schema(operation);
            collect(&schema, &mut unknown);
        }
        assert_eq!(unknown, BTreeSet::new());
    }

    fn collect(schema: &Value, unknown: &mut BTreeSet<String>) {
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            match keyword.as_str() {
                "properties" | "$defs" => {
                    value.as_object().into_iter().flatten().for_each(|(_, s)| collect(s, unknown));
                }
                "anyOf" => value.as_array().into_iter().flatten().for_each(|s| collect(s, unknown)),
                "items" => collect(value, unknown),
                other if READ.contains(&other) || NOTES.contains(&other) => {}
                other => {
                    unknown.insert(other.to_owned());
                }
            }
        }
    }

    #[test]
    fn each_misfit_is_named_with_its_place() {
        let cases: &[(&str, Value, &str)] = &[
            (r#"{"type":"integer","minimum":1}"#, json!(0), "x must be 1 or more"),
            (r#"{"type":"integer"}"#, json!("0"), "x must be an integer, not a text"),
            (r#"{"type":"string","minLength":1}"#, json!(""), "x must not be empty"),
            (
                r#"{"type":"string","format":"date"}"#,
                json!("2026-02-30"),
                "x must be a date such as 2026-03-04",
            ),
            (
                r#"{"type":"string","format":"year-month"}"#,
                json!("2026-13"),
                "x must be a month such as 2026-03",
            ),
            (
                r#"{"type":"string","format":"uri"}"#,
                json!("images/a.png"),
                "x must be a whole address such as https://example.com/a",
            ),
            (r#"{"type":"string","format":"email"}"#, json!("nobody"), "x must be an e-mail address"),
            (r#"{"type":["string","null"]}"#, json!(1), "x must be a string or null, not a number"),
            (
                r#"{"type":"array","items":{"type":"object","required":["id"]}}"#,
                json!([{}]),
                "x.0.id is missing",
            ),
            (
                r#"{"anyOf":[{"type":"boolean"},{"type":"null"}]}"#,
                json!([]),
                "x must be a boolean, not a list",
            ),
        ];
        for (schema, value, said) in cases {
            let mut complaints = Vec::new();
            check(&parsed(schema), value, "x", &mut complaints);
            let all: Vec<String> =
                complaints.iter().map(|(place, message)| format!("{place} {message}")).collect();
            assert_eq!(all, [*said], "{schema} {value}");
        }
    }
}
