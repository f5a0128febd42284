//! Conversations: what a host and its model get.

use serde_json::{Value, json};

use crate::support::Host;

#[test]
fn the_weekly_dashboard_is_one_call_and_agrees_with_its_parts() {
    let mut host = Host::new("dashboard", &[]);
    let dashboard = host.call("weekly_dashboard", json!({ "start_date": "2026-11-23" }));
    let summary = host.call("get_instagram_summary", json!({ "fields": "*" }));
    assert_eq!(dashboard["followers"], summary["followers"]);
    let calendar = host.call(
        "get_content_calendar",
        json!({ "start_date": "2026-11-23", "end_date": "2026-11-29", "limit": 1 }),
    );
    assert_eq!(dashboard["calendar_count"], calendar["count"]);
}

#[test]
fn listings_are_short_and_name_the_next_call() {
    let mut host = Host::new("listing", &[]);
    let first = host.call("get_posts", json!({ "content_type": "Reel" }));
    let results = first["results"].as_array().unwrap();
    assert!(results.len() <= 10 && first.to_string().len() < 17 * 1024, "{}", results.len());
    let (tool, arguments) =
        (first["next"]["tool"].as_str().unwrap().to_owned(), first["next"]["arguments"].clone());
    let second = host.call(&tool, arguments);
    assert_ne!(first["results"][0]["id"], second["results"][0]["id"]);
    let chosen = host.call("get_posts", json!({ "fields": "id,pillar.name", "limit": "2" }));
    let keys: Vec<&str> = chosen["results"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((keys, chosen["results"].as_array().unwrap().len()), (vec!["id", "pillar"], 2));
}

#[test]
fn what_has_no_tool_is_found_described_and_called() {
    let mut host = Host::new("catalogue", &[]);
    let found = host.call("find_operation", json!({ "words": "stock images" }));
    assert!(
        found["operations"].as_array().unwrap().iter().any(|found| found["operation"] == "list_stock_images"),
        "{found}"
    );
    let described = host.call("describe_operation", json!({ "operation": "list_stock_images" }));
    assert_eq!(
        (&described["tool"], described["arguments"]["type"].as_str()),
        (&json!("read_operation"), Some("object"))
    );
    let images = host
        .call("read_operation", json!({ "operation": "list_stock_images", "arguments": "{\"limit\": 3}" }));
    assert_eq!(images["results"].as_array().unwrap().len(), 3);
    assert_eq!(images["next"]["arguments"]["arguments"]["offset"], 3, "{images}");
    assert!(
        host.refused("read_operation", json!({ "operation": "get_postz" })).contains("`get_post` comes near")
    );
}

#[test]
fn both_eras_are_spoken() {
    let mut host = Host::new("eras", &[]);
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    });
    let discovered = host.ask("server/discover", json!({ "_meta": meta }));
    assert!(
        discovered["supportedVersions"].as_array().unwrap().iter().any(|version| version == "2026-07-28"),
        "{discovered}"
    );
    let tools = host.ask("tools/list", json!({}));
    assert!(
        tools.get("nextCursor").is_none_or(Value::is_null) && tools["tools"].as_array().unwrap().len() > 10
    );
}
