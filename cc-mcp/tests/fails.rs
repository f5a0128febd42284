//! Calls that fail: what is said, to whom it helps, and what it never holds.

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::transport::Failure;
use cc_mcp::Settings;
use serde_json::json;

use crate::elicits::client;
use crate::inside::Inside;

fn writing() -> Settings {
    Settings { allow_write: true, ..Settings::default() }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_refused_and_a_membership_that_lapsed_say_what_the_user_can_do() {
    for (status, parts) in [
        (401, ["The key was revoked, has expired, or is wrong", "`ccapi auth login`"]),
        (402, ["The membership has lapsed", "renew it in the web app"]),
    ] {
        let fake = FakeTransport::new();
        fake.answer("get_posts", status, r#"{"message": "no: cc_CANARY7f3a9d"}"#);
        fake.answer("get_instagram_summary", status, r#"{"message": "no: cc_CANARY7f3a9d"}"#);
        let settings = Settings::default();
        let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
        for tool in ["get_posts", "weekly_dashboard"] {
            let said = host.refused(tool, json!({})).await;
            assert!(parts.iter().all(|part| said.contains(part)), "{tool}: {said}");
            assert!(!said.contains("CANARY"), "{tool}: {said}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_failing_call_never_says_the_key_whatever_the_server_sends_back() {
    let fake = FakeTransport::new();
    fake.respond(|_| {
        FakeAnswer::new(
            422,
            r#"{"message": "cc_CANARY7f3a9d", "errors": {"cc_CANARY7f3a9d": ["cc_CANARY7f3a9d"]}}"#,
        )
    });
    let settings = writing();
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    for (tool, arguments) in [
        ("get_posts", json!({})),
        ("get_post", json!({ "slug_or_id": "x" })),
        ("read_operation", json!({ "operation": "list_stock_images" })),
        ("write_operation", json!({ "operation": "create_page", "arguments": { "title": "x" } })),
        ("weekly_dashboard", json!({})),
    ] {
        let said = host.refused(tool, arguments).await;
        assert!(!said.contains("CANARY") && !said.is_empty(), "{tool}: {said}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_fit_says_how_the_statement_is_known_that_it_contradicts() {
    for (tool, arguments, body, part, is_guess) in [
        ("get_post", json!({ "slug_or_id": "x" }), "", "the form of the answer is inferred", true),
        (
            "get_posts",
            json!({}),
            r#"{"rows": []}"#,
            "`results` of the answer is documented, source: page",
            false,
        ),
    ] {
        let fake = FakeTransport::new();
        fake.answer(tool, 200, body);
        let settings = Settings::default();
        let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
        let said = host.refused(tool, arguments).await;
        assert!(said.contains(part), "{tool}: {said}");
        assert_eq!(said.contains("`ccapi doctor --record FILE`"), is_guess, "{tool}: {said}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_costly_call_whose_end_nobody_knows_is_said_to_be_that_and_is_not_made_again() {
    let fake = FakeTransport::new();
    fake.script("generate_hook_menu", FakeAnswer::failure(Failure::Broken, "the connection broke"));
    let settings = writing();
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    let said = host.refused("delete_operation", json!({ "operation": "generate_hook_menu" })).await;
    assert!(said.contains("It may cost money or credits"), "{said}");
    let word = said.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap();
    let call = json!({ "operation": "generate_hook_menu", "confirmation": word });
    let unknown = host.refused("delete_operation", call).await;
    assert!(
        unknown.contains("Nobody knows whether it happened")
            && unknown.contains("don't call it again")
            && unknown.contains("look in the web app"),
        "{unknown}"
    );
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_permission_that_the_server_misses_hides_the_tools_that_need_it_and_all_hosts_are_told() {
    let fake = FakeTransport::new();
    fake.answer("get_posts", 403, r#"{"message": "The key lacks content:read."}"#);
    fake.answer("get_instagram_summary", 403, r#"{"message": "This account is not yours."}"#);
    let settings = Settings::default();
    let client = client(&fake, &settings);
    let mut greeting = Inside::greeting(&client, &settings, json!({})).await;
    let mut modern = Inside::modern(&client, &settings, json!({}));
    let listening =
        modern.begin("subscriptions/listen", json!({ "notifications": { "toolsListChanged": true } })).await;
    let acknowledged = modern.next().await;
    assert_eq!(acknowledged["method"], "notifications/subscriptions/acknowledged", "{acknowledged}");
    for host in [&mut greeting, &mut modern] {
        let before = tools(host).await;
        assert!(before.iter().any(|tool| tool == "get_posts"));
        host.refused("get_instagram_summary", json!({})).await;
        assert_eq!(tools(host).await, before, "a refusal that names no permission teaches nothing");
        let said = host.refused("get_posts", json!({})).await;
        assert!(said.contains("content:read"), "{said}");
        let after = tools(host).await;
        assert!(
            !after.iter().any(|tool| tool == "get_posts") && after.iter().any(|tool| tool == "get_quota")
        );
        assert_eq!(host.notes("notifications/tools/list_changed").len(), 1);
        let (sent, refused) = (fake.requests().len(), host.refused("get_posts", json!({})).await);
        assert!(refused.contains("not offered") && refused.contains("content:read"), "{refused}");
        let by_name = host.refused("read_operation", json!({ "operation": "get_posts" })).await;
        assert!(by_name.contains("content:read"), "{by_name}");
        assert_eq!(fake.requests().len(), sent, "nothing more is sent");
    }
    let note = modern.notes("notifications/tools/list_changed")[0];
    assert_eq!(note["_meta"]["io.modelcontextprotocol/subscriptionId"], listening, "{note}");
    modern.hang_up().await;
}

async fn tools(host: &mut Inside) -> Vec<String> {
    let tools = host.ask("tools/list", json!({})).await;
    tools["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}
