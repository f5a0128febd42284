//! Takes out of a 3.0 document what progenitor 0.15 ends with an error or a panic on.
//!
//! Each of these is a limit of that generator, not of the format. The aim is a document that it
//! compiles with as little taken away as can be.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::walk::{Part, join, members, walk};
use super::{Change, Changes};

const JSON: &str = "application/json";

/// Takes out what progenitor refuses.
pub(super) fn remove(document: &mut Value, changes: &mut Changes) {
    let shared = document.get("components").cloned().unwrap_or_default();
    walk(document, &mut |part, at, value| match part {
        Part::PathItem | Part::Operation => {
            cookies(value, &shared, at, changes);
            if part == Part::Operation {
                answers(value, &shared, at, changes);
            }
        }
        Part::Parameter => parameter(value, &shared, at, changes),
        Part::RequestBody => media_types(value, at, changes),
        Part::Response => schemaless(value, at, changes),
        Part::Schema => {}
    });
}

/// Follows a reference into `components`, once: deeper ones do not occur in bundled documents.
fn resolve<'v>(value: &'v Value, shared: &'v Value) -> &'v Value {
    let target = value["$ref"].as_str().and_then(|target| target.strip_prefix("#/components"));
    target.and_then(|target| shared.pointer(target)).unwrap_or(value)
}

fn cookies(holder: &mut Value, shared: &Value, at: &str, changes: &mut Changes) {
    let Some(list) = holder.get_mut("parameters").and_then(Value::as_array_mut) else { return };
    list.retain(|parameter| {
        let keep = resolve(parameter, shared)["in"] != "cookie";
        if !keep {
            changes.note(Change::CookieParameter, join(at, "parameters"));
        }
        keep
    });
}

fn parameter(parameter: &mut Value, shared: &Value, at: &str, changes: &mut Changes) {
    let text = json!({"type": "string"});
    let query = parameter["in"] == "query";
    let object = query && resolve(&parameter["schema"], shared)["type"] == "object";
    let Some(parameter) = parameter.as_object_mut() else { return };
    if parameter.shift_remove("content").is_some() {
        parameter.insert("schema".to_owned(), text);
        changes.note(Change::ContentParameter, at);
    } else if object {
        parameter.insert("schema".to_owned(), text);
        changes.note(Change::QueryObject, at);
    }
    let default = if query { "form" } else { "simple" };
    if parameter.get("style").is_some_and(|style| style != default) {
        parameter.shift_remove("style");
        parameter.shift_remove("explode");
        changes.note(Change::ParameterStyle, at);
    }
}

fn media_types(body: &mut Value, at: &str, changes: &mut Changes) {
    let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) else { return };
    if content.len() > 1 && content.contains_key(JSON) {
        content.retain(|media, _| media == JSON);
        changes.note(Change::BodyMedia, at);
    }
}

fn schemaless(response: &mut Value, at: &str, changes: &mut Changes) {
    let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { return };
    if content.get(JSON).is_some_and(|media| media.get("schema").is_none()) {
        content.shift_remove(JSON);
        changes.note(Change::Schemaless, at);
    }
}

/// progenitor wants one type for all successes and one for all errors. The first answer with a body decides.
fn answers(operation: &mut Value, shared: &Value, at: &str, changes: &mut Changes) {
    let mut dropped = BTreeSet::new();
    for (change, success) in [(Change::SuccessKinds, true), (Change::ErrorKinds, false)] {
        let kinds: Vec<(String, Option<Value>)> = members(operation, "responses", "")
            .filter(|(at, _)| at.starts_with("/responses/2") == success)
            .map(|(at, response)| (at, kind(response, shared)))
            .collect();
        let kept = kinds.iter().find_map(|(_, kind)| kind.clone());
        for (place, _) in kinds.iter().filter(|(_, kind)| *kind != kept) {
            dropped.insert(place.trim_start_matches("/responses/").to_owned());
            changes.note(change, format!("{at}{place}"));
        }
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        responses.retain(|status, _| !dropped.contains(status));
    }
}

/// What progenitor makes of an answer: the type of its JSON body, or none.
fn kind(response: &Value, shared: &Value) -> Option<Value> {
    let content = resolve(response, shared).get("content")?.as_object()?;
    match content.get(JSON) {
        Some(media) => media.get("schema").cloned(),
        None => content.keys().next().map(|_| json!("raw bytes")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Change, Changes, remove};

    fn operation_after(operation: &Value, noted: &[Change]) -> Value {
        let refusal =
            json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}});
        let mut document = json!({
            "paths": {"/a": {"get": operation}},
            "components": {
                "schemas": {"Filter": {"type": "object"}},
                "parameters": {"Session": {"in": "cookie", "name": "s"}},
                "responses": {"Forbidden": refusal, "Missing": refusal}
            }
        });
        let mut changes = Changes::default();
        remove(&mut document, &mut changes);
        assert_eq!(changes.kinds(), noted);
        document["paths"]["/a"]["get"].take()
    }

    fn json_body(schema: &Value) -> Value {
        json!({"content": {"application/json": {"schema": schema}}})
    }

    #[test]
    fn one_kind_of_success_and_one_of_error_are_left() {
        let post = json_body(&json!({"type": "object"}));
        let other = json_body(&json!({"type": "string"}));
        let forbidden = json!({"$ref": "#/components/responses/Forbidden"});
        let missing = json!({"$ref": "#/components/responses/Missing"});
        let cases = [
            (json!({"200": post, "204": {}}), json!({"200": post}), vec![Change::SuccessKinds]),
            (json!({"202": {}, "200": post}), json!({"200": post}), vec![Change::SuccessKinds]),
            (json!({"200": post, "201": post}), json!({"200": post, "201": post}), vec![]),
            (
                json!({"200": post, "403": forbidden, "404": missing}),
                json!({"200": post, "403": forbidden, "404": missing}),
                vec![],
            ),
            (
                json!({"204": {}, "403": forbidden, "422": other, "default": missing}),
                json!({"204": {}, "403": forbidden, "default": missing}),
                vec![Change::ErrorKinds],
            ),
        ];
        for (responses, expected, noted) in cases {
            let after = operation_after(&json!({"responses": responses}), &noted);
            assert_eq!(after["responses"], expected, "{responses}");
        }
    }

    #[test]
    fn parameters_are_reduced_to_the_default_styles() {
        let text = json!({"type": "string"});
        let list = json!({"type": "array", "items": text});
        let cases = [
            (
                json!({"in": "query", "style": "deepObject", "explode": true, "schema": {"$ref": "#/components/schemas/Filter"}}),
                json!([{"in": "query", "schema": text}]),
                vec![Change::ParameterStyle, Change::QueryObject],
            ),
            (
                json!({"in": "query", "style": "pipeDelimited", "schema": list}),
                json!([{"in": "query", "schema": list}]),
                vec![Change::ParameterStyle],
            ),
            (
                json!({"in": "query", "style": "form", "explode": false, "schema": list}),
                json!([{"in": "query", "style": "form", "explode": false, "schema": list}]),
                vec![],
            ),
            (
                json!({"in": "path", "style": "matrix", "schema": text}),
                json!([{"in": "path", "schema": text}]),
                vec![Change::ParameterStyle],
            ),
            (
                json!({"in": "query", "content": {"application/json": {}}}),
                json!([{"in": "query", "schema": text}]),
                vec![Change::ContentParameter],
            ),
            (json!({"$ref": "#/components/parameters/Session"}), json!([]), vec![Change::CookieParameter]),
        ];
        for (parameter, expected, noted) in cases {
            let after = operation_after(&json!({"parameters": [parameter]}), &noted);
            assert_eq!(after["parameters"], expected, "{parameter}");
        }
    }

    #[test]
    fn only_json_with_a_schema_is_left() {
        let json_only = json_body(&json!({}));
        let mut both = json_only.clone();
        both["content"]["text/csv"] = json!({});
        let after = operation_after(&json!({"requestBody": both}), &[Change::BodyMedia]);
        assert_eq!(after["requestBody"], json_only);

        let bare = json!({"200": {"content": {"application/json": {}}}});
        let after = operation_after(&json!({"responses": bare}), &[Change::Schemaless]);
        assert_eq!(after["responses"], json!({"200": {"content": {}}}));
    }
}
