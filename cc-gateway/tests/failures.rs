//! An API that fails: an honest answer, in time, and never a call that is made twice for nothing.

use std::time::Duration;

use crate::support::{CANARY, Door, Script, Upstream};

const POSTS: &str = "/user/content/posts-v2";

async fn door(upstream: &Upstream) -> Door {
    Door::to(&upstream.base_url, |settings| settings.budget = Duration::from_millis(1200)).await
}

#[tokio::test]
async fn what_the_api_refuses_is_passed_on_with_what_to_do() {
    for (status, headers, body, given, words) in [
        (402, "", r#"{"message":"lapsed"}"#, 402, "The user can renew it in the web app"),
        (403, "", r#"{"message":"no"}"#, 403, "lacks content:read"),
        (404, "", r#"{"message":"no such post"}"#, 404, "no such post"),
        (409, "", r#"{"message":"taken"}"#, 409, "taken"),
        (422, "", r#"{"message":"bad","errors":{"limit":["is odd"]}}"#, 422, "limit: is odd"),
        (429, "Retry-After: 77\r\n", r#"{"message":"slow down"}"#, 429, "don't call before"),
        (418, "", "{}", 418, "refused"),
        (400, "", "<html><title>Sorry</title></html>", 422, "Sorry"),
    ] {
        let upstream = Upstream::start(Script::with(status, headers, body)).await;
        let answer = door(&upstream).await.get(CANARY, POSTS).await;
        let said = answer.refusal(given);
        assert!(said.contains(words) && said.starts_with("get_posts: "), "{status}: {said}");
        assert_eq!(upstream.heads().len(), 1, "{status}");
        if status == 429 {
            assert!(matches!(answer.header("retry-after"), Some("77" | "78")), "{:?}", answer.headers);
        }
        if status == 422 {
            assert_eq!(answer.json()["errors"]["limit"][0], "is odd");
        }
    }
}

#[tokio::test]
async fn what_is_no_answer_is_said_to_be_none() {
    for (script, status, words) in [
        (Script::json(503, "<html>down</html>"), 503, "Calling it again in a while does no harm"),
        (Script::json(500, r#"{"message":"oops"}"#), 502, "oops"),
        (Script::with(302, "Location: http://evil.example/steal\r\n", ""), 502, "points to evil.example"),
        (Script::json(200, "<html>log in</html>"), 502, "get_posts: "),
        (Script::json(200, "{\"results\": ["), 502, "get_posts: "),
        (Script::Bytes("SSH-2.0-x\r\n".to_owned()), 502, "get_posts: "),
        (Script::Bytes(String::new()), 502, "get_posts: "),
        (Script::Bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{".to_owned()), 502, "get_posts: "),
    ] {
        let upstream = Upstream::start(script).await;
        let answer = door(&upstream).await.get(CANARY, POSTS).await;
        let said = answer.refusal(status);
        assert!(said.contains(words), "{said}");
        assert!(!said.contains("CANARY") && !said.contains("127.0.0.1"), "{said}");
    }
}

#[tokio::test]
async fn nobody_there_is_said_at_once() {
    let door = Door::to("http://127.0.0.1:9", |settings| settings.budget = Duration::from_millis(1200)).await;
    let answer = door.get(CANARY, POSTS).await;
    answer.refusal(502);
    assert!(answer.header("retry-after").is_some());
}

#[tokio::test]
async fn an_api_that_never_answers_is_given_up_in_time() {
    let upstream = Upstream::start(Script::Silence).await;
    let door = door(&upstream).await;
    let begun = std::time::Instant::now();
    let answer = door.get(CANARY, POSTS).await;
    assert!(answer.refusal(504).contains("no harm"), "{}", answer.text);
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(answer.header("retry-after").is_some());
    let body = r#"{"postId": "post_1", "date": "2026-11-24"}"#;
    let answer = door.send("POST", CANARY, "/user/content/schedule", body).await;
    assert!(answer.refusal(504).contains("look before"), "{}", answer.text);
    let sent = upstream.heads().iter().filter(|head| head.starts_with("POST")).count();
    assert_eq!(sent, 1, "what changes something is sent once");
}

#[tokio::test]
async fn a_dashboard_says_what_is_missing_and_ends_where_nothing_works() {
    let upstream = Upstream::start(Script::json(401, "{}")).await;
    let answer =
        door(&upstream).await.get(CANARY, "/dashboard?start_date=2026-11-23&end_date=2026-11-29").await;
    assert!(answer.refusal(401).contains("make a new one"), "{}", answer.text);
    assert_eq!(upstream.heads().len(), 1, "a key that is not let in is not tried eight times");
    let upstream = Upstream::start(Script::json(404, "{}")).await;
    let answer =
        door(&upstream).await.get(CANARY, "/dashboard?start_date=2026-11-23&end_date=2026-11-29").await;
    assert_eq!(answer.status, 404, "{}", answer.text);
}
