//! What becomes of answers that refuse, and of requests that get no answer.

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::transport::Failure;
use cc_api::{Error, ErrorKind, Outcome};

use crate::api::Api as _;
use crate::support::{answering, client};

async fn read(answer: FakeAnswer) -> Error {
    let fake = FakeTransport::new();
    fake.script("get_post", answer);
    client(&fake).library().get_post("a").await.unwrap_err()
}

#[tokio::test]
async fn every_status_has_its_kind_and_outcome() {
    use ErrorKind::*;
    use Outcome::{Rejected, Unknown};
    for (status, kind, outcome) in [
        (301, Redirect, Rejected),
        (304, Redirect, Rejected),
        (400, Validation, Rejected),
        (401, Auth, Rejected),
        (402, PaymentRequired, Rejected),
        (403, Scope, Rejected),
        (404, NotFound, Rejected),
        (408, Timeout, Unknown),
        (409, Conflict, Rejected),
        (410, NotFound, Rejected),
        (418, Refused, Rejected),
        (421, Server, Rejected),
        (422, Validation, Rejected),
        (429, RateLimited, Rejected),
        (451, Refused, Rejected),
        (500, Server, Unknown),
        (503, Server, Unknown),
        (599, Server, Unknown),
        (199, Protocol, Unknown),
        (600, Protocol, Unknown),
        (999, Protocol, Unknown),
    ] {
        let error = read(FakeAnswer::new(status, r#"{"detail":"why"}"#)).await;
        assert_eq!(
            (error.kind(), error.outcome(), error.status()),
            (kind, outcome, Some(status)),
            "{status}"
        );
        assert_eq!((error.operation(), error.attempts()), (Some("get_post"), 1));
    }
    for status in [200, 203, 299] {
        let (_, client) = answering("get_post", status, r#"{"slug":"a"}"#);
        assert_eq!(client.library().get_post("a").await.unwrap().slug, "a");
    }
}

#[tokio::test]
async fn a_refusal_says_what_the_server_said_without_our_key() {
    let answer = FakeAnswer::new(
        422,
        r#"{"message":"bad key cc_CANARY_7f3a9d","errors":{"date":["is in the past"]}}"#,
    )
    .header("x-request-id", "r-1");
    let error = read(answer).await;
    assert_eq!(error.fields()[0].field, "date");
    assert_eq!(error.request_id(), Some("r-1"));
    let line = error.to_string();
    assert_eq!(
        line,
        "get_post: the server finds fault with the request: bad key cc_**** (status 422, request r-1); date: is in the past"
    );
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[tokio::test]
async fn a_session_token_that_is_sent_back_is_not_shown() {
    let (_, client) = answering("get_post", 400, r#"{"errors":{"auth":["token CANARY.x.y is old"]}}"#);
    let client = client.with_key(cc_api::Credential::session_token("CANARY.x.y").unwrap()).unwrap();
    let error = client.library().get_post("a").await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
    assert_eq!(error.fields()[0].message, "token **** is old");
}

#[tokio::test]
async fn a_refusal_without_words_borrows_those_of_the_document() {
    let error = read(FakeAnswer::new(404, "")).await;
    assert!(error.not_found());
    assert_eq!(error.to_string(), "get_post: There is no such post, or it is hidden (status 404)");
}

#[tokio::test]
async fn a_missing_scope_is_named_after_a_403() {
    let error = read(FakeAnswer::new(403, r#"{"detail":"Forbidden"}"#)).await;
    let refusal = error.scope().unwrap();
    assert_eq!((refusal.required[0].to_string(), refusal.held.clone()), ("content:read".to_owned(), None));
    assert_eq!(refusal.missing.to_string(), "content:read");
    assert_eq!(
        error.to_string(),
        "get_post: the credential may not do this: Forbidden (status 403); \
         the call needs the scope content:read (page); check what the key was given"
    );
}

#[tokio::test]
async fn a_limit_says_when_to_come_back() {
    let error = read(FakeAnswer::new(429, "").header("retry-after", "37")).await;
    assert_eq!(error.rate_limited().unwrap().unwrap().as_second(), 37);
    assert!(error.is_retryable());
    assert!(error.to_string().ends_with("try again at 1970-01-01T00:00:37Z"), "{error}");
}

#[tokio::test]
async fn no_limit_lasts_longer_than_a_day_and_an_hour() {
    for (header, value) in [
        ("retry-after", "9999999999"),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("x-ratelimit-reset", "2592000"),
        ("x-ratelimit-reset", "9999-12-30T00:00:00Z"),
    ] {
        let error = read(FakeAnswer::new(429, "").header(header, value)).await;
        assert_eq!(error.retry_at().map(cc_api::Timestamp::as_second), Some(25 * 3600), "{header}: {error}");
    }
    let large = FakeAnswer::new(200, "").header("content-length", "64009185");
    let error = read(large.header("retry-after", "99999999999999999999")).await;
    assert_eq!((error.kind(), error.retry_at()), (ErrorKind::TooLarge, None), "it does not get smaller");
}

#[tokio::test]
async fn a_request_without_an_answer_says_how_far_it_got() {
    use ErrorKind::{Connect, InvalidInput, Protocol, Tls, Transport};
    use Outcome::{NotSent, Rejected, Unknown};
    for (failure, kind, outcome, again) in [
        (Failure::Connect, Connect, NotSent, true),
        (Failure::Tls, Tls, NotSent, false),
        (Failure::Unsendable, InvalidInput, NotSent, false),
        (Failure::Refused, Transport, Rejected, true),
        (Failure::Broken, Transport, Unknown, true),
        (Failure::Protocol, Protocol, Unknown, false),
    ] {
        let error = read(FakeAnswer::failure(failure, "it broke")).await;
        assert_eq!(
            (error.kind(), error.outcome(), error.is_retryable()),
            (kind, outcome, again),
            "{failure:?}"
        );
    }
    let fake = FakeTransport::new();
    fake.script("update_post", FakeAnswer::failure(Failure::Broken, "it broke"));
    let error = client(&fake).library().update_post("a").await.unwrap_err();
    assert!(error.may_have_happened() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "update_post: it broke; it may have been carried out; look before you send it again"
    );
    assert_eq!(fake.requests().len(), 1, "one call is one physical send");
}

#[tokio::test]
async fn a_large_refusal_is_cut_and_a_large_answer_is_refused() {
    let error = read(FakeAnswer::new(400, "x".repeat(5_000_000))).await;
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Validation, 64 * 1024));
    assert!(error.to_string().chars().count() < 400);
    let error = read(FakeAnswer::new(200, " ".repeat(8 * 1024 * 1024 + 1))).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::TooLarge, Outcome::Applied));
}

#[tokio::test]
async fn values_that_would_change_the_path_are_never_sent() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let client = client(&fake);
    for value in ["..", ".", "", "%2e%2e", "%2E.", "%00", "a\0", "a\r\nb"] {
        let error = client.library().get_post(value).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::InvalidInput, Outcome::NotSent, 0)
        );
    }
    assert_eq!(fake.requests().len(), 0);
    for value in [" ", "a/b", "..%2f..", "a?b=1", "a#b", "\\..\\x", "..;", "ü", &"x".repeat(4096)] {
        client.library().get_post(value).await.unwrap();
    }
    for request in fake.requests() {
        let segment = request.target.strip_prefix("/user/content/posts-v2/").unwrap();
        assert!(!segment.contains(['/', '?', '#', ' ']), "{segment}");
    }
}
