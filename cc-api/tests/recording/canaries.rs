//! Every operation, with secrets and personal texts in all its arguments and answers.

use std::path::Path;

use cc_api::catalogue::{self, Access, Place};
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::{Client, Credential};
use serde_json::{Map, Value, json};

use crate::{Paper, recorded};

const KEY: &str = "cc_CANARY_7f3a9d";
const SESSION: &str = "CANARYsession51";
const TENANT: &str = "canary-realty";
const NAME: &str = "Canary Q. Person";
/// What is no word of a list, whatever the list is.
const PERSONAL: [&str; 7] = [
    KEY,
    SESSION,
    TENANT,
    "canary@canary-mail.example",
    "+1 512 555 0142",
    "1200 Canary Lane, Austin, TX 78701",
    "Canary caption: don't miss it! \u{1f3e1}\nCall 512-555-0142",
];
/// Parts of them that may stand nowhere, however they are written.
const PARTS: [&str; 7] = ["canary", "7f3a9d", "51", "Q. Person", "555", "1200", "78701"];

/// The answers of the spec's examples, by operation; operations that answer nothing have none.
fn example(operation: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/examples");
    let text = std::fs::read_to_string(folder.join(format!("{operation}.response.json"))).ok()?;
    Some(text.parse().unwrap())
}

/// The value with a canary for every text in it. Where `written` shows that the document lists words, any short plain
/// text may be a new one, so the name is none of those there.
fn with_canaries(value: &Value, written: &Value, next: &mut usize) -> Value {
    match value {
        Value::String(text) => {
            let listed = written.as_str() == Some(text) && text.contains(|c: char| c.is_alphanumeric());
            *next += 1;
            let canary = *next % (PERSONAL.len() + 1);
            Value::from(PERSONAL.get(canary).copied().unwrap_or(if listed { KEY } else { NAME }))
        }
        Value::Array(items) => {
            let pairs = items.iter().zip(written.as_array().unwrap());
            pairs.map(|(item, written)| with_canaries(item, written, next)).collect()
        }
        Value::Object(fields) => {
            let mut out = Map::new();
            for (key, value) in fields {
                out.insert(key.clone(), with_canaries(value, &written[key], next));
            }
            out.insert(KEY.to_owned(), json!(1));
            out.insert(PERSONAL[3].to_owned(), json!({ "phone": PERSONAL[4] }));
            Value::Object(out)
        }
        other => other.clone(),
    }
}

/// What all operations leave in a recording when they are called with canaries and answered by `answer`.
async fn recording(answer: impl Fn(&str) -> FakeAnswer) -> Paper {
    let paper = Paper::default();
    let fake = FakeTransport::new();
    let recorder = paper.recorder();
    let with = |credential: Credential| -> Client {
        let builder = recorded(fake.clone(), recorder.clone()).credential(credential);
        builder.tenant(TENANT).build().unwrap()
    };
    let key = with(Credential::api_key(KEY).unwrap());
    let session = with(Credential::session_token(SESSION).unwrap());
    for (index, operation) in catalogue::all().iter().enumerate() {
        fake.script(operation.id, answer(operation.id));
        let client = if operation.access == Access::Session { &session } else { &key };
        let mut call = client.call(operation);
        for (place, param) in operation.params.iter().enumerate() {
            // The last one has a line break in it, which no path may have.
            let canaries = PERSONAL.len() - usize::from(param.place == Place::Path);
            call = call.arg(param.name, PERSONAL[(index + place) % canaries]);
        }
        // What the call makes of the answer does not matter here.
        let _ = call.await;
    }
    assert_eq!(fake.requests().len(), catalogue::all().len());
    paper
}

fn assert_clean(paper: &Paper) {
    let text = paper.text();
    // Times and versions of our own are in the first line, and `ms` is ours, too.
    let (_, lines) = text.split_once('\n').unwrap();
    assert_eq!(lines.lines().count(), catalogue::all().len());
    for line in lines.lines() {
        for part in PARTS {
            assert!(!line.to_lowercase().contains(&part.to_lowercase()), "{part}: {line}");
        }
    }
}

#[tokio::test]
async fn no_canary_is_in_what_any_operation_leaves() {
    let examples = recording(|operation| match example(operation) {
        Some(body) => FakeAnswer::json(&body),
        None => FakeAnswer::new(204, ""),
    });
    let written = examples.await.exchanges();
    let body = |operation: &str| {
        let line = written.iter().find(|line| line["operation"] == operation).unwrap();
        line["body"].clone()
    };
    let mut next = 0;
    let mut bodies = Map::new();
    for operation in catalogue::all() {
        if let Some(example) = example(operation.id) {
            let canaries = with_canaries(&example, &body(operation.id), &mut next);
            bodies.insert(operation.id.to_owned(), canaries);
        }
    }
    assert!(next > 500, "{next} texts");
    let answers = recording(|operation| {
        let answer = FakeAnswer::json(bodies.get(operation).unwrap_or(&Value::Null));
        answer.header("x-ratelimit-user", KEY).header("set-cookie", SESSION).header("x-mail", PERSONAL[3])
    });
    assert_clean(&answers.await);
}

#[tokio::test]
async fn a_refusal_names_nothing_but_the_scope_and_other_bodies_only_their_type() {
    let refusal = json!({
        "detail": format!("{NAME} ({}) with {KEY} needs content:read", PERSONAL[3]),
        "errors": { PERSONAL[3]: [TENANT, PERSONAL[5]] },
        "required_scope": "search:read",
    });
    let refused = recording(|_| FakeAnswer::new(403, refusal.to_string())).await;
    assert_clean(&refused);
    for line in refused.exchanges() {
        let body = &line["body"];
        assert!(body["detail"].as_str().unwrap().ends_with("xxxxx content:read"), "{line}");
        assert_eq!(body["required_scope"], "search:read", "{line}");
    }
    let page = format!("<html>{NAME} {KEY}</html>");
    let pages = recording(|_| FakeAnswer::new(502, page.clone()).header("content-type", "text/html")).await;
    assert_clean(&pages);
    for line in pages.exchanges() {
        assert!(line["body_type"] == "text/html" && line.get("body").is_none(), "{line}");
    }
}

#[tokio::test]
async fn a_line_says_what_was_asked_by_the_documents_names() {
    let paper = Paper::default();
    let fake = FakeTransport::new();
    let answer = json!({ "id": "post_1", "title": "A tour", "isTrending": true, "publishedAt": "2026-11-22T10:00:00Z" });
    fake.script("get_post", FakeAnswer::json(&answer).header("x-ratelimit-limit", "30"));
    let client = recorded(fake, paper.recorder()).build().unwrap();
    client.call(catalogue::find("get_post").unwrap()).arg("id_or_slug", "a-tour-at-home").await.unwrap();
    let text = paper.text();
    let (first, line) = text.split_once('\n').unwrap();
    let first: Value = first.parse().unwrap();
    assert!(first["recording"] == 1 && first["product"] == "tests/1.0", "{first}");
    assert!(first["began"].as_str().unwrap().ends_with('Z'), "{first}");
    let mut line: Value = line.parse().unwrap();
    assert!(line["ms"].take().is_u64());
    let written = json!({
        "operation": "get_post",
        "method": "GET",
        "path": "/user/content/posts-v2/{id_or_slug}",
        "query": {},
        "status": 200,
        "headers": { "content-type": "application/json", "x-ratelimit-limit": "30" },
        "body": { "id": "xxxx_0", "title": "x xxxx", "isTrending": true, "publishedAt": "0000-00-00T00:00:00Z" },
        "ms": null,
    });
    assert_eq!(line, written);
}
