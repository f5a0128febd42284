//! What a host is told while a call waits, and what a call says that would wait too long.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_mcp::Settings;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::elicits::client;
use crate::inside::{Inside, words};

/// A call of a tool that asks to hear how far it is.
fn heard(tool: &str, arguments: Value) -> Value {
    json!({ "name": tool, "arguments": arguments, "_meta": { "progressToken": "p" } })
}

/// A server that has a page of posts.
fn posts() -> FakeTransport {
    let fake = FakeTransport::new();
    fake.answer("get_posts", 200, r#"{"results": [{"id": "post_1"}], "count": 1}"#);
    fake
}

/// What was told grows, and has words; the words.
fn told(host: &Inside) -> Vec<String> {
    let notes = host.notes("notifications/progress");
    let numbers: Vec<f64> = notes.iter().map(|note| note["progress"].as_f64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    notes.iter().map(|note| note["message"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn below_five_requests_left_a_call_waits_and_its_host_is_told_how_long() {
    let (fake, settings) = (posts(), Settings::default());
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    for _ in 0..26 {
        host.call("get_posts", json!({})).await;
    }
    let refused = host.refused("get_posts", json!({})).await;
    assert!(
        refused.contains("4 requests are left")
            && refused.contains("reopens in 6")
            && refused.contains(" s, at 20"),
        "too long for a host, so it is said at once, by the clock: {refused}"
    );
    tokio::time::advance(Duration::from_secs(20)).await;
    let began = Instant::now();
    let waited = host.ask("tools/call", heard("get_posts", json!({}))).await;
    assert_eq!(waited["structuredContent"]["results"][0]["id"], "post_1");
    let seconds = began.elapsed().as_secs();
    assert!((40..=41).contains(&seconds) && fake.requests().len() == 27, "{seconds} s");
    let told = told(&host);
    assert!(told.len() >= 8, "every five seconds: {told:?}");
    assert!(told[0].starts_with("waiting 4") && told[0].ends_with(" s: 4 requests are left in the quota"));
    assert!(told[1].starts_with("waiting 3"), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn how_long_a_call_waits_is_for_whoever_starts_the_server_to_say() {
    let fake = posts();
    let settings = Settings { max_wait: Duration::from_secs(90), ..Settings::default() };
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    for _ in 0..27 {
        host.call("get_posts", json!({})).await;
    }
    assert!(host.notes("notifications/progress").is_empty(), "nobody asked to hear");
    assert_eq!(fake.requests().len(), 27);
}

#[tokio::test(start_paused = true)]
async fn f284_of_two_hundred_calls_in_a_minute_none_is_one_too_many_and_each_is_answered_in_time() {
    let (fake, sent) = (FakeTransport::new(), Arc::new(Mutex::new(Vec::new())));
    let times = Arc::clone(&sent);
    fake.respond(move |_| {
        times.lock().unwrap().push(Instant::now());
        FakeAnswer::json(&json!({ "results": [], "count": 0 }))
    });
    let settings = Settings::default();
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    let mut asked = Vec::new();
    for _ in 0..200 {
        let id = host.begin("tools/call", json!({ "name": "get_posts", "arguments": {} })).await;
        asked.push((id, Instant::now()));
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let (mut data, mut hints) = (0, 0);
    while data + hints < 200 {
        let answer = host.next().await;
        let (_, began) = asked.iter().find(|(id, _)| answer["id"] == *id).unwrap();
        assert!(began.elapsed() < settings.max_wait + Duration::from_secs(60), "{answer}");
        if answer["result"]["isError"] == true {
            let said = words(&answer["result"]);
            assert!(said.contains("It reopens in ") && said.contains("don't call before"), "{said}");
            hints += 1;
        } else {
            data += 1;
        }
    }
    let sent = sent.lock().unwrap();
    assert!(data >= 30 && sent.len() == data, "{data} with data, {hints} told when");
    let minute = |window: &[Instant]| window[30].duration_since(window[0]) >= Duration::from_secs(60);
    assert!(sent.windows(31).all(minute), "never more than thirty in a minute: no 429 upstream");
}

#[tokio::test(start_paused = true)]
async fn work_that_a_call_begins_is_waited_for_while_the_host_hears_of_it() {
    let fake = FakeTransport::new();
    fake.answer("generate_hook_menu", 200, r#"{"status": "pending"}"#);
    fake.answer("get_hook_menu_status", 200, r#"{"status": "running"}"#);
    fake.answer("get_hook_menu_status", 200, r#"{"status": "running"}"#);
    fake.answer("get_hook_menu_status", 200, r#"{"status": "completed"}"#);
    let settings = Settings { allow_write: true, ..Settings::default() };
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    let generate = |word: &str| {
        let arguments = json!({ "operation": "generate_hook_menu", "confirmation": word });
        heard("delete_operation", arguments)
    };
    let said = words(&host.ask("tools/call", generate("")).await);
    let word = said.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap();
    let done = host.ask("tools/call", generate(word)).await;
    assert_eq!(done["structuredContent"]["status"], "completed", "{done}");
    assert_eq!(fake.requests().len(), 4);
    assert!(
        told(&host).iter().any(|text| text.contains("generate_hook_menu has begun")),
        "{:?}",
        told(&host)
    );
}

#[tokio::test(start_paused = true)]
async fn work_that_takes_longer_than_a_host_waits_goes_on_and_the_next_call_is_named() {
    let fake = FakeTransport::new();
    fake.answer("generate_hook_menu", 200, r#"{"status": "pending"}"#);
    fake.answer("get_hook_menu_status", 200, r#"{"status": "running"}"#);
    let settings = Settings { allow_write: true, ..Settings::default() };
    let mut host = Inside::modern(&client(&fake, &settings), &settings, json!({}));
    let said = host.refused("delete_operation", json!({ "operation": "generate_hook_menu" })).await;
    let word = said.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap();
    let arguments = json!({ "operation": "generate_hook_menu", "confirmation": word });
    let begun = host.call("delete_operation", arguments).await;
    assert_eq!((&begun["status"], &begun["next"]["tool"]), (&json!("running"), &json!("read_operation")));
    let next = host.call("read_operation", begun["next"]["arguments"].clone()).await;
    assert_eq!(next["status"], "running");
}
