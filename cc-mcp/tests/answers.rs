//! What tools answer: as their schemas say, whatever the API makes of its documents.

use std::collections::BTreeMap;

use cc_sandbox::Fault;
use serde_json::{Value, json};

use crate::support::Host;

/// Arguments for each tool that the sandbox can answer.
fn calls(host: &mut Host) -> Vec<(&'static str, Value)> {
    let posts = host.call("get_posts", json!({ "limit": 2 }));
    let (post, slug) = (&posts["results"][0]["id"], &posts["results"][0]["slug"]);
    let calendar = host.call("get_content_calendar", json!({ "limit": 3, "fields": "id,date" }));
    let entry = |n: usize| calendar["results"][n]["id"].clone();
    let task = host.call("list_daily_tasks", json!({ "limit": 1 }))["results"][0]["id"].clone();
    let event = host.call("list_events", json!({ "limit": 1, "upcoming": true }))["results"][0]["id"].clone();
    vec![
        ("get_post", json!({ "slug_or_id": slug })),
        ("search_content", json!({ "query": "home" })),
        ("find_operation", json!({ "words": "stock images" })),
        ("describe_operation", json!({ "operation": "list_stock_images" })),
        ("read_operation", json!({ "operation": "list_stock_images" })),
        ("search", json!({ "query": "home" })),
        ("fetch", json!({ "id": slug })),
        ("update_post", json!({ "slug_or_id": slug, "isFavorite": true })),
        ("add_to_schedule", json!({ "postId": post, "date": "2026-12-01" })),
        ("update_schedule_entry", json!({ "id": entry(0), "isCompleted": true })),
        ("reorder_schedule", json!({ "moves": [{ "id": entry(1), "date": "2026-12-02" }] })),
        ("remove_from_schedule", json!({ "id": entry(2) })),
        ("update_daily_task", json!({ "task_id": task, "isCompleted": true })),
        ("register_for_event", json!({ "eventId": event, "isRegistered": true })),
        ("generate_caption", json!({ "postId": post })),
        ("write_operation", json!({ "operation": "create_page", "arguments": { "title": "A page" } })),
        ("delete_operation", json!({ "operation": "remove_from_schedule", "arguments": { "id": entry(0) } })),
    ]
}

/// Calls a tool, with the word of the first call where it asks first.
fn called(host: &mut Host, tool: &str, mut arguments: Value) -> Value {
    let result = host.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
    if result["isError"] != true {
        return result;
    }
    let said = result["content"][0]["text"].as_str().unwrap();
    let word = said.split("\"confirmation\": \"").nth(1).unwrap_or_else(|| panic!("{tool}: {said}"));
    arguments["confirmation"] = word.split('"').next().unwrap().into();
    host.ask("tools/call", json!({ "name": tool, "arguments": arguments }))
}

#[test]
fn every_answer_of_every_tool_fits_its_schema() {
    let list = Host::new("schemas", &["--allow-write"]).ask("tools/list", json!({}));
    let mut tried = 0;
    // The calls of a minute are not enough for all tools, so each few have a key of their own.
    for (part, tools) in list["tools"].as_array().unwrap().chunks(8).enumerate() {
        let mut host = Host::new(&format!("schemas-{part}"), &["--allow-write"]);
        let calls: BTreeMap<&str, Value> = calls(&mut host).into_iter().collect();
        for tool in tools {
            let name = tool["name"].as_str().unwrap();
            let arguments = calls.get(name).inspect(|_| tried += 1).cloned();
            let result = called(&mut host, name, arguments.unwrap_or(json!({})));
            check(&result, tool);
        }
    }
    assert_eq!(tried, 17, "all calls are of tools that there are");
}

fn check(result: &Value, tool: &Value) {
    let name = tool["name"].as_str().unwrap();
    assert_ne!(result["isError"], true, "{name}: {result}");
    let (schema, answer) = (&tool["outputSchema"], &result["structuredContent"]);
    lenient(schema, name);
    assert!(jsonschema::validator_for(schema).unwrap().is_valid(answer), "{name}: {answer}");
    let texts = result["content"].as_array().unwrap();
    let copy: Value = serde_json::from_str(texts[0]["text"].as_str().unwrap()).unwrap();
    assert_eq!((texts.len(), &copy), (1, answer), "{name}: one text, the same as the data");
}

/// A host refuses an answer that misses what is required or has another type; so nothing is required, and types stand
/// only where they are ours.
fn lenient(schema: &Value, name: &str) {
    assert_eq!(schema["type"], "object", "{name}");
    let text = schema.to_string();
    assert!(
        !text.contains(":{}") || text.ends_with("\"properties\":{}}"),
        "hosts warn of forms that say nothing: {text}"
    );
    for word in ["required", "additionalProperties", "anyOf", "enum", "$ref"] {
        assert!(!text.contains(&format!("\"{word}\":")), "{name}: {text}");
    }
}

#[test]
fn an_answer_unlike_the_documents_still_fits() {
    let mut host = Host::new("drift", &[]);
    let tools = host.ask("tools/list", json!({}));
    for (tool, operation, body) in [
        ("get_posts", "get_posts", r#"{"results":[{"slug":1,"pillar":[],"title":null},null,"x"],"count":2}"#),
        ("get_my_profile", "get_my_profile", r#"{"id":null,"email":{"is":"an object"},"new":1}"#),
        ("get_instagram_summary", "get_instagram_summary", "[1,2]"),
        ("list_content_types", "list_content_types", r#"{"results":[{"name":null}],"count":null}"#),
    ] {
        host.sandbox().control().script(Fault::on(operation).status(200).body(body)).unwrap();
        let answer = host.call(tool, json!({}));
        let tool = tools["tools"].as_array().unwrap().iter().find(|listed| listed["name"] == tool).unwrap();
        let judge = jsonschema::validator_for(&tool["outputSchema"]).unwrap();
        assert!(judge.is_valid(&answer), "{operation}: {answer}");
    }
}

#[test]
fn tools_of_our_own_refuse_what_they_do_not_take() {
    let mut host = Host::new("own-arguments", &[]);
    let large = "qx".repeat(50_000);
    for (tool, arguments, words) in [
        (
            "weekly_dashboard",
            json!({ "date": "2026-11-23" }),
            "`date` is no argument of weekly_dashboard; there are: start_date",
        ),
        (
            "weekly_dashboard",
            json!({ "start_date": 20_261_123 }),
            "`start_date` is a date such as 2026-03-02; it was `20261123`",
        ),
        ("get_quota", json!({ "verbose": true }), "it takes none"),
        ("read_operation", json!({ "operation": "list_stock_images", "limit": 3 }), "go into `arguments`"),
        ("search", json!({ "query": 7 }), "`query` is a text"),
        ("fetch", json!({}), "`id` is missing"),
        ("find_operation", json!({ "words": large }), "nothing fits `"),
        ("describe_operation", json!({ "operation": large }), "there is no operation `"),
        ("fetch", json!({ "id": [large] }), "`id` is a text"),
    ] {
        let refused = host.refused(tool, arguments);
        assert!(refused.contains(words) && refused.len() < 1_000, "{tool}: {refused}");
    }
    assert_eq!(host.call("get_quota", json!({}))["left"], 30, "nothing was sent");
}

#[test]
fn search_and_fetch_have_the_form_that_chatgpt_expects() {
    let mut host = Host::new("chatgpt", &[]);
    let found = host.call("search", json!({ "query": "home" }));
    let results = found["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let keys: Vec<&str> = result.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["id", "title", "url"]);
        let address = result["url"].as_str().unwrap();
        assert!(address.starts_with("https://coffeecontracts.com/post/"), "{address}");
    }
    let post = host.call("fetch", json!({ "id": results[0]["id"] }));
    let keys: Vec<&str> = post.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "title", "text", "url", "metadata"]);
    assert_eq!((&post["id"], &post["url"]), (&results[0]["id"], &results[0]["url"]));
    let whole = host.call("get_post", json!({ "slug_or_id": results[0]["id"], "fields": "*" }));
    for part in ["title", "caption", "instructions", "canvaUrl", "contentType"] {
        let text = post["text"].as_str().unwrap();
        assert!(whole[part].as_str().is_none_or(|part| text.contains(part)), "{part}: {text}");
    }
    assert_eq!(post["metadata"]["pillar"], whole["pillar"]["name"]);
    let none = host.call("search", json!({ "query": "zzzyzx" }));
    assert_eq!(none, json!({ "results": [] }));
    assert!(host.refused("fetch", json!({ "id": "no-such-post" })).contains("404"));
}

#[test]
fn lookup_lists_are_kept_and_say_their_age() {
    let mut host = Host::new("lookups", &[]);
    let left = |host: &mut Host| host.call("get_quota", json!({}))["left"].as_u64().unwrap();
    let first = host.call("list_content_pillars", json!({}));
    let before = left(&mut host);
    assert_eq!(first.get("cached_seconds"), None);
    let mut again = host.call("list_content_pillars", json!({}));
    assert!(again["cached_seconds"].as_u64().is_some_and(|age| age < 60), "{again}");
    again.as_object_mut().unwrap().remove("cached_seconds");
    assert_eq!((&again, left(&mut host)), (&first, before), "nothing was sent");
    let chosen = host.call("list_content_pillars", json!({ "fields": "id" }));
    assert!(chosen["cached_seconds"].is_number() && chosen["results"][0].get("name").is_none(), "{chosen}");
    let by_name = host.call("read_operation", json!({ "operation": "list_content_pillars" }));
    assert!(by_name["cached_seconds"].is_number(), "{by_name}");
    for (tool, arguments) in [
        ("list_content_pillars", json!({ "refresh": true })),
        ("list_content_pillars", json!({ "limit": 3 })),
        ("list_content_types", json!({})),
        ("read_operation", json!({ "operation": "list_content_tags", "arguments": { "refresh": true } })),
    ] {
        let before = left(&mut host);
        assert_eq!(host.call(tool, arguments).get("cached_seconds"), None);
        assert_eq!(left(&mut host), before - 1, "{tool}");
    }
}
