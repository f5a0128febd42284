//! What is thrown at the doors: floods, bodies that are too large or of another kind, and headers that claim to be somebody.

use cc_mcp::Settings;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::stage::{FORM, Stage, encoded, json_of};

#[tokio::test(flavor = "multi_thread")]
async fn each_door_has_its_limit_and_says_when_to_come_again() {
    let stage = Stage::start("limits").await;
    let asks = stage.asks("client-unknown", &[]);
    for (method, path, most) in
        [(Method::GET, asks.as_str(), 60), (Method::POST, "/authorize", 20), (Method::POST, "/token", 300)]
    {
        let mut served = 0;
        for _ in 0..most + 10 {
            let answer =
                stage.request(method.clone(), path).header("Content-Type", FORM).send().await.unwrap();
            if answer.status() == StatusCode::TOO_MANY_REQUESTS {
                assert!(answer.headers().contains_key("Retry-After"));
            } else {
                served += 1;
            }
        }
        assert_eq!(served, most, "{method} {path}");
    }
    let (status, _) = stage.form("/revoke", &[("token", "x"), ("client_id", "y")]).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "one limit for both doors of tokens");
    stage.pass(60);
    assert_eq!(stage.form("/revoke", &[("token", "x"), ("client_id", "y")]).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_caller_says_of_its_address_counts_behind_a_proxy_only() {
    for (proxied, expected) in [(false, StatusCode::TOO_MANY_REQUESTS), (true, StatusCode::BAD_REQUEST)] {
        let name = format!("proxied-{proxied}");
        let stage = Stage::with(&name, Settings::default(), |hosted| hosted.proxied = proxied).await;
        let mut last = StatusCode::OK;
        for n in 0..25 {
            // The proxy adds the last one; what comes before it anybody can write.
            let caller = format!("10.9.9.9, 10.0.0.{n}");
            let request = stage.request(Method::POST, "/register").header("X-Forwarded-For", caller);
            last =
                request.header("Content-Type", "application/json").body("{}").send().await.unwrap().status();
        }
        assert_eq!(last, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_small_and_of_the_kind_that_they_say() {
    let stage = Stage::start("bodies").await;
    let large = "x".repeat(40 << 10);
    for (path, kind, body, status) in [
        ("/token", FORM, large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("/register", "application/json", large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("/revoke", FORM, large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("/authorize", FORM, large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("/token", "application/json", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("/token", "text/plain", "a=b", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("/register", FORM, "a=b", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("/register", "application/json", "{", StatusCode::BAD_REQUEST),
        ("/token", FORM, "grant_type=refresh_token&grant_type=refresh_token", StatusCode::BAD_REQUEST),
        ("/token", FORM, "", StatusCode::BAD_REQUEST),
        ("/token", FORM, "%ff%fe=%00", StatusCode::BAD_REQUEST),
    ] {
        let request = stage.request(Method::POST, path).header("Content-Type", kind).body(body.to_owned());
        assert_eq!(
            request.send().await.unwrap().status(),
            status,
            "{path} {kind} {}",
            &body[..body.len().min(20)]
        );
    }
    let many: Vec<_> = (0..60).map(|n| (format!("p{n}"), "1")).collect();
    let many: Vec<_> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let request = stage.request(Method::POST, "/token").header("Content-Type", FORM).body(encoded(&many));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    let connected = stage.connected(stage.key()).await;
    let large = json!({ "name": "get_post", "arguments": { "id_or_slug": "x".repeat(2 << 20) } });
    let answer = stage.asking(&connected.access, "tools/call", large).send().await;
    // It may have hung up before all was written.
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status() == StatusCode::PAYLOAD_TOO_LARGE));
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_change_neither_who_we_are_nor_where_we_lead() {
    let stage = Stage::start("names").await;
    for (name, value, status) in [
        ("Host", "evil.example", StatusCode::FORBIDDEN),
        ("Host", "127.0.0.1.evil.example", StatusCode::FORBIDDEN),
        ("Host", "", StatusCode::FORBIDDEN),
        ("Host", "localhost:1", StatusCode::OK),
        ("X-Forwarded-Host", "evil.example", StatusCode::OK),
        ("X-Forwarded-Proto", "gopher", StatusCode::OK),
        ("Forwarded", "host=evil.example", StatusCode::OK),
        ("X-Original-URL", "/evil", StatusCode::OK),
    ] {
        let request =
            stage.request(Method::GET, "/.well-known/oauth-authorization-server").header(name, value);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status, "{name}: {value}");
        let (_, told) = json_of(answer).await;
        assert!(!told.to_string().contains("evil"), "{name}: {told}");
    }
    let connected = stage.connected(stage.key()).await;
    for (header, value, status) in [
        ("Host", "evil.example", StatusCode::FORBIDDEN),
        ("Origin", "https://evil.example", StatusCode::FORBIDDEN),
    ] {
        let asking = stage.asking(&connected.access, "tools/list", json!({})).header(header, value);
        assert_eq!(asking.send().await.unwrap().status(), status, "{header}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_origin_may_register_and_read_what_they_need() {
    let stage = Stage::start("cors").await;
    for path in ["/register", "/token", "/revoke", "/mcp"] {
        let asked = stage
            .request(Method::OPTIONS, path)
            .header("Origin", "https://inspector.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type");
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.headers()["Access-Control-Allow-Origin"], "https://inspector.example", "{path}");
        assert!(!answer.headers().contains_key("Access-Control-Allow-Credentials"), "{path}");
    }
    let page =
        stage.request(Method::GET, &stage.asks("x", &[])).header("Origin", "https://inspector.example");
    let page = page.send().await.unwrap();
    assert!(
        !page.headers().contains_key("Access-Control-Allow-Origin"),
        "the page with the form is read by nobody else"
    );
}
