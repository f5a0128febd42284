//! The calls that the site shows in Rust, made: each has to send what the page's curl does.

use cc_api::fake::FakeTransport;
use cc_api::{Client, Credential};
use codegen::model::Access;
use codegen::site::snippet;

use crate::called;
use crate::spec::{input, linted};

#[test]
fn every_call_sends_what_curl_does() {
    let linted = linted();
    let input = input(&linted);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut calls = called::all();
    for operation in &input.model.operations {
        let (fake, call) = (FakeTransport::new(), calls.remove(operation.id.as_str()));
        let call = call.unwrap_or_else(|| panic!("{} is not called", operation.id));
        let credential = match operation.access {
            Access::Session => Credential::session_token("session_example").unwrap(),
            _ => Credential::api_key("cc_EXAMPLE00000000000000000000").unwrap(),
        };
        let client = Client::builder().credential(credential).transport(fake.clone()).build().unwrap();
        // Whether the answer is understood does not matter here.
        let ended = runtime.block_on(call(client));
        let requests = fake.requests();
        let sent =
            requests.first().unwrap_or_else(|| panic!("{}: nothing was sent: {ended:?}", operation.id));
        let expected = snippet::request(&snippet::example(operation, &input), &input);
        let body = serde_json::from_slice::<serde_json::Value>(&sent.body).ok();
        let is_below = expected.url.ends_with(&sent.target) || expected.url == sent.target;
        assert!(is_below, "{}: {} and {}", operation.id, sent.target, expected.url);
        assert_eq!(
            (sent.method.as_str(), body),
            (expected.method.as_str(), expected.body),
            "{}",
            operation.id
        );
    }
    assert!(calls.is_empty(), "called, and not in the document: {:?}", calls.keys());
}
