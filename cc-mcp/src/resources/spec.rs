//! The API's document: whole, or a group of it that stands on its own.

use std::collections::BTreeSet;

use cc_api::catalogue;
use serde_json::{Map, Value, json};

use super::legend;

/// The bundle that `cargo xtask gen` writes.
const BUNDLE: &str = include_str!("../../../dist/openapi.json");

pub(super) fn whole() -> &'static str {
    BUNDLE
}

/// The groups, each with the address of its document.
pub(super) fn groups() -> Value {
    let document = document();
    let tags = document["tags"].as_array().into_iter().flatten();
    let groups = tags.filter_map(|tag| {
        let name = tag["name"].as_str()?;
        let operations = catalogue::all().iter().filter(|operation| operation.tag == name).count();
        Some(json!({
            "group": name, "about": tag["description"], "operations": operations, "uri": format!("coffee://spec/{name}"),
        }))
    });
    json!({
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "servers": document["servers"],
        "groups": groups.collect::<Value>(),
        "evidence": legend(),
        "note": "x-evidence says how each statement is known. Nothing here was checked against the running service \
                 unless it says `observed`.",
    })
}

/// The document of one group: its paths, and the components that they lead to. Examples are left out, since they are a
/// third of it.
pub(super) fn group(name: &str) -> Option<Value> {
    let document = without_examples(document());
    let of_group = |item: &Value| {
        let operations = item.as_object().into_iter().flatten();
        operations.map(|(_, operation)| &operation["tags"]).any(|tags| tags[0] == name)
    };
    let paths = document["paths"].as_object().into_iter().flatten().filter(|(_, item)| of_group(item));
    let paths: Map<String, Value> = paths.map(|(path, item)| (path.clone(), item.clone())).collect();
    if paths.is_empty() {
        return None;
    }
    let mut part = json!({
        "openapi": document["openapi"], "info": document["info"], "servers": document["servers"], "paths": paths,
        "components": { "securitySchemes": document["components"]["securitySchemes"] },
    });
    let mut open = references(&part["paths"]);
    let mut seen = BTreeSet::new();
    while let Some(reference) = open.pop_first() {
        let mut way = reference.trim_start_matches("#/components/").splitn(2, '/');
        if let (Some(kind), Some(name), Some(target)) =
            (way.next(), way.next(), document.pointer(reference.trim_start_matches('#')))
            && seen.insert(reference.clone())
        {
            open.append(&mut references(target));
            part["components"][kind][name] = target.clone();
        }
    }
    Some(part)
}

fn document() -> Value {
    serde_json::from_str(BUNDLE).unwrap_or_default()
}

/// A list of examples belongs to a schema and is short; an object of them belongs to a body and is long.
fn without_examples(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(name, value)| name != "examples" || !value.is_object());
            Value::Object(kept.map(|(name, value)| (name, without_examples(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(without_examples).collect(),
        plain => plain,
    }
}

/// All that a value refers to.
fn references(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}
