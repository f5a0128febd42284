//! A client whose server is the fuzzer, and what is promised of every error that it gives.

use std::future::IntoFuture;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cc_api::fake::{FakeAnswer, FakeTimer, FakeTransport};
use cc_api::time::Timestamp;
use cc_api::{Builder, Client, Credential, Error, Quota, Retry};

use crate::api::API;

/// The key of the client; whatever a server sends, it is never shown.
pub(crate) const CANARY: &str = "cc_CANARY_7f3a9d";

/// When the first request is sent.
pub(crate) const START: Timestamp = Timestamp::constant(1_795_348_800, 0);

/// A client that gets this answer to everything, sends once and knows no quota.
pub(crate) fn client(answer: FakeAnswer) -> Client {
    let fake = FakeTransport::new();
    fake.respond(move |_| answer.clone());
    built(builder(&fake).retry(Retry::never()).quota(Quota::unlimited()))
}

/// A client of this server, with everything else as users have it.
pub(crate) fn builder(fake: &FakeTransport) -> Builder {
    let builder = Client::builder_for(&API)
        .transport(fake.clone())
        .timer(FakeTimer::beginning_at(START))
        .random(|| 1.0);
    match Credential::api_key(CANARY) {
        Ok(key) => builder.credential(key),
        Err(error) => panic!("the key is none: {error}"),
    }
}

pub(crate) fn built(builder: Builder) -> Client {
    builder.build().unwrap_or_else(|error| panic!("the client can't be built: {error}"))
}

/// Waits for a call whose server answers at once.
pub(crate) fn outcome<F: IntoFuture>(call: F) -> F::Output {
    let mut future = pin!(call.into_future());
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the call hangs");
}

/// Checks what is promised of every error: it is one line of bounded length, says nothing that moves a cursor or
/// turns the direction of writing, never shows the key, and keeps a bounded part of the body.
pub(crate) fn check_error(error: &Error) {
    let line = error.to_string();
    assert!(line.chars().count() <= 2000, "an error of {} characters", line.chars().count());
    assert!(line.chars().all(is_plain), "control characters in {line:?}");
    assert!(error.body().len() <= 64 * 1024, "{} bytes of the body are kept", error.body().len());
    let debug = format!("{error:?}");
    for shown in [&line, &debug] {
        assert!(!shown.contains(CANARY), "the key is shown: {shown}");
    }
    assert!(error.operation().is_some(), "{debug}");
}

fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
