use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};

use super::answers::{Answered, alter};
use super::headers::Times;
use super::stage::Played;
use super::{Stage, Variant};

/// 9:00 on 4 March 2026, a window that opens 20.4 seconds later, and half a minute to wait.
const TIMES: Times = Times { now: 1_772_614_800_000, opens: 1_772_614_820_400, retry_after: Some(30) };

fn variant(changes: &str) -> Variant {
    let list: Vec<String> = changes.lines().map(|change| format!("{{ {} }}", change.trim())).collect();
    Variant::parse(&format!("changes: [{}]", list.join(", "))).unwrap()
}

fn response(status: u16, body: &Value) -> Response<Bytes> {
    let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
    let head = Response::builder().status(status).header("content-type", "application/json");
    let head = head.header("x-ratelimit-reset", "1772614821").header("retry-after", "30");
    head.body(body).unwrap()
}

/// The answer of an operation, changed.
fn altered(changes: &str, operation: &'static str, status: u16, body: &Value) -> Response<Bytes> {
    let answered = Answered { operation: Some(operation), times: TIMES };
    alter(&Played::new(variant(changes)), &answered, response(status, body))
}

fn body(changes: &str, operation: &'static str, status: u16, body: &Value) -> String {
    String::from_utf8(altered(changes, operation, status, body).into_body().to_vec()).unwrap()
}

fn post(number: u32) -> Value {
    json!({"id": format!("post_{number}"), "slug": "a", "title": "A", "publishDate": "2026-03-04", "tags": []})
}

#[test]
fn each_change_of_a_field_changes_it_and_nothing_else() {
    let answer = json!({"id": "post_1", "title": "A", "publishDate": "2026-03-04", "isUsed": true});
    let cases = [
        (
            "kind: rename, schema: Post, field: title, to: headline",
            r#"{"id":"post_1","headline":"A","publishDate":"2026-03-04","isUsed":true}"#,
        ),
        (
            "kind: move, schema: Post, field: title, into: texts",
            r#"{"id":"post_1","publishDate":"2026-03-04","isUsed":true,"texts":{"title":"A"}}"#,
        ),
        (
            "kind: retype, schema: Post, field: isUsed, to: number",
            r#"{"id":"post_1","title":"A","publishDate":"2026-03-04","isUsed":1}"#,
        ),
        (
            "kind: reformat, schema: Post, field: publishDate, to: local-date-time",
            r#"{"id":"post_1","title":"A","publishDate":"2026-03-04T00:00:00","isUsed":true}"#,
        ),
        (
            "kind: add, schema: Post, field: colour, value: \"#aabbcc\"",
            r##"{"id":"post_1","title":"A","publishDate":"2026-03-04","isUsed":true,"colour":"#aabbcc"}"##,
        ),
        (
            "kind: \"null\", schema: Post, field: title",
            r#"{"id":"post_1","title":null,"publishDate":"2026-03-04","isUsed":true}"#,
        ),
        (
            "kind: drop, schema: Post, field: title",
            r#"{"id":"post_1","publishDate":"2026-03-04","isUsed":true}"#,
        ),
        (
            "kind: word, schema: PostId, to: x",
            r#"{"id":"x","title":"A","publishDate":"2026-03-04","isUsed":true}"#,
        ),
    ];
    for (change, wanted) in cases {
        assert_eq!(body(change, "get_post", 200, &answer), wanted, "{change}");
    }
}

#[test]
fn a_schema_is_met_wherever_it_stands() {
    let pillar = json!({"name": "Market", "category": {"name": "News"}});
    let cases = [
        ("get_post", json!({"pillar": pillar}), "/pillar/label"),
        ("get_posts", json!({"results": [{"pillar": null}, {"pillar": pillar}]}), "/results/1/pillar/label"),
        ("list_content_pillars", json!({"results": [pillar]}), "/results/0/label"),
        (
            "get_content_calendar",
            json!({"results": [{"post": {"pillar": pillar}}]}),
            "/results/0/post/pillar/label",
        ),
        ("search_content", json!({"results": [{"pillar": pillar}]}), "/results/0/pillar/label"),
    ];
    let change = "kind: rename, schema: ContentPillar, field: name, to: label";
    for (operation, answer, place) in cases {
        let changed: Value = body(change, operation, 200, &answer).parse().unwrap();
        assert_eq!(changed.pointer(place), Some(&json!("Market")), "{operation}: {changed}");
        // The group in the pillar has a name as well, and is no pillar.
        assert!(changed.to_string().contains(r#""category":{"name":"News"}"#), "{changed}");
    }
}

#[test]
fn every_third_place_of_an_answer_is_counted_in_its_order() {
    let posts: Vec<Value> = (1..=7).map(post).collect();
    let answer = json!({"results": posts, "count": 7});
    let played = Played::new(variant("kind: drop, schema: Post, field: slug, every: 3"));
    for _ in 0..2 {
        let answered = Answered { operation: Some("get_posts"), times: TIMES };
        let changed = alter(&played, &answered, response(200, &answer)).into_body();
        let changed: Value = serde_json::from_slice(&changed).unwrap();
        let without: Vec<usize> =
            (1..=7).filter(|n| changed["results"][n - 1].get("slug").is_none()).collect();
        assert_eq!(without, [3, 6]);
    }
}

#[test]
fn changes_use_the_names_of_the_document_whatever_their_order() {
    let changes = "kind: add, schema: Post, field: colour, value: red
        kind: rename, schema: Post, field: publishDate, to: day
        kind: reformat, schema: Post, field: publishDate, to: epoch-seconds
        kind: move, schema: Post, field: slug, into: names
        kind: \"null\", schema: Post, field: slug";
    let wanted =
        r#"{"id":"post_1","title":"A","day":1772582400,"tags":[],"names":{"slug":null},"colour":"red"}"#;
    assert_eq!(body(changes, "get_post", 200, &post(1)), wanted);
}

#[test]
fn whole_answers_get_another_status_and_shape() {
    let page = json!({"results": [{"name": "a"}], "count": 1});
    let plain = "kind: envelope, operation: list_content_pillars, to: list
        kind: rename, schema: ContentPillar, field: name, to: label";
    assert_eq!(body(plain, "list_content_pillars", 200, &page), r#"[{"label":"a"}]"#);
    assert_eq!(body(plain, "list_content_tags", 200, &page), page.to_string());

    let status = "kind: status, operation: add_to_schedule, from: 201, to: 204";
    let empty = altered(status, "add_to_schedule", 201, &json!({"id": "a"}));
    assert_eq!((empty.status().as_u16(), empty.headers().contains_key("content-type")), (204, false));
    assert_eq!(empty.into_body(), "");
    assert_eq!(altered(status, "add_to_schedule", 404, &json!({})).status(), 404);
    assert_eq!(altered(status, "create_page", 201, &json!({})).status(), 201);
}

#[test]
fn refusals_get_another_shape() {
    let refusal = json!({"message": "No.", "code": "no", "errors": {"a": ["b"]}});
    let cases = [
        ("kind: error, field: message, to: detail", r#"{"detail":"No.","code":"no","errors":{"a":["b"]}}"#),
        ("kind: error, field: errors, to: fields", r#"{"message":"No.","code":"no","fields":{"a":["b"]}}"#),
        (
            "kind: error, into: error\nkind: error, field: code, to: type",
            r#"{"error":{"message":"No.","type":"no","errors":{"a":["b"]}}}"#,
        ),
        ("kind: error, field: missingScopes, to: scopes", &refusal.to_string()),
        ("kind: add, schema: Post, field: colour, value: red", &refusal.to_string()),
    ];
    for (changes, wanted) in cases {
        assert_eq!(body(changes, "get_post", 404, &refusal), wanted, "{changes}");
    }
    let success = post(1);
    assert_eq!(body("kind: error, into: error", "get_post", 200, &success), success.to_string());
}

#[test]
fn headers_tell_their_times_in_another_form() {
    let cases = [
        ("X-RateLimit-Reset, to: epoch-milliseconds", "x-ratelimit-reset", "1772614820400"),
        ("X-RateLimit-Reset, to: seconds", "x-ratelimit-reset", "21"),
        ("x-ratelimit-reset, to: date", "x-ratelimit-reset", "Wed, 04 Mar 2026 09:00:21 GMT"),
        ("Retry-After, to: date", "retry-after", "Wed, 04 Mar 2026 09:00:30 GMT"),
        ("Retry-After, to: epoch-milliseconds", "retry-after", "1772614830000"),
    ];
    for (change, header, wanted) in cases {
        let answer = altered(&format!("kind: header, name: {change}"), "get_post", 200, &post(1));
        assert_eq!(answer.headers()[header], wanted, "{change}");
    }
}

#[test]
fn answers_are_counted_as_long_as_the_variant_is_played() {
    let changes = "kind: status, operation: add_to_schedule, from: 201, to: 200, every: 2";
    let stage = Stage::new(Some(variant(changes)));
    let answered = Answered { operation: Some("add_to_schedule"), times: TIMES };
    let status = || stage.alter(&answered, response(201, &json!({}))).status().as_u16();
    assert_eq!([status(), status(), status(), status()], [201, 200, 201, 200]);
    assert_eq!(stage.list()[0].hits, 2);

    stage.play(Some(variant(changes)));
    assert_eq!((stage.list()[0].hits, status(), status()), (0, 201, 200));
    stage.play(None);
    assert_eq!((stage.list(), status(), status()), (vec![], 201, 201));
}

#[test]
fn an_answer_without_anything_to_change_keeps_its_bytes() {
    let spaced = Bytes::from_static(b"{ \"id\" : \"post_1\",\n\"isUsed\": true }");
    let played = Played::new(variant("kind: drop, schema: Post, field: title\nkind: error, into: error"));
    for operation in [Some("get_post"), Some("get_event"), None] {
        let answer = Response::new(spaced.clone());
        let kept = alter(&played, &Answered { operation, times: TIMES }, answer).into_body();
        assert_eq!(kept, spaced, "{operation:?}");
    }
}
