//! A request to any operation of the catalogue, filled in from the examples of the document.

use std::path::Path;

use cc_api::catalogue::{self, Operation, Param, Place};
use serde_json::{Value, json};

use crate::World;

/// Every operation of the catalogue.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    catalogue::all().iter().copied()
}

/// A request that is still to be changed and sent.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it asks for.
    pub operation: &'static Operation,
    /// The parameters of the path and of the query, by their names in the request.
    pub path: Vec<(&'static str, String)>,
    /// The parameters of the query.
    pub query: Vec<(&'static str, String)>,
    /// The body, if the operation takes one.
    pub body: Option<Value>,
}

impl Draft {
    /// A request with everything that is required, and the body of the example. Its identifiers name nothing.
    ///
    /// # Panics
    /// If the example is no JSON.
    pub fn of(operation: &'static Operation) -> Self {
        let placed = |is: fn(&Param) -> bool| {
            operation.params.iter().filter(move |param| is(param)).map(|param| (param.wire, example(param)))
        };
        Self {
            operation,
            path: placed(|param| param.place == Place::Path).collect(),
            query: placed(|param| param.required && matches!(param.place, Place::Query(_))).collect(),
            body: body(operation.id),
        }
    }

    /// The path from the root, with the query.
    pub fn target(&self) -> String {
        let mut target = format!("/api{}", self.operation.path);
        for (name, value) in &self.path {
            target = target.replace(&format!("{{{name}}}"), &escaped(value));
        }
        for (index, (name, value)) in self.query.iter().enumerate() {
            let sign = if index == 0 { "?" } else { "&" };
            target.extend([sign, name, "=", &escaped(value)]);
        }
        target
    }

    /// The request, without a credential.
    pub fn request(&self, world: &World) -> reqwest::RequestBuilder {
        let request = world.ask(self.operation.method.as_str(), &self.target());
        match &self.body {
            Some(body) => request.json(body),
            None => request,
        }
    }
}

/// Every byte that is no letter or digit is escaped.
fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// A value that has the form asked for and names nothing.
fn example(param: &Param) -> String {
    let schema: Value = param.schema.parse().unwrap_or(json!({}));
    let text = match schema["format"].as_str() {
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("week") => "2026-03-02",
        Some("date") => "2026-03-04",
        Some("year-month") => "2026-03",
        _ => "nothing_999999999",
    };
    text.to_owned()
}

/// The body of the example.
fn body(operation: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/examples");
    let text = std::fs::read_to_string(folder.join(format!("{operation}.request.json"))).ok()?;
    let example: Value = text.parse().unwrap_or_else(|error| panic!("{operation}: {error}"));
    Some(example["value"].clone())
}
