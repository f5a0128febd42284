//! What the rules promise beyond the entries of the list: connections that went stale, resets of every kind, heads and
//! bodies that are cut oddly, and what a client must not send back.

use std::time::Duration;

use cc_api::{Client, Error, ErrorKind, Outcome};
use cc_faults::list::Op;
use cc_faults::operations::Sample;
use cc_faults::scene;
use cc_faults::wire::Line;
use serde_json::{Value, json};

async fn call(client: &Client, op: Op) -> Result<Value, Error> {
    Sample::usual(op).call(client).await
}

#[test]
fn a_connection_that_was_closed_while_idle_costs_nobody_a_call() {
    let steps =
        scene::written(json!([{"read": "all"}, {"apply": true}, {"send": {"status": 200}}, {"end": "fin"}]));
    scene::on_wire(&steps, None, &async |wire, client| {
        call(client, Op::Read).await.unwrap();
        // The client learns of the end while nothing is under way.
        tokio::time::sleep(Duration::from_millis(50)).await;
        call(client, Op::Costly).await.unwrap();
        let tally = wire.tally();
        assert_eq!((tally.sends, tally.effects, tally.connections), (2, 2, 2));
    });
}

#[test]
fn a_stream_that_was_reset_may_have_been_looked_at() {
    for code in ["INTERNAL_ERROR", "CANCEL", "PROTOCOL_ERROR", "ENHANCE_YOUR_CALM", "NO_ERROR"] {
        for op in [Op::Write, Op::Costly] {
            let steps = scene::written(json!([{"read": "all"}, {"apply": true}, {"h2": {"rst": code}}]));
            scene::on_wire(&steps, None, &async |wire, client| {
                let error = call(client, op).await.unwrap_err();
                assert_eq!((error.outcome(), wire.tally().sends), (Outcome::Unknown, 1), "{code}: {error}");
                assert!(!error.is_retryable(), "{code}: {error}");
            });
        }
    }
}

#[test]
fn a_connection_that_ends_with_an_error_leaves_open_what_became_of_a_request() {
    for code in ["INTERNAL_ERROR", "ENHANCE_YOUR_CALM"] {
        let steps = scene::written(json!([
            {"always": true}, {"read": "all"}, {"h2": {"goaway": {"last": "all", "code": code}}}, {"end": "fin"}
        ]));
        scene::on_wire(&steps, None, &async |wire, client| {
            let error = call(client, Op::Write).await.unwrap_err();
            assert_eq!((error.outcome(), wire.tally().sends), (Outcome::Unknown, 1), "{code}: {error}");
        });
    }
}

/// Heads that are none, or more than anybody takes: what comes of them for a read.
#[test]
fn a_head_is_http_or_refused() {
    const TAIL: &str = "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    let many = "x-many: 1\r\n".repeat(300);
    let large = format!("x-large: {}\r\n", "y".repeat(1024 * 1024));
    for (what, head, fine) in [
        ("an older version", "HTTP/1.0 200 OK\r\n", true),
        ("no reason", "HTTP/1.1 200\r\n", true),
        ("a newer version", "HTTP/2.0 200 OK\r\n", false),
        ("three hundred headers", &format!("HTTP/1.1 200 OK\r\n{many}"), false),
        ("a header of a mebibyte", &format!("HTTP/1.1 200 OK\r\n{large}"), false),
        ("a header without a name", "HTTP/1.1 200 OK\r\n: value\r\n", false),
        ("a status of two digits", "HTTP/1.1 20 OK\r\n", false),
        ("two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n", false),
    ] {
        let raw = format!("{head}{TAIL}");
        let steps = scene::written(json!([{"always": true}, {"read": "all"}, {"send": {"raw": raw}}]));
        scene::on_wire(&steps, None, &async |wire, client| match call(client, Op::Read).await {
            Ok(value) => assert!(fine && value == json!({}), "{what}: {value}"),
            Err(error) => {
                assert_eq!((error.kind(), fine), (ErrorKind::Protocol, false), "{what}: {error}");
                assert!(wire.tally().sends <= 2, "{what}: {} sends", wire.tally().sends);
            }
        });
    }
}

#[test]
fn a_body_that_ends_with_the_connection_is_no_json_by_half() {
    let raw = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"id\":\"post_1\",\"sl";
    let steps =
        scene::written(json!([{"always": true}, {"read": "all"}, {"send": {"raw": raw}}, {"end": "fin"}]));
    scene::on_wire(&steps, None, &async |wire, client| {
        let error = call(client, Op::Read).await.unwrap_err();
        assert_eq!((error.kind(), wire.tally().sends), (ErrorKind::Decode, 1), "{error}");
    });
}

#[test]
fn a_body_that_is_shorter_than_announced_is_applied_and_not_repeated() {
    for end in ["fin", "rst"] {
        let send = json!({"status": 201, "headers": {"content-length": "200"}, "body": "{\"id\":"});
        let steps = scene::written(json!([{"read": "all"}, {"apply": true}, {"send": send}, {"end": end}]));
        for op in [Op::Write, Op::Costly] {
            scene::on_wire(&steps, None, &async |wire, client| {
                let error = call(client, op).await.unwrap_err();
                let came = (error.outcome(), error.status(), wire.tally().sends);
                // A reset may overtake the head.
                let lost = end == "rst" && came == (Outcome::Unknown, None, 1);
                assert!(lost || came == (Outcome::Applied, Some(201), 1), "{end}: {came:?}: {error}");
            });
        }
        scene::on_wire(&steps, None, &async |wire, client| {
            call(client, Op::Read).await.unwrap();
            assert_eq!(wire.tally().sends, 2, "{end}");
        });
    }
}

#[test]
fn an_answer_without_a_body_is_none_where_one_is_documented() {
    for status in [200, 204] {
        let steps = scene::written(
            json!([{"always": true}, {"read": "all"}, {"send": {"status": status, "body": ""}}]),
        );
        scene::on_wire(&steps, None, &async |_, client| {
            let result = client.content().get_post("open-house").await;
            let error = result.unwrap_err();
            assert_eq!(
                (error.kind(), error.outcome()),
                (ErrorKind::Decode, Outcome::Applied),
                "{status}: {error}"
            );
        });
    }
}

#[test]
fn nothing_that_a_server_hands_out_is_sent_back() {
    let headers =
        json!({"set-cookie": "session=TRACKER; Path=/", "link": "</next>; rel=next", "etag": "\"TRACKER\""});
    let steps = scene::written(
        json!([{"always": true}, {"read": "all"}, {"send": {"status": 200, "headers": headers}}]),
    );
    scene::on_line(Line::Http1, &steps, None, &async |wire, client| {
        for _ in 0..2 {
            call(client, Op::Read).await.unwrap();
        }
        let bytes = wire.tally().bytes;
        let sent = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        for header in ["cookie:", "referer:", "if-none-match:", "tracker"] {
            assert!(!sent.contains(header), "{header} was sent: {sent}");
        }
        assert_eq!(sent.matches("get /").count(), 2, "{sent}");
    });
}
