//! The tool of one operation.

use std::sync::Arc;

use cc_api::catalogue::{Operation, Safety};
use cc_surface::Effect;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use super::{Kind, Offer, output, schema};
use crate::lookups;
use crate::policy::Policy;

/// What a tool of an operation is called.
pub(crate) fn tool_name(operation: &Operation) -> &'static str {
    operation.tool.and_then(|tool| tool.name).unwrap_or(operation.id)
}

/// The tool of an operation.
pub(super) fn offer(operation: &'static Operation) -> Offer {
    let tool = Tool::new(tool_name(operation), description(operation), Arc::new(input(operation)))
        .with_title(operation.summary)
        .with_raw_output_schema(output::of_operation(operation))
        .with_annotations(hints(operation));
    Offer { tool, kind: Kind::Operation(operation) }
}

/// The arguments of an operation, and those that are ours: tools that answer with data let the caller choose what of it,
/// those that keep their answers can be asked for new ones, and those that ask first take the word that they gave.
pub(crate) fn input(operation: &'static Operation) -> JsonObject {
    let mut input = (*schema::of_operation(operation)).clone();
    let Some(properties) = input.get_mut("properties").and_then(Value::as_object_mut) else { return input };
    if operation.safety == Safety::Read {
        properties.insert("fields".to_owned(), fields(&output::answer_fields(operation)));
    }
    if lookups::keeps(operation) {
        properties.insert("refresh".to_owned(), refresh());
    }
    if Policy::wants_confirmation(operation) {
        properties.insert("confirmation".to_owned(), confirmation());
    }
    input
}

/// The argument that chooses properties of what is called so.
pub(super) fn fields(names: &[String]) -> Value {
    let names = match names {
        [] => "such as `id,title`; describe_operation names them".to_owned(),
        names => names.join(", "),
    };
    let text = format!(
        "Only these properties, by comma: {names}; `a.b` reaches inside, `*` is all. Left out: a short form."
    );
    json!({ "type": "string", "description": text })
}

/// The argument that passes by what is kept.
fn refresh() -> Value {
    json!({ "type": "boolean", "description": "Ask the API anew; answers of this tool are kept for an hour." })
}

/// The argument that says that a person agreed.
pub(super) fn confirmation() -> Value {
    json!({ "type": "string", "description": "The word that the first call gave, once a person has said yes." })
}

fn description(operation: &Operation) -> String {
    match operation.description {
        "" => format!("{}.", operation.summary),
        more => format!("{}. {more}", operation.summary),
    }
}

/// What is true of calling an operation.
fn hints(operation: &Operation) -> ToolAnnotations {
    let effect = Effect::of(operation);
    ToolAnnotations::new()
        .read_only(effect == Effect::Read)
        .destructive(effect == Effect::Delete)
        .idempotent(operation.safety.is_repeatable())
        .open_world(true)
}

/// An object of the arguments of a tool of our own.
pub(super) fn arguments(properties: Value, required: &[&str]) -> Arc<JsonObject> {
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    schema::object(properties, required.iter().map(|name| Value::from(*name)).collect())
}
