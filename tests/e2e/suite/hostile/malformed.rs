//! F267: requests that are no requests. Each gets a 4xx, and changes nothing.

use cc_api::catalogue::BodyShape;
use cc_e2e::{Draft, World, operations, see};

/// Bodies that are none, with the type that they say they have.
fn bodies() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let json = "application/json";
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    vec![
        ("bad JSON", json, b"{\"name\": ".to_vec()),
        ("no JSON", json, b"name=A".to_vec()),
        ("two values", json, b"{} {}".to_vec()),
        ("lists 10,000 deep", json, deep.into_bytes()),
        ("objects 10,000 deep", json, deep_objects.into_bytes()),
        ("a key twice", json, br#"{"name": "A", "name": "B"}"#.to_vec()),
        ("NaN", json, br#"{"name": NaN}"#.to_vec()),
        ("a number beyond all bounds", json, br#"{"name": 1e999}"#.to_vec()),
        ("invalid UTF-8", json, b"{\"name\": \"\xff\xfe\"}".to_vec()),
        ("half a surrogate", json, br#"{"name": "\ud800"}"#.to_vec()),
        ("a list", json, b"[]".to_vec()),
        ("a text", json, b"\"name\"".to_vec()),
        ("null", json, b"null".to_vec()),
        ("a form", "application/x-www-form-urlencoded", b"name=A&scope=user".to_vec()),
        ("a plain text", "text/plain", b"{}".to_vec()),
        ("no type", "", b"{}".to_vec()),
    ]
}

#[tokio::test]
async fn f267_a_malformed_body_is_refused_by_every_operation() {
    let world = World::new().await;
    let session = world.sandbox.access().session_token.clone();
    for operation in operations().filter(|operation| operation.body != BodyShape::Empty) {
        for (case, content_type, body) in bodies() {
            let draft = Draft { body: None, ..Draft::of(operation) };
            let request = draft.request(&world).bearer_auth(&session).header("content-type", content_type);
            let seen = see(request.body(body)).await;
            let refused = (400..500).contains(&seen.status);
            assert!(refused, "{} with {case}: {} {}", operation.id, seen.status, seen.text());
            assert!(seen.json()["message"].is_string(), "{} with {case}", operation.id);
            seen.check_headers(operation.id);
        }
    }
    assert!(world.sandbox.control().effects().unwrap().is_empty(), "something was applied");
}

#[tokio::test]
async fn f267_malformed_heads_are_refused_and_leave_the_sandbox_standing() {
    let world = World::new().await;
    let key = &world.sandbox.access().session_token;
    let head =
        format!("Host: localhost\r\nAuthorization: Bearer {key}\r\nX-Tenant-Slug: coffee-contracts\r\n");
    let post = format!("POST /api/user/api-keys HTTP/1.1\r\n{head}Content-Type: application/json\r\n");
    let get = "GET /api/user/content/posts-v2";
    let cases = [
        ("both lengths", format!("{post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
        ("two lengths", format!("{post}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{{}}{{}}")),
        ("a length that is none", format!("{post}Content-Length: -1\r\n\r\n{{}}")),
        ("a coding that is none", format!("{post}Transfer-Encoding: gzip\r\n\r\n{{}}")),
        ("a chunk that is none", format!("{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n")),
        ("a chunk without end", format!("{post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{{}}")),
        ("a blank in the path", format!("{get} /x HTTP/1.1\r\n{head}\r\n")),
        ("a NUL in the path", format!("{get}/\0 HTTP/1.1\r\n{head}\r\n")),
        ("a NUL in a header", format!("{get} HTTP/1.1\r\n{head}X: a\0b\r\n\r\n")),
        ("a header without a name", format!("{get} HTTP/1.1\r\n{head}: x\r\n\r\n")),
        ("a folded header", format!("{get} HTTP/1.1\r\n{head}X: a\r\n b\r\n\r\n")),
        ("no version", format!("{get}\r\n{head}\r\n")),
        ("another protocol", "\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n".to_owned()),
        ("101 headers", format!("{get} HTTP/1.1\r\n{head}{}\r\n", "X: y\r\n".repeat(101))),
    ];
    for (case, request) in cases {
        let answer = world.send_raw(request.as_bytes()).await;
        let refused =
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4");
        assert!(refused, "{case}: {answer}");
        assert!(answer.matches("HTTP/1.").count() <= 1, "{case} was read as two requests: {answer}");
    }
    assert!(world.sandbox.control().effects().unwrap().is_empty(), "something was applied");
    assert_eq!(see(world.ask_with_key("GET", "/api/user/content/posts-v2")).await.status, 200);
}
