//! What holds for every operation of the API, one after the other: how often each is sent, and where it goes.
//!
//! The operations, their safety and their paths are read from the spec's own files, not from the catalogue that the client
//! was made with: both can't be wrong alike.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use cc_api::transport::{Failure, Request, TransportError};
use cc_api::{Client, Credential, Error, ErrorKind, JsonCall, Outcome, Quota};
use cc_faults::list::List;
use cc_faults::logic::{Desk, Served};
use cc_faults::scene;
use cc_faults::shapes::decoded;
use cc_tests::operation::{self, Operation};
use cc_tests::{spec, wire};

/// The call of an operation by its catalogue entry, with every argument that it takes. The typed method sends by the same
/// entry, which is a claim of its own.
fn call(client: &Client, operation: &Operation<'_>) -> JsonCall {
    let entry = cc_api::catalogue::find(operation.id);
    let entry = entry.unwrap_or_else(|| panic!("{}: not in the catalogue", operation.id));
    let call = client.call(entry);
    let call =
        wire::arguments(operation).into_iter().fold(call, |call, (name, value)| call.arg(&name, value));
    let body = wire::body(operation);
    let fields = body.iter().filter_map(|body| body.as_object()).flatten();
    fields.fold(call, |call, (name, value)| call.arg(name, value))
}

/// A client with the credential that an operation takes, of a server of its own.
fn client(desk: &Desk, server: &Served, operation: &Operation<'_>) -> Client {
    let token = Credential::session_token("a-token-of-a-login").unwrap();
    // How often each is sent is the question here, not how often all of them together.
    let builder = desk.builder(server.clone()).quota(Quota::unlimited());
    let builder = if wire::is_for_sessions_only(operation) { builder.credential(token) } else { builder };
    builder.build().unwrap()
}

/// How often the spec lets an operation be sent, by its mark. Without one, a plain read is repeatable and nothing else is.
fn sends(operation: &Operation<'_>) -> usize {
    match operation.node.text("x-safety") {
        Some("idem") => 3,
        Some("write" | "costly") => 1,
        Some(other) => panic!("{}: no such safety class: {other}", operation.id),
        None if operation.method == "GET" => 3,
        None => 1,
    }
}

pub(crate) fn each_is_sent_as_often_as_its_class_allows() {
    let operations = operation::all(spec());
    assert!(operations.len() > 100, "{} operations", operations.len());
    let mut classes = BTreeMap::new();
    for operation in &operations {
        scene::without_sockets(async |desk| {
            let broken = || Err(TransportError::new(Failure::Broken, "the connection broke"));
            let server = Served::new(move |_| broken());
            let client = client(desk, &server, operation);
            let error = call(&client, operation).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown), "{error}");
            assert_eq!(server.sends(), sends(operation), "{}: {error}", operation.id);
        });
        *classes.entry(operation.node.text("x-safety")).or_insert(0) += 1;
    }
    assert_eq!(classes.len(), 4, "all classes are in the spec: {classes:?}");
}

pub(crate) fn no_value_leads_to_another_route() {
    let operations = operation::all(spec());
    let in_path = |operation: &&Operation<'_>| operation.parameters.iter().any(|it| it.place == "path");
    let operations: Vec<_> = operations.iter().filter(in_path).collect();
    assert!(operations.len() > 20, "{} operations", operations.len());
    for operation in operations {
        for case in &List::get().fault("F201").cases {
            let case = match case.as_str().unwrap() {
                "x * 4096" => "x".repeat(4096),
                text => text.to_owned(),
            };
            goes_where_it_was_sent(operation, &case);
        }
    }
}

/// Every argument of the path is the hostile text in turn; the others stay as they are.
fn goes_where_it_was_sent(operation: &Operation<'_>, hostile: &str) {
    for parameter in operation.parameters.iter().filter(|parameter| parameter.place == "path") {
        scene::without_sockets(async |desk| {
            let seen = Arc::new(Mutex::new(None));
            let server = {
                let seen = Arc::clone(&seen);
                Served::new(move |arrival| {
                    *seen.lock().unwrap() = Some(arrival.request.clone());
                    cc_faults::logic::answered(422, &[], "")
                })
            };
            let client = client(desk, &server, operation);
            // The server refuses everything.
            let error = call(&client, operation).arg(parameter.name, hostile).await.unwrap_err();
            let arrived = seen.lock().unwrap().take();
            judge(operation, (parameter.name, hostile), &error, arrived.as_ref());
        });
    }
}

/// Either nothing was sent and the argument is to blame, or the server got the route with the text as one segment.
fn judge(operation: &Operation<'_>, (name, hostile): (&str, &str), error: &Error, arrived: Option<&Request>) {
    let place = format!("{} with {name} = {:?}", operation.id, hostile.chars().take(20).collect::<String>());
    let Some(request) = arrived else {
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::InvalidInput, Outcome::NotSent),
            "{place}: {error}"
        );
        return;
    };
    let path = request.url.split(['?', '#']).next().unwrap();
    let path = path.strip_prefix("https://").and_then(|rest| rest.split_once('/')).unwrap().1;
    let template = format!("api{}", operation.path);
    let (sent, wanted): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    assert_eq!(sent.len(), wanted.len(), "{place}: {path}");
    for (sent, wanted) in sent.iter().zip(wanted) {
        if wanted == format!("{{{name}}}") {
            assert_eq!(decoded(sent), hostile, "{place}");
            let dots = sent.to_lowercase().replace("%2e", ".");
            assert!(!matches!(&*dots, "" | "." | ".."), "{place}: a library would fold {sent:?}");
        } else if !wanted.starts_with('{') {
            assert_eq!(*sent, wanted, "{place}");
        }
    }
}
