//! Values in queries: in every style, the server reads what was put in, and the path stays what it was.

use std::collections::BTreeMap;

use cc_api::fake::FakeAnswer;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::api::catalogue::{GET_POSTS, SEARCH};
use crate::{answering, any_text, config, decoded, outcome};

/// The pairs of a query, decoded; the path has to be this one.
fn pairs(target: &str, path: &str) -> Vec<(String, String)> {
    let (found, query) = target.split_once('?').unwrap_or((target, ""));
    assert_eq!(found, path);
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap())
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// A plain value, and the text that it is in a query.
fn plain() -> impl Strategy<Value = (Value, String)> {
    prop_oneof![
        any_text().prop_map(|text| (json!(text), text)),
        any::<i64>().prop_map(|number| (json!(number), number.to_string())),
        any::<bool>().prop_map(|truth| (json!(truth), truth.to_string())),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_value_arrives_as_it_is((value, text) in plain(), (name, more) in ("[^\0]{1,8}", any_text())) {
        let (fake, client) = answering(FakeAnswer::new(200, "[]"));
        outcome(client.call(&SEARCH).arg("q", value).with_query(&name, &more)).unwrap();
        let expected = [("q".to_owned(), text), (name, more)];
        prop_assert_eq!(pairs(&fake.requests()[0].target, "/search"), expected);
    }

    #[test]
    fn a_list_arrives_entry_by_entry(entries in prop::collection::vec(any_text(), 0..5)) {
        let (fake, client) = answering(FakeAnswer::new(200, r#"{"results":[]}"#));
        outcome(client.call(&GET_POSTS).arg("ids", &entries)).unwrap();
        let target = fake.requests()[0].target.clone();
        // Between entries stands a bare comma; those within are encoded.
        let found = match target.split_once("?ids=") {
            Some((_, list)) => list.split(',').map(decoded).collect(),
            None => Vec::new(),
        };
        prop_assert_eq!(found, entries);
        prop_assert!(target.starts_with("/user/content/posts-v2"), "{}", target);
    }

    #[test]
    fn repeated_values_arrive_one_by_one(entries in prop::collection::vec(plain(), 1..5)) {
        let (fake, client) = answering(FakeAnswer::new(200, "[]"));
        let (values, texts): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        outcome(client.call(&SEARCH).arg("q", values)).unwrap();
        let expected: Vec<_> = texts.into_iter().map(|text| ("q".to_owned(), text)).collect();
        prop_assert_eq!(pairs(&fake.requests()[0].target, "/search"), expected);
    }

    #[test]
    fn an_object_arrives_field_by_field(fields in prop::collection::btree_map(any_text(), plain(), 0..5)) {
        let (fake, client) = answering(FakeAnswer::new(200, "[]"));
        let object: serde_json::Map<_, _> =
            fields.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect();
        outcome(client.call(&SEARCH).arg("q", "a").arg("filter", object)).unwrap();
        let found: BTreeMap<_, _> = pairs(&fake.requests()[0].target, "/search").into_iter().skip(1).collect();
        let expected: BTreeMap<_, _> =
            fields.into_iter().map(|(name, (_, text))| (format!("filter[{name}]"), text)).collect();
        prop_assert_eq!(found, expected);
    }
}
