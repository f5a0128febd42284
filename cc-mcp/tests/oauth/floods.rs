//! Limits hold however a request is dressed, many writers at once all get their turn, and no text is read as SQL.

use std::collections::BTreeMap;

use cc_mcp::Settings;
use reqwest::{Method, StatusCode};
use rusqlite::Connection;
use serde_json::json;

use super::keys::stage_with_nobodys_api;
use super::stage::{BACK, FORM, Stage, encoded};

/// What a caller says of itself, in the hope of being another one each time.
fn dress(n: usize) -> (String, String) {
    const HEADERS: [&str; 8] = [
        "X-Forwarded-For",
        "X-Real-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Client-IP",
        "Forwarded",
        "Via",
        "User-Agent",
    ];
    let name = HEADERS[n % HEADERS.len()];
    let value =
        if name == "Forwarded" { format!("for=10.0.0.{n}") } else { format!("10.0.0.{n}, 127.0.0.{n}") };
    (name.to_owned(), value)
}

fn clients(stage: &Stage) -> u32 {
    let database = Connection::open(stage.database()).unwrap();
    database.query_row("SELECT count(*) FROM client", [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_twenty_registrations_a_minute_hold_however_they_are_dressed() {
    let stage = Stage::start("dressed").await;
    let body = json!({ "redirect_uris": [BACK] }).to_string();
    let mut seen = BTreeMap::new();
    for n in 0..60 {
        let path = [
            "/register",
            "/register?x=1",
            "/register/",
            "//register",
            "/%72egister",
            "/register%2F",
            "/REGISTER",
        ][n % 7];
        let (name, value) = dress(n);
        let request = stage
            .request(Method::POST, path)
            .header(name, value)
            .header("Host", ["localhost", "127.0.0.1"][n % 2]);
        let request =
            request.header("Content-Type", ["application/json", "Application/JSON; charset=utf-8"][n % 2]);
        let status = request.body(body.clone()).send().await.unwrap().status();
        *seen.entry(status).or_insert(0) += 1;
    }
    for method in [Method::HEAD, Method::OPTIONS, Method::GET, Method::PUT] {
        let answer = stage.request(method, "/register").body(body.clone()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
    let served = clients(&stage);
    assert!(served <= 20 && seen.get(&StatusCode::CREATED) == Some(&served), "{served}: {seen:?}");
    // Two of seven paths are the door, and that is fewer than it lets in: the rest goes through it as well.
    for n in 0..60 {
        let (name, value) = dress(n);
        let request = stage
            .request(Method::POST, "/register")
            .header(name, value)
            .header("Content-Type", "application/json");
        request.body(body.clone()).send().await.unwrap();
    }
    assert_eq!(clients(&stage), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_of_sixty_guesses_at_a_key_twenty_reach_the_api() {
    let (stage, api) = stage_with_nobodys_api("guesses").await;
    let browser = stage.browser(&stage.asks(&stage.client().await, &[])).await;
    let sealed = browser.sealed();
    for n in 0..60 {
        let (name, value) = dress(n);
        let guess = format!("cc_guess{n}");
        let body = encoded(&[("request", &sealed), ("key", &guess), ("do", "check")]);
        let request =
            stage.request(Method::POST, "/authorize").header(name, value).header("Cookie", &browser.cookie);
        let answer = request.header("Content-Type", FORM).body(body).send().await.unwrap();
        let expected = if n < 20 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::TOO_MANY_REQUESTS };
        assert_eq!(answer.status(), expected, "{n}");
        assert_eq!(answer.headers().contains_key("Retry-After"), n >= 20, "{n}");
    }
    assert_eq!(api.visits(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_looking_at_the_page_counts_by_any_method() {
    let stage = Stage::start("looks").await;
    let asks = stage.asks(&stage.client().await, &[]);
    let mut served = 0;
    for n in 0..80 {
        let method = if n % 2 == 0 { Method::HEAD } else { Method::GET };
        served += usize::from(stage.request(method, &asks).send().await.unwrap().status() == StatusCode::OK);
    }
    assert_eq!(served, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn f268_two_hundred_who_register_at_once_all_get_their_turn() {
    let stage = Stage::with("writers", Settings::default(), |hosted| hosted.proxied = true).await;
    let all: Vec<_> = (0..200)
        .map(|n| {
            let request =
                stage.request(Method::POST, "/register").header("X-Forwarded-For", format!("10.0.0.{n}"));
            let body = json!({ "client_name": format!("Writer {n}"), "redirect_uris": [BACK] });
            tokio::spawn(request.header("Content-Type", "application/json").body(body.to_string()).send())
        })
        .collect();
    for answer in all {
        assert_eq!(answer.await.unwrap().unwrap().status(), StatusCode::CREATED);
    }
    assert_eq!(clients(&stage), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn f265_no_text_is_read_as_sql() {
    let stage = Stage::start("sql").await;
    let connected = stage.connected(stage.key()).await;
    for text in [
        "' OR '1'='1",
        "'; DROP TABLE grants; --",
        "\" UNION SELECT sealed FROM grants --",
        "%",
        "_",
        "\\",
        "client-%",
    ] {
        let (status, told) = stage.register(json!({ "client_name": text, "redirect_uris": [BACK] })).await;
        assert_eq!((status, told["client_name"].as_str()), (StatusCode::CREATED, Some(text)));
        assert_eq!(stage.get(&stage.asks(text, &[])).await.status(), StatusCode::BAD_REQUEST, "{text}");
        for (name, code) in [("code", text), ("client_id", text)] {
            let code = stage.redeem(&connected.client, "mcpc_x", &[(name, code)]).await;
            assert_eq!(
                (code.0, code.1["error"].as_str()),
                (StatusCode::BAD_REQUEST, Some("invalid_grant")),
                "{text}"
            );
        }
        assert_eq!(stage.refresh(text, &connected.refresh).await.0, StatusCode::BAD_REQUEST, "{text}");
        assert_eq!(stage.refresh(&connected.client, text).await.0, StatusCode::BAD_REQUEST, "{text}");
        assert_eq!(stage.form("/revoke", &[("token", text), ("client_id", text)]).await.0, StatusCode::OK);
        assert_eq!(stage.status(text).await, StatusCode::UNAUTHORIZED, "{text}");
    }
    assert_eq!(stage.status(&connected.access).await, StatusCode::OK);
}
