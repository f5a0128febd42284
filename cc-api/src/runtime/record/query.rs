//! Queries: how pages and dates were asked for, and no more.

use serde_json::{Map, Value};

use super::super::catalogue::{Operation, Param, Place as Travels, input_schema};
use super::FindSchema;
use super::body::Rules;
use super::form::{formed, is_day, is_moment, is_name};
use super::places::Place;

/// The arguments of a query by name. Numbers, truths, days and listed words stay where the document says that they are
/// such; all else is replaced by something of the same form.
pub(super) fn recorded(
    target: &str,
    operation: &Operation,
    schema: FindSchema,
    rules: &Rules<'_>,
) -> Map<String, Value> {
    let mut out = Map::new();
    let Some((_, query)) = target.split_once('?') else { return out };
    let inputs = input_schema(operation, schema);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name);
        let param = operation.params.iter().find(|param| is_of(param, &name));
        let stays =
            param.is_some_and(|param| param.wire == name) || (is_name(&name) && !rules.is_hidden(&name));
        let place =
            param.and_then(|param| Some(Place::of(&inputs, inputs.get("properties")?.get(param.name)?)));
        let mut text = String::new();
        // A list may be one value with commas in it.
        for (index, part) in value.split(',').enumerate() {
            text.push_str(if index > 0 { "," } else { "" });
            text.push_str(&argument(&decoded(part), place.as_ref(), rules));
        }
        let name = if stays { name } else { formed(&name) };
        match out.get_mut(&name) {
            Some(Value::String(others)) => {
                others.push(',');
                others.push_str(&text);
            }
            _ => drop(out.insert(name, Value::from(text))),
        }
    }
    out
}

/// Whether an argument is of a parameter: `filter[from]` is of `filter`.
fn is_of(param: &Param, name: &str) -> bool {
    let whole = name.split('[').next().unwrap_or(name);
    matches!(param.place, Travels::Query(_)) && (param.wire == name || param.wire == whole)
}

fn argument(text: &str, place: Option<&Place<'_>>, rules: &Rules<'_>) -> String {
    let Some(place) = place else { return formed(text) };
    if place.is_secret() {
        return String::new();
    }
    // A list is written as its entries are.
    let entry = place.entry();
    let one_of = |is: &dyn Fn(&Place<'_>) -> bool| is(place) || is(&entry);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_whole = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let stays = (is_whole && one_of(&|place| place.may_be(&["integer", "number"])))
        || (matches!(text, "true" | "false") && one_of(&|place| place.may_be(&["boolean"])))
        || ((is_day(text) || is_moment(text))
            && one_of(&|place| place.has_format(&["date", "date-time", "week", "year-month"])))
        || (!rules.is_hidden(text) && one_of(&|place| place.lists(text)));
    if stays { text.to_owned() } else { formed(text) }
}

/// The text that was encoded.
fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok()).flatten();
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            out.push(byte);
            rest = tail.get(2..).unwrap_or(&[]);
        } else {
            out.push(if first == b'+' { b' ' } else { first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Rules, recorded};
    use crate::runtime::catalogue::{Operation, Param, Place, QueryStyle};

    const fn param(wire: &'static str, schema: &'static str) -> Param {
        Param { name: wire, wire, place: Place::Query(QueryStyle::Repeated), schema, ..Param::BLANK }
    }

    const PARAMS: &[Param] = &[
        param("limit", r#"{"type":"integer"}"#),
        param("trending", r#"{"type":"boolean"}"#),
        param("from", r#"{"type":"string","format":"date"}"#),
        param("search", r#"{"type":"string"}"#),
        param("kind", r#"{"type":"array","items":{"type":"string","examples":["Reel","Story"]}}"#),
        param("filter", r#"{"type":"object"}"#),
    ];

    #[test]
    fn only_what_the_document_expects_stays_in_a_query() {
        let operation = Operation { params: PARAMS, ..Operation::BLANK };
        let rules = Rules { key_prefix: Some("cc_"), hidden: &[], scopes: &[], count: None };
        for (query, written) in [
            ("limit=25&trending=true", json!({ "limit": "25", "trending": "true" })),
            ("from=2026-11-22", json!({ "from": "2026-11-22" })),
            ("from=my%20birthday", json!({ "from": "xx xxxxxxxx" })),
            ("search=2026-11-22", json!({ "search": "0000-00-00" })),
            ("search=5125550100&limit=5125550100", json!({ "limit": "0000000000", "search": "0000000000" })),
            ("search=Jane+D%C3%B6e", json!({ "search": "xxxx xxx" })),
            ("kind=Reel&kind=Jane", json!({ "kind": "Reel,xxxx" })),
            ("kind=Reel,Story", json!({ "kind": "Reel,Story" })),
            ("filter%5Bfrom%5D=7", json!({ "xxxxxx[xxxx]": "0" })),
            ("unknown=7&%C3%A4=b&c", json!({ "unknown": "0", "x": "x", "c": "" })),
            ("cc_CANARY=%zz%", json!({ "xx_xxxxxx": "%xx%" })),
        ] {
            let found = recorded(&format!("/a?{query}"), &operation, |_| None, &rules);
            assert_eq!(Value::Object(found), written, "{query}");
        }
        assert!(recorded("/a", &operation, |_| None, &rules).is_empty());
    }
}
