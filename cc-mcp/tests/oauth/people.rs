//! People apart: what one does, learns, keeps or begins is nothing to another.

use cc_mcp::Settings;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::stage::{Connected, Stage, result, tokens};

fn writing() -> Settings {
    Settings { allow_write: true, ..Settings::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_answers_to_the_one_who_began_it() {
    let stage = Stage::start("sessions").await;
    let (one, other) =
        (stage.connected(stage.key()).await, stage.connected(&stage.sandbox.access().keys.read_only).await);
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    let send = |token: &str, session: Option<&str>, body: serde_json::Value| {
        let mut request = stage
            .request(Method::POST, "/mcp")
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json")
            .bearer_auth(token);
        if let Some(session) = session {
            request = request.header("Mcp-Session-Id", session);
        }
        request.body(body.to_string()).send()
    };
    let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello });
    let greeted = send(&one.access, None, hello).await.unwrap();
    let session = greeted.headers()["Mcp-Session-Id"].to_str().unwrap().to_owned();
    let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    assert_eq!(send(&one.access, Some(&session), ready).await.unwrap().status(), StatusCode::ACCEPTED);
    let list = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} });
    assert_eq!(send(&one.access, Some(&session), list.clone()).await.unwrap().status(), StatusCode::OK);
    let stranger = send(&other.access, Some(&session), list.clone()).await.unwrap();
    assert_eq!(stranger.status(), StatusCode::NOT_FOUND, "another's session does not exist");
    let ends =
        stage.request(Method::DELETE, "/mcp").header("Mcp-Session-Id", &session).bearer_auth(&other.access);
    assert!(!ends.send().await.unwrap().status().is_server_error());
    assert_eq!(
        send(&one.access, Some(&session), list).await.unwrap().status(),
        StatusCode::OK,
        "and nobody else ends it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_learnt_kept_and_used_up_is_each_ones_own() {
    let stage = Stage::with("state", writing(), |_| {}).await;
    let (one, other) =
        (stage.connected(stage.key()).await, stage.connected(&stage.sandbox.access().keys.read_only).await);
    assert_eq!(stage.tools(&one.access).await, stage.tools(&other.access).await);

    // A refusal hides the tool from the one who was refused.
    let entry = json!({ "postId": "post_1", "date": "2026-11-25" });
    let refused = stage.call(&other.access, "add_to_schedule", entry).await;
    assert_eq!(refused["isError"], true, "{refused}");
    let has = |tools: &[String]| tools.iter().any(|tool| tool == "add_to_schedule");
    assert!(has(&stage.tools(&one.access).await));
    assert!(!has(&stage.tools(&other.access).await));

    // Each key has its own quota, and each connection its own lists: what one has kept costs another a request.
    let pillars = || json!({ "operation": "list_content_pillars" });
    let (of_one, of_other) = (left(&stage, &one).await, left(&stage, &other).await);
    stage.call(&one.access, "read_operation", pillars()).await;
    stage.call(&one.access, "read_operation", pillars()).await;
    assert_eq!(left(&stage, &one).await, of_one - 1, "the second time it was kept");
    assert_eq!(left(&stage, &other).await, of_other);
    stage.call(&other.access, "read_operation", pillars()).await;
    assert_eq!(left(&stage, &other).await, of_other - 1);

    // Who comes with the same key has the same quota; the check of the key has cost a request, too.
    let same_key = stage.connected(stage.key()).await;
    assert_eq!(left(&stage, &same_key).await, of_one - 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_learnt_of_a_key_is_known_when_its_user_comes_back() {
    let stage = Stage::with("learnt", writing(), |_| {}).await;
    let connected = stage.connected(&stage.sandbox.access().keys.read_only).await;
    let entry = json!({ "postId": "post_1", "date": "2026-11-25" });
    let refused = stage.call(&connected.access, "add_to_schedule", entry.clone()).await;
    assert_eq!(refused["isError"], true, "{refused}");

    // After half a day without a call, the server of the connection is gone.
    stage.pass(12 * 3600 + 1);
    stage.hosting.sweep().await;
    let (_, told) = stage.refresh(&connected.client, &connected.refresh).await;
    let back = tokens(&connected.client, &told);
    assert!(!stage.tools(&back.access).await.contains(&"add_to_schedule".to_owned()));
    let hidden = stage.call(&back.access, "add_to_schedule", entry).await.to_string();
    assert!(hidden.contains("calendar:write") && hidden.contains("web app"), "{hidden}");
    assert!(!hidden.contains("ccapi"), "a program that people far away do not have: {hidden}");
}

async fn left(stage: &Stage, connected: &Connected) -> u64 {
    let quota = stage.call(&connected.access, "get_quota", json!({})).await;
    quota["structuredContent"]["left"].as_u64().unwrap_or_else(|| panic!("{quota}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_of_one_is_no_yes_of_another() {
    let stage = Stage::with("yes", writing(), |_| {}).await;
    let (one, other) = (stage.connected(stage.key()).await, stage.connected(stage.key()).await);
    let page = json!({ "operation": "create_page", "arguments": { "title": "A page" } });
    let page = stage.call(&one.access, "write_operation", page).await;
    let mut delete =
        json!({ "operation": "delete_page", "arguments": { "id_or_slug": page["structuredContent"]["id"] } });
    let asked = stage.call(&one.access, "delete_operation", delete.clone()).await;
    let words = asked["content"][0]["text"].as_str().unwrap();
    let word = words.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap();
    delete["confirmation"] = word.into();
    let stranger = stage.call(&other.access, "delete_operation", delete.clone()).await;
    assert!(stranger["content"][0]["text"].as_str().unwrap().contains("is not known"), "{stranger}");
    let done = stage.call(&one.access, "delete_operation", delete).await;
    assert_ne!(done["isError"], true, "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_revoked_says_so_and_what_to_do() {
    let stage = Stage::start("revoked-key").await;
    let connected = stage.connected(stage.key()).await;
    let posts = stage.call(&connected.access, "get_posts", json!({})).await;
    assert_ne!(posts["isError"], true, "{posts}");
    revoke_key(&stage).await;
    let refused = stage.call(&connected.access, "get_posts", json!({})).await;
    let words = refused["content"][0]["text"].as_str().unwrap();
    assert_eq!(refused["isError"], true);
    assert!(
        words.contains("revoked") && words.contains("connect it again") && !words.contains("ccapi"),
        "{words}"
    );
    assert!(!words.contains(stage.key()), "{words}");
}

async fn revoke_key(stage: &Stage) {
    let access = stage.sandbox.access();
    let client = cc_api::Client::builder()
        .base_url(access.base_url.as_str())
        .credential(cc_api::Credential::session_token(access.session_token.as_str()).unwrap())
        .build()
        .unwrap();
    let keys = client.api_keys().list_api_keys().await.unwrap();
    for key in keys.items {
        client.api_keys().revoke_api_key(key.id.unwrap()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_another_server_opens_nothing_here() {
    let stage = Stage::start("audience").await;
    let connected = stage.connected(stage.key()).await;
    let database = rusqlite::Connection::open(stage.database()).unwrap();
    database.execute("UPDATE grants SET resource = 'https://elsewhere.example/mcp'", []).unwrap();
    assert_eq!(stage.status(&connected.access).await, StatusCode::UNAUTHORIZED);
    let listed = stage.asking(&connected.access, "tools/list", json!({})).send().await.unwrap();
    assert!(listed.headers().contains_key("WWW-Authenticate"));
    drop(listed);
    let other = stage.connected(stage.key()).await;
    assert!(
        !result(stage.asking(&other.access, "tools/list", json!({})).send().await.unwrap()).await.is_null()
    );
}
