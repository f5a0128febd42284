//! Bounds: of heads, bodies, time, connections and calls.

use std::sync::Arc;
use std::time::Duration;

use cc_gateway::{Gateway, Quota, Settings};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::support::{CANARY, Door, Script, Upstream};

async fn door(set_up: impl FnOnce(&mut Settings)) -> Door {
    Door::to("http://127.0.0.1:9", set_up).await
}

#[tokio::test]
async fn heads_are_bounded_and_their_form_is_checked() {
    let door = door(|_| {}).await;
    let long = "a".repeat(20_000);
    let many = "X: 1\r\n".repeat(150);
    for (request, status) in [
        (format!("GET /healthz?{long} HTTP/1.1\r\nHost: a\r\n"), 431),
        (format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX: {long}\r\n"), 431),
        (format!("GET /healthz HTTP/1.1\r\nHost: a\r\nX: {}\r\n", "a".repeat(200_000)), 431),
        (format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{many}"), 431),
        ("GET /healthz HTTP/1.1\r\n".to_owned(), 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n".to_owned(), 400),
        ("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n".to_owned(), 400),
        ("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n".to_owned(), 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nA b: c\r\n".to_owned(), 400),
        ("SSH-2.0-x\r\n".to_owned(), 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\n".to_owned(), 200),
    ] {
        let said = door.raw(format!("{request}Connection: close\r\n\r\n").as_bytes()).await;
        let begins = &request[..40.min(request.len())];
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{begins}: {said}");
    }
}

#[tokio::test]
async fn no_second_request_hides_in_the_body_of_a_first() {
    let door = door(|_| {}).await;
    let hidden = "GET /privacy HTTP/1.1\r\nHost: a\r\n\r\n";
    let length = "0\r\n\r\n".len() + hidden.len();
    let said = door
        .raw(
            format!(
                "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n\
                 0\r\n\r\n{hidden}"
            )
            .as_bytes(),
        )
        .await;
    assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{said}");
}

#[tokio::test]
async fn a_body_that_is_too_large_or_too_slow_is_refused() {
    let door = door(|settings| settings.body_timeout = Duration::from_millis(100)).await;
    let large = format!("{{\"date\": \"{}\"}}", "a".repeat(500_000));
    let answer = door.send("POST", CANARY, "/user/content/schedule", &large).await;
    answer.refusal(413);
    let half = format!(
        "POST /user/content/schedule HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {CANARY}\r\nContent-Length: 9\r\n\
         Connection: close\r\n\r\n{{"
    );
    let said = door.raw(half.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
}

#[tokio::test]
async fn half_a_head_ends_after_its_time() {
    let door = door(|settings| settings.head_timeout = Duration::from_millis(100)).await;
    let mut stream = TcpStream::connect(door.address()).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost:").await.unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).await.unwrap();
    assert!(!String::from_utf8_lossy(&said).contains("200 OK"));
}

#[tokio::test]
async fn a_flood_of_one_key_is_bounded_and_others_are_served() {
    let told = Arc::new(Notify::new());
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".to_owned();
    let upstream = Upstream::start(Script::Held(Arc::clone(&told), answer)).await;
    let door = Arc::new(
        Door::to(&upstream.base_url, |settings| {
            settings.max_calls_per_key = 2;
            settings.max_calls = 3;
        })
        .await,
    );
    let call = |key: &'static str| {
        let door = Arc::clone(&door);
        tokio::spawn(async move { door.get(key, "/user/content/posts-v2").await })
    };
    let held = [call("cc_a"), call("cc_a")];
    while upstream.heads().len() < 2 {
        tokio::task::yield_now().await;
    }
    let refused = call("cc_a").await.unwrap();
    assert!(refused.refusal(429).contains("one after the other"), "{}", refused.text);
    assert!(refused.header("retry-after").is_some());
    let third = call("cc_b");
    while upstream.heads().len() < 3 {
        tokio::task::yield_now().await;
    }
    let refused = call("cc_c").await.unwrap();
    assert!(refused.refusal(503).contains("few seconds"), "{}", refused.text);
    assert_eq!(door.ask("GET", "/readyz", &[], "").await.status, 503);
    assert_eq!(door.ask("GET", "/healthz", &[], "").await.status, 200, "a flood does not look like a death");
    for _ in 0..3 {
        told.notify_one();
    }
    for call in held.into_iter().chain([third]) {
        assert_eq!(call.await.unwrap().status, 200);
    }
    assert_eq!(door.ask("GET", "/readyz", &[], "").await.status, 200);
}

#[tokio::test]
async fn connections_beyond_the_bound_wait_and_are_served_when_one_ends() {
    let door = door(|settings| settings.max_connections = 1).await;
    let first = TcpStream::connect(door.address()).await.unwrap();
    let second = door.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    tokio::pin!(second);
    let early = tokio::time::timeout(Duration::from_millis(50), &mut second).await;
    assert!(early.is_err(), "it waits");
    drop(first);
    assert!(second.await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn settings_that_would_leak_keys_or_break_limits_are_refused() {
    let (https, off) = ("has to begin with https", "--no-quota is for an API on this machine");
    for (base_url, public_url, tenant, quota, words) in [
        ("http://api.example.com", "", "", Quota::Memory, https),
        ("http://localhost:80", "", "", Quota::Memory, https),
        ("https://u:p@api.example.com", "", "", Quota::Memory, "has a user name in it"),
        ("", "", "", Quota::Off, off),
        ("http://127.0.0.1.example.com/", "", "", Quota::Off, off),
        ("", "", "Not A Slug", Quota::Memory, "the tenant has to be a slug"),
        ("", "http://gateway.example.com", "", Quota::Memory, https),
    ] {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut settings = Settings::default();
        settings.base_url = given(base_url);
        settings.public_url = given(public_url);
        settings.tenant = given(tenant);
        settings.quota = quota;
        let error = format!("{:#}", Gateway::start(settings).await.unwrap_err());
        assert!(error.contains(words), "{error}");
    }
}
