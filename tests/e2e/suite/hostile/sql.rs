//! F265: SQL in every string of every operation.

use cc_api::catalogue::{Operation, Param, Place};
use cc_e2e::{Draft, LUIS, PRIYA, World, operations, see};
use serde_json::Value;

const TEXTS: &[&str] = &[
    "' OR '1'='1",
    "'; DROP TABLE account; --",
    "x' UNION SELECT email, digest FROM account, api_key --",
    "\") OR 1=1 /*",
    "%",
    "_%_%_",
    "\\",
    "\u{0}",
    "a\u{0}b",
    "\" OR * NEAR(a b) AND NOT -x:y^2",
    "AND",
    "\u{1f3e1}\u{202e}\u{feff}",
];

/// Whether the parameter takes a text, so that there is something to try.
fn takes_text(param: &Param) -> bool {
    let schema: Value = param.schema.parse().unwrap();
    let of = |schema: &Value| schema["type"] == "string" || schema.get("$ref").is_some();
    of(&schema) || of(&schema["items"]) || schema.get("anyOf").is_some()
}

/// The request with this text in the place of one parameter.
fn with_text(operation: &'static Operation, param: &Param, text: &str) -> Draft {
    let mut draft = Draft::of(operation);
    match param.place {
        Place::Path => {
            draft.path.iter_mut().filter(|(name, _)| *name == param.wire).for_each(|(_, value)| {
                text.clone_into(value);
            });
        }
        Place::Query(_) => {
            draft.query.retain(|(name, _)| *name != param.wire);
            draft.query.push((param.wire, text.to_owned()));
        }
        _ => {
            let body = draft.body.get_or_insert_with(|| Value::Object(serde_json::Map::new()));
            let is_list = body[param.wire].is_array();
            body[param.wire] = if is_list { vec![text].into() } else { text.into() };
        }
    }
    draft
}

fn places() -> impl Iterator<Item = (&'static Operation, &'static Param)> {
    operations()
        .flat_map(|operation| operation.params.iter().map(move |param| (operation, param)))
        .filter(|(_, param)| param.place != Place::Header && takes_text(param))
}

#[tokio::test]
async fn f265_no_text_is_read_as_sql() {
    let world = World::new().await;
    let session = world.sandbox.access().session_token.clone();
    for (operation, param) in places() {
        for text in TEXTS {
            let seen = see(with_text(operation, param, text).request(&world).bearer_auth(&session)).await;
            let case = format!("{} {} {text:?}: {}", operation.id, param.wire, seen.text());
            assert!(seen.status < 500, "{case}");
            for foreign in [PRIYA, LUIS] {
                assert!(!seen.text().contains(foreign), "{case}");
            }
        }
    }
    // Everything is still there.
    let email = world.sandbox.control().log_in(cc_e2e::TENANT, PRIYA);
    email.unwrap();
    assert_eq!(see(world.ask_with_key("GET", "/api/user/content/posts-v2")).await.status, 200);
}

#[tokio::test]
async fn f265_wildcards_are_letters_like_others() {
    let world = World::new().await;
    let key = world.sandbox.access().session_token.clone();
    for (operation, param) in places().filter(|(_, param)| matches!(param.place, Place::Query(_))) {
        let mut found = Vec::new();
        for text in ["_%_%_", "zzqxzzqx"] {
            let seen = see(with_text(operation, param, text).request(&world).bearer_auth(&key)).await;
            let count = if seen.status == 200 { seen.json()["count"].clone() } else { Value::Null };
            found.push((seen.status, count));
        }
        assert_eq!(found[0], found[1], "{} {}", operation.id, param.wire);
    }
}

#[tokio::test]
async fn f265_a_text_of_a_mebibyte_is_taken_or_refused() {
    let world = World::new().await;
    let session = world.sandbox.access().session_token.clone();
    for (operation, param) in places().filter(|(_, param)| param.place == Place::BodyField) {
        for length in [(1 << 20) - 4096, 1 << 20] {
            let draft = with_text(operation, param, &"x".repeat(length));
            let seen = see(draft.request(&world).bearer_auth(&session)).await;
            let fits = length < 1 << 20;
            let case = format!("{} {}: {}", operation.id, param.wire, seen.status);
            assert!(seen.status < 500 && (seen.status == 413) != fits, "{case}");
        }
    }
}
