//! Codes: worth tokens once, for a minute, to the one who asked for them.

use reqwest::StatusCode;

use super::stage::{Stage, tokens};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_brought_with_something_wrong_is_worth_nothing() {
    let stage = Stage::start("codes-wrong").await;
    let (client, other) = (stage.client().await, stage.client().await);
    let long = "x".repeat(129);
    for (name, value, error) in [
        ("client_id", other.as_str(), "invalid_grant"),
        ("redirect_uri", "https://host.example/callback", "invalid_grant"),
        ("redirect_uri", "https://evil.example/callback", "invalid_grant"),
        ("code_verifier", "another-verifier-of-more-than-forty-three-characters", "invalid_grant"),
        ("code_verifier", "short", "invalid_grant"),
        ("code_verifier", &long, "invalid_grant"),
        ("resource", "https://evil.example/mcp", "invalid_target"),
        ("code_verifier", "", "invalid_request"),
        ("client_id", "", "invalid_request"),
        ("grant_type", "client_credentials", "unsupported_grant_type"),
        ("grant_type", "password", "unsupported_grant_type"),
    ] {
        let code = stage.code(&client).await;
        let (status, told) = stage.redeem(&client, &code, &[(name, value)]).await;
        assert_eq!(
            (status, told["error"].as_str()),
            (StatusCode::BAD_REQUEST, Some(error)),
            "{name}={value}: {told}"
        );
        if error == "invalid_grant" {
            let (_, told) = stage.redeem(&client, &code, &[]).await;
            assert_eq!(told["error"], "invalid_grant", "{name}={value}: nobody tries a code twice");
        }
        stage.pass(60);
    }
    let (status, told) = stage.redeem(&client, "mcpc_guessed", &[]).await;
    assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_comes_again_ends_what_it_gave() {
    let stage = Stage::start("codes-again").await;
    let client = stage.client().await;
    let code = stage.code(&client).await;
    let (_, told) = stage.redeem(&client, &code, &[]).await;
    let connected = tokens(&client, &told);
    assert_eq!(stage.status(&connected.access).await, StatusCode::OK);
    let (status, told) = stage.redeem(&client, &code, &[]).await;
    assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")));
    assert_eq!(stage.status(&connected.access).await, StatusCode::UNAUTHORIZED);
    assert_eq!(stage.refresh(&client, &connected.refresh).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_lives_for_a_minute() {
    let stage = Stage::start("codes-late").await;
    let client = stage.client().await;
    let (early, late) = (stage.code(&client).await, stage.code(&client).await);
    stage.pass(59);
    assert_eq!(stage.redeem(&client, &early, &[]).await.0, StatusCode::OK);
    stage.pass(1);
    let (status, told) = stage.redeem(&client, &late, &[]).await;
    assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some("invalid_grant")), "{told}");
}
