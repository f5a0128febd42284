//! Renders the request that an operation makes when every parameter and the example body are passed.
//!
//! The text is the request as HTTP/1.1 would show it, with `\n` for the ends of lines: the request line, the headers
//! by name, a blank line, the body, and one `\n` behind it. Headers that only the connection knows (`content-length`,
//! `accept-encoding`) are not in it, and what varies from build to build is masked.

use std::fmt::Write as _;

use serde_json::Value;

use crate::node::Node;
use crate::operation::{Body, Operation, Parameter};
use crate::values;

/// The API key that the wire tests use, where a key may be used.
pub const API_KEY: &str = "cc_EXAMPLE00000000000000000000";

/// The session token that they use where it has to be one.
pub const SESSION_TOKEN: &str = "session.EXAMPLE.0000000000";

/// What stands for a header's value that varies from build to build.
pub const MASK: &str = "<masked>";

/// Where requests go.
#[derive(Debug, Clone, Copy)]
pub struct Server<'s> {
    /// The host: `api.coffeecontracts.com`.
    pub host: &'s str,
    /// What every path begins with: `/api`.
    pub path: &'s str,
}

/// A request, as far as the wire tests look at it.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method: `GET`.
    pub method: String,
    /// Path and query: `/api/user/content/posts-v2?limit=50`.
    pub target: String,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as it travels.
    pub body: Option<String>,
}

/// The values that the wire tests pass for each parameter, by name, in the order of the document.
pub fn arguments(operation: &Operation<'_>) -> Vec<(String, Value)> {
    let value = |parameter: &Parameter<'_>| values::for_parameter(parameter.name, parameter.schema);
    operation.parameters.iter().map(|parameter| (parameter.name.to_owned(), value(parameter))).collect()
}

/// The body that the wire tests pass: the example, its fields in the order in which they travel.
///
/// # Panics
///
/// If the body has no example.
pub fn body(operation: &Operation<'_>) -> Option<Value> {
    operation.body.as_ref().map(|body| {
        let example = body.example.unwrap_or_else(|| panic!("{}: the body has no example", operation.id));
        required_first(example, body)
    })
}

/// Whether a session token has to be used, and no key will do.
pub fn is_for_sessions_only(operation: &Operation<'_>) -> bool {
    operation.security().iter().flatten().all(|(scheme, _)| *scheme == "sessionToken")
}

/// The request that the spec asks for.
///
/// # Panics
///
/// If the spec has something that the renderer does not know: then it has to learn it.
pub fn request(server: Server<'_>, operation: &Operation<'_>) -> Request {
    let body = body(operation);
    let credential = if is_for_sessions_only(operation) { SESSION_TOKEN } else { API_KEY };
    let mut headers = vec![
        ("accept".to_owned(), "application/json".to_owned()),
        ("authorization".to_owned(), format!("Bearer {credential}")),
        ("host".to_owned(), server.host.to_owned()),
        ("user-agent".to_owned(), MASK.to_owned()),
        ("x-tenant-slug".to_owned(), "coffee-contracts".to_owned()),
    ];
    if body.is_some() {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    Request {
        method: operation.method.clone(),
        target: format!("{}{}", server.path, target(operation)),
        headers,
        body: body.map(|body| body.to_string()),
    }
}

impl Request {
    /// The request as text.
    pub fn render(&self) -> String {
        let mut headers = self.headers.clone();
        headers.sort();
        let mut text = format!("{} {} HTTP/1.1\n", self.method, self.target);
        for (name, value) in headers {
            let value = if name == "user-agent" { MASK } else { &value };
            writeln!(text, "{name}: {value}").expect("a String takes all");
        }
        text.push('\n');
        if let Some(body) = &self.body {
            text.push_str(body);
            text.push('\n');
        }
        text
    }
}

/// The server that the document names first.
///
/// # Panics
///
/// If it names none.
pub fn server(root: Node<'_>) -> Server<'_> {
    let servers = root.list("servers");
    let url = servers.first().and_then(|server| server.text("url")).expect("the document names a server");
    let (_, address) = url.split_once("://").expect("the address has a scheme");
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    Server { host, path }
}

fn target(operation: &Operation<'_>) -> String {
    let mut path = operation.path.to_owned();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        let value = values::for_parameter(parameter.name, parameter.schema);
        match parameter.place {
            "path" => path = path.replace(&format!("{{{}}}", parameter.name), &encode(&plain(&value))),
            "query" => query.extend(pairs(parameter, &value)),
            other => panic!("{}: a parameter in {other}", operation.id),
        }
    }
    assert!(!path.contains('{'), "{}: a place of {path} was not filled", operation.id);
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

fn pairs(parameter: &Parameter<'_>, value: &Value) -> Vec<String> {
    let name = encode(parameter.name);
    let list: Vec<String> = match value {
        Value::Array(list) => list.iter().map(|entry| encode(&plain(entry))).collect(),
        other => vec![encode(&plain(other))],
    };
    if parameter.explode {
        list.iter().map(|entry| format!("{name}={entry}")).collect()
    } else {
        vec![format!("{name}={}", list.join(","))]
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        other => panic!("no plain value: {other}"),
    }
}

/// Percent-encodes all but the letters, digits and marks that RFC 3986 reserves for nothing.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes all");
        }
    }
    encoded
}

/// The fields of the body: the required ones in the order of `required`, then the others by name. Objects within
/// have their fields by name.
fn required_first(example: &Value, body: &Body<'_>) -> Value {
    let Value::Object(fields) = example else { return sorted(example) };
    let required = body.schema.list("required");
    let required: Vec<&str> = required.iter().filter_map(|name| name.value().as_str()).collect();
    let mut names: Vec<&String> = fields.keys().collect();
    let place = |name: &str| required.iter().position(|known| *known == name).unwrap_or(required.len());
    names.sort_by_key(|name| (place(name), (*name).clone()));
    Value::Object(names.into_iter().map(|name| (name.clone(), sorted(&fields[name]))).collect())
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> =
                fields.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn only_unreserved_characters_are_left_as_they_are() {
        for (text, encoded) in [
            ("p_3101", "p_3101"),
            ("a b&c=d", "a%20b%26c%3Dd"),
            ("50%,+?", "50%25%2C%2B%3F"),
            ("café/~", "caf%C3%A9%2F~"),
        ] {
            assert_eq!(encode(text), encoded);
        }
    }
}
