//! What the document calls secret is seen in no `Debug` form of a call, of its answer or of what goes wrong.
//!
//! The places are read off the spec, so that a secret that is new in it is held against this as well.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::{Client, Note, Retry, Secret};
use cc_tests::node::Node;
use cc_tests::operation::{self, Body};
use cc_tests::spec;
use serde_json::Value;

use crate::caller::{Caller, run};
use crate::wire_calls;

/// All secrets of the API. A new one is to be thought about here: may it be kept, and where?
const PLACES: [&str; 6] = [
    "change_password currentPassword",
    "change_password newPassword",
    "create_api_key rawKey",
    "create_signed_file uploadUrl",
    "start_checkout clientSecret",
    "update_billing clientSecret",
];

#[test]
fn no_secret_is_seen_in_a_call_or_in_its_answer() {
    let calls: BTreeMap<_, _> = wire_calls::all().into_iter().collect();
    let mut places = Vec::new();
    for operation in operation::all(spec()) {
        let answer = operation.answers().remove(0);
        let mut sent = Vec::new();
        let mut received = Vec::new();
        gather(operation.body.as_ref(), &mut sent);
        gather(answer.body.as_ref(), &mut received);
        let caller = Caller::of(&operation);
        caller.answer(answer.status, answer.body.as_ref().and_then(|body| body.example));
        let Ok(seen) = run(calls[operation.id](&caller.client)) else {
            panic!("{}: the example is no answer", operation.id)
        };
        for (name, secret) in sent.iter().chain(&received) {
            assert!(!seen.debug.contains(secret), "{}: {}", operation.id, seen.debug);
            places.push(format!("{} {name}", operation.id));
        }
        let hidden = seen.debug.matches("Secret(****)").count();
        assert_eq!(hidden, received.len(), "{}: {}", operation.id, seen.debug);
        assert!(received.iter().all(|(_, secret)| seen.json.to_string().contains(secret)), "{}", seen.json);
    }
    places.sort();
    assert_eq!(places, PLACES);
}

#[test]
fn nothing_shows_where_a_file_may_be_sent() {
    const ADDRESS: &str = "https://files.example/u_1/a.jpg?signature=SIGCANARY51";
    let (api, storage) = (FakeTransport::new(), FakeTransport::new());
    let answer = format!(r#"{{"uploadUrl":"{ADDRESS}","method":"POST","fileKey":"u_1/a.jpg"}}"#);
    api.answer("create_signed_file", 201, answer);
    storage.script("upload", FakeAnswer::new(403, ADDRESS));
    let notes = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&notes);
    let note = move |note: &Note| kept.lock().unwrap().push(format!("{note} {note:?}"));
    let builder = Client::builder().credential(cc_api::Credential::api_key("cc_x").unwrap());
    let builder = builder.transport(api).retry(Retry::never()).on_note(note);
    let client = builder.upload_transport(storage.clone()).upload_hosts(&["files.example"]).build().unwrap();

    let mut place = run(client.files().create_signed_file("a.jpg", "image/jpeg")).unwrap();
    let mut seen = vec![format!("{place:?} {place:#?}")];
    let upload = client.upload(&place, "image/jpeg", "smile");
    seen.push(format!("{upload:?}"));
    let error = run(upload).unwrap_err();
    seen.push(format!("{error} {error:?}"));
    assert_eq!(storage.requests().remove(0).target, "/u_1/a.jpg", "it was sent where it was signed for");
    for address in ["https://evil.example/a?signature=SIGCANARY51", "nowhere SIGCANARY51"] {
        place.upload_url = Some(Secret::from(address));
        let error = run(client.upload(&place, "image/jpeg", "smile")).unwrap_err();
        seen.push(format!("{error} {error:?}"));
    }
    seen.append(&mut notes.lock().unwrap());
    let seen = seen.join("\n");
    assert!(seen.contains("upload_url: Some(Secret(****))") && seen.contains("status 403"), "{seen}");
    assert!(!seen.contains("SIGCANARY51"), "{seen}");
}

/// The secrets of a body's example, each with its name.
fn gather(body: Option<&Body<'static>>, secrets: &mut Vec<(String, String)>) {
    if let Some(Body { schema, example: Some(example) }) = body {
        visit(*schema, example, "", secrets);
    }
}

fn visit(schema: Node<'_>, value: &Value, name: &str, secrets: &mut Vec<(String, String)>) {
    let schema = schema.list("anyOf").into_iter().next().unwrap_or(schema);
    match value {
        Value::String(text) if schema.text("format") == Some("password") || schema.is_true("x-secret") => {
            secrets.push((name.to_owned(), text.clone()));
        }
        Value::Array(list) => {
            for (items, entry) in
                schema.get("items").iter().flat_map(|items| list.iter().map(|one| (*items, one)))
            {
                visit(items, entry, name, secrets);
            }
        }
        Value::Object(fields) => {
            for (name, property) in schema.map("properties") {
                if let Some(value) = fields.get(name) {
                    visit(property, value, name, secrets);
                }
            }
        }
        _ => {}
    }
}
