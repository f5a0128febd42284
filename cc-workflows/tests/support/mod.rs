//! A server in memory that answers as the examples of the spec do.

pub(crate) mod reading;

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cc_api::catalogue::{self, Workflow};
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::{Client, Credential, Quota, Retry};
use serde_json::{Map, Value};

/// A client, and the server that it talks to.
pub(crate) fn client() -> (Client, FakeTransport) {
    let fake = FakeTransport::new();
    let credential = Credential::api_key("cc_0123456789abcdef").unwrap();
    let builder = Client::builder().quota(Quota::unlimited()).retry(Retry::never());
    let client = builder.credential(credential).transport(fake.clone()).build().unwrap();
    (client, fake)
}

/// The same, with the answers that the examples of the spec give wherever a test lays out no other.
pub(crate) fn example_client() -> (Client, FakeTransport) {
    let (client, fake) = client();
    fake.respond(|request| {
        let status = catalogue::find(request.operation).unwrap().answer.statuses[0];
        FakeAnswer::new(status, example(request.operation).to_string())
    });
    (client, fake)
}

/// What the example of the spec answers.
pub(crate) fn example(operation: &str) -> Value {
    let file = format!("../spec/examples/{operation}.response.json");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["value"].take()
}

/// A workflow of the catalogue.
pub(crate) fn workflow(id: &str) -> &'static Workflow {
    cc_workflows::find(id).unwrap()
}

/// The members of a JSON object.
pub(crate) fn object(json: Value) -> Map<String, Value> {
    match json {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

/// Runs a future to its end: the server in memory never makes one wait.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the server in memory answers at once"),
    }
}
