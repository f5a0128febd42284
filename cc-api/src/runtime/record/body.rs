//! Bodies: JSON with every value replaced by one of the same form.

use serde_json::{Map, Number, Value};

use super::super::catalogue::{Operation, ScopeInfo};
use super::super::words::split_at_word;
use super::form::{formed, formed_but_scopes, is_name, is_word};
use super::places::Place;

/// What must not be written, and what may be.
pub(super) struct Rules<'a> {
    /// How API keys begin.
    pub(super) key_prefix: Option<&'a str>,
    /// The credential and the tenant of the request.
    pub(super) hidden: &'a [String],
    /// The scopes whose names stay in texts: none but for refusals.
    pub(super) scopes: &'a [ScopeInfo],
    /// The property of the whole answer that counts the entries of a listing.
    pub(super) count: Option<&'a str>,
}

impl Rules<'_> {
    /// The body without what is personal. `place` is what the document says of it, if it does.
    pub(super) fn apply(&self, body: &Value, place: Option<&Place<'_>>) -> Value {
        match (body, self.count) {
            (Value::Object(fields), Some(count)) => {
                let mut out = self.fields(fields, place);
                if let Some(number @ Value::Number(_)) = fields.get(count)
                    && let Some(slot) = out.get_mut(count)
                {
                    *slot = number.clone();
                }
                Value::Object(out)
            }
            _ => self.value(body, place),
        }
    }

    fn value(&self, value: &Value, place: Option<&Place<'_>>) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value.clone(),
            Value::Number(number) => Value::Number(like(number)),
            Value::String(text) => Value::String(self.text(text, place)),
            Value::Array(items) => {
                let entry = place.map(Place::entry);
                Value::Array(items.iter().map(|item| self.value(item, entry.as_ref())).collect())
            }
            Value::Object(fields) => Value::Object(self.fields(fields, place)),
        }
    }

    fn fields(&self, fields: &Map<String, Value>, place: Option<&Place<'_>>) -> Map<String, Value> {
        let mut out = Map::new();
        for (key, value) in fields {
            let (inner, named) = match place.map(|place| place.property(key)) {
                Some((inner, named)) => (Some(inner), named),
                None => (None, false),
            };
            let stays = named || (is_name(key) && !self.is_hidden(key));
            let key = if stays { key.clone() } else { formed(key) };
            out.insert(key, self.value(value, inner.as_ref()));
        }
        out
    }

    fn text(&self, text: &str, place: Option<&Place<'_>>) -> String {
        match place {
            Some(place) if place.is_secret() => String::new(),
            Some(place) if self.may_stay(text) && (place.lists(text) || place.is_of_a_list()) => {
                text.to_owned()
            }
            _ if self.scopes.is_empty() => formed(text),
            _ => formed_but_scopes(text, self.scopes),
        }
    }

    fn may_stay(&self, text: &str) -> bool {
        is_word(text) && !self.is_hidden(text)
    }

    /// Whether a text holds what looks like a key, or what the request proved itself with.
    pub(super) fn is_hidden(&self, text: &str) -> bool {
        let holds = |part: &str| split_at_word(text, part).is_some();
        self.key_prefix.is_some_and(holds) || self.hidden.iter().any(|part| holds(part))
    }
}

/// The name of the property that counts the entries of a listing.
pub(super) fn count_of(operation: &Operation) -> Option<&'static str> {
    operation.paging.map(|paging| paging.total.unwrap_or("count"))
}

/// A number of the same kind: whole or not, below zero or not, zero or not.
fn like(number: &Number) -> Number {
    if let Some(whole) = number.as_i64() {
        return Number::from(whole.signum());
    }
    if number.as_u64().is_some() {
        return Number::from(1);
    }
    let half = if number.as_f64().is_some_and(|fraction| fraction < 0.0) { -0.5 } else { 0.5 };
    Number::from_f64(half).unwrap_or_else(|| Number::from(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{Place, Rules};
    use crate::runtime::record::form::is_moment;

    const HIDDEN: &[String] = &[];

    fn rules(count: Option<&'static str>) -> Rules<'static> {
        Rules { key_prefix: Some("cc_"), hidden: HIDDEN, scopes: &[], count }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {
                "kind": { "$ref": "#/$defs/Kind" },
                "state": { "anyOf": [{ "enum": ["on", "off"] }, { "type": "null" }] },
                "either": { "anyOf": [{ "$ref": "#/$defs/Kind" }, { "type": "string" }] },
                "password": { "type": "string", "format": "password" },
                "title": { "type": "string" },
                "children": { "type": "array", "items": { "$ref": "#/$defs/Tree" } },
                "count": { "type": "integer" },
            },
            "$defs": {
                "Kind": { "type": "string", "examples": ["Reel", "Story"] },
                "Tree": { "anyOf": [{ "$ref": "#/$defs/Tree" }, { "properties": { "kind": { "$ref": "#/$defs/Kind" } } }] },
            },
        })
    }

    fn recorded(body: &Value, count: Option<&'static str>) -> Value {
        let schema = schema();
        rules(count).apply(body, Some(&Place::of(&schema, &schema)))
    }

    #[test]
    fn what_the_document_lists_stays_and_all_else_is_of_the_same_form() {
        for (body, written) in [
            (json!({ "kind": "Reel", "title": "Reel" }), json!({ "kind": "Reel", "title": "xxxx" })),
            // A word that is new to the list is worth knowing; where any text may stand, it is personal.
            (json!({ "kind": "REEL", "either": "REEL" }), json!({ "kind": "REEL", "either": "xxxx" })),
            (json!({ "kind": "a@b.c", "either": "Reel" }), json!({ "kind": "x@x.x", "either": "Reel" })),
            (json!({ "kind": "cc_CANARY_7f3a9d" }), json!({ "kind": "xx_xxxxxx_0x0x0x" })),
            (json!({ "state": null, "password": "hunter2" }), json!({ "state": null, "password": "" })),
            (json!({ "children": [{ "kind": "Story" }] }), json!({ "children": [{ "kind": "Story" }] })),
            (json!({ "new_field": true, "Jane Doe": 7 }), json!({ "new_field": true, "xxxx xxx": 1 })),
            (json!({ "cc_CANARY_7f3a9d": {} }), json!({ "xx_xxxxxx_0x0x0x": {} })),
            (json!([0, 5, -5, 2.25, -2.25, 0.0, u64::MAX]), json!([0, 1, -1, 0.5, -0.5, 0.5, 1])),
            (json!({ "count": 398 }), json!({ "count": 1 })),
        ] {
            assert_eq!(recorded(&body, None), written, "{body}");
        }
    }

    #[test]
    fn a_listings_count_stays_where_it_counts_the_listing() {
        let body = json!({ "count": 398, "title": "a", "children": [{ "count": 12 }] });
        let written = json!({ "count": 398, "title": "x", "children": [{ "count": 1 }] });
        assert_eq!(recorded(&body, Some("count")), written);
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,20}".prop_map(Value::from),
            "[a-zA-Z0-9 ]{0,8}".prop_map(Value::from),
            "(Reel|Story|on|off)".prop_map(Value::from),
        ];
        let key = "(kind|state|either|password|title|children|count|[a-z@]{1,3})";
        leaf.prop_recursive(3, 20, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(key, inner, 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    /// Every text in a value, with the property that it stands in.
    fn texts<'v>(value: &'v Value, within: &'v str, out: &mut Vec<(&'v str, &'v str)>) {
        match value {
            Value::String(text) => out.push((within, text)),
            Value::Array(items) => items.iter().for_each(|item| texts(item, within, out)),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| texts(value, key, out)),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn no_letter_or_digit_of_a_text_outlives_it_but_where_words_are_listed(body in anything()) {
            let written = recorded(&body, Some("count"));
            let mut found = Vec::new();
            texts(&written, "", &mut found);
            for (key, text) in found {
                let listed = matches!(key, "kind" | "state") || matches!(text, "Reel" | "Story");
                let rest = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text);
                let replaced = |c: char| !c.is_alphanumeric() || c == 'x' || c == '0' || is_moment(text);
                prop_assert!(listed || rest.chars().all(replaced), "{key}: {text}");
            }
        }

        #[test]
        fn what_was_recorded_is_recorded_alike(body in anything()) {
            let once = recorded(&body, None);
            prop_assert_eq!(recorded(&once, None), once);
        }
    }
}
