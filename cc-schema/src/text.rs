//! Texts as the type that a schema names.

use serde_json::Value;

use crate::{resolved, types};

/// A text as its schema's type, or as the text that it is, which the check of the schema then refuses.
pub fn scalar(schema: &Value, text: &str) -> Value {
    let as_text = || Value::from(text);
    let schema = resolved(schema);
    let types = types(&schema);
    match types.first() {
        Some(&"integer") => text.parse::<i64>().map_or_else(|_| as_text(), Value::from),
        Some(&"number") => text.parse::<f64>().map_or_else(|_| as_text(), Value::from),
        Some(&"boolean") => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => as_text(),
        },
        _ => as_text(),
    }
}

/// A value as its schema wants it, where what was passed means that without a doubt: `"10"` is 10 for an integer, a text
/// that holds a JSON object is the object, a single entry is a list of one. Anything else stays as it is.
pub fn loosely(schema: &Value, value: Value) -> Value {
    let schema = resolved(schema);
    let types = types(&schema);
    match (types.first(), value) {
        (Some(&"array"), Value::String(text)) => match text.trim().parse() {
            Ok(Value::Array(items)) => loosely(&schema, Value::Array(items)),
            _ => Value::Array(vec![scalar(&schema["items"], &text)]),
        },
        (Some(&"array"), Value::Array(items)) => {
            items.into_iter().map(|item| loosely(&schema["items"], item)).collect()
        }
        (Some(&"object"), Value::String(text)) => match text.trim().parse() {
            Ok(object @ Value::Object(_)) => loosely(&schema, object),
            _ => Value::String(text),
        },
        (Some(&"object"), Value::Object(mut object)) => {
            for (name, inner) in &mut object {
                if let Some(property) = schema["properties"].get(name) {
                    *inner = loosely(property, inner.take());
                }
            }
            Value::Object(object)
        }
        (Some(&("integer" | "number" | "boolean")), Value::String(text)) => scalar(&schema, text.trim()),
        (Some(&"string"), Value::Number(number)) if !types.contains(&"number") => number.to_string().into(),
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::loosely;

    #[test]
    fn what_was_meant_is_taken_and_nothing_is_guessed() {
        let object = json!({ "type": "object", "properties": { "n": { "type": "integer" } } });
        let cases = [
            (json!({ "type": "integer" }), json!("10"), json!(10)),
            (json!({ "type": "integer" }), json!(" 10 "), json!(10)),
            (json!({ "type": "integer" }), json!("ten"), json!("ten")),
            (json!({ "type": ["integer", "null"] }), json!(null), json!(null)),
            (json!({ "anyOf": [{ "type": "boolean" }, { "type": "null" }] }), json!("true"), json!(true)),
            (json!({ "type": "boolean" }), json!("yes"), json!("yes")),
            (json!({ "type": "number" }), json!("1.5"), json!(1.5)),
            (json!({ "type": "string" }), json!(5), json!("5")),
            (json!({ "type": ["string", "number"] }), json!(5), json!(5)),
            (json!({ "type": "array", "items": { "type": "integer" } }), json!("[1, \"2\"]"), json!([1, 2])),
            (json!({ "type": "array", "items": { "type": "integer" } }), json!("7"), json!([7])),
            (json!({ "type": "array", "items": { "type": "string" } }), json!(["a"]), json!(["a"])),
            (object.clone(), json!("{\"n\": \"3\", \"m\": \"3\"}"), json!({ "n": 3, "m": "3" })),
            (object, json!("{broken"), json!("{broken")),
            (Value::Bool(true), json!("as it is"), json!("as it is")),
        ];
        for (schema, passed, meant) in cases {
            assert_eq!(loosely(&schema, passed.clone()), meant, "{schema} {passed}");
        }
    }
}
