//! Writes an `OpenAPI` 3.1 document down to 3.0.3, and further down to what progenitor accepts.
//!
//! progenitor reads 3.0 only, so the comparison needs our document in that version. Nothing is lost
//! silently: each change is noted with its place, and the report prints them by kind. Extensions
//! (`x-`) and named examples are lawful in 3.0 and stay. The function is pure; reading and writing is
//! its caller's.

mod changes;
mod refusals;
mod schema;
mod walk;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub(super) use changes::{Change, Changes};
use walk::{Part, entries, members, walk};

/// A document in version 3.0.3, and what it took.
#[derive(Debug)]
pub(super) struct Downgraded {
    /// The document.
    pub(super) document: Value,
    /// What was changed, and where.
    pub(super) changes: Changes,
}

/// Keys that came with 3.1, by the pointer to the object that holds them.
const NEW_KEYS: [(&str, &str); 5] = [
    ("", "webhooks"),
    ("", "jsonSchemaDialect"),
    ("/info", "summary"),
    ("/info/license", "identifier"),
    ("/components", "pathItems"),
];

/// Writes a document of version 3.1 down to 3.0.3.
pub(super) fn downgrade(document: &Value) -> Downgraded {
    let mut document = document.clone();
    let mut changes = Changes::default();
    inline_path_items(&mut document, &mut changes);
    drop_new_keys(&mut document, &mut changes);
    drop_bearer_scopes(&mut document, &mut changes);
    walk(&mut document, &mut |part, at, value| {
        if part == Part::Schema {
            schema::write_down(value, at, &mut changes);
        }
    });
    refusals::remove(&mut document, &mut changes);
    Downgraded { document, changes }
}

/// `paths` may point into `components/pathItems` since 3.1.
fn inline_path_items(document: &mut Value, changes: &mut Changes) {
    let shared = document.pointer("/components/pathItems").cloned().unwrap_or_default();
    for (at, item) in members(document, "paths", "") {
        let target = item["$ref"].as_str().and_then(|target| target.strip_prefix("#/components/pathItems/"));
        if let Some(whole) = target.and_then(|target| shared.get(target)) {
            *item = whole.clone();
            changes.note(Change::PathItemRef, at);
        }
    }
}

fn drop_new_keys(document: &mut Value, changes: &mut Changes) {
    if let Some(root) = document.as_object_mut() {
        root.insert("openapi".to_owned(), json!("3.0.3"));
        changes.note(Change::Version, "/openapi");
    }
    for (holder, key) in NEW_KEYS {
        let object = document.pointer_mut(holder).and_then(Value::as_object_mut);
        if object.and_then(|object| object.shift_remove(key)).is_some() {
            changes.note(Change::DocumentKey, format!("{holder}/{key}"));
        }
    }
}

/// Security requirements may name scopes for any scheme since 3.1.
fn drop_bearer_scopes(document: &mut Value, changes: &mut Changes) {
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    let scoped: BTreeSet<String> = schemes
        .into_iter()
        .flatten()
        .filter(|(_, scheme)| matches!(scheme["type"].as_str(), Some("oauth2" | "openIdConnect")))
        .map(|(name, _)| name.clone())
        .collect();
    let mut empty = |holder: &mut Value, at: &str| {
        for (at, requirement) in entries(holder, "security", at) {
            for (name, scopes) in requirement.as_object_mut().into_iter().flatten() {
                if !scoped.contains(name) && scopes.as_array().is_some_and(|list| !list.is_empty()) {
                    *scopes = json!([]);
                    changes.note(Change::BearerScopes, walk::join(&at, name));
                }
            }
        }
    };
    empty(document, "");
    walk(document, &mut |part, at, value| {
        if part == Part::Operation {
            empty(value, at);
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Change, downgrade};

    fn document(rest: &Value) -> Value {
        let mut document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}});
        document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        document
    }

    #[test]
    fn what_only_the_newer_version_knows_is_dropped_and_noted() {
        let input = json!({
            "openapi": "3.1.0", "jsonSchemaDialect": "d", "webhooks": {},
            "info": {"title": "t", "summary": "s", "license": {"name": "n", "identifier": "i"}},
            "x-kept": 1, "paths": {}
        });
        let written = downgrade(&input);
        let expected = json!({
            "openapi": "3.0.3", "info": {"title": "t", "license": {"name": "n"}}, "x-kept": 1, "paths": {}
        });
        assert_eq!(written.document, expected);
        assert_eq!(
            written.changes.places(Change::DocumentKey),
            ["/webhooks", "/jsonSchemaDialect", "/info/summary", "/info/license/identifier"]
        );
    }

    #[test]
    fn a_path_item_by_reference_is_written_out() {
        let written = downgrade(&document(&json!({
            "paths": {"/a": {"$ref": "#/components/pathItems/A"}},
            "components": {"pathItems": {"A": {"get": {"operationId": "a", "responses": {}}}}}
        })));
        assert_eq!(written.document["paths"]["/a"]["get"]["operationId"], "a");
        assert_eq!(written.document["components"], json!({}));
        assert_eq!(written.changes.places(Change::PathItemRef), ["/paths/~1a"]);
    }

    #[test]
    fn scopes_stay_with_oauth_alone() {
        let written = downgrade(&document(&json!({
            "paths": {"/a": {"get": {"security": [{"key": ["a:read"]}, {"login": ["b"]}], "responses": {}}}},
            "components": {"securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"}, "login": {"type": "oauth2", "flows": {}}
            }}
        })));
        let security = &written.document["paths"]["/a"]["get"]["security"];
        assert_eq!(security, &json!([{"key": []}, {"login": ["b"]}]));
        assert_eq!(written.changes.places(Change::BearerScopes), ["/paths/~1a/get/security/0/key"]);
    }

    #[test]
    fn schemas_are_found_wherever_they_stand_and_nowhere_else() {
        let schema = json!({"const": 1});
        let content = json!({"application/json": {"schema": schema, "example": {"const": 1}}});
        let written = downgrade(&document(&json!({
            "paths": {"/a": {"parameters": [{"in": "query", "schema": schema}], "post": {
                "requestBody": {"content": content},
                "responses": {"200": {"headers": {"H": {"schema": schema}}, "content": content}}
            }}},
            "components": {
                "schemas": {"S": schema}, "headers": {"H": {"schema": schema}},
                "parameters": {"P": {"schema": schema}}, "requestBodies": {"B": {"content": content}},
                "responses": {"R": {"content": content}}, "examples": {"E": {"value": schema}}
            }
        })));
        assert_eq!(written.changes.places(Change::Const).len(), 9);
        assert_eq!(written.document["components"]["examples"]["E"]["value"], schema);
    }

    #[test]
    fn the_report_counts_by_kind_and_shows_a_place() {
        let written = downgrade(&document(&json!({"components": {"schemas": {"S": {"const": 1}}}})));
        let expected = "Changed for OpenAPI 3.0:\n    \
                        1  the version is now 3.0.3\n       e.g. /openapi\n    \
                        1  `const` became an `enum` of one value\n       e.g. /components/schemas/S\n";
        assert_eq!(written.changes.to_string(), expected);
    }
}
