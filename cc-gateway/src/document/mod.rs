//! The document for `ChatGPT`: which operations are served, what they take, and what is published.
//!
//! It is held against the catalogue before anything is served: a document that offers what the catalogue does not know,
//! or that would have something removed or paid for without a question, keeps the gateway from starting.

mod parameter;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use cc_api::catalogue::{self, BodyShape, Operation, Safety};
use http::Method;
use serde_json::Value;

pub(crate) use parameter::Accepted;

/// The document as `gen` writes it.
const DOCUMENT: &str = include_str!("../../../dist/chatgpt/openapi.json");

/// The one operation that is ours.
pub(crate) const DASHBOARD: &str = "get_weekly_dashboard";

/// The members of a path that are operations.
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The document, read.
#[derive(Debug)]
pub(crate) struct Document {
    json: Value,
    /// What is served.
    pub(crate) operations: Vec<Served>,
}

/// An operation that is served.
#[derive(Debug)]
pub(crate) struct Served {
    /// Its name.
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// The path, with its parameters in braces.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// What path and query may hold.
    pub(crate) parameters: Vec<Accepted>,
    /// Whether a body is read.
    pub(crate) takes_body: bool,
    /// The status for a request that makes no sense: the one that the document has for it, if it has one.
    pub(crate) invalid: u16,
}

/// What calling an operation does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// It calls the API's operation of the same name.
    Operation(&'static Operation),
    /// It gathers the week at a glance.
    Dashboard,
}

impl Document {
    /// The document that this build was made with.
    pub(crate) fn embedded() -> Result<Self> {
        Self::read(DOCUMENT).context("the document for ChatGPT that this build was made with can't be served")
    }

    fn read(text: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(text).context("it is not JSON")?;
        let mut operations = Vec::new();
        for (path, item) in json["paths"].as_object().into_iter().flatten() {
            for method in METHODS {
                if let Some(operation) = item.get(method.as_str().to_ascii_lowercase()) {
                    let served = served(&json, path, method.clone(), item, operation)
                        .with_context(|| format!("{method} {path}"))?;
                    operations.push(served);
                }
            }
        }
        if operations.is_empty() {
            bail!("it has no operations");
        }
        Ok(Self { json, operations })
    }

    /// The document with this address in the place of the made-up one.
    pub(crate) fn published(&self, origin: &str) -> Bytes {
        let mut json = self.json.clone();
        json["servers"] = serde_json::json!([{ "url": origin }]);
        json.to_string().into()
    }
}

fn served(document: &Value, path: &str, method: Method, item: &Value, operation: &Value) -> Result<Served> {
    let id = operation["operationId"].as_str().context("it has no operationId")?;
    let kind = if id == DASHBOARD { Kind::Dashboard } else { Kind::Operation(known(id, path, &method)?) };
    if let Kind::Operation(known) = kind {
        let asks = operation["x-openai-isConsequential"] == true;
        if !asks && (known.destructive || known.safety == Safety::Costly) {
            bail!("{id} removes something or may cost money, and is not marked as consequential");
        }
    }
    let mut parameters = Vec::new();
    for list in [&item["parameters"], &operation["parameters"]] {
        for parameter in list.as_array().into_iter().flatten() {
            parameters.push(Accepted::read(document, resolved(document, parameter), kind)?);
        }
    }
    let has = |status: &str| operation["responses"].get(status).is_some();
    Ok(Served {
        id: match kind {
            Kind::Operation(known) => known.id,
            Kind::Dashboard => DASHBOARD,
        },
        method,
        path: path.to_owned(),
        kind,
        parameters,
        takes_body: matches!(kind, Kind::Operation(known) if known.body != BodyShape::Empty),
        invalid: if has("422") || !has("400") { 422 } else { 400 },
    })
}

/// The catalogue's operation, if it is what the document says it is.
fn known(id: &str, path: &str, method: &Method) -> Result<&'static Operation> {
    let known = catalogue::find(id).with_context(|| format!("the catalogue has no operation `{id}`"))?;
    if known.path != path || known.method.as_str() != method.as_str() {
        bail!("{id} is {} {} in the catalogue", known.method, known.path);
    }
    if known.sensitive {
        bail!("{id} is about money, passwords, keys or membership, which no assistant is offered");
    }
    Ok(known)
}

/// What a reference leads to, or the value itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|target| document.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{DASHBOARD, DOCUMENT, Document, Kind};

    #[test]
    fn the_embedded_document_can_be_served_and_has_the_dashboard() {
        let document = Document::embedded().unwrap();
        assert!(document.operations.len() <= 30, "{}", document.operations.len());
        assert!(document.operations.iter().any(|served| matches!(served.kind, Kind::Dashboard)));
    }

    #[test]
    fn the_published_document_differs_by_its_server_only() {
        let document = Document::embedded().unwrap();
        let mut published: Value =
            serde_json::from_slice(&document.published("https://gateway.test")).unwrap();
        assert_eq!(published["servers"], json!([{ "url": "https://gateway.test" }]));
        let written: Value = serde_json::from_str(DOCUMENT).unwrap();
        published["servers"] = written["servers"].clone();
        assert_eq!(published, written);
    }

    #[test]
    fn what_must_not_be_served_keeps_the_gateway_from_starting() {
        let one =
            |path: &str, method: &str, operation: Value| json!({ "paths": { path: { method: operation } } });
        for (document, words) in [
            (json!({}), "no operations"),
            (one("/a", "get", json!({ "operationId": "get_nothing" })), "the catalogue has no operation"),
            (one("/dashboard", "get", json!({})), "no operationId"),
            (
                one("/user/content/posts-v2", "post", json!({ "operationId": "get_posts" })),
                "is GET /user/content/posts-v2 in the catalogue",
            ),
            (
                one("/user/api-keys", "get", json!({ "operationId": "list_api_keys" })),
                "which no assistant is offered",
            ),
            (
                one(
                    "/user/content/schedule/{id}",
                    "delete",
                    json!({ "operationId": "remove_from_schedule", "x-openai-isConsequential": false }),
                ),
                "not marked as consequential",
            ),
            (
                one(
                    "/dashboard",
                    "get",
                    json!({ "operationId": DASHBOARD, "parameters": [{ "in": "header", "name": "X-Tenant-Slug" }] }),
                ),
                "only in paths and queries",
            ),
        ] {
            let refused = format!("{:#}", Document::read(&document.to_string()).unwrap_err());
            assert!(refused.contains(words), "{refused}");
        }
    }
}
