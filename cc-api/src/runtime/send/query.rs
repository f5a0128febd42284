//! Query strings, in the order of the catalogue and the style of each parameter.

use serde_json::Value;

use super::super::catalogue::QueryStyle;
use super::super::error::Error;

/// Adds a parameter, in its style, from its JSON. Null and empty lists are left out.
pub(crate) fn push_param(out: &mut String, name: &str, style: QueryStyle, json: &[u8]) -> Result<(), Error> {
    // Most values are one plain text, number or truth, which need no look at their structure.
    if let Some(text) = plain_text(json) {
        push(out, name, &text);
        return Ok(());
    }
    let invalid = || Error::input(format!("the argument `{name}` is nested too deep for a query string"));
    match parsed(json) {
        Some(Value::Null) => Ok(()),
        Some(Value::Array(items)) => {
            push_list(out, name, style, &scalars(&items).ok_or_else(invalid)?);
            Ok(())
        }
        Some(Value::Object(fields)) => {
            let mut texts: Vec<(&str, String)> = Vec::new();
            for (field, value) in &fields {
                if value.is_null() {
                    continue;
                }
                // The order of an object's keys depends on how serde_json was built; ours does not.
                let place = texts.partition_point(|(other, _)| *other < field.as_str());
                texts.insert(place, (field, scalar(value).ok_or_else(invalid)?));
            }
            push_object(out, name, style, &texts);
            Ok(())
        }
        _ => Err(invalid()),
    }
}

fn push_list(out: &mut String, name: &str, style: QueryStyle, texts: &[String]) {
    match style {
        QueryStyle::Repeated => {
            for text in texts {
                push(out, name, text);
            }
        }
        QueryStyle::Commas => {
            for (index, text) in texts.iter().enumerate() {
                push_part(out, name, index, text);
            }
        }
        QueryStyle::DeepObject => {
            for (index, text) in texts.iter().enumerate() {
                push(out, &format!("{name}[{index}]"), text);
            }
        }
    }
}

fn push_object(out: &mut String, name: &str, style: QueryStyle, fields: &[(&str, String)]) {
    match style {
        QueryStyle::Repeated => {
            for (field, text) in fields {
                push(out, field, text);
            }
        }
        QueryStyle::Commas => {
            for (index, (field, text)) in fields.iter().enumerate() {
                push_part(out, name, 2 * index, field);
                push_part(out, name, 2 * index + 1, text);
            }
        }
        QueryStyle::DeepObject => {
            for (field, text) in fields {
                push(out, &format!("{name}[{field}]"), text);
            }
        }
    }
}

/// Adds `name=text`, with the mark that belongs before it.
pub(crate) fn push(out: &mut String, name: &str, text: &str) {
    push_part(out, name, 0, text);
}

/// Adds a part of `name=a,b`, by its place.
fn push_part(out: &mut String, name: &str, place: usize, text: &str) {
    if place == 0 {
        out.push(if out.contains('?') { '&' } else { '?' });
        encode(out, name);
        out.push('=');
    } else {
        out.push(',');
    }
    encode(out, text);
}

/// Adds text with everything encoded but letters, digits and `-._~`.
pub(crate) fn encode(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// The texts of a plain value or of a list of plain values.
pub(crate) fn plain_texts(json: &[u8]) -> Option<Vec<String>> {
    if let Some(text) = plain_text(json) {
        return Some(vec![text]);
    }
    match parsed(json)? {
        Value::Array(items) => scalars(&items),
        _ => None,
    }
}

/// The text of a JSON text, number or truth; none for the rest.
pub(crate) fn plain_text(json: &[u8]) -> Option<String> {
    match json.first()? {
        b'"' if json.contains(&b'\\') => parsed(json)?.as_str().map(str::to_owned),
        b'"' => String::from_utf8(json.get(1..json.len() - 1)?.to_vec()).ok(),
        b'-' | b'0'..=b'9' | b't' | b'f' => String::from_utf8(json.to_vec()).ok(),
        _ => None,
    }
}

/// JSON as a value, by the reader that is compiled with `serde_json` itself.
fn parsed(json: &[u8]) -> Option<Value> {
    std::str::from_utf8(json).ok()?.parse().ok()
}

fn scalars(items: &[Value]) -> Option<Vec<String>> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(scalar(item)?);
    }
    Some(texts)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{QueryStyle, push_param};

    #[test]
    fn each_style_writes_values_lists_and_objects_its_own_way() {
        use QueryStyle::{Commas, DeepObject, Repeated};
        for (style, json, query) in [
            (Repeated, "\"a b&c\"", "?x=a%20b%26c"),
            (Commas, "7", "?x=7"),
            (DeepObject, "true", "?x=true"),
            (Repeated, "[1,\"b\"]", "?x=1&x=b"),
            (Commas, "[1,\"b,c\"]", "?x=1,b%2Cc"),
            (DeepObject, "[1,2]", "?x%5B0%5D=1&x%5B1%5D=2"),
            (Repeated, "{\"b\":1,\"a\":\"z\"}", "?a=z&b=1"),
            (Commas, "{\"b\":1,\"a\":\"z\"}", "?x=a,z,b,1"),
            (DeepObject, "{\"to\":2,\"from\":1,\"no\":null}", "?x%5Bfrom%5D=1&x%5Bto%5D=2"),
            (Repeated, "null", ""),
            (Repeated, "[]", ""),
            (Commas, "[]", ""),
            (Commas, "{}", ""),
            (Repeated, "\"\"", "?x="),
        ] {
            let mut out = String::new();
            push_param(&mut out, "x", style, json.as_bytes()).unwrap();
            assert_eq!(out, query, "{style:?} {json}");
        }
        assert!(push_param(&mut String::new(), "x", Repeated, b"[[1]]").is_err());
    }
}
