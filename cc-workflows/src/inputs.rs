//! What the caller passes: checked against the workflow's own schemas before anything is sent.
//!
//! The schemas of inputs are small: a type, a pattern, a list of values, bounds of a number or a length. What
//! another keyword would say is left to the server.

use std::collections::BTreeSet;

use cc_api::catalogue::{Workflow, WorkflowInput};
use serde_json::{Map, Value};

use crate::error::Cause;

/// How much of a wrong value is shown.
const SHOWN: usize = 60;

/// The inputs with their defaults filled in; null counts as left out.
pub(crate) fn complete(workflow: &Workflow, given: Map<String, Value>) -> Result<Map<String, Value>, Cause> {
    let known: BTreeSet<_> = workflow.inputs.iter().map(|input| input.name).collect();
    if let Some(name) = given.keys().find(|name| !known.contains(name.as_str())) {
        let known: Vec<_> = known.into_iter().collect();
        return Err(wrong(name, format!("there is no such input; there are: {}", known.join(", "))));
    }
    let mut given = given;
    let mut complete = Map::new();
    for input in workflow.inputs {
        let value = match given.remove(input.name) {
            Some(Value::Null) | None => default(input)?,
            Some(value) => Some(value),
        };
        if let Some(value) = value {
            check(input, &value).map_err(|why| wrong(input.name, why))?;
            complete.insert(input.name.to_owned(), value);
        }
    }
    Ok(complete)
}

fn default(input: &WorkflowInput) -> Result<Option<Value>, Cause> {
    match input.default {
        Some(json) => Ok(json.parse().ok()),
        None if input.required => {
            Err(wrong(input.name, format!("it is required and was not given: {}", lower_first(input.doc))))
        }
        None => Ok(None),
    }
}

fn wrong(name: &str, why: String) -> Cause {
    Cause::Input { name: name.to_owned(), why }
}

fn check(input: &WorkflowInput, value: &Value) -> Result<(), String> {
    let schema: Value = input.schema.parse().unwrap_or(Value::Bool(true));
    if let Some(types) = types(&schema)
        && !types.iter().any(|name| is_of_type(value, name))
    {
        return Err(format!("{} is not of type {}", shown(value), types.join(" or ")));
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        let choices: Vec<_> = choices.iter().map(Value::to_string).collect();
        return Err(format!("{} is none of {}", shown(value), choices.join(", ")));
    }
    check_text(&schema, value)?;
    check_number(&schema, value)
}

fn check_text(schema: &Value, value: &Value) -> Result<(), String> {
    let Some(text) = value.as_str() else { return Ok(()) };
    if let Some(pattern) = schema["pattern"].as_str()
        && regex_lite::Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text))
    {
        return Err(format!("{} does not have the form {}", shown(value), form(pattern)));
    }
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    match (schema["minLength"].as_u64(), schema["maxLength"].as_u64()) {
        (Some(least), _) if length < least => Err(format!("it is shorter than {least} characters")),
        (_, Some(most)) if length > most => Err(format!("it is longer than {most} characters")),
        _ => Ok(()),
    }
}

fn check_number(schema: &Value, value: &Value) -> Result<(), String> {
    let Some(number) = value.as_f64() else { return Ok(()) };
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(least), _) if number < least => Err(format!("{number} is less than {least}")),
        (_, Some(most)) if number > most => Err(format!("{number} is more than {most}")),
        _ => Ok(()),
    }
}

fn types(schema: &Value) -> Option<Vec<&str>> {
    match &schema["type"] {
        Value::String(name) => Some(vec![name]),
        Value::Array(names) => Some(names.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.as_i64().is_some() || value.as_u64().is_some(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// A pattern in words, where it is one of days or months.
fn form(pattern: &str) -> String {
    match pattern {
        r"^\d{4}-\d{2}-\d{2}$" => String::from("of a day, like 2026-11-23"),
        r"^\d{4}-\d{2}$" => String::from("of a month, like 2026-11"),
        other => format!("`{other}`"),
    }
}

fn shown(value: &Value) -> String {
    let json = value.to_string();
    let mut short: String = json.chars().take(SHOWN).collect();
    if short.len() < json.len() {
        short.push('…');
    }
    short
}

fn lower_first(doc: &str) -> String {
    let mut characters = doc.trim_end_matches('.').chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn input(schema: &'static str) -> WorkflowInput {
        WorkflowInput { name: "it", doc: "", required: false, schema, default: None }
    }

    #[test]
    fn an_input_is_held_against_its_schema() {
        let day = r#"{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}$"}"#;
        for (schema, value, why) in [
            (day, json!("2026-11-23"), None),
            (day, json!("tomorrow"), Some(r#""tomorrow" does not have the form of a day, like 2026-11-23"#)),
            (day, json!(20_261_123), Some("20261123 is not of type string")),
            (r#"{"type":["integer","null"]}"#, json!(null), None),
            (r#"{"type":["integer","null"]}"#, json!(1.5), Some("1.5 is not of type integer or null")),
            (r#"{"enum":["a","b"]}"#, json!("b"), None),
            (r#"{"enum":["a","b"]}"#, json!("c"), Some(r#""c" is none of "a", "b""#)),
            (r#"{"minimum":1,"maximum":50}"#, json!(50), None),
            (r#"{"minimum":1,"maximum":50}"#, json!(0), Some("0 is less than 1")),
            (r#"{"minimum":1,"maximum":50}"#, json!(51), Some("51 is more than 50")),
            (r#"{"minLength":2}"#, json!("é"), Some("it is shorter than 2 characters")),
            (r#"{"maxLength":2}"#, json!("abc"), Some("it is longer than 2 characters")),
            ("true", json!([1]), None),
        ] {
            let found = check(&input(schema), &value);
            assert_eq!(found.err().as_deref(), why, "{schema} {value}");
        }
    }

    #[test]
    fn a_long_value_is_shown_in_part() {
        assert_eq!(shown(&json!("x".repeat(100))).chars().count(), SHOWN + 1);
    }
}
