//! What is called, in which order and with what: the examples of the document, and things that the sandbox has.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::ci::outside::operations;
use crate::http::Connection;
use crate::sandbox::Sandbox;

/// A call of an operation.
pub(in crate::ci::outside) struct Call {
    pub(in crate::ci::outside) operation: String,
    pub(in crate::ci::outside) tag: String,
    /// Whether it is about money, passwords, keys or membership.
    pub(in crate::ci::outside) is_sensitive: bool,
    /// Whether only the token of a login will do.
    pub(in crate::ci::outside) takes_session: bool,
    /// What the path names, by name and in order.
    pub(in crate::ci::outside) path: Vec<(String, String)>,
    /// What the query has to have.
    pub(in crate::ci::outside) query: Vec<(String, String)>,
    pub(in crate::ci::outside) body: Option<Map<String, Value>>,
}

/// What paths name where no listing at the path before tells: the sandbox's demo data has them.
const KNOWN: [(&str, &str); 6] = [
    ("/user/ai-assistant/user-reel-scripts", "script_1"),
    ("/user/pagebuilder/page-components", "component_1"),
    ("/user/pagebuilder/component_images", "picture_1"),
    ("/user/pagebuilder/social-links", "link_1"),
    ("/user/payment/invoice-url", "invoice_1_1"),
    ("/user/instagram/media-insights", "ig_1"),
];

/// All operations: those that read, then those that change, then those that remove; sensitive ones after all others.
pub(in crate::ci::outside) fn calls(document: &Value, sandbox: &Sandbox) -> Result<Vec<Call>> {
    let mut calls = Vec::new();
    for (name, operation) in operations(document) {
        let (method, path) = name.split_once(' ').unwrap_or_default();
        let is_sensitive = operation["x-sensitive"] == true;
        let rank = (is_sensitive, method == "DELETE", method != "GET");
        calls.push((rank, call(document, path, operation, sandbox)?));
    }
    calls.sort_by_key(|(rank, _)| *rank);
    Ok(calls.into_iter().map(|(_, call)| call).collect())
}

fn call(document: &Value, path: &str, operation: &Value, sandbox: &Sandbox) -> Result<Call> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shared = document["paths"][path]["parameters"].as_array();
    let own = operation["parameters"].as_array();
    let (mut in_path, mut query) = (Vec::new(), Vec::new());
    for parameter in shared.into_iter().chain(own).flatten().map(|parameter| resolved(document, parameter)) {
        let name = text(&parameter["name"]);
        match parameter["in"].as_str() {
            Some("path") => in_path.push((name, thing_at(path, sandbox)?)),
            Some("query") if parameter["required"] == true => {
                let is_date = resolved(document, &parameter["schema"])["format"] == "date";
                query.push((name, if is_date { "2026-11-24" } else { "coffee" }.to_owned()));
            }
            _ => {}
        }
    }
    let security = operation["security"].as_array().into_iter().flatten();
    let takes_key = security.into_iter().any(|way| way.get("apiKey").is_some());
    let examples = &resolved(document, &operation["requestBody"])["content"]["application/json"]["examples"];
    let example = examples.as_object().and_then(|examples| examples.values().next());
    let body = example.map(|example| resolved(document, example)["value"].clone());
    Ok(Call {
        operation: text(&operation["operationId"]),
        tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
        is_sensitive: operation["x-sensitive"] == true,
        takes_session: !takes_key,
        path: in_path,
        query,
        body: body.and_then(|body| body.as_object().cloned()),
    })
}

/// Something that a path may name, as the list before it has it.
fn thing_at(path: &str, sandbox: &Sandbox) -> Result<String> {
    let list = path.split("/{").next().unwrap_or_default();
    if let Some((_, thing)) = KNOWN.iter().find(|(known, _)| *known == list) {
        return Ok((*thing).to_owned());
    }
    let answer = ask(sandbox, "GET", list, "")?;
    let first = answer.pointer("/results/0").or_else(|| answer.pointer("/0"));
    let named = first.and_then(|first| first.get("weekOf").or_else(|| first.get("id")));
    let named = named.and_then(Value::as_str).map(str::to_owned);
    named.with_context(|| format!("{list} lists nothing that `{path}` could name"))
}

/// What a reference leads to, or the value itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|target| document.pointer(target.strip_prefix('#')?));
    target.map_or(value, |target| resolved(document, target))
}

/// Asks the sandbox itself, with the token of a login.
fn ask(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Result<Value> {
    let mut connection = Connection::to(sandbox.origin())?;
    let headers =
        format!("Authorization: Bearer {}\r\nX-Tenant-Slug: {}\r\n", sandbox.session_token, sandbox.tenant);
    let answer = connection.send(method, &format!("/api{path}"), &headers, body)?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} {path} was answered with {}", answer.status);
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{method} {path}: the answer is not JSON"))
}

/// Keys for everything, each for so many calls that its quota is no matter.
pub(super) struct Keys {
    keys: Vec<String>,
    used: usize,
}

/// How many calls a key is for: the programs keep to 30 a minute.
pub(super) const CALLS_A_KEY: usize = 20;
/// How many keys there are: more than enough for all operations.
const KEYS: usize = 10;

impl Keys {
    pub(super) fn new(sandbox: &Sandbox) -> Result<Self> {
        let mut keys = Vec::new();
        for number in 0..KEYS {
            let body = format!(r#"{{"name": "Programs {number}", "scope": "user"}}"#);
            let made = ask(sandbox, "POST", "/user/api-keys", &body)?;
            keys.push(made["rawKey"].as_str().context("a key was made, and not shown")?.to_owned());
        }
        Ok(Self { keys, used: 0 })
    }

    /// A key for the next call.
    pub(super) fn next(&mut self) -> Result<String> {
        let key = self.keys.get(self.used / CALLS_A_KEY).context("there are not enough keys")?;
        self.used += 1;
        Ok(key.clone())
    }
}
