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
    match serde_json::from_slice(json) {
        Ok(Value::Null) => Ok(()),
        Ok(Value::Array(items)) => {
            let texts = items.iter().map(scalar).collect::<Option<Vec<_>>>().ok_or_else(invalid)?;
            push_list(out, name, style, &texts);
            Ok(())
        }
        Ok(Value::Object(fields)) => {
            let mut texts = Vec::new();
            for (field, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
                texts.push((field.as_str(), scalar(value).ok_or_else(invalid)?));
            }
            // The order of an object's keys depends on how serde_json was built; ours does not.
            texts.sort();
            push_object(out, name, style, &texts);
            Ok(())
        }
        _ => Err(invalid()),
    }
}

fn push_list(out: &mut String, name: &str, style: QueryStyle, texts: &[String]) {
    match style {
        QueryStyle::Repeated => texts.iter().for_each(|text| push(out, name, text)),
        QueryStyle::Commas if texts.is_empty() => {}
        QueryStyle::Commas => push_joined(out, name, texts.iter().map(String::as_str)),
        QueryStyle::DeepObject => {
            for (index, text) in texts.iter().enumerate() {
                push(out, &format!("{name}[{index}]"), text);
            }
        }
    }
}

fn push_object(out: &mut String, name: &str, style: QueryStyle, fields: &[(&str, String)]) {
    match style {
        QueryStyle::Repeated => fields.iter().for_each(|(field, text)| push(out, field, text)),
        QueryStyle::Commas if fields.is_empty() => {}
        QueryStyle::Commas => {
            push_joined(out, name, fields.iter().flat_map(|(field, text)| [*field, text.as_str()]));
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
    push_joined(out, name, [text]);
}

/// Adds `name=a,b`.
fn push_joined<'a>(out: &mut String, name: &str, texts: impl IntoIterator<Item = &'a str>) {
    out.push(if out.contains('?') { '&' } else { '?' });
    encode(out, name);
    out.push('=');
    for (index, text) in texts.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        encode(out, text);
    }
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
    match serde_json::from_slice(json).ok()? {
        Value::Array(items) => items.iter().map(scalar).collect(),
        _ => None,
    }
}

/// The text of a JSON text, number or truth; none for the rest.
fn plain_text(json: &[u8]) -> Option<String> {
    match json.first()? {
        b'"' => serde_json::from_slice(json).ok(),
        b'-' | b'0'..=b'9' | b't' | b'f' => String::from_utf8(json.to_vec()).ok(),
        _ => None,
    }
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
