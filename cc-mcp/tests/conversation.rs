//! The whole dashboard conversation, step by step, by a host of either era: what a model reads in pieces agrees with the
//! dashboard in one call, and with the workflow that `ccapi dashboard` and the demo run.

use std::time::Duration;

use cc_api::fake::FakeTimer;
use cc_api::time::civil::date;
use cc_api::{Client, Quota, Timestamp};
use cc_mcp::Settings;
use cc_sandbox::{Options, Sandbox};
use cc_workflows::Runner;
use cc_workflows::dashboard::{WORKFLOW, inputs};
use serde_json::{Value, json};

use crate::inside::Inside;

/// A person between two steps reads: the client's clock goes on. The sandbox's stands still, and its rate limit is off, so that
/// the account does not grow while it is compared.
const READS: Duration = Duration::from_secs(10);

/// A sandbox and a client of it.
struct World {
    sandbox: Sandbox,
    timer: FakeTimer,
    client: Client,
    settings: Settings,
}

impl World {
    async fn new() -> Self {
        let now: Timestamp = "2026-11-22T15:00:00Z".parse().unwrap();
        let mut options = Options::default();
        (options.now, options.hold_clock, options.rate_limits) = (Some(now), true, false);
        let sandbox = Sandbox::start_with(options).await.unwrap();
        let (timer, settings) =
            (FakeTimer::beginning_at(now), Settings { allow_write: true, ..Settings::default() });
        let key = cc_api::Credential::api_key(sandbox.access().keys.full.as_str()).unwrap();
        let builder = cc_mcp::client(Client::builder(), &settings).credential(key);
        let builder = builder.base_url(&sandbox.access().base_url).timer(timer.clone());
        let client = builder.quota(Quota::documented()).build().unwrap();
        Self { sandbox, timer, client, settings }
    }

    fn goes_on(&self) {
        self.timer.advance(READS);
    }

    /// Calls a tool that succeeds, after some reading.
    async fn call(&self, host: &mut Inside, tool: &str, arguments: Value) -> Value {
        self.goes_on();
        host.call(tool, arguments).await
    }
}

fn ids(entries: &Value) -> Vec<&str> {
    entries.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_dashboard_is_talked_through_by_hosts_of_both_eras_and_the_numbers_agree() {
    let world = World::new().await;
    let can = json!({ "elicitation": {} });
    let greeting = Inside::greeting(&world.client, &world.settings, can.clone()).await;
    let modern = Inside::modern(&world.client, &world.settings, can);
    for mut host in [greeting, modern] {
        let tools = host.ask("tools/list", json!({})).await;
        assert!(tools["tools"].as_array().unwrap().len() <= 34 && tools["nextCursor"].is_null());
        let prompt = json!({ "name": "weekly_dashboard", "arguments": { "start_date": "2026-11-23" } });
        let prompt = host.ask("prompts/get", prompt).await;
        assert!(prompt["messages"][0]["content"]["text"].as_str().unwrap().contains("weekly_dashboard"));
        assert_eq!(host.call("get_quota", json!({})).await["windows"][0]["limit"], 30);

        let dashboard = dashboard(&world, &mut host).await;
        agrees_in_parts(&world, &mut host, &dashboard).await;
        plan_and_undo(&world, &mut host).await;
        host.hang_up().await;
    }
    world.sandbox.stop().await;
}

/// The dashboard in one call, step by step as the host is told, and the same as the workflow gives.
async fn dashboard(world: &World, host: &mut Inside) -> Value {
    world.goes_on();
    let arguments = json!({ "start_date": "2026-11-23" });
    let call = json!({ "name": "weekly_dashboard", "arguments": arguments, "_meta": { "progressToken": 7 } });
    let dashboard = host.ask("tools/call", call).await["structuredContent"].clone();
    let steps: Vec<&str> = host
        .notes("notifications/progress")
        .iter()
        .map(|note| {
            assert_eq!((&note["progressToken"], &note["total"]), (&json!(7), &json!(8.0)), "{note}");
            note["message"].as_str().unwrap()
        })
        .collect();
    assert_eq!(steps.len(), 8, "{steps:?}");
    assert!(steps[0].starts_with("1 of 8: ") && steps[7].starts_with("8 of 8: "), "{steps:?}");

    world.goes_on();
    let workflow = cc_workflows::find(WORKFLOW).unwrap();
    let run = Runner::new(&world.client).run(workflow, inputs(date(2026, 11, 23))).await.unwrap();
    for (name, value) in &run.outputs {
        match value {
            Value::Array(entries) => {
                let shown = dashboard[name].as_array().unwrap();
                assert!(shown.len() <= entries.len() && (shown.is_empty() == entries.is_empty()), "{name}");
            }
            plain => assert_eq!(&dashboard[name], plain, "{name}"),
        }
    }
    dashboard
}

/// The same in parts, as an assistant does that was made for the vendor's own connector.
async fn agrees_in_parts(world: &World, host: &mut Inside, dashboard: &Value) {
    let summary = world.call(host, "get_instagram_summary", json!({})).await;
    for (one, all) in [("followers", "followers"), ("reach", "reach"), ("interactions", "interactions")] {
        assert!(summary[one].is_number() && summary[one] == dashboard[all], "{one}");
    }
    let frequency = world.call(host, "get_instagram_posting_frequency", json!({})).await;
    assert_eq!(frequency["totalPosts"], dashboard["total_posts"]);
    let top = json!({ "sort_by": "reach", "limit": 3, "fields": "id" });
    let top = world.call(host, "get_instagram_posts", top).await;
    assert_eq!(ids(&top["results"]), ids(&dashboard["top_posts"])[..3]);
    let week = json!({ "start_date": "2026-11-23", "end_date": "2026-11-29", "fields": "id" });
    let week = world.call(host, "get_content_calendar", week).await;
    assert_eq!(week["count"], dashboard["calendar_count"]);
    for (tool, arguments, part) in [
        ("get_content_drops", json!({ "month": "2026-11", "fields": "id" }), "drops"),
        ("get_trending_reels", json!({ "limit": 5, "fields": "id" }), "trending_reels"),
        ("list_content_pillars", json!({ "fields": "id" }), "pillars"),
        ("get_posts", json!({ "content_type": "Email Template", "limit": 5, "fields": "id" }), "extras"),
    ] {
        let entries = world.call(host, tool, arguments).await;
        let (one, all) = (ids(&entries["results"]), ids(&dashboard[part]));
        let most = one.len().min(all.len());
        assert!(most > 0 && one[..most] == all[..most], "{tool}: {one:?} {all:?}");
    }
    let extras = world.call(host, "get_posts", json!({ "content_type": "Email Template", "limit": 2 })).await;
    assert_eq!(extras["count"], dashboard["extras_count"]);
    let slug = &extras["results"][0]["slug"];
    let post = world.call(host, "get_post", json!({ "slug_or_id": slug })).await;
    assert_eq!(&post["slug"], slug);
}

/// A post is planned, moved, ticked off, and taken away again on a person's word; the calendar is as before.
async fn plan_and_undo(world: &World, host: &mut Inside) {
    let week = json!({ "start_date": "2026-11-23", "end_date": "2026-11-29", "limit": 1 });
    let before = world.call(host, "get_content_calendar", week.clone()).await["count"].clone();
    let post = world.call(host, "get_posts", json!({ "limit": 1, "fields": "id" })).await;
    let post = &post["results"][0]["id"];
    let planned = world.call(host, "add_to_schedule", json!({ "postId": post, "date": "2026-11-25" })).await;
    let id = planned["id"].clone();
    let moves = json!({ "moves": [{ "id": id, "date": "2026-11-27", "order": 0 }] });
    world.call(host, "reorder_schedule", moves).await;
    world.call(host, "update_schedule_entry", json!({ "id": id, "isCompleted": true })).await;
    let day = json!({ "start_date": "2026-11-27", "end_date": "2026-11-27", "fields": "*", "limit": 50 });
    let day = world.call(host, "get_content_calendar", day).await;
    let entry = day["results"].as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap();
    assert_eq!((&entry["date"], &entry["isCompleted"]), (&json!("2026-11-27"), &json!(true)));

    world.goes_on();
    let effects = || world.sandbox.control().effects().unwrap().len();
    let done_before = effects();
    assert_eq!(removed(host, &id, "decline").await["isError"], true);
    assert_eq!(effects(), done_before, "a no is a no");
    assert_ne!(removed(host, &id, "accept").await["isError"], true);
    let after = world.call(host, "get_content_calendar", week).await;
    assert_eq!((&after["count"], effects()), (&before, done_before + 1));
}

/// Removes an entry, if the person who is asked says so; by the way of asking of the host's era.
async fn removed(host: &mut Inside, id: &Value, action: &str) -> Value {
    let call = json!({ "name": "remove_from_schedule", "arguments": { "id": id } });
    let begun = host.begin("tools/call", call.clone()).await;
    let message = host.next().await;
    let answer = json!({ "action": action, "content": {} });
    if message["method"] == "elicitation/create" {
        host.send(json!({ "jsonrpc": "2.0", "id": message["id"], "result": answer })).await;
        return host.answer(begun).await["result"].clone();
    }
    let mut again = call;
    again["requestState"] = message["result"]["requestState"].clone();
    again["inputResponses"] = json!({ "confirm": answer });
    host.ask("tools/call", again).await
}
