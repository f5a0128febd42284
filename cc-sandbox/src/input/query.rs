//! Query parameters: texts, read as the type that the catalogue names.

use cc_api::catalogue::{Param, QueryStyle};
use cc_schema::{Complaint, parsed, scalar};
use serde_json::Value;

/// The pairs of a query string, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The value of one parameter; none if it is not there.
pub(super) fn value(
    pairs: &[(String, String)],
    param: &Param,
    style: QueryStyle,
    complaints: &mut Vec<Complaint>,
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
