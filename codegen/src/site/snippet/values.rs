//! The values that a call is shown with.

use serde_json::{Value, json};

use crate::document;
use crate::model::{ApiModel, Argument, Operation, Place};
use crate::site::Input;

/// How many entries a listing is asked for.
const LIMIT: u32 = 10;

/// The arguments that are passed, each with its value.
pub(super) fn of<'a>(operation: &'a Operation, input: &Input<'a>) -> Vec<(&'a Argument, Value)> {
    let written = input.document.operation(operation.id.as_str());
    let request = written.and_then(request_of).unwrap_or_default();
    let answer = written.and_then(answer_of).unwrap_or_default();
    let limit = operation.paging.as_ref().and_then(|paging| {
        input.model.paging_styles.iter().find(|style| style.name == paging.style).map(|style| &style.limit)
    });
    let value = |argument: &'a Argument| {
        let shown = match argument.place {
            Place::Body => Some(&request).filter(|request| !request.is_null()).cloned(),
            Place::BodyField => request.get(argument.wire_name.as_str()).cloned(),
            _ => None,
        };
        let asked_for = (Some(&argument.wire_name) == limit).then(|| json!(LIMIT));
        let fitting = || argument.required.then(|| fitting(argument, &answer, input.model));
        Some((argument, shown.or(asked_for).or_else(fitting)?))
    };
    operation.arguments.iter().filter_map(value).collect()
}

/// The request that the document shows.
fn request_of(operation: &document::Operation) -> Option<Value> {
    let content = operation.request_body.as_ref()?.content.first()?;
    Some(content.examples.iter().find_map(|example| example.value.as_ref())?.to_json())
}

/// The answer that the document shows for a success.
pub(in crate::site) fn answer_of(operation: &document::Operation) -> Option<Value> {
    let successes = operation.responses.iter().filter(|response| response.status.value.is_success());
    let mut examples = successes.flat_map(|response| &response.content).flat_map(|content| &content.examples);
    Some(examples.find_map(|example| example.value.as_ref())?.to_json())
}

/// A value for what has to be passed: what the answer calls it by, or what its schema takes.
fn fitting(argument: &Argument, answer: &Value, model: &ApiModel) -> Value {
    let name = argument.wire_name.as_str();
    if argument.place == Place::Path {
        let same = answer.get(name);
        let slug = || answer.get("slug").filter(|_| name.contains("slug"));
        let id =
            || answer.get("id").filter(|_| name == "id" || name.ends_with("_id") || name.contains("id_or"));
        if let Some(found) =
            same.or_else(slug).or_else(id).filter(|value| value.is_string() || value.is_i64())
        {
            return found.clone();
        }
    }
    let schema: Value = serde_json::from_str(&argument.json_schema).unwrap_or_default();
    of_schema(&schema, name, model, 0)
}

/// A value that fits a schema; a text of no known form is the name of the argument in capitals.
fn of_schema(schema: &Value, name: &str, model: &ApiModel, depth: usize) -> Value {
    if let Some(found) = ["examples", "enum"].iter().find_map(|key| schema[key].get(0)) {
        return found.clone();
    }
    if let Some(found) = ["example", "const", "default"].iter().find_map(|key| schema.get(key)) {
        return found.clone();
    }
    let named = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    let definition = named.and_then(|named| model.types.iter().find(|ty| ty.name.as_str() == named));
    if let Some(definition) = definition.filter(|_| depth < 8) {
        let inner: Value = serde_json::from_str(&definition.json_schema).unwrap_or_default();
        return of_schema(&inner, name, model, depth + 1);
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("boolean"), _) => json!(true),
        (Some("integer" | "number"), _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        (Some("array"), _) if depth < 8 => json!([of_schema(&schema["items"], name, model, depth + 1)]),
        (Some("object"), _) => json!({}),
        (_, Some("date" | "week")) => json!("2026-11-23"),
        (_, Some("year-month")) => json!("2026-11"),
        (_, Some("date-time")) => json!("2026-11-23T09:00:00Z"),
        _ => json!(name.to_uppercase()),
    }
}
