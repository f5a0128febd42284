//! A call that is refused, and why.

use std::fmt;

use http::StatusCode;
use serde_json::{Map, Value, json};

/// Why a call is refused: a status, a word for programs, a sentence for people.
///
/// The shape of refusals is not documented. This one has a `message` and a `code`, `errors` by field where fields
/// are at fault, and `missingScopes` where a key lacks some.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) missing_scopes: Vec<&'static str>,
    /// Seconds until it is worth trying again.
    pub(crate) retry_after: Option<i64>,
}

impl Refused {
    /// A refusal with a status of its own.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, code, message, fields: Vec::new(), missing_scopes: Vec::new(), retry_after: None }
    }

    /// 401.
    pub(crate) fn unauthorized(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, message)
    }

    /// 403.
    pub(crate) fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// 404, with the same words whether the thing never was or belongs to somebody else.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}, or it is not yours."))
    }

    /// 409: the call does not fit how things stand.
    pub(crate) fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 422 for one field, named as the request names it.
    pub(crate) fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid_fields(vec![(field.into(), message.into())])
    }

    /// 422 for several fields.
    pub(crate) fn invalid_fields(fields: Vec<(String, String)>) -> Self {
        let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
        let message = format!("Some of what was sent is missing or wrong: {}.", names.join(", "));
        Self { fields, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message) }
    }

    /// 500: the sandbox itself is at fault. What happened goes to its log, not to the caller.
    pub(crate) fn failure(what: &dyn fmt::Display) -> Self {
        eprintln!("cc-sandbox: a request failed: {what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The sandbox failed; its log says why.")
    }

    /// The body.
    pub(crate) fn to_json(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if !self.fields.is_empty() {
            let mut errors = Map::new();
            for (field, message) in &self.fields {
                let messages = errors.entry(field.as_str()).or_insert_with(|| json!([]));
                if let Some(messages) = messages.as_array_mut() {
                    messages.push(json!(message));
                }
            }
            body["errors"] = Value::Object(errors);
        }
        if !self.missing_scopes.is_empty() {
            body["missingScopes"] = json!(self.missing_scopes);
        }
        body
    }
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::failure(&error)
    }
}
