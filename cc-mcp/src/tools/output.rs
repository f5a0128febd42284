//! The form of answers, as far as it can be promised, which is little: the API's documents promise hardly anything, and callers
//! choose fields. A host refuses an answer that does not fit, so nothing is required, types stand only where they are ours,
//! and of what the API sends nothing is said here: its names stand where they are chosen, with the argument `fields`.

use std::sync::Arc;

use cc_api::catalogue::Operation;
use cc_schema::{parsed, resolved};
use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};

use crate::lookups;

/// The form of an operation's answers.
pub(super) fn of_operation(operation: &Operation) -> Arc<JsonObject> {
    if operation.paging.is_none() {
        return match operation.answer.schema {
            // The API says nothing, so we say that it is done.
            None => object(json!({ "done": { "type": "boolean" } })),
            Some(_) => object(json!({})),
        };
    }
    let mut properties = json!({
        "results": { "type": "array", "items": { "type": "object" } },
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
    let entry = entry.unwrap_or(schema);
    entry["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// An object that may have these properties, and any others.
pub(super) fn object(properties: Value) -> Arc<JsonObject> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties);
    Arc::new(schema)
}
