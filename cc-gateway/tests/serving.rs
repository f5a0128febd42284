//! What is served, and what is not.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{DOCUMENT, World};

#[tokio::test]
async fn an_operation_needs_a_key_and_no_other_header() {
    let world = World::new().await;
    let answer = world.get("/user/content/posts-v2?limit=2").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["results"].as_array().unwrap().len(), 2);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_page_is_the_same_as_from_the_api_itself() {
    let world = World::new().await;
    let access = world.sandbox.access();
    let direct = reqwest::Client::new()
        .get(format!("{}/user/content/posts-v2?limit=3&offset=4", access.base_url))
        .bearer_auth(&access.keys.full)
        .header("x-tenant-slug", &access.tenant);
    let direct: Value = serde_json::from_str(&direct.send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(world.get("/user/content/posts-v2?limit=3&offset=4").await.json(), direct);
}

#[tokio::test]
async fn nothing_is_served_that_is_not_in_the_document() {
    let world = World::new().await;
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let offered =
        |method: &str, path: &str| document["paths"][path].get(method.to_ascii_lowercase()).is_some();
    let mut refused = BTreeSet::new();
    for operation in cc_api::catalogue::all() {
        if offered(operation.method.as_str(), operation.path) {
            continue;
        }
        let target = operation.path.replace(['{', '}'], "");
        let answer = world.door.send(operation.method.as_str(), world.key(), &target, "{}").await;
        // A path with a parameter in its last place may stand for another one: `/posts/{id}` for `/posts/filters`.
        if answer.status != 404 && answer.status != 405 {
            let shadow = cc_api::catalogue::all().iter().find(|other| {
                offered(other.method.as_str(), other.path)
                    && other.path.split('/').count() == operation.path.split('/').count()
            });
            assert!(shadow.is_some(), "{}: {}", operation.id, answer.status);
        }
        refused.insert(operation.id);
    }
    assert!(refused.contains("create_api_key") && refused.len() > 80, "{}", refused.len());
    assert!(world.sandbox.control().effects().unwrap().is_empty());
}

#[tokio::test]
async fn odd_paths_and_methods_lead_nowhere() {
    let world = World::new().await;
    for (method, target, status) in [
        ("GET", "/user/content/posts-v2/", 404),
        ("GET", "//user/content/posts-v2", 404),
        ("GET", "/api/user/content/posts-v2", 404),
        ("GET", "/user/content/%70osts-v2", 404),
        ("GET", "/_sandbox/effects", 404),
        ("DELETE", "/user/content/posts-v2", 405),
        ("OPTIONS", "/user/content/posts-v2", 405),
        ("HEAD", "/user/content/posts-v2", 405),
        ("MADEUP", "/user/content/posts-v2", 405),
        ("POST", "/privacy", 405),
    ] {
        let answer = world.door.send(method, world.key(), target, "").await;
        assert_eq!(answer.status, status, "{method} {target}: {}", answer.text);
    }
    for (id, status) in [("..%2F..%2Fapi-keys", 404), ("%2e%2e", 422), ("%FF", 404), ("a%00b", 422)] {
        let answer = world.get(&format!("/user/content/posts-v2/{id}")).await;
        assert!(answer.status == status || answer.status == 404, "{id}: {} {}", answer.status, answer.text);
    }
}

#[tokio::test]
async fn the_document_is_published_with_the_address_that_callers_know() {
    let world = World::new().await;
    let answer = world.door.ask("GET", "/openapi.json", &[], "").await;
    let published = answer.json();
    assert_eq!(published["servers"], json!([{ "url": format!("http://{}", world.door.address()) }]));
    let door = crate::support::Door::to("http://127.0.0.1:9", |settings| {
        settings.public_url = Some("https://gateway.test".to_owned());
    });
    let published = door.await.ask("GET", "/openapi.json", &[], "").await.json();
    assert_eq!(published["servers"], json!([{ "url": "https://gateway.test" }]));
}

#[tokio::test]
async fn pages_need_no_key_and_the_operator_is_named_harmlessly() {
    let door = crate::support::Door::to("http://127.0.0.1:9", |settings| {
        settings.operator = Some("Maya <maya@example.com> & Co".to_owned());
    });
    let door = door.await;
    for (target, kind, words) in [
        ("/", "text/html; charset=utf-8", "openapi.json"),
        ("/privacy", "text/html; charset=utf-8", "Maya &lt;maya@example.com&gt; &amp; Co"),
        ("/healthz", "text/plain; charset=utf-8", "ok"),
        ("/readyz", "text/plain; charset=utf-8", "ready"),
    ] {
        let answer = door.ask("GET", target, &[], "").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{target}");
        assert!(answer.text.contains(words), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_dashboard_is_one_call() {
    let world = World::new().await;
    let answer = world.get("/dashboard?start_date=2026-11-23&end_date=2026-11-29").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let dashboard = answer.json();
    assert!(dashboard["followers"].is_number() && dashboard["calendar"].is_array(), "{dashboard}");
    assert!(dashboard.get("missing").is_none());
}
