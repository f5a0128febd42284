//! Writes one schema, and every schema inside it, down from JSON Schema 2020-12 to the dialect of 3.0.

use serde_json::{Map, Value, json};

use super::walk::{entries, join, members};
use super::{Change, Changes};

/// Keywords with nothing to stand for them in 3.0. Without them a schema only allows more.
const UNKNOWN: [&str; 23] = [
    "$schema",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$vocabulary",
    "$comment",
    "$defs",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "contentSchema",
    "contentEncoding",
];

/// Keywords that only describe: beside a reference they change no type.
const DESCRIBING: [&str; 8] =
    ["title", "description", "default", "deprecated", "readOnly", "writeOnly", "example", "examples"];

type Object = Map<String, Value>;

/// Writes a schema down in place.
pub(super) fn write_down(schema: &mut Value, at: &str, changes: &mut Changes) {
    if let Value::Bool(allowed) = schema {
        *schema = if *allowed { json!({}) } else { json!({"not": {}}) };
        changes.note(Change::BooleanSchema, at);
    }
    let Some(object) = schema.as_object_mut() else { return };
    let mut note = |change| changes.note(change, at);
    reference(object, &mut note);
    null_branch(object, &mut note);
    types(object, &mut note);
    constant(object, &mut note);
    examples(object, &mut note);
    exclusive_bound(object, ["minimum", "exclusiveMinimum"], f64::gt, &mut note);
    exclusive_bound(object, ["maximum", "exclusiveMaximum"], f64::lt, &mut note);
    encoding(object, &mut note);
    for keyword in UNKNOWN {
        if object.shift_remove(keyword).is_some() {
            note(Change::Keyword);
        }
    }
    if object.get("type").is_some_and(|kind| kind == "array") && !object.contains_key("items") {
        object.insert("items".to_owned(), json!({}));
        note(Change::MissingItems);
    }
    inner_schemas(schema, at, changes);
}

fn inner_schemas(schema: &mut Value, at: &str, changes: &mut Changes) {
    for (at, property) in members(schema, "properties", at) {
        write_down(property, &at, changes);
    }
    for list in ["allOf", "anyOf", "oneOf"] {
        for (at, member) in entries(schema, list, at) {
            write_down(member, &at, changes);
        }
    }
    for key in ["items", "not"] {
        if let Some(inner) = schema.get_mut(key) {
            write_down(inner, &join(at, key), changes);
        }
    }
    // A boolean is lawful here in 3.0 as well.
    if let Some(inner) = schema.get_mut("additionalProperties").filter(|inner| inner.is_object()) {
        write_down(inner, &join(at, "additionalProperties"), changes);
    }
}

fn reference(object: &mut Object, note: &mut dyn FnMut(Change)) {
    if object.len() < 2 || !object.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    let Some(target) = object.shift_remove("$ref") else { return };
    if object.keys().all(|key| key.starts_with("x-") || DESCRIBING.contains(&key.as_str())) {
        object.clear();
        object.insert("$ref".to_owned(), target);
        note(Change::RefSiblingsDropped);
    } else {
        push_all_of(object, json!({"$ref": target}));
        note(Change::RefSiblingsWrapped);
    }
}

fn null_branch(object: &mut Object, note: &mut dyn FnMut(Change)) {
    for key in ["anyOf", "oneOf"] {
        let Some(branches) = object.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let before = branches.len();
        branches.retain(|branch| branch["type"] != "null" && branch.get("const") != Some(&Value::Null));
        if branches.len() == before || branches.is_empty() {
            continue;
        }
        if branches.len() == 1 {
            let only = branches.remove(0);
            object.shift_remove(key);
            push_all_of(object, only);
        }
        object.insert("nullable".to_owned(), json!(true));
        note(Change::NullBranch);
    }
}

fn types(object: &mut Object, note: &mut dyn FnMut(Change)) {
    if object.get("type").is_some_and(|kind| kind == "null") {
        object.insert("type".to_owned(), json!(["null"]));
    }
    let Some(list) = object.get("type").and_then(Value::as_array) else { return };
    let nullable = list.iter().any(|kind| kind == "null");
    let mut others: Vec<Value> = list.iter().filter(|kind| *kind != "null").cloned().collect();
    if nullable {
        object.insert("nullable".to_owned(), json!(true));
    }
    if others.is_empty() {
        object.shift_remove("type");
        object.insert("enum".to_owned(), json!([null]));
        note(Change::OnlyNull);
    } else if others.len() == 1 {
        object.insert("type".to_owned(), others.remove(0));
        note(Change::NullableType);
    } else {
        object.shift_remove("type");
        let any: Vec<Value> = others.into_iter().map(|kind| json!({"type": kind})).collect();
        if object.contains_key("anyOf") {
            push_all_of(object, json!({"anyOf": any}));
        } else {
            object.insert("anyOf".to_owned(), json!(any));
        }
        note(Change::SeveralTypes);
    }
}

fn constant(object: &mut Object, note: &mut dyn FnMut(Change)) {
    if let Some(value) = object.shift_remove("const") {
        if value.is_null() {
            object.insert("nullable".to_owned(), json!(true));
        }
        object.insert("enum".to_owned(), json!([value]));
        note(Change::Const);
    }
}

fn examples(object: &mut Object, note: &mut dyn FnMut(Change)) {
    // An object here would be a property of that name in a schema that forgot `properties`: not ours to change.
    if let Some(Value::Array(mut list)) = object.get("examples").cloned() {
        object.shift_remove("examples");
        if !list.is_empty() && !object.contains_key("example") {
            object.insert("example".to_owned(), list.remove(0));
        }
        note(Change::Examples);
    }
}

fn exclusive_bound(
    object: &mut Object,
    [plain, exclusive]: [&str; 2],
    tighter: fn(&f64, &f64) -> bool,
    note: &mut dyn FnMut(Change),
) {
    let Some(bound) = object.get(exclusive).filter(|bound| bound.is_number()).cloned() else { return };
    let other = object.get(plain).and_then(Value::as_f64);
    if other.zip(bound.as_f64()).is_some_and(|(other, bound)| tighter(&other, &bound)) {
        object.shift_remove(exclusive);
    } else {
        object.insert(plain.to_owned(), bound);
        object.insert(exclusive.to_owned(), json!(true));
    }
    note(Change::ExclusiveBound);
}

fn encoding(object: &mut Object, note: &mut dyn FnMut(Change)) {
    let media = object.shift_remove("contentMediaType");
    let encoded = object.get("contentEncoding").is_some();
    if media.is_some() || encoded {
        object.shift_remove("contentEncoding");
        let format = if encoded { "byte" } else { "binary" };
        object.entry("format").or_insert(json!(format));
        note(Change::Binary);
    }
}

fn push_all_of(object: &mut Object, member: Value) {
    match object.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(list) => list.push(member),
        None => {
            object.insert("allOf".to_owned(), json!([member]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Change, Changes, write_down};

    fn check(input: &Value, expected: &Value, noted: &[Change]) {
        let mut schema = input.clone();
        let mut changes = Changes::default();
        write_down(&mut schema, "", &mut changes);
        assert_eq!(&schema, expected, "{input}");
        assert_eq!(changes.kinds(), noted, "{input}");
        let again = schema.clone();
        write_down(&mut schema, "", &mut changes);
        assert_eq!(schema, again, "writing {input} down twice is writing it down once");
    }

    #[test]
    fn each_keyword_is_written_down_to_what_stands_for_it() {
        let reference = json!({"$ref": "#/x"});
        let cases = [
            (
                json!({"type": ["string", "null"]}),
                json!({"type": "string", "nullable": true}),
                Change::NullableType,
            ),
            (json!({"type": ["string"]}), json!({"type": "string"}), Change::NullableType),
            (
                json!({"type": ["string", "integer", "null"]}),
                json!({"nullable": true, "anyOf": [{"type": "string"}, {"type": "integer"}]}),
                Change::SeveralTypes,
            ),
            (json!({"type": "null"}), json!({"nullable": true, "enum": [null]}), Change::OnlyNull),
            (
                json!({"anyOf": [reference, {"type": "null"}]}),
                json!({"allOf": [reference], "nullable": true}),
                Change::NullBranch,
            ),
            (
                json!({"oneOf": [{"type": "string"}, {"type": "null"}, reference]}),
                json!({"oneOf": [{"type": "string"}, reference], "nullable": true}),
                Change::NullBranch,
            ),
            (
                json!({"$ref": "#/x", "description": "d", "x-a": 1}),
                reference.clone(),
                Change::RefSiblingsDropped,
            ),
            (
                json!({"$ref": "#/x", "minLength": 1}),
                json!({"minLength": 1, "allOf": [reference]}),
                Change::RefSiblingsWrapped,
            ),
            (json!({"const": "a"}), json!({"enum": ["a"]}), Change::Const),
            (json!({"const": null}), json!({"nullable": true, "enum": [null]}), Change::Const),
            (json!({"examples": [1, 2]}), json!({"example": 1}), Change::Examples),
            (json!({"examples": []}), json!({}), Change::Examples),
            (
                json!({"exclusiveMinimum": 3}),
                json!({"minimum": 3, "exclusiveMinimum": true}),
                Change::ExclusiveBound,
            ),
            (json!({"minimum": 5, "exclusiveMinimum": 3}), json!({"minimum": 5}), Change::ExclusiveBound),
            (
                json!({"maximum": 5, "exclusiveMaximum": 3}),
                json!({"maximum": 3, "exclusiveMaximum": true}),
                Change::ExclusiveBound,
            ),
            (json!({"contentEncoding": "base64"}), json!({"format": "byte"}), Change::Binary),
            (json!({"contentMediaType": "image/png"}), json!({"format": "binary"}), Change::Binary),
            (json!(true), json!({}), Change::BooleanSchema),
            (json!(false), json!({"not": {}}), Change::BooleanSchema),
            (json!({"type": "array"}), json!({"type": "array", "items": {}}), Change::MissingItems),
            (json!({"propertyNames": {}}), json!({}), Change::Keyword),
        ];
        for (input, expected, change) in cases {
            check(&input, &expected, &[change]);
        }
    }

    #[test]
    fn what_both_versions_know_stays() {
        for schema in [
            json!({"type": "string", "format": "uri", "minLength": 1, "x-id": "PostId"}),
            json!({"$ref": "#/x"}),
            json!({"type": "object", "additionalProperties": true, "example": {"const": 1}}),
            json!({"type": "object", "properties": {"const": {"type": "string"}}, "default": {"$ref": 1}}),
        ] {
            check(&schema, &schema, &[]);
        }
    }

    #[test]
    fn inner_schemas_are_reached_and_their_places_noted() {
        let inner = json!({"const": 1});
        let mut schema = json!({
            "properties": {"a/b": inner}, "items": inner, "additionalProperties": inner, "not": inner,
            "allOf": [inner], "anyOf": [inner, inner], "oneOf": [{"items": inner}]
        });
        let mut changes = Changes::default();
        write_down(&mut schema, "/s", &mut changes);
        let mut places = changes.places(Change::Const).to_vec();
        places.sort();
        let expected = [
            "/s/additionalProperties",
            "/s/allOf/0",
            "/s/anyOf/0",
            "/s/anyOf/1",
            "/s/items",
            "/s/not",
            "/s/oneOf/0/items",
            "/s/properties/a~1b",
        ];
        assert_eq!(places, expected);
    }
}
