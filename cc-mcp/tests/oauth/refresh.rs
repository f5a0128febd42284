//! Refresh tokens: worth new ones once; a copy ends the connection for thief and owner alike.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::stage::{Stage, tokens};

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_refresh_token_ends_the_whole_family() {
    let stage = Stage::start("stolen").await;
    let first = stage.connected(stage.key()).await;
    let other = stage.connected(stage.key()).await;
    let (_, told) = stage.refresh(&first.client, &first.refresh).await;
    let owner = tokens(&first.client, &told);
    assert_eq!(stage.status(&owner.access).await, StatusCode::OK);
    // The thief comes with the copy that the owner has used up.
    let (status, told) = stage.refresh(&first.client, &first.refresh).await;
    assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    for token in [&first.access, &owner.access] {
        assert_eq!(stage.status(token).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(stage.refresh(&owner.client, &owner.refresh).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(stage.status(&other.access).await, StatusCode::OK, "another connection goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_is_good_for_its_client_and_its_server_and_a_month() {
    let stage = Stage::start("refresh").await;
    let (connected, other) = (stage.connected(stage.key()).await, stage.client().await);
    let (status, told) = stage.refresh(&other, &connected.refresh).await;
    assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    let elsewhere = [
        ("grant_type", "refresh_token"),
        ("refresh_token", connected.refresh.as_str()),
        ("client_id", connected.client.as_str()),
        ("resource", "https://evil.example/mcp"),
    ];
    let (_, told) = stage.form("/token", &elsewhere).await;
    assert_eq!(told["error"], "invalid_target");
    assert_eq!(stage.refresh(&connected.client, &connected.access).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(stage.status(&connected.refresh).await, StatusCode::UNAUTHORIZED, "it opens nothing itself");

    let (status, told) = stage.refresh(&connected.client, &connected.refresh).await;
    assert_eq!(status, StatusCode::OK, "what others tried has changed nothing: {told}");
    let renewed = tokens(&connected.client, &told);
    stage.pass(30 * 24 * 3600);
    assert_eq!(stage.refresh(&renewed.client, &renewed.refresh).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refreshes_again_and_again_fills_no_table() {
    let stage = Stage::start("rows").await;
    let mut connected = stage.connected(stage.key()).await;
    for _ in 0..60 {
        let (status, told) = stage.refresh(&connected.client, &connected.refresh).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        connected = tokens(&connected.client, &told);
        stage.pass(1);
    }
    let database = rusqlite::Connection::open(stage.database()).unwrap();
    let rows: u32 = database.query_row("SELECT count(*) FROM token", [], |row| row.get(0)).unwrap();
    assert!(rows <= 102, "{rows}");
    assert_eq!(stage.status(&connected.access).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_after_revoke_opens_nothing_and_revoking_tells_nobody_anything() {
    let stage = Stage::start("revoke").await;
    for by_refresh in [true, false] {
        let connected = stage.connected(stage.key()).await;
        let token = if by_refresh { &connected.refresh } else { &connected.access };
        let other = stage.client().await;
        let (status, _) = stage.form("/revoke", &[("token", token), ("client_id", &other)]).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(stage.status(&connected.access).await, StatusCode::OK, "not another client's to revoke");
        for _ in 0..2 {
            let named =
                [("token", token.as_str()), ("client_id", &connected.client), ("token_type_hint", "x")];
            assert_eq!(stage.form("/revoke", &named).await.0, StatusCode::OK);
        }
        assert_eq!(stage.status(&connected.access).await, StatusCode::UNAUTHORIZED);
        assert_eq!(stage.refresh(&connected.client, &connected.refresh).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(stage.form("/revoke", &[("token", "x")]).await.1["error"], "invalid_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_taken_from_its_header_alone() {
    let stage = Stage::start("header").await;
    let connected = stage.connected(stage.key()).await;
    for values in [
        &[][..],
        &["Bearer {}", "Bearer mcpa_other"],
        &["Bearer"],
        &["Basic eDp5"],
        &["Bearer mcpa_other"],
        &["{}"],
    ] {
        let mut request = stage.asking("", "tools/list", json!({})).build().unwrap();
        request.headers_mut().remove("Authorization");
        for value in values {
            let value = value.replace("{}", &connected.access);
            request.headers_mut().append("Authorization", value.parse().unwrap());
        }
        let status = reqwest::Client::new().execute(request).await.unwrap().status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{values:?}");
    }
    let in_query = format!("/mcp?access_token={}", connected.access);
    assert_eq!(
        stage.request(Method::POST, &in_query).send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    let key_itself = stage.status(stage.key()).await;
    assert_eq!(key_itself, StatusCode::UNAUTHORIZED, "a key of the API is no token here");
}
