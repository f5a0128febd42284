//! Headers that say when to come again and how much is left: whatever stands in them, the client keeps to the limits that
//! it knows, waits for a time that makes sense, and goes on.
//!
//! Each line is a header: a digit that chooses its name, and its value. The number of lines chooses the status.

use std::time::Duration;

use cc_api::ErrorKind;
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::time::Timestamp;

use crate::api::catalogue::GET_POST;
use crate::client::{START, builder, built, check_error, outcome};

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
/// The limits that the API documents, and their windows in seconds.
const DOCUMENTED: [(u32, u64); 3] = [(30, 60), (500, 3600), (2000, 86_400)];
/// However long the server wants to be left alone, there is a next try.
const LONGEST: Duration = Duration::from_secs(25 * 3600);

/// Reads the headers of all answers to a few calls.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let status = if text.lines().count().is_multiple_of(2) { 200 } else { 429 };
    let mut answer = FakeAnswer::new(status, r#"{"slug":"a","detail":"slow down"}"#);
    for line in text.lines().take(16) {
        let mut rest = line.chars();
        let Some(digit) = rest.next() else { continue };
        let place = usize::try_from(u32::from(digit)).unwrap_or(0);
        answer = answer.header(NAMES[place % NAMES.len()], rest.as_str());
    }
    let fake = FakeTransport::new();
    fake.respond(move |_| answer.clone());
    let client = built(builder(&fake));
    for _ in 0..3 {
        match outcome(client.call(&GET_POST).arg("id_or_slug", "a")) {
            Ok(_) => assert_eq!(status, 200),
            Err(error) => check_refusal(&error, status),
        }
    }
    check_report(&outcome(Box::pin(client.quota())), fake.requests().len());
}

fn check_refusal(error: &cc_api::Error, status: u16) {
    check_error(error);
    match error.kind() {
        ErrorKind::RateLimited => assert_eq!(status, 429, "{error}"),
        // The slot for the next attempt, or that of a later call, is too far away.
        ErrorKind::QuotaWait | ErrorKind::TooLarge => {}
        kind => panic!("{kind:?}: {error}"),
    }
    if let Some(at) = error.retry_at() {
        // Calls wait for at most a minute in all; what they are told comes after that.
        check_time(at);
    }
    assert!(error.request_id().is_none_or(|id| (1..=128).contains(&id.len())), "{error:?}");
}

/// What the server says can tighten the limits, not loosen them, and for no longer than a window.
fn check_report(report: &cc_api::QuotaReport, sent: usize) {
    let sent = u32::try_from(sent).unwrap_or(u32::MAX);
    assert_eq!((report.reserved, report.waiting), (0, 0), "nothing is under way");
    assert_eq!(report.windows.len(), DOCUMENTED.len());
    for (window, (limit, seconds)) in report.windows.iter().zip(DOCUMENTED) {
        assert_eq!(window.length, Duration::from_secs(seconds));
        assert!((1..=limit).contains(&window.limit), "{} requests are allowed", window.limit);
        // Three calls may take longer than a minute, with the waits between their attempts.
        let counted = if seconds > 60 { sent } else { 0 };
        assert!(window.used >= counted, "{} of {sent} requests are counted", window.used);
        assert!(window.left <= limit - counted, "{} are left after {sent}", window.left);
        if let Some(at) = window.empty_at {
            assert!(at <= START + LONGEST * 2, "not empty before {at}");
        }
    }
    check_time(report.next);
    if let Some(at) = report.frozen_until {
        check_time(at);
    }
    assert!(report.estimate(1) >= report.next, "{} before {}", report.estimate(1), report.next);
}

fn check_time(at: Timestamp) {
    assert!(START <= at && at <= START + LONGEST + Duration::from_secs(3600), "told to come again at {at}");
}
