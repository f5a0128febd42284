//! What the body of a refusal says, whatever its shape.
//!
//! Servers of one API answer in several dialects, as frameworks, gateways and routers speak for themselves:
//! `{detail}`, `{message}`, `{error}`, `{errors}`, a list of messages a field, problem+json (RFC 9457), plain
//! text, HTML, nothing. One reader takes the message and the fields out of all of them.

use serde_json::{Map, Value};

use super::super::words::{push_part, split_at_word};
use super::{FieldError, cleaned};

/// What a refusal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerSaid {
    pub(crate) message: Option<String>,
    pub(crate) fields: Vec<FieldError>,
}

/// How many fields are kept.
const FIELDS: usize = 50;

/// Reads a body. It never fails: what can't be understood says nothing.
pub(crate) fn server_said(body: &[u8]) -> ServerSaid {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut said = ServerSaid::default();
    match text.parse() {
        Ok(json) => said.read(&json),
        Err(_) if looks_like_html(text) => said.message = Some(title_of_html(text)),
        Err(_) if matches!(text.as_bytes().first(), None | Some(b'{' | b'[')) => {}
        Err(_) => said.message = Some(cleaned(text)),
    }
    if said.message.as_deref() == Some("") {
        said.message = None;
    }
    said
}

/// Whether a text is a page for people.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let text = text.trim_start().as_bytes();
    let begins = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    begins(b"<!doctype") || begins(b"<html") || begins(b"<head")
}

fn title_of_html(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let title = split_at_word(&lower, "<title>").and_then(|(before, rest)| {
        let start = before.len() + "<title>".len();
        let (title, _) = split_at_word(rest, "</title>")?;
        text.get(start..start + title.len())
    });
    title.map_or_else(|| "a web page".to_owned(), |title| format!("a web page titled “{}”", cleaned(title)))
}

impl ServerSaid {
    fn read(&mut self, json: &Value) {
        match json {
            Value::String(text) => self.message = Some(cleaned(text)),
            Value::Array(items) => self.read_list(items),
            Value::Object(fields) => self.read_object(fields),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn read_object(&mut self, object: &Map<String, Value>) {
        for key in &["detail", "message", "error", "error_description", "title", "non_field_errors"] {
            match object.get(*key) {
                Some(Value::String(text)) if self.message.is_none() => self.message = Some(cleaned(text)),
                Some(Value::Array(items)) => self.read_list(items),
                Some(Value::Object(inner)) if *key == "error" || *key == "detail" => self.read_object(inner),
                _ => {}
            }
        }
        match object.get("errors") {
            Some(Value::Array(items)) => self.read_list(items),
            Some(Value::Object(fields)) => self.read_fields(fields),
            Some(Value::String(text)) if self.message.is_none() => self.message = Some(cleaned(text)),
            _ => {}
        }
        if self.message.is_none() && self.fields.is_empty() {
            self.read_fields(object);
        }
    }

    /// A list of messages, or of objects that name a field.
    fn read_list(&mut self, items: &[Value]) {
        for item in items {
            match item {
                Value::String(text) if self.message.is_none() => self.message = Some(cleaned(text)),
                Value::Object(object) => {
                    let field = first(object, &["field", "loc", "path", "name", "param"], place);
                    let text = first(object, &["message", "msg", "detail", "error"], text_of);
                    match (field, text) {
                        (Some(field), Some(text)) => self.add_field(&field, &text),
                        (None, Some(text)) if self.message.is_none() => self.message = Some(cleaned(&text)),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Messages by field: `{"date": ["is in the past"]}`.
    fn read_fields(&mut self, fields: &Map<String, Value>) {
        for (field, value) in fields {
            match value {
                Value::Array(items) => {
                    for item in items {
                        if let Some(text) = item.as_str() {
                            self.add_field(field, text);
                        }
                    }
                }
                // A lone text beside others is data rather than a complaint.
                Value::String(text) if fields.values().all(|value| value.is_string() || value.is_array()) => {
                    self.add_field(field, text);
                }
                _ => {}
            }
        }
    }

    fn add_field(&mut self, field: &str, text: &str) {
        if self.fields.len() < FIELDS {
            self.fields.push(FieldError { field: cleaned(field), message: cleaned(text) });
        }
    }
}

/// What the first of these properties says that says something.
fn first(object: &Map<String, Value>, keys: &[&str], say: fn(&Value) -> Option<String>) -> Option<String> {
    for key in keys {
        if let Some(said) = object.get(*key).and_then(say) {
            return Some(said);
        }
    }
    None
}

fn text_of(json: &Value) -> Option<String> {
    json.as_str().map(str::to_owned)
}

/// The place of a field: `"date"`, or `["body", "items", 0]`.
fn place(json: &Value) -> Option<String> {
    match json {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let mut path = String::new();
            for part in parts {
                match part {
                    Value::String(text) => push_part(&mut path, ".", text),
                    other => push_part(&mut path, ".", &other.to_string()),
                }
            }
            Some(path)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::server_said;

    #[test]
    fn every_dialect_of_refusal_is_understood() {
        for (body, message, fields) in [
            (r#"{"detail":"No"}"#, Some("No"), ""),
            (r#"{"detail":[{"loc":["body","date"],"msg":"bad"}]}"#, None, "body.date=bad"),
            (r#"{"message":"No"}"#, Some("No"), ""),
            (r#"{"error":"No"}"#, Some("No"), ""),
            (r#"{"error":{"code":7,"message":"No"}}"#, Some("No"), ""),
            (r#"{"errors":["No","Never"]}"#, Some("No"), ""),
            (r#"{"errors":[{"field":"a","message":"bad"}]}"#, None, "a=bad"),
            (r#"{"errors":{"a":["bad","worse"]}}"#, None, "a=bad,a=worse"),
            (r#"{"a":["bad"]}"#, None, "a=bad"),
            (r#"{"type":"about:blank","title":"No","status":400,"detail":"Why"}"#, Some("Why"), ""),
            (r#""No""#, Some("No"), ""),
            ("[]", None, ""),
            ("null", None, ""),
            ("", None, ""),
            ("<!DOCTYPE html><html><title>Log in</title>", Some("a web page titled “Log in”"), ""),
            ("Bad gateway\n", Some("Bad gateway"), ""),
            (r#"{"detail":"#, None, ""),
            (r#"{"detail":"key cc_CANARY_7f3a9d"}"#, Some("key cc_****"), ""),
        ] {
            let said = server_said(body.as_bytes());
            let found: Vec<_> = said.fields.iter().map(|f| format!("{}={}", f.field, f.message)).collect();
            assert_eq!((said.message.as_deref(), found.join(",").as_str()), (message, fields), "{body}");
        }
    }
}
