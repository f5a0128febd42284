//! What would be sent: `--dry-run`.

use cc_api::JsonCall;
use cc_api::catalogue::{Operation, Place};
use cc_schema::{parsed, resolved};
use serde_json::{Map, Value, json};

use crate::Failure;
use crate::output::Output;

/// What stands for a password in what is shown.
const HIDDEN: &str = "****";

/// Prints what a call would send, and sends nothing. Wrong arguments are the errors that the call itself would give.
pub(super) fn show(operation: &Operation, call: &JsonCall, output: Output) -> Result<(), Failure> {
    let preview = call.preview()?;
    let body = preview.body.as_deref().map(|body| shown_body(operation, body));
    let scopes: Vec<String> = preview.scopes.iter().map(ToString::to_string).collect();
    let headers: Map<String, Value> = preview
        .headers
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .chain(preview.hidden_headers.into_iter().map(|name| (name, HIDDEN.into())))
        .collect();
    output.value(&json!({
        "method": preview.method.as_str(),
        "url": preview.url,
        "headers": headers,
        "body": body,
        "scopes": scopes,
        "effect": operation.safety.as_str(),
        "destructive": operation.destructive,
        "requests": preview.requests,
        "most_requests": preview.most_requests,
    }))
}

/// The body as JSON, without the passwords in it.
fn shown_body(operation: &Operation, text: &str) -> Value {
    let mut body: Value = serde_json::from_str(text).unwrap_or_else(|_| text.into());
    for param in operation.params.iter().filter(|param| param.place == Place::BodyField) {
        let is_password = resolved(&parsed(param.schema))["format"] == "password";
        if let Some(value) = body.get_mut(param.wire).filter(|_| is_password) {
            *value = HIDDEN.into();
        }
    }
    body
}
