//! Resources and prompts: what a host reads without a request to the API.

use serde_json::{Value, json};

use crate::support::Host;

fn uris(list: &Value, key: &str, uri: &str) -> Vec<String> {
    list[key].as_array().unwrap().iter().map(|entry| entry[uri].as_str().unwrap().to_owned()).collect()
}

/// What a request of 2026 carries.
fn modern(mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {}
    });
    params
}

#[test]
fn resources_are_listed_and_read_without_a_request() {
    let mut host = Host::new("resources", &[]);
    let list = host.ask("resources/list", json!({}));
    assert!(list.to_string().len() < 2_000, "a short list: {list}");
    for uri in uris(&list, "resources", "uri") {
        let read = host.ask("resources/read", json!({ "uri": uri }));
        let contents = &read["contents"][0];
        assert_eq!((&contents["uri"], &contents["mimeType"]), (&json!(uri), &json!("application/json")));
        assert!(serde_json::from_str::<Value>(contents["text"].as_str().unwrap()).is_ok(), "{uri}");
    }
    let templates = host.ask("resources/templates/list", json!({}));
    assert_eq!(
        uris(&templates, "resourceTemplates", "uriTemplate"),
        ["coffee://spec/{group}", "coffee://operations/{operation}"]
    );
    let uri = "coffee://operations/get_instagram_posts";
    let read = host.ask("resources/read", modern(json!({ "uri": uri })));
    assert!(read["ttlMs"].as_u64().is_some_and(|ttl| ttl > 0) && read["cacheScope"] == "private", "{read}");
    let text = read["contents"][0]["text"].as_str().unwrap();
    for words in ["GET /user/my-ig-media", "\"sort_by\":\"connector\"", "instagram:read", "inferred (a guess"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(host.call("get_quota", json!({}))["left"], 30, "nothing was sent");
}

#[test]
fn what_cannot_be_read_is_an_error_of_the_era() {
    let mut host = Host::new("unreadable", &[]);
    let read = json!({ "uri": "coffee://operations/get_pots" });
    let legacy = host.asked("resources/read", read.clone());
    assert_eq!(legacy["error"]["code"], -32002, "{legacy}");
    let modern = host.asked("resources/read", modern(read));
    assert_eq!(modern["error"]["code"], -32602, "{modern}");
    assert!(modern["error"]["message"].as_str().unwrap().contains("coffee://operations/{operation}"));
}

#[test]
fn prompts_lead_through_our_tools() {
    let mut host = Host::new("prompts", &[]);
    let list = host.ask("prompts/list", json!({}));
    assert_eq!(uris(&list, "prompts", "name"), ["weekly_dashboard", "plan_my_week"]);
    let arguments = json!({ "name": "weekly_dashboard", "arguments": { "start_date": "2026-11-23" } });
    let prompt = host.ask("prompts/get", arguments);
    let text = prompt["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(
        text.contains("weekly_dashboard with start_date 2026-11-23") && text.contains("data to show"),
        "{text}"
    );
    for (params, words) in [
        (json!({ "name": "no_such" }), "weekly_dashboard, plan_my_week"),
        (json!({ "name": "plan_my_week", "arguments": { "start_date": "soon" } }), "`start_date` is a date"),
    ] {
        let refused = host.asked("prompts/get", params);
        assert_eq!(refused["error"]["code"], -32602, "{refused}");
        assert!(refused["error"]["message"].as_str().unwrap().contains(words), "{refused}");
    }
}
