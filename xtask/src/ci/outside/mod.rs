//! The sandbox, judged from outside: tools of other people send it requests, stand between it and the client, and look at
//! its pages. Each step starts a sandbox of its own, so that none sees what another has left behind.

mod browser;
mod gateway;
mod learn;
mod pages;
mod people;
mod prism;
mod programs;
mod schemathesis;
mod site;

pub(super) use gateway::run as gateway;
pub(super) use learn::run as learn;
pub(super) use pages::run as pages;
pub(super) use prism::run as prism;
pub(super) use programs::run as programs;
pub(super) use schemathesis::run as schemathesis;
pub(super) use site::run as site;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::ci::judges;
use crate::paths::Workspace;
use crate::sandbox::{Launch, Sandbox};

/// The document that the judges are given, in one file.
const BUNDLE: &str = "dist/openapi.json";

/// The methods that a path can have; its other members are no operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A sandbox for a step, without rate limits; what it says besides goes to a file of the step's.
pub(super) fn sandbox(workspace: &Workspace, step: &str, arguments: &[&str]) -> Result<Sandbox> {
    let log = workspace.join(judges::FOLDER).join(format!("{step}.sandbox.log"));
    let arguments = &[&["--no-limits"], arguments].concat();
    Sandbox::start(workspace, Launch { arguments, is_release: false, log })
}

/// The bundle.
fn document(workspace: &Workspace) -> Result<Value> {
    read(workspace, BUNDLE)
}

/// A document that `gen` writes.
fn read(workspace: &Workspace, file: &str) -> Result<Value> {
    let text = std::fs::read_to_string(workspace.join(file))
        .with_context(|| format!("`{file}` can't be read; `cargo xtask gen` writes it"))?;
    serde_json::from_str(&text).with_context(|| format!("`{file}` is not JSON"))
}

/// The operations of a document by method and path: `GET /user/content/posts-v2`.
fn operations(document: &Value) -> BTreeMap<String, &Value> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let members = paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| (method, path, operation))
    });
    members
        .filter(|(method, ..)| METHODS.contains(&method.as_str()))
        .map(|(method, path, operation)| (format!("{} {path}", method.to_uppercase()), operation))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operations_are_named_by_method_and_path() {
        let document =
            json!({ "paths": { "/a": { "get": {}, "parameters": [], "patch": {} }, "/b": { "post": {} } } });
        let found = operations(&document);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["GET /a", "PATCH /a", "POST /b"]);
    }
}
