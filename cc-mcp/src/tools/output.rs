//! The form of answers, as far as it can be promised: what properties there may be, and nothing that a host could refuse an
//! answer for. The API's documents promise little, and callers choose fields, so nothing is required, a property may hold
//! anything, and there may be others.

use std::sync::Arc;

use cc_api::catalogue::{Operation, Workflow};
use cc_schema::{parsed, resolved};
use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};

use crate::lookups;

/// The form of an operation's answers.
pub(super) fn of_operation(operation: &Operation) -> Arc<JsonObject> {
    let schema = operation.answer.schema.map(|schema| resolved(&parsed(schema)));
    let Some(paging) = operation.paging else {
        return match schema {
            // The API says nothing, so we say that it is done.
            None => object(json!({ "done": { "type": "boolean" } })),
            Some(schema) => object(Value::Object(names(&schema))),
        };
    };
    let entry = schema.map(|schema| resolved(&schema["properties"][paging.items]["items"]));
    let entry = entry.map(|entry| names(&entry)).unwrap_or_default();
    let mut properties = json!({
        "results": { "type": "array", "items": { "type": "object", "properties": entry } },
        "count": { "type": "integer" },
        "next": { "type": "object" },
    });
    if lookups::keeps(operation) {
        properties["cached_seconds"] = json!({ "type": "integer" });
    }
    object(properties)
}

/// The names of what an answer holds, or an entry of it.
pub(crate) fn answer_fields(operation: &Operation) -> Vec<String> {
    let schema = operation.answer.schema.map(|schema| resolved(&parsed(schema))).unwrap_or_default();
    let entry = operation.paging.map(|paging| resolved(&schema["properties"][paging.items]["items"]));
    names(&entry.unwrap_or(schema)).into_iter().map(|(name, _)| name).collect()
}

/// The form of what a job of several calls gathers.
pub(super) fn of_workflow(workflow: &Workflow) -> Arc<JsonObject> {
    let mut properties: Map<String, Value> =
        workflow.outputs.iter().map(|output| (output.name.to_owned(), json!({}))).collect();
    properties.insert("missing".to_owned(), json!({ "type": "array", "items": { "type": "string" } }));
    object(Value::Object(properties))
}

/// An object that may have these properties, and any others.
pub(super) fn object(properties: Value) -> Arc<JsonObject> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties);
    Arc::new(schema)
}

/// The names of an object's properties, with nothing said of their values.
fn names(schema: &Value) -> Map<String, Value> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, _)| (name.clone(), json!({}))).collect()
}
