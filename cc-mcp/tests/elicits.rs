//! Hosts that can ask a person: what removes something or may cost money is done on their yes, once, and on nothing else.

use cc_api::Client;
use cc_api::fake::FakeTransport;
use cc_mcp::Settings;
use serde_json::{Value, json};

use crate::inside::{Inside, words};

/// A client whose server deletes pages, and the settings of a server that may write.
pub(crate) fn deletes() -> (FakeTransport, Client, Settings) {
    let fake = FakeTransport::new();
    fake.answer("delete_page", 204, "");
    let settings = Settings { allow_write: true, ..Settings::default() };
    (fake.clone(), client(&fake, &settings), settings)
}

/// A client of a server in memory.
pub(crate) fn client(fake: &FakeTransport, settings: &Settings) -> Client {
    let builder = Client::builder().credential(cc_api::Credential::api_key("cc_CANARY7f3a9d").unwrap());
    cc_mcp::client(builder, settings).transport(fake.clone()).build().unwrap()
}

fn delete(page: &str) -> Value {
    json!({ "operation": "delete_page", "arguments": { "id_or_slug": page } })
}

/// A call of a tool that comes back with an answer to the question.
fn again(state: &Value, action: &str, page: &str) -> Value {
    json!({
        "name": "delete_operation", "arguments": delete(page),
        "requestState": state, "inputResponses": { "confirm": { "action": action, "content": {} } }
    })
}

#[tokio::test(start_paused = true)]
async fn a_modern_host_is_handed_the_question_and_calls_again_with_the_answer() {
    let (fake, client, settings) = deletes();
    let mut host = Inside::modern(&client, &settings, json!({ "elicitation": {} }));
    let asked = host.tool("delete_operation", delete("home")).await;
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let question = &asked["inputRequests"]["confirm"];
    assert_eq!(question["method"], "elicitation/create", "{asked}");
    let text = question["params"]["message"].as_str().unwrap();
    assert!(
        text.contains("remove a page") && text.contains("\"home\"") && text.contains("Shall it be done?"),
        "{text}"
    );
    let state = asked["requestState"].as_str().unwrap();
    assert!(
        state.len() == 32 && state.bytes().all(|b| b.is_ascii_hexdigit()),
        "a handle and no more: {state}"
    );
    assert_eq!(fake.requests().len(), 0);

    let done = host.ask("tools/call", again(&asked["requestState"], "accept", "home")).await;
    assert_ne!(done["isError"], true, "{done}");
    assert_eq!(fake.requests().len(), 1);
    let replayed = host.ask("tools/call", again(&asked["requestState"], "accept", "home")).await;
    assert!(words(&replayed).contains("Nothing was done: this confirmation is not known"), "{replayed}");
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_modern_host_gets_nothing_done_by_a_no_or_by_an_answer_that_is_not_its_own() {
    let (fake, client, settings) = deletes();
    let mut host = Inside::modern(&client, &settings, json!({ "elicitation": { "form": {} } }));
    let mut text_host = Inside::modern(&client, &settings, json!({}));
    for (action, page, refusal) in [
        ("decline", "home", "the user said no"),
        ("cancel", "home", "closed the question without an answer"),
        ("perhaps", "home", "there was no answer"),
        ("accept", "another", "given for other arguments"),
    ] {
        let state = host.tool("delete_operation", delete("home")).await["requestState"].clone();
        let said = words(&host.ask("tools/call", again(&state, action, page)).await);
        assert!(said.contains("Nothing was done") && said.contains(refusal), "{action}: {said}");
        let after = words(&host.ask("tools/call", again(&state, "accept", "home")).await);
        assert!(after.contains("is not known"), "one question, one answer: {after}");
    }
    // A word that a model made up, or got from another host, where this host asks a person itself.
    let text = text_host.refused("delete_operation", delete("home")).await;
    let word = text.split("\"confirmation\": \"").nth(1).unwrap().split('"').next().unwrap();
    for word in ["yes", word] {
        let mut call = delete("home");
        call["confirmation"] = word.into();
        assert_eq!(host.tool("delete_operation", call).await["resultType"], "input_required");
        let said = words(&host.ask("tools/call", again(&word.into(), "accept", "home")).await);
        assert!(said.contains("is not known"), "{said}");
    }
    // And the other way round: the handle of a question is no word for a model.
    let state = host.tool("delete_operation", delete("home")).await["requestState"].clone();
    let mut call = delete("home");
    call["confirmation"] = state;
    assert!(text_host.refused("delete_operation", call).await.contains("is not known"));
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_greets_first_shows_the_question_while_the_call_waits() {
    let (fake, client, settings) = deletes();
    let mut host = Inside::greeting(&client, &settings, json!({ "elicitation": {} })).await;
    for (answer, requests, said) in [
        (json!({ "result": { "action": "accept", "content": {} } }), 1, None),
        (json!({ "result": { "action": "decline" } }), 1, Some("the user said no")),
        (json!({ "result": { "action": "cancel" } }), 1, Some("closed the question")),
        (json!({ "error": { "code": -32601, "message": "no" } }), 1, Some("could not")),
    ] {
        // A word in the arguments changes nothing: the person is asked all the same.
        let mut call = delete("home");
        call["confirmation"] = "yes".into();
        let id = host.begin("tools/call", json!({ "name": "delete_operation", "arguments": call })).await;
        let question = host.next().await;
        assert_eq!(question["method"], "elicitation/create", "{question}");
        assert!(question["params"]["message"].as_str().unwrap().contains("\"home\""), "{question}");
        let mut answer = answer;
        answer["jsonrpc"] = "2.0".into();
        answer["id"] = question["id"].clone();
        host.send(answer).await;
        let done = host.answer(id).await["result"].clone();
        match said {
            None => assert_ne!(done["isError"], true, "{done}"),
            Some(said) => {
                let text = words(&done);
                assert!(text.contains("Nothing was done") && text.contains(said), "{text}");
            }
        }
        assert_eq!(fake.requests().len(), requests);
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_that_nobody_answers_ends_after_five_minutes_and_nothing_is_done() {
    let (fake, client, settings) = deletes();
    let mut host = Inside::greeting(&client, &settings, json!({ "elicitation": {} })).await;
    let began = tokio::time::Instant::now();
    let said = host.refused("delete_operation", delete("home")).await;
    assert!(said.contains("nobody answered within five minutes"), "{said}");
    assert_eq!((began.elapsed().as_secs(), fake.requests().len()), (300, 0));
    assert_eq!(host.notes("notifications/cancelled").len(), 1, "the host may take the question away");
}

#[tokio::test(start_paused = true)]
async fn a_host_that_asks_for_addresses_only_or_not_at_all_gets_the_word_in_the_text() {
    let (fake, client, settings) = deletes();
    for can in [json!({}), json!({ "elicitation": { "url": {} } })] {
        let mut greeting = Inside::greeting(&client, &settings, can.clone()).await;
        let mut modern = Inside::modern(&client, &settings, can);
        for host in [&mut greeting, &mut modern] {
            assert!(host.refused("delete_operation", delete("home")).await.contains("\"confirmation\": "));
        }
    }
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_question_shows_long_arguments_cut_and_nothing_that_turns_the_text_around() {
    let (_, client, settings) = deletes();
    let mut host = Inside::modern(&client, &settings, json!({ "elicitation": {} }));
    let asked = host.tool("delete_operation", delete(&format!("\u{202e}{}", "x".repeat(100_000)))).await;
    let text = asked["inputRequests"]["confirm"]["params"]["message"].as_str().unwrap();
    assert!(
        text.len() < 2_000 && text.contains("bytes in all") && !text.contains('\u{202e}'),
        "{}",
        text.len()
    );
}
