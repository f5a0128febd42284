//! From JSON to values and back, and what is said when they don't fit.

use cc_api::time::civil::Date;
use cc_api::{ErrorKind, Outcome, Patch, Statement};
use serde_json::{Value, from_value, json};

use crate::api::Api as _;
use crate::api::library::{
    Anything, ContentTypeName, Everything, LiveEvent, Post, PostId, PostPhoto, PostUpdate, SearchHit, Tree,
};
use crate::support::answering;

/// The error for an answer to `get_post`.
async fn refused(body: &str) -> cc_api::Error {
    let (_, client) = answering("get_post", 200, body);
    client.library().get_post("a").await.unwrap_err()
}

#[test]
fn what_is_not_known_is_kept_and_comes_out_again() {
    let json = json!({
        "slug": "open-house", "contentType": "Hologram", "caption": "text", "id": "p1", "isFavorite": true,
        "parent": {"slug": "older", "new": [1, {"a": null}]}, "photos": [{"id": "f1", "size": 3}],
        "type": "x", "added": {"later": true}
    });
    let post: Post = from_value(json.clone()).unwrap();
    assert_eq!(post.content_type, Some(ContentTypeName::from("Hologram")));
    assert_eq!(post.extra.get("added"), Some(&json!({"later": true})));
    assert_eq!(serde_json::to_value(&post).unwrap(), json);
    assert_eq!(size_of_val(&post.extra), size_of::<usize>());
}

#[test]
fn null_and_absent_are_the_same_for_an_optional_field_and_the_last_of_a_repeated_key_counts() {
    let post: Post = serde_json::from_str(r#"{"slug":"a","caption":null,"slug":"b"}"#).unwrap();
    assert_eq!((post.slug.as_str(), post.caption.as_deref()), ("b", None));
    assert_eq!(serde_json::to_string(&post).unwrap(), r#"{"slug":"b"}"#);
}

#[test]
fn a_change_tells_absent_null_and_a_value_apart() {
    let day = Date::constant(2026, 11, 23);
    let mut cleared = PostUpdate::default();
    cleared.day.clear();
    for (update, text) in [
        (PostUpdate::default(), "{}"),
        (cleared, r#"{"day":null}"#),
        (PostUpdate::default().day(day).is_favorite(false), r#"{"day":"2026-11-23","isFavorite":false}"#),
    ] {
        assert_eq!(serde_json::to_string(&update).unwrap(), text);
        let read: PostUpdate = serde_json::from_str(text).unwrap();
        assert_eq!(read.day, update.day, "{text}");
    }
    assert_eq!(Patch::Value(1).value(), Some(&1));
}

#[test]
fn ids_and_open_enums_keep_their_text() {
    assert_eq!(ContentTypeName::from("Email Template"), ContentTypeName::EmailTemplate);
    assert_eq!(ContentTypeName::Other("Reel".into()), ContentTypeName::Reel);
    assert_eq!(ContentTypeName::Reel.to_string(), "Reel");
    assert_eq!(ContentTypeName::KNOWN, ["Reel", "Email Template"]);
    let id: PostId = from_value(json!(12)).unwrap();
    assert_eq!(id, "12");
    assert!(from_value::<PostId>(json!(1.5)).is_err() && from_value::<PostId>(json!(null)).is_err());
}

#[test]
fn unions_are_told_apart_by_their_tag_or_by_fit() {
    for json in [
        json!({"kind": "post", "slug": "a"}),
        json!({"kind": "event", "startsAt": "2026-11-23T10:00:00Z"}),
        json!({"kind": "podcast", "x": 1}),
        json!(null),
    ] {
        let hit: SearchHit = from_value(json.clone()).unwrap();
        let known = matches!(&hit, SearchHit::Post(_) | SearchHit::LiveEvent(_));
        assert_eq!(known, json["kind"] == "post" || json["kind"] == "event");
        assert_eq!(serde_json::to_value(&hit).unwrap(), json);
    }
    assert!(from_value::<SearchHit>(json!({"kind": "post"})).is_err(), "the tag promises a slug");
    let built = SearchHit::LiveEvent(LiveEvent::default());
    assert_eq!(serde_json::to_value(&built).unwrap(), json!({"kind": "event"}));
    for (json, found) in [
        (json!({"id": "1", "url": "u"}), "photo"),
        (json!({"id": "1", "slug": "s"}), "post"),
        (json!(7), "number"),
        (json!({"else": 1}), "other"),
        (json!([1]), "other"),
    ] {
        let which = match from_value(json.clone()).unwrap() {
            Anything::Photo(_) => "photo",
            Anything::Post(_) => "post",
            Anything::Number(_) => "number",
            _ => "other",
        };
        assert_eq!(which, found, "{json}");
    }
}

#[test]
fn every_kind_of_value_makes_the_round() {
    let json = json!({
        "at": "2026-11-21T10:00:00Z", "count": 9_007_199_254_740_993_i64, "free": {"a": [null]}, "month": "2026-11",
        "nullableList": ["a", null], "price": "19.90", "prices": {"eur": "1"}, "share": 0.25, "week": "2026-11-23"
    });
    let all: Everything = from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&all).unwrap(), json);
    let tree: Tree = from_value(json!([[], [[]]])).unwrap();
    assert_eq!(serde_json::to_value(&tree).unwrap(), json!([[], [[]]]));
    assert_eq!(PostPhoto::default().url("u").url.as_deref(), Some("u"));
}

#[tokio::test]
async fn numbers_at_the_edge_are_exact_or_refused() {
    for (number, exact) in [
        ("9007199254740993", Some(9_007_199_254_740_993)),
        ("-0", None),
        ("18446744073709551616", None),
        ("9223372036854775808", None),
        ("1e400", None),
        ("1E+2", None),
        ("1.0", None),
        ("00", None),
        ("NaN", None),
    ] {
        let read = serde_json::from_str::<Everything>(&format!(r#"{{"count":{number}}}"#));
        assert_eq!(read.ok().and_then(|all| all.count), exact, "{number}");
    }
}

#[tokio::test]
async fn json_of_any_shape_has_exact_integers_or_is_refused() {
    let too_large = r#"{"slug":"a","count":18446744073709551616}"#;
    let (_, client) = answering("get_post", 200, too_large);
    let call = client.call(&crate::api::catalogue::GET_POST).arg("id_or_slug", "a");
    let error = call.clone().await.unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("$.count")));
    assert!(!error.to_string().contains("1844"), "{error}");
    let typed = client.library().get_post("a").await;
    assert!(typed.is_ok(), "a field that nobody knows is no reason to refuse the ones that are");

    let page = r#"{"results":[{"slug":"a"},{"slug":"b","size":-9223372036854775809}],"count":2}"#;
    let (_, client) = answering("get_posts", 200, page);
    let error = client.call(&crate::api::catalogue::GET_POSTS).paged().await.unwrap_err();
    assert_eq!(error.json_path(), Some("$.results[1].size"));
    let (_, client) = answering("get_post", 200, r#"{"count":18446744073709551615}"#);
    let largest: Value = client.call(&crate::api::catalogue::GET_POST).arg("id_or_slug", "a").await.unwrap();
    assert_eq!(largest["count"].as_u64(), Some(u64::MAX));
}

#[tokio::test]
async fn an_answer_is_read_as_the_type_that_was_asked_for() {
    let too_large = r#"{"slug":"a","count":18446744073709551616}"#;
    let (_, client) = answering("get_post", 200, too_large);
    let call = client.call(&crate::api::catalogue::GET_POST).arg("id_or_slug", "a");
    let read = call.clone().send_as::<Post>().await.unwrap();
    assert_eq!((read.value.slug.as_str(), read.status), ("a", 200));
    let error = call.send_as::<Vec<Post>>().await.unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("$")));
    assert!(error.statement().is_none(), "what the caller expects is no statement about the API");
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_named_by_path_and_kind_never_by_value() {
    for (body, path, part) in [
        (r#"{"slug":7}"#, Some("$.slug"), "expected a string, found a number"),
        (
            r#"{"slug":"a","photos":[{"id":"x"},{"id":["cc_CANARY_7f3a9d"]}]}"#,
            Some("$.photos[1].id"),
            "found a list",
        ),
        (
            r#"{"slug":"a","isFavorite":"cc_CANARY_7f3a9d, expected cake"}"#,
            Some("$.isFavorite"),
            "expected a boolean, found text",
        ),
        (r#"{"slug":"a","parent":{"caption":"x"}}"#, Some("$.parent"), "missing field `slug`"),
        (r#"{"caption":"x"}"#, Some("$"), "missing field `slug`"),
        (r#"{"caption":null,"slug":null}"#, Some("$.slug"), "found null"),
        (r#"{"posts":[],"total":1}"#, Some("$"), "none of the fields expected here; found: `posts`, `total`"),
        (r#"{"detail":"Not available"}"#, Some("$"), "the server says: Not available"),
        ("[]", Some("$"), "expected an object, found a list"),
        (r#"{"slug":"a"}{}"#, None, "is no JSON"),
        ("{\"slug\":\"a\"}\0", None, "is no JSON"),
        (r#"{"slug":"a""#, None, "ends too early"),
        ("", None, "is empty"),
        ("<!DOCTYPE html><title>Log in</title>", None, "a web page titled “Log in”"),
        ("\u{feff}{\"slug\":1}", Some("$.slug"), "found a number"),
    ] {
        let error = refused(body).await;
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Decode, Outcome::Applied, 1),
            "{body}"
        );
        assert_eq!(
            (error.json_path(), error.status(), error.operation()),
            (path, Some(200), Some("get_post")),
            "{body}"
        );
        let line = format!("{error} {error:?}");
        assert!(line.contains(part) && !line.contains("CANARY"), "{line}");
        assert_eq!(error.body().len(), body.len());
    }
}

#[tokio::test]
async fn a_bad_row_is_named_by_its_place_in_the_page() {
    for (body, path) in [
        (r#"{"results":[{"slug":"a"},{"slug":false}],"count":2}"#, "$.results[1].slug"),
        (r#"{"count":2}"#, "$"),
        (r#"{"results":null}"#, "$.results"),
        ("[]", "$"),
    ] {
        let (_, client) = answering("get_posts", 200, body);
        let error = client.library().get_posts().await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{body}");
    }
}

/// What the error says of the description, and how it ends as a line.
fn doubt(error: &cc_api::Error) -> (String, String) {
    let line = error.to_string();
    let end = line.rsplit_once("); ").map_or("", |(_, end)| end).to_owned();
    let said = error.statement().map(|one| {
        let words = [one.schema.as_deref(), one.field.as_deref(), Some(one.evidence.as_str())];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    (said.unwrap_or_default(), end)
}

#[tokio::test]
async fn an_answer_that_does_not_fit_names_the_statement_and_how_it_is_known() {
    for (body, said, end) in [
        (
            r#"{"slug":7}"#,
            "Post slug connector",
            "`Post.slug` is inferred, source: connector; this answer contradicts it, and a recording of the traffic \
             corrects it",
        ),
        (
            r#"{"slug":"a","isFavorite":"x"}"#,
            "Post isFavorite inferred",
            "`Post.isFavorite` is inferred: a guess that this answer contradicts; a recording of the traffic corrects it",
        ),
        (
            r#"{"slug":"a","contentType":{}}"#,
            "Post contentType guide",
            "`Post.contentType` is documented, source: guide; the API has changed; please report it with the path",
        ),
        (
            r#"{"slug":"a","photos":{}}"#,
            "Post photos observed",
            "`Post.photos` was observed in traffic: the API may have changed; please report it with the path",
        ),
        (
            r#"{"slug":"a","parent":{"slug":"b","photos":[{"id":"x"},{"url":1}]}}"#,
            "PostPhoto url page",
            "`PostPhoto.url` is documented, source: page; the API has changed; please report it with the path",
        ),
        (
            r#"{"slug":"a","photos":[{"size":1}]}"#,
            "PostPhoto inferred",
            "`PostPhoto` is inferred: a guess that this answer contradicts; a recording of the traffic corrects it",
        ),
        (
            r#"{"slug":"a","parent":{"caption":"x"}}"#,
            "Post slug connector",
            "`Post.slug` is inferred, source: connector; this answer contradicts it, and a recording of the traffic \
             corrects it",
        ),
        (
            "[]",
            "inferred",
            "the form of the answer is inferred: a guess that this answer contradicts; a recording of the traffic \
             corrects it",
        ),
        (
            "",
            "inferred",
            "the form of the answer is inferred: a guess that this answer contradicts; a recording of the traffic \
             corrects it",
        ),
        (r#"{"detail":"Not available"}"#, "", "the server says: Not available"),
    ] {
        let error = refused(body).await;
        assert_eq!(doubt(&error), (said.to_owned(), end.to_owned()), "{body}");
    }
    assert!(refused("<html>").await.statement().is_none());
}

#[tokio::test]
async fn a_page_is_known_as_its_style_is_and_its_entries_by_their_own_marks() {
    for (body, said) in [
        ("[]", "page"),
        (r#"{"count":2}"#, "results page"),
        (r#"{"results":null}"#, "results page"),
        (r#"{"results":[{"slug":"a"},7]}"#, "Post connector"),
        (r#"{"results":[{"slug":"a","id":[]}]}"#, "Post id inferred"),
    ] {
        let (_, client) = answering("get_posts", 200, body);
        let error = client.library().get_posts().await.unwrap_err();
        assert_eq!(doubt(&error).0, said, "{body}");
        let (_, client) = answering("get_posts", 200, body);
        let by_name = client.call(&crate::api::catalogue::GET_POSTS).paged().await;
        let is_about_the_page = error.statement().is_some_and(|one| one.schema.is_none());
        assert_eq!(
            by_name.err().map(|error| doubt(&error).0),
            is_about_the_page.then(|| said.to_owned()),
            "{body}"
        );
    }
}

#[test]
fn only_what_nobody_documented_or_saw_is_a_guess() {
    use cc_api::catalogue::Evidence::{Connector, Guide, Inferred, Observed, Page};
    for (evidence, is_guess) in
        [(Page, false), (Guide, false), (Observed, false), (Connector, true), (Inferred, true)]
    {
        assert_eq!(Statement { schema: None, field: None, evidence }.is_guess(), is_guess);
    }
}

#[tokio::test]
async fn white_space_and_a_byte_order_mark_around_json_are_no_fault() {
    for body in ["\u{feff}{\"slug\":\"a\"}", " {\"slug\":\"a\"}\r\n"] {
        let (_, client) = answering("get_post", 200, body);
        assert_eq!(client.library().get_post("a").await.unwrap().slug, "a");
    }
    let mut deep = "[".repeat(200);
    deep.push_str(&"]".repeat(200));
    let error = refused(&format!(r#"{{"slug":"a","x":{deep}}}"#)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    let (_, client) = answering("get_posts", 200, r#"{"results":[],"count":-1,"facets":{"a":1}}"#);
    let page = client.library().get_posts().await.unwrap();
    assert_eq!((page.count, page.extra.get("facets")), (None, Some(&json!({"a": 1}))));
    let _: Value = client.call(&crate::api::catalogue::GET_POSTS).await.unwrap();
}
