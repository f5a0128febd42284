//! Headers that say when to come again: whatever stands in them, the answer is a moment that makes sense.
//!
//! Each line is a header: a digit that chooses its name, and its value.

use cc_api::fake::FakeAnswer;

use crate::api::catalogue::UPDATE_POST;
use crate::client::{START, check_error, client, outcome};

/// The names, by the digit that a line begins with.
const NAMES: [&str; 8] = [
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "date",
    "x-request-id",
    "location",
    "content-length",
];

/// Reads the headers of a refusal for coming too often.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut answer = FakeAnswer::new(429, r#"{"detail":"slow down"}"#);
    for line in text.lines().take(16) {
        let mut rest = line.chars();
        let Some(digit) = rest.next() else { continue };
        let place = usize::try_from(u32::from(digit)).unwrap_or(0);
        answer = answer.header(NAMES[place % NAMES.len()], rest.as_str());
    }
    let client = client(answer);
    let Err(error) = outcome(client.call(&UPDATE_POST).arg("id_or_slug", "a")) else {
        panic!("429 is no success");
    };
    check_error(&error);
    if let Some(at) = error.retry_at() {
        assert!(at >= START, "told to come again in the past: {at}");
    }
    assert!(error.request_id().is_none_or(|id| (1..=128).contains(&id.len())), "{error:?}");
}
