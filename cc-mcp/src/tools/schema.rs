//! The arguments of a tool as a JSON Schema that every host takes: one object without references, without null, with
//! `properties` on each object, and short.

use std::sync::Arc;

use cc_api::catalogue::{Operation, Param, Tool};
use cc_schema::parsed;
use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};

/// How deep types within types are written out; what lies deeper is any JSON.
const DEEPEST: usize = 4;
/// How many entries a listing tool gives unless asked for more.
pub(crate) const LIMIT: u32 = 10;

/// What callers of a tool call a parameter.
pub(crate) fn word(operation: &Operation, param: &'static Param) -> &'static str {
    let own = operation.tool.as_ref().map(|tool: &Tool| tool.word_for(param));
    match own.unwrap_or(param.name) {
        "" => "body",
        word => word,
    }
}

/// The schema of an operation's arguments.
pub(crate) fn of_operation(operation: &'static Operation) -> Arc<JsonObject> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for param in operation.params {
        let name = word(operation, param);
        let mut schema = plain(&parsed(param.schema), DEEPEST);
        if let Some(object) = schema.as_object_mut() {
            object.insert("description".to_owned(), param.doc.into());
            let is_limit = operation.paging.is_some_and(|paging| is(operation, paging.limit, param));
            if is_limit {
                object.insert("default".to_owned(), LIMIT.into());
            }
        }
        properties.insert(name.to_owned(), schema);
        if param.required {
            required.push(Value::from(name));
        }
    }
    object(properties, required)
}

fn is(operation: &Operation, index: u16, param: &'static Param) -> bool {
    operation.params.get(usize::from(index)).is_some_and(|other| std::ptr::eq(other, param))
}

/// An object with these properties, and no others.
pub(crate) fn object(properties: Map<String, Value>, required: Vec<Value>) -> Arc<JsonObject> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    Arc::new(schema)
}

/// A schema without references and null, of one type.
fn plain(schema: &Value, depth: usize) -> Value {
    let schema = cc_schema::resolved(schema);
    let Some(kind) = cc_schema::types(&schema).first().map(|kind| (*kind).to_owned()) else {
        return json!({});
    };
    let mut plain = Map::new();
    plain.insert("type".to_owned(), kind.as_str().into());
    for keyword in [
        "description",
        "enum",
        "examples",
        "default",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minItems",
    ] {
        if let Some(value) = schema.get(keyword).filter(|value| !value.is_null()) {
            plain.insert(keyword.to_owned(), value.clone());
        }
    }
    // Formats of ours are unknown elsewhere, and some hosts refuse what they don't know.
    if let Some(format @ ("date" | "date-time" | "uri" | "email" | "uuid")) = schema["format"].as_str() {
        plain.insert("format".to_owned(), format.into());
    }
    if kind == "array" {
        let items = if depth == 0 { json!({}) } else { self::plain(&schema["items"], depth - 1) };
        plain.insert("items".to_owned(), items);
    }
    if kind == "object" {
        let properties = schema["properties"].as_object().filter(|_| depth > 0);
        let inner = properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), self::plain(schema, depth - 1)));
        plain.insert("properties".to_owned(), Value::Object(inner.collect()));
        if let Some(required) = schema.get("required").filter(|_| depth > 0) {
            plain.insert("required".to_owned(), required.clone());
        }
    }
    Value::Object(plain)
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::Value;

    use super::of_operation;

    #[test]
    fn every_schema_is_one_that_hosts_take() {
        for operation in catalogue::all() {
            check(&Value::Object((*of_operation(operation)).clone()), operation.id);
        }
    }

    fn check(schema: &Value, place: &str) {
        assert!(schema.get("$ref").is_none() && schema.get("anyOf").is_none(), "{place}: {schema}");
        assert!(schema["type"].is_string(), "{place}: {schema}");
        if schema["type"] == "object" {
            assert!(schema["properties"].is_object(), "{place}: {schema}");
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            check(inner, &format!("{place}.{name}"));
        }
        if schema["type"] == "array" {
            check(&schema["items"], place);
        }
    }
}
