//! Answers that refuse: whatever the body is, the error says what was found, within bounds, and not the key.
//!
//! The first byte chooses the status, the rest is the body.

use cc_api::ErrorKind;
use cc_api::fake::FakeAnswer;

use crate::api::catalogue::UPDATE_POST;
use crate::client::{CANARY, check_error, client, outcome};

/// The statuses, by the digit that the seeds begin with.
const STATUSES: [(u16, ErrorKind); 8] = [
    (400, ErrorKind::Validation),
    (401, ErrorKind::Auth),
    (403, ErrorKind::Scope),
    (404, ErrorKind::NotFound),
    (409, ErrorKind::Conflict),
    (429, ErrorKind::RateLimited),
    (500, ErrorKind::Server),
    (402, ErrorKind::PaymentRequired),
];

/// Reads a refusal.
pub fn run(data: &[u8]) {
    let Some((choice, body)) = data.split_first() else { return };
    let (status, kind) = STATUSES[usize::from(*choice) % STATUSES.len()];
    let client = client(FakeAnswer::new(status, body.to_vec()));
    // A call that changes something: it is sent once, whatever comes back.
    let Err(error) = outcome(client.call(&UPDATE_POST).arg("id_or_slug", "a")) else {
        panic!("status {status} is no success");
    };
    check_error(&error);
    assert_eq!((error.kind(), error.status(), error.attempts()), (kind, Some(status), 1), "{error}");
    let kept = body.len().min(64 * 1024);
    assert_eq!(error.body(), &body[..kept], "the body is kept as it came");
    assert!(error.fields().len() <= 50, "{} fields", error.fields().len());
    for field in error.fields() {
        for text in [&field.field, &field.message] {
            assert!(text.chars().count() <= 201, "a field of {} characters", text.chars().count());
            assert!(!text.contains(CANARY), "the key is in a field: {text}");
        }
    }
    assert!(
        error.message().chars().count() <= 300 && !error.message().contains(CANARY),
        "{}",
        error.message()
    );
}
