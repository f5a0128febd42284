//! The operations of the spec, as far as the claims look at them.

use serde_json::Value;

use crate::node::{Node, Spec};

/// An operation.
#[derive(Debug)]
pub struct Operation<'s> {
    /// Its name: `get_posts`.
    pub id: &'s str,
    /// The HTTP method in capitals: `GET`.
    pub method: String,
    /// The path below the server's address: `/user/content/posts-v2`.
    pub path: &'s str,
    /// All its parameters: the path's, then its own.
    pub parameters: Vec<Parameter<'s>>,
    /// Its body, if it takes one.
    pub body: Option<Body<'s>>,
    /// The whole operation, for what else there is to look at.
    pub node: Node<'s>,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter<'s> {
    /// Its name in the request: `content_type`.
    pub name: &'s str,
    /// Where it travels: `path`, `query` or `header`.
    pub place: &'s str,
    /// Whether a list is written as one parameter for each entry.
    pub explode: bool,
    /// Its schema.
    pub schema: Node<'s>,
}

/// A body of a request or of an answer.
#[derive(Debug)]
pub struct Body<'s> {
    /// Its schema.
    pub schema: Node<'s>,
    /// The first of its examples.
    pub example: Option<&'s Value>,
}

/// An answer that means success.
#[derive(Debug)]
pub struct Answer<'s> {
    /// The status: 200.
    pub status: u16,
    /// Its body, if it has one.
    pub body: Option<Body<'s>>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// All operations, in the order of the index.
pub fn all(spec: &Spec) -> Vec<Operation<'_>> {
    let paths = spec.root().map("paths");
    paths.into_iter().flat_map(|(path, item)| on_path(path, item)).collect()
}

fn on_path<'s>(path: &'s str, item: Node<'s>) -> Vec<Operation<'s>> {
    let methods = item.entries().into_iter().filter(|(key, _)| METHODS.contains(key));
    methods.map(|(method, node)| read(method, path, item, node)).collect()
}

fn read<'s>(method: &str, path: &'s str, item: Node<'s>, node: Node<'s>) -> Operation<'s> {
    let parameters = item.list("parameters").into_iter().chain(node.list("parameters"));
    Operation {
        id: node.text("operationId").unwrap_or_else(|| panic!("{method} {path} has no operationId")),
        method: method.to_uppercase(),
        path,
        parameters: parameters.map(parameter).collect(),
        body: node.get("requestBody").and_then(json_body),
        node,
    }
}

fn parameter(node: Node<'_>) -> Parameter<'_> {
    let place = node.text("in").expect("a parameter says where it travels");
    let form = node.text("style").unwrap_or(if place == "query" { "form" } else { "simple" }) == "form";
    Parameter {
        name: node.text("name").expect("a parameter has a name"),
        place,
        explode: node.value().get("explode").and_then(Value::as_bool).unwrap_or(form),
        schema: node.get("schema").expect("a parameter has a schema"),
    }
}

fn json_body(node: Node<'_>) -> Option<Body<'_>> {
    let json = node.get("content")?.get("application/json")?;
    let example = json.map("examples").first().and_then(|(_, example)| example.value().get("value"));
    Some(Body { schema: json.get("schema")?, example })
}

impl<'s> Operation<'s> {
    /// The answers that mean success, in the order of the document.
    pub fn answers(&self) -> Vec<Answer<'s>> {
        let responses = self.node.map("responses");
        let answers = responses.into_iter().map(|(status, node)| (status.parse().unwrap_or(0), node));
        let successes = answers.filter(|(status, _)| (200..300).contains(status));
        successes.map(|(status, node)| Answer { status, body: json_body(node) }).collect()
    }

    /// The ways in which a caller may prove who they are: for each the scheme's name and the scopes that a key has
    /// to hold. The tenant's header is none of them; an empty way means that nothing is needed.
    pub fn security(&self) -> Vec<Vec<(&'s str, Vec<&'s str>)>> {
        let credentials = |way: Node<'s>| {
            let schemes = way.entries().into_iter().filter(|(scheme, _)| *scheme != "tenant");
            schemes.map(|(scheme, scopes)| (scheme, texts(scopes.value()))).collect()
        };
        self.node.list("security").into_iter().map(credentials).collect()
    }
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
