//! Changes of whole answers: their status, their shape, and that of refusals.

use bytes::Bytes;
use http::response::Parts;
use http::{Response, StatusCode, header};
use serde_json::{Value, json};

use super::change::Kind;
use super::headers::Times;
use super::stage::Played;
use super::walk::walk;
use super::{fields, headers, schemas};

/// What an answer is the answer to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered {
    /// The operation; none for unknown paths.
    pub(crate) operation: Option<&'static str>,
    pub(crate) times: Times,
}

/// Makes all changes to an answer.
pub(super) fn alter(played: &Played, answered: &Answered, response: Response<Bytes>) -> Response<Bytes> {
    let (mut parts, mut body) = response.into_parts();
    let is_refusal = parts.status.as_u16() >= 400;
    let altered =
        if is_refusal { refusal(played, &body) } else { success(played, answered.operation, &body) };
    if let Some(altered) = altered {
        body = Bytes::from(altered.to_string());
    }
    status(played, answered, &mut parts);
    if parts.status == StatusCode::NO_CONTENT {
        parts.headers.remove(header::CONTENT_TYPE);
        body = Bytes::new();
    }
    headers::alter(played, answered.times, &mut parts.headers);
    Response::from_parts(parts, body)
}

/// The body of an answer with all changes of values, fields and shape; none if nothing changes.
fn success(played: &Played, operation: Option<&'static str>, body: &Bytes) -> Option<Value> {
    let operation = operation?;
    let schema = schemas::of_answer(operation)?;
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let mut has_changed = walk(played, schema, &mut answer);
    for (index, change) in played.changes().iter().enumerate() {
        let Kind::PlainList { operation: of, items } = change.kind else { continue };
        if of == operation && answer[items].is_array() && played.is_due(index) {
            answer = answer[items].take();
            has_changed = true;
        }
    }
    has_changed.then_some(answer)
}

/// The body of a refusal with all its changes; none if nothing changes.
fn refusal(played: &Played, body: &Bytes) -> Option<Value> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let mut has_changed = false;
    for (index, change) in played.changes().iter().enumerate() {
        let (Kind::RefusalField { field, to }, Some(object)) = (&change.kind, answer.as_object_mut()) else {
            continue;
        };
        if object.contains_key(field) && played.is_due(index) {
            fields::rename(object, field, to);
            has_changed = true;
        }
    }
    for (index, change) in played.changes().iter().enumerate() {
        if let Kind::RefusalInside { into } = &change.kind
            && played.is_due(index)
        {
            answer = json!({ into: answer });
            has_changed = true;
        }
    }
    has_changed.then_some(answer)
}

fn status(played: &Played, answered: &Answered, parts: &mut Parts) {
    let documented = parts.status.as_u16();
    for (index, change) in played.changes().iter().enumerate() {
        let Kind::Status { operation, from, to } = change.kind else { continue };
        if answered.operation == Some(operation) && from == documented && played.is_due(index) {
            parts.status = StatusCode::from_u16(to).unwrap_or(parts.status);
        }
    }
}
