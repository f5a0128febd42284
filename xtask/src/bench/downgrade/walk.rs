//! Visits the parts of a document that a pass may want to change, each with its JSON pointer.

use serde_json::Value;

/// What a visited value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    /// A schema that stands on its own. What is inside it is not visited.
    Schema,
}

type Visit<'v> = &'v mut dyn FnMut(Part, &str, &mut Value);

/// The keys of a path item that hold an operation.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Visits every part of a document: the outer before the inner, so that a visitor may replace what is inside.
pub(super) fn walk(document: &mut Value, visit: Visit) {
    for (at, item) in members(document, "paths", "") {
        visit(Part::PathItem, &at, item);
        parameters(item, &at, visit);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                walk_operation(operation, &join(&at, method), visit);
            }
        }
    }
    let Some(components) = document.get_mut("components") else { return };
    let at = "/components";
    for (at, schema) in members(components, "schemas", at) {
        visit(Part::Schema, &at, schema);
    }
    for (at, parameter) in members(components, "parameters", at) {
        walk_parameter(parameter, &at, visit);
    }
    for (at, header) in members(components, "headers", at) {
        schema_and_content(header, &at, visit);
    }
    for (at, body) in members(components, "requestBodies", at) {
        walk_body(body, &at, visit);
    }
    for (at, response) in members(components, "responses", at) {
        walk_response(response, &at, visit);
    }
}

/// The members of the object under `key`, each with its pointer.
pub(super) fn members<'v>(
    holder: &'v mut Value,
    key: &str,
    at: &str,
) -> impl Iterator<Item = (String, &'v mut Value)> {
    let at = join(at, key);
    let object = holder.get_mut(key).and_then(Value::as_object_mut);
    object.into_iter().flatten().map(move |(name, value)| (join(&at, name), value))
}

/// The entries of the list under `key`, each with its pointer.
pub(super) fn entries<'v>(
    holder: &'v mut Value,
    key: &str,
    at: &str,
) -> impl Iterator<Item = (String, &'v mut Value)> {
    let at = join(at, key);
    let list = holder.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten().enumerate().map(move |(index, value)| (format!("{at}/{index}"), value))
}

/// A pointer, one step further.
pub(super) fn join(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn walk_operation(operation: &mut Value, at: &str, visit: Visit) {
    visit(Part::Operation, at, operation);
    parameters(operation, at, visit);
    if let Some(body) = operation.get_mut("requestBody") {
        walk_body(body, &join(at, "requestBody"), visit);
    }
    for (at, response) in members(operation, "responses", at) {
        walk_response(response, &at, visit);
    }
}

fn parameters(holder: &mut Value, at: &str, visit: Visit) {
    for (at, parameter) in entries(holder, "parameters", at) {
        walk_parameter(parameter, &at, visit);
    }
}

fn walk_parameter(parameter: &mut Value, at: &str, visit: Visit) {
    visit(Part::Parameter, at, parameter);
    schema_and_content(parameter, at, visit);
}

fn walk_body(body: &mut Value, at: &str, visit: Visit) {
    visit(Part::RequestBody, at, body);
    schema_and_content(body, at, visit);
}

fn walk_response(response: &mut Value, at: &str, visit: Visit) {
    visit(Part::Response, at, response);
    for (at, header) in members(response, "headers", at) {
        schema_and_content(header, &at, visit);
    }
    schema_and_content(response, at, visit);
}

fn schema_and_content(holder: &mut Value, at: &str, visit: Visit) {
    if let Some(schema) = holder.get_mut("schema") {
        visit(Part::Schema, &join(at, "schema"), schema);
    }
    for (at, media) in members(holder, "content", at) {
        if let Some(schema) = media.get_mut("schema") {
            visit(Part::Schema, &join(&at, "schema"), schema);
        }
    }
}
