//! Query parameters: texts, read as the type that the catalogue names.

use cc_api::catalogue::{Param, QueryStyle};
use serde_json::Value;

use super::schema::{Complaints, parsed};

/// The pairs of a query string, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The value of one parameter; none if it is not there.
pub(super) fn value(
    pairs: &[(String, String)],
    param: &Param,
    style: QueryStyle,
    complaints: &mut Complaints,
) -> Option<Value> {
    let mut texts = pairs.iter().filter(|(name, _)| name == param.wire).map(|(_, text)| text.as_str());
    let schema = parsed(param.schema);
    if schema["type"] == "array" {
        let all: Vec<&str> = match style {
            QueryStyle::Commas => {
                texts.flat_map(|text| text.split(',')).filter(|text| !text.is_empty()).collect()
            }
            _ => texts.collect(),
        };
        let items = all.into_iter().map(|text| scalar(&schema["items"], text));
        let items: Vec<Value> = items.collect();
        return (!items.is_empty()).then_some(Value::Array(items));
    }
    let first = texts.next()?;
    if texts.next().is_some() {
        complaints.push((param.wire.to_owned(), "is given twice".to_owned()));
    }
    Some(scalar(&schema, first))
}

/// A text as its schema's type, or as the text that it is, which the check of the schema then refuses.
fn scalar(schema: &Value, text: &str) -> Value {
    let as_text = || Value::from(text);
    match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().map_or_else(|_| as_text(), Value::from),
        Some("number") => text.parse::<f64>().map_or_else(|_| as_text(), Value::from),
        Some("boolean") => match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => as_text(),
        },
        _ => as_text(),
    }
}
