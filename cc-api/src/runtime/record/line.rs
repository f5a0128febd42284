//! The lines of a recording.

use std::time::Duration;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use jiff::Timestamp;
use serde_json::Value;

use super::super::catalogue::{ApiInfo, Operation, output_schema};
use super::body::{Rules, count_of};
use super::places::Place;
use super::{FindSchema, headers, query};

/// What was asked, without what was asked with.
pub(super) struct Asked {
    pub(super) operation: &'static Operation,
    pub(super) target: String,
    /// The credential and the tenant, which no line may hold.
    pub(super) hidden: Vec<String>,
}

/// What came back.
pub(super) struct Answered<'a> {
    pub(super) status: u16,
    pub(super) headers: &'a HeaderMap,
    /// The whole body; none if it was too large to be kept.
    pub(super) body: Option<&'a [u8]>,
    pub(super) time: Duration,
}

/// The first line: what the file is.
pub(super) fn first(product: &str, now: Timestamp) -> String {
    let began = Timestamp::from_second(now.as_second()).unwrap_or(now);
    format!("{{\"recording\":1,\"product\":{},\"began\":\"{began}\"}}\n", Value::from(product))
}

/// The line of an exchange.
pub(super) fn exchange(api: &ApiInfo, schema: FindSchema, asked: &Asked, answered: &Answered<'_>) -> String {
    let operation = asked.operation;
    let refused = answered.status >= 400;
    let rules = Rules {
        key_prefix: api.key_prefix,
        hidden: &asked.hidden,
        scopes: if refused { api.scopes } else { &[] },
        count: if refused { None } else { count_of(operation) },
    };
    let query = query::recorded(&asked.target, operation, schema, &rules);
    let mut line = String::with_capacity(1024);
    let mut field = |name: &str, value: &Value| {
        line.push(if line.is_empty() { '{' } else { ',' });
        line.push('"');
        line.push_str(name);
        line.push_str("\":");
        line.push_str(&value.to_string());
    };
    field("operation", &Value::from(operation.id));
    field("method", &Value::from(operation.method.as_str()));
    field("path", &Value::from(operation.path));
    field("query", &Value::Object(query));
    field("status", &Value::from(answered.status));
    field("headers", &Value::Object(headers::recorded(answered.headers)));
    if let Some((name, body)) = body(operation, schema, answered, &rules) {
        field(name, &body);
    }
    field("ms", &Value::from(u64::try_from(answered.time.as_millis()).unwrap_or(u64::MAX)));
    line.push_str("}\n");
    line
}

/// The field for the body; none if there was none.
fn body(
    operation: &Operation,
    schema: FindSchema,
    answered: &Answered<'_>,
    rules: &Rules<'_>,
) -> Option<(&'static str, Value)> {
    let Some(bytes) = answered.body else { return Some(("body_cut", Value::Bool(true))) };
    if bytes.is_empty() {
        return None;
    }
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else {
        let media = answered.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        return Some(("body_type", Value::from(headers::media_type(media.unwrap_or("")))));
    };
    // The document describes successes; of refusals it knows no form.
    let succeeded = (200..300).contains(&answered.status);
    let described = if succeeded { output_schema(operation, schema) } else { None };
    let place = described.as_ref().map(|schema| Place::of(schema, schema));
    Some(("body", rules.apply(&body, place.as_ref())))
}
