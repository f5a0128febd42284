//! What holds for any input: values that go into addresses, numbers that come back, and what servers say when they refuse.
//!
//! Each property is tried with generated input and the smallest that breaks it is shown. The API is that of the tests in
//! `mini`, which hold single cases against single answers.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

#[expect(dead_code, unreachable_pub, reason = "it is written as the library that it would be")]
#[path = "../mini/api/mod.rs"]
mod api;
mod error_bodies;
mod headers;
mod numbers;
mod paths;
mod queries;
#[cfg(feature = "http")]
mod uploads;

use std::future::IntoFuture;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cc_api::Client;
use cc_api::fake::{FakeAnswer, FakeTransport};
use proptest::prelude::*;

/// How often each property is tried; nothing is written down about a failure but what is printed.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

/// A server that answers everything in one way, and its client.
fn answering(answer: FakeAnswer) -> (FakeTransport, Client) {
    let fake = FakeTransport::new();
    fake.respond(move |_| answer.clone());
    let client = Client::builder_for(&api::API).transport(fake.clone()).build().unwrap();
    (fake, client)
}

/// What a call gives whose server answers at once.
fn outcome<F: IntoFuture>(call: F) -> F::Output {
    let mut future = pin!(call.into_future());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the fake answers at once"),
    }
}

/// Any text, and more often than by chance what means something in an address.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r"[./\\%?#;:@&=+ ,2eE0-9a-f\[\]]{0,12}",
        "[a-z0-9_.~-]{0,12}",
        "(\\.|%2[eE]){0,3}",
    ]
}

/// Decodes what is percent-encoded; everything else has to be what needs no encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte), "{text}");
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
