//! Why a costly call is not sent, as errors that say what to do.

use jiff::Timestamp;

use super::super::error::{Error, ErrorKind};
#[cfg(feature = "journal")]
use super::super::journal::{JournalError, State, store_error};

const ALLOW: &str = "say `with_duplicate_allowed` if it is meant to happen twice";

/// The same call is under way in this process.
pub(super) fn under_way(started: Timestamp) -> Error {
    let message = format!("the same call is under way since {}; nothing was sent", seconds(started));
    Error::new(ErrorKind::Duplicate, message).with_advice(format!("wait for its answer, or {ALLOW}"))
}

/// The journal holds the same call, or doesn't work.
#[cfg(feature = "journal")]
pub(super) fn not_written(error: JournalError) -> Error {
    let first = match error {
        JournalError::Duplicate(first) => first,
        JournalError::Store(why) => return store_error(&format!("{why}; nothing was sent")),
    };
    let at = first.started.map_or_else(String::new, |started| format!(" at {}", seconds(started)));
    let by = first.process.map_or_else(String::new, |process| format!(" by process {process}"));
    let (what, look) = match first.state {
        State::Sent => ("nothing says how it ended", "if that process is gone, find out"),
        State::Unknown => ("it is not known how it ended", "find out"),
        State::Damaged => ("its record can't be read", "find out"),
    };
    let message = format!("the same call was begun{at}{by}, and {what}; nothing was sent");
    let advice =
        format!("{look} whether it happened and resolve the journal's record {}, or {ALLOW}", first.id);
    Error::new(ErrorKind::Duplicate, message).with_advice(advice)
}

/// A time without fractions of a second, which nobody reads.
fn seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
