//! The whole way, as `ChatGPT` and claude.ai go it: from a refusal over the page to a call, and on with a refresh token.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::stage::{BACK, Stage, json_of, query, result, tokens};

#[tokio::test(flavor = "multi_thread")]
async fn a_host_finds_its_way_from_the_refusal_to_an_answer() {
    let stage = Stage::start("way").await;
    let refused = stage.request(Method::POST, "/mcp").body("{}").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let challenge = refused.headers()["WWW-Authenticate"].to_str().unwrap().to_owned();
    let metadata =
        challenge.split_once("resource_metadata=\"").unwrap().1.split('"').next().unwrap().to_owned();
    assert_eq!(metadata, format!("{}/.well-known/oauth-protected-resource/mcp", stage.url));

    let (_, guarded) = json_of(reqwest::get(&metadata).await.unwrap()).await;
    assert_eq!(guarded["resource"], stage.resource());
    assert_eq!(guarded["authorization_servers"], json!([stage.url]));
    let issuer = stage.get("/.well-known/oauth-authorization-server").await;
    assert_eq!(issuer.headers()["Content-Type"], "application/json");
    let (_, issuer) = json_of(issuer).await;
    assert_eq!(issuer["issuer"], stage.url);
    for (name, value) in [
        ("code_challenge_methods_supported", json!(["S256"])),
        ("token_endpoint_auth_methods_supported", json!(["none"])),
        ("client_id_metadata_document_supported", json!(true)),
        ("authorization_response_iss_parameter_supported", json!(true)),
    ] {
        assert_eq!(issuer[name], value, "{name}");
    }

    let client = stage.client().await;
    let back = stage.agreed(&client, stage.key()).await;
    assert!(back.as_str().starts_with(BACK), "{back}");
    assert_eq!(query(&back, "state").as_deref(), Some("st&te 1"));
    assert_eq!(query(&back, "iss").as_deref(), Some(stage.url.as_str()));
    let (status, told) = stage.redeem(&client, &query(&back, "code").unwrap(), &[]).await;
    assert_eq!(
        (status, &told["token_type"], &told["expires_in"]),
        (StatusCode::OK, &json!("Bearer"), &json!(3600))
    );
    let connected = tokens(&client, &told);

    let posts = stage.call(&connected.access, "get_posts", json!({ "limit": 2 })).await;
    assert_eq!(posts["structuredContent"]["results"].as_array().unwrap().len(), 2, "{posts}");
    stage.pass(3600);
    let expired = stage.asking(&connected.access, "tools/list", json!({})).send().await.unwrap();
    assert_eq!(expired.status(), StatusCode::UNAUTHORIZED);
    assert!(expired.headers()["WWW-Authenticate"].to_str().unwrap().contains("error=\"invalid_token\""));
    let (status, told) = stage.refresh(&client, &connected.refresh).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert_eq!(stage.status(&tokens(&client, &told).access).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_that_greet_first_get_a_session() {
    let stage = Stage::start("greet").await;
    let connected = stage.connected(stage.key()).await;
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello });
    let request = stage
        .request(Method::POST, "/mcp")
        .header("Accept", "application/json, text/event-stream")
        .header("Content-Type", "application/json")
        .bearer_auth(&connected.access);
    let answer = request.body(hello.to_string()).send().await.unwrap();
    assert!(answer.headers().contains_key("Mcp-Session-Id"));
    assert_eq!(result(answer).await["serverInfo"]["name"], "coffee");
}

#[tokio::test(flavor = "multi_thread")]
async fn search_and_fetch_cite_the_page_of_a_post() {
    let stage = Stage::start("cites").await;
    let connected = stage.connected(stage.key()).await;
    let found = stage.call(&connected.access, "search", json!({ "query": "market" })).await;
    let results = found["structuredContent"]["results"].as_array().unwrap().clone();
    assert!(!results.is_empty(), "{found}");
    for hit in &results {
        let address = format!("https://coffeecontracts.com/post/{}", hit["id"].as_str().unwrap());
        assert_eq!(hit["url"], address.as_str());
    }
    let fetched = stage.call(&connected.access, "fetch", json!({ "id": results[0]["id"] })).await;
    assert_eq!(fetched["structuredContent"]["url"], results[0]["url"]);
    let copy: serde_json::Value =
        serde_json::from_str(fetched["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(copy, fetched["structuredContent"]);
}
