//! A call with curl.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::{Example, laid_out, quoted, text_of};
use crate::model::{Access, BodyShape, CredentialPlace, Method, PathPiece, Place, QueryStyle};
use crate::site::Input;

/// What a call sends, but for the credential.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The method: GET.
    pub method: Method,
    /// The address, with path and query.
    pub url: String,
    /// The JSON body.
    pub body: Option<Value>,
}

/// What a call sends.
pub fn request(example: &Example<'_>, input: &Input<'_>) -> Request {
    let operation = example.operation;
    let server = input.model.servers.first().map_or("", |server| server.url.as_str());
    let mut url = server.to_owned();
    for piece in operation.path.pieces() {
        match piece {
            PathPiece::Constant(text) => url.push_str(text),
            PathPiece::Parameter(name) => {
                let value = example.values.iter().find(|(argument, _)| argument.wire_name == *name);
                url.push_str(
                    &value.map_or_else(|| format!("{{{name}}}"), |(_, value)| encoded(&text_of(value))),
                );
            }
        }
    }
    for (at, (name, value)) in query(example).into_iter().enumerate() {
        let _ = write!(url, "{}{}={}", if at == 0 { '?' } else { '&' }, encoded(&name), value);
    }
    Request { method: operation.method, url, body: body(example) }
}

/// The line that a shell takes.
pub(super) fn line(example: &Example<'_>, input: &Input<'_>) -> String {
    let request = request(example, input);
    let mut parts = match request.method {
        Method::Get => vec![format!("curl {}", quoted(&request.url))],
        method => vec![format!("curl -X {} {}", method.as_str(), quoted(&request.url))],
    };
    let variable = match example.operation.access {
        Access::Public => None,
        Access::Session => Some(input.programs.session),
        Access::Scoped { .. } | Access::Undocumented => Some(input.programs.key),
    };
    // In double quotes, so that the shell puts the credential in.
    match (&input.model.credential, variable) {
        (CredentialPlace::Bearer, Some(variable)) => {
            parts.push(format!("-H \"Authorization: Bearer ${variable}\""));
        }
        (CredentialPlace::Header(name), Some(variable)) => parts.push(format!("-H \"{name}: ${variable}\"")),
        _ => {}
    }
    if let Some(tenant) = &input.model.tenant {
        let slug = tenant.default.as_deref().unwrap_or("TENANT");
        parts.push(format!("-H {}", quoted(&format!("{}: {slug}", tenant.name))));
    }
    if let Some(body) = &request.body {
        parts.push(String::from("-H 'Content-Type: application/json'"));
        parts.push(format!("-d {}", quoted(&body.to_string())));
    }
    laid_out(&parts)
}

fn body(example: &Example<'_>) -> Option<Value> {
    match example.operation.body {
        BodyShape::Empty => None,
        BodyShape::Whole => example
            .values
            .iter()
            .find(|(argument, _)| argument.place == Place::Body)
            .map(|(_, value)| value.clone()),
        BodyShape::Fields { required } => {
            let fields = example.values.iter().filter(|(argument, _)| argument.place == Place::BodyField);
            let body: Map<String, Value> =
                fields.map(|(argument, value)| (argument.wire_name.to_string(), value.clone())).collect();
            (required || !body.is_empty()).then_some(Value::Object(body))
        }
    }
}

/// Names and encoded values, as the style of each asks for.
fn query(example: &Example<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (argument, value) in &example.values {
        let Place::Query(style) = argument.place else { continue };
        let name = argument.wire_name.to_string();
        match (style, value) {
            (QueryStyle::Repeated, Value::Array(items)) => {
                pairs.extend(items.iter().map(|item| (name.clone(), encoded(&text_of(item)))));
            }
            (QueryStyle::Commas, Value::Array(items)) => {
                let items: Vec<_> = items.iter().map(|item| encoded(&text_of(item))).collect();
                pairs.push((name, items.join(",")));
            }
            (QueryStyle::DeepObject, Value::Object(members)) => {
                let member =
                    |(key, value): (&String, &Value)| (format!("{name}[{key}]"), encoded(&text_of(value)));
                pairs.extend(members.iter().map(member));
            }
            (_, value) => pairs.push((name, encoded(&text_of(value)))),
        }
    }
    pairs
}

/// A text as a part of an address.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
