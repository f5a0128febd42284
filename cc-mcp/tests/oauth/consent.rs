//! The page that asks for a key: what it shows, and that nobody else can answer it.

use reqwest::{Method, StatusCode};

use super::stage::{BACK, FORM, Stage, encoded, query};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_names_the_client_and_where_it_leads_and_nobody_frames_it() {
    let stage = Stage::start("page").await;
    let client = stage.client().await;
    let answer = stage.get(&stage.asks(&client, &[])).await;
    let headers = answer.headers().clone();
    let policy = headers["Content-Security-Policy"].to_str().unwrap();
    for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
    for (name, value) in [
        ("X-Frame-Options", "DENY"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let cookie = headers["Set-Cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let page = answer.text().await.unwrap();
    for part in [
        "Test host",
        "<b>host.example</b>",
        "type=password",
        "<label for=key>",
        "lang=en",
        "prefers-color-scheme:dark",
        "autocomplete=off",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_checked_and_what_it_may_is_shown_before_the_last_word() {
    let stage = Stage::start("checks").await;
    let client = stage.client().await;
    let mut browser = stage.browser(&stage.asks(&client, &[])).await;
    for (key, words) in [
        ("", "no API key"),
        ("hello", "no API key"),
        ("cc_wrong0000000000000000000000000000", "does not know this key"),
        ("<script>alert(1)</script>", "no API key"),
    ] {
        let answer = browser.sends(&[("key", key), ("do", "check")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(words) && page.contains("role=alert"), "{key}: {page}");
        assert!(key.is_empty() || !page.contains(key), "{page}");
    }
    let connect = browser.sends(&[("do", "connect")]).await;
    assert_eq!(connect.status(), StatusCode::BAD_REQUEST, "no key was checked");
    browser.checks(stage.key()).await;
    assert!(
        browser.page.contains("<code>account:read</code>") || browser.page.contains("It has"),
        "{}",
        browser.page
    );
    assert!(browser.page.contains("changes nothing"), "{}", browser.page);
    assert!(!browser.page.contains(stage.key()), "the key is in no page");

    let no = browser.sends(&[("do", "cancel")]).await;
    let back = no.headers()["Location"].to_str().unwrap().parse().unwrap();
    assert_eq!(query(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(query(&back, "state").as_deref(), Some("st&te 1"));
    assert_eq!(query(&back, "iss").as_deref(), Some(stage.url.as_str()));
    assert_eq!(query(&back, "code"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_another_page_or_browser_sends_is_refused() {
    let stage = Stage::start("csrf").await;
    let client = stage.client().await;
    let mut victim = stage.browser(&stage.asks(&client, &[])).await;
    let attacker = stage.browser(&stage.asks(&client, &[])).await;
    let key = stage.key();
    let (of_victim, of_attacker, here) = (victim.sealed(), attacker.sealed(), stage.url.clone());
    let other = if of_victim.starts_with('A') { "B" } else { "A" };
    let changed = format!("{other}{}", &of_victim[1..]);
    for (what, cookie, sealed, header) in [
        ("the attacker's form in the victim's browser", victim.cookie.as_str(), of_attacker.as_str(), None),
        ("the victim's form in the attacker's browser", attacker.cookie.as_str(), of_victim.as_str(), None),
        ("no cookie", "", of_victim.as_str(), None),
        ("a made-up cookie", "cc_mcp_form=x", of_victim.as_str(), None),
        ("no form", victim.cookie.as_str(), "", None),
        ("a changed form", victim.cookie.as_str(), changed.as_str(), None),
        (
            "another origin",
            victim.cookie.as_str(),
            of_victim.as_str(),
            Some(("Origin", "https://evil.example")),
        ),
        ("no origin at all", victim.cookie.as_str(), of_victim.as_str(), Some(("Origin", "null"))),
        ("another site", victim.cookie.as_str(), of_victim.as_str(), Some(("Sec-Fetch-Site", "cross-site"))),
    ] {
        let mut request = stage.request(Method::POST, "/authorize").header("Cookie", cookie);
        request = request.header("Content-Type", FORM);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        } else {
            request = request.header("Origin", &here);
        }
        let body = encoded(&[("request", sealed), ("key", key), ("do", "check")]);
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{what}");
        assert!(!answer.headers().contains_key("Location"), "{what}");
        stage.pass(10);
    }
    victim.checks(key).await;
    let late = victim.sealed();
    stage.pass(600);
    let request = stage.request(Method::POST, "/authorize").header("Cookie", &victim.cookie);
    let request =
        request.header("Content-Type", FORM).body(encoded(&[("request", &late), ("do", "connect")]));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN, "ten minutes later");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_wrongly_sends_nobody_anywhere() {
    let stage = Stage::start("asks").await;
    let client = stage.client().await;
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("resource", "https://evil.example/mcp", "invalid_target"),
    ] {
        let answer = stage.get(&stage.asks(&client, &[(name, value)])).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{name}={value}");
        assert!(
            !answer.headers().contains_key("Location"),
            "{name}={value}: a person decides whether to go back"
        );
        let page = answer.text().await.unwrap();
        assert!(page.contains(error) && page.contains(&BACK[..28]), "{name}={value}: {page}");
    }
    let twice = format!("{}&state=2", stage.asks(&client, &[]));
    for path in [
        stage.asks("client-unknown", &[]),
        stage.asks("", &[]),
        stage.asks(&client, &[("redirect_uri", "")]),
        stage.asks(&client, &[("redirect_uri", "https://host.example/callback")]),
        stage.asks(&client, &[("redirect_uri", "https://host.example/callback?of=us&x=1")]),
        stage.asks(&client, &[("redirect_uri", "https://evil.example/callback?of=us")]),
        stage.asks(&client, &[("redirect_uri", "javascript:alert(1)")]),
        twice,
        format!("/authorize?{}", "x".repeat(9000)),
    ] {
        let answer = stage.get(&path).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
        let page = answer.text().await.unwrap();
        assert!(!page.contains("<a href") && !page.contains("<form"), "{path}: no way on: {page}");
    }
}
