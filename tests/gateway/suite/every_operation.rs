//! What holds for every operation of the document, one after the other. Their safety is read from the spec, not from the
//! catalogue that the gateway was made with.

use cc_faults::list::List;
use cc_faults::scene::written;
use cc_faults::shapes::decoded;
use cc_tests::operation::{self, Operation};
use cc_tests::{spec, wire};
use serde_json::{Value, json};

use crate::caller::{Answer, with_key};
use crate::door::{self, Door};
use crate::owed;

/// The document that is served.
const DOCUMENT: &str = include_str!("../../../dist/chatgpt/openapi.json");

/// What queries can't do without: the operation, the parameter.
const NEEDED: [(&str, &str); 1] = [("search_content", "query")];

/// The operations of the document, but for the dashboard, which is no operation of the API.
fn served() -> Vec<Operation<'static>> {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let is_served = |operation: &Operation<'_>| {
        document["paths"][operation.path].get(operation.method.to_ascii_lowercase()).is_some()
    };
    let served: Vec<_> = operation::all(spec()).into_iter().filter(is_served).collect();
    assert_eq!(
        served.len() + 1,
        document["paths"].as_object().unwrap().values().map(operations).sum::<usize>()
    );
    served
}

fn operations(path: &Value) -> usize {
    path.as_object().unwrap().keys().filter(|name| *name != "parameters").count()
}

/// Where a request goes: the path with these values, and in the query what has to be there.
fn target(operation: &Operation<'_>, value: impl Fn(&Value) -> String) -> String {
    let mut target = operation.path.to_owned();
    let mut query = Vec::new();
    for (name, usual) in wire::arguments(operation) {
        target = target.replace(&format!("{{{name}}}"), &value(&usual));
        if NEEDED.contains(&(operation.id, &name)) {
            query.push(format!("{name}={}", encoded(&text(&usual))));
        }
    }
    if query.is_empty() { target } else { format!("{target}?{}", query.join("&")) }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

async fn ask(door: &Door, operation: &Operation<'_>, target: &str, key: &str) -> Answer {
    let body = wire::body(operation).map(|body| body.to_string()).unwrap_or_default();
    door.ask(&with_key(&operation.method, target, key, &body)).await
}

/// How often the spec lets an operation be sent, by its mark. Without one, a plain read is repeatable and nothing else is.
fn sends(operation: &Operation<'_>) -> u32 {
    match operation.node.text("x-safety") {
        Some("idem") => 3,
        Some("write" | "costly") => 1,
        Some(other) => panic!("{}: no such safety class: {other}", operation.id),
        None if operation.method == "GET" => 3,
        None => 1,
    }
}

pub(crate) fn each_is_sent_as_often_as_its_class_allows() {
    let steps = written(json!([{"always": true}, {"read": "all"}, {"end": "rst"}]));
    // A client has ten retries for all its keys together.
    for some in served().chunks(5) {
        door::scene(&steps, None, |_| {}, &async |wire, door| {
            for operation in some {
                let before = wire.tally().sends;
                let target = target(operation, |usual| encoded(&text(usual)));
                let answer = ask(door, operation, &target, &format!("cc_of_{}", operation.id)).await;
                let place = format!("{}: {answer:?}", operation.id);
                assert_eq!((answer.status, owed::breaches(&answer)), (502, Vec::new()), "{place}");
                assert_eq!(wire.tally().sends - before, sends(operation), "{place}");
            }
        });
    }
}

pub(crate) fn no_value_leads_to_another_route() {
    let in_path = |operation: &Operation<'_>| operation.parameters.iter().any(|it| it.place == "path");
    let operations: Vec<_> = served().into_iter().filter(in_path).collect();
    assert!(operations.len() >= 5, "{} operations", operations.len());
    for operation in operations {
        door::scene(&[], None, |_| {}, &async |wire, door| {
            for (number, (hostile, sent)) in hostile().into_iter().enumerate() {
                let before = wire.tally();
                let target = target(&operation, |_| sent.clone());
                let answer = ask(door, &operation, &target, &format!("cc_caller{number}")).await;
                let place =
                    format!("{} with {:?}", operation.id, hostile.chars().take(20).collect::<String>());
                assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{place}");
                let came = wire.tally().since(&before);
                if came.sends == 0 {
                    assert!((400..500).contains(&answer.status), "{place}: {answer:?}");
                    continue;
                }
                assert_eq!(came.sends, 1, "{place}: {answer:?}");
                goes_there(&operation, hostile.trim(), &String::from_utf8_lossy(&came.bytes), &place);
            }
        });
    }
}

/// The texts of the list, each as it stands where a path can hold it, and with every byte encoded: what it means, and what is sent.
fn hostile() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for case in &List::get().fault("F201").cases {
        let text = case.as_str().unwrap();
        let text = if text == "x * 4096" { "x".repeat(4096) } else { text.to_owned() };
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%.;".contains(&byte)) {
            texts.push((decoded(&text), text.clone()));
        }
        texts.push((text.clone(), encoded(&text)));
    }
    texts
}

/// That the API got the route with the text as one segment.
fn goes_there(operation: &Operation<'_>, hostile: &str, request: &str, place: &str) {
    let path = request.split(' ').nth(1).unwrap().split('?').next().unwrap();
    let (sent, wanted): (Vec<_>, Vec<_>) = (path.split('/').collect(), operation.path.split('/').collect());
    assert_eq!(sent.len(), wanted.len(), "{place}: {path}");
    for (sent, wanted) in sent.iter().zip(wanted) {
        if wanted.starts_with('{') {
            assert_eq!(decoded(sent), hostile, "{place}");
            let dots = sent.to_lowercase().replace("%2e", ".");
            assert!(!matches!(&*dots, "" | "." | ".."), "{place}: a server would fold {sent:?}");
        } else {
            assert_eq!(*sent, wanted, "{place}");
        }
    }
}
