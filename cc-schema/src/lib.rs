//! Arguments and the JSON Schemas of the catalogue: what fits, what doesn't and why, and how a text is read as the type
//! that a schema names.
//!
//! The sandbox judges requests by it, the command line and the assistants' server what a person or a model passes: what
//! one of them lets through, the others do.

mod check;
mod describe;
mod strict;
mod text;

pub use check::{Complaint, check, parsed};
pub use describe::{example, wanted};
pub use strict::strict;
pub use text::{loosely, scalar};

use cc_api::catalogue;
use serde_json::Value;

/// The schema that is meant: follows a reference to a named type, and takes the first choice of several, which is what
/// people mean, where the others are mostly null.
pub fn resolved(schema: &Value) -> Value {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.trim_start_matches("#/$defs/");
        return catalogue::schema(name).map_or(Value::Bool(true), |schema| resolved(&parsed(schema)));
    }
    match schema["anyOf"].get(0) {
        Some(first) => resolved(first),
        None => schema.clone(),
    }
}

/// The types that a schema allows, by their JSON Schema names; empty if any will do.
pub fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
