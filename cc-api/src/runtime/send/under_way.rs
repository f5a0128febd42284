//! A request that is under way: whatever becomes of it is told once.

use super::super::catalogue::Operation;
use super::super::client::Core;
use super::super::error::{Error, ErrorKind, Outcome};
use super::super::note::Note;
use super::verdict::RetryReason;

/// A request that is under way. When it is dropped a note tells how it ended; one that was not told how it ended was given
/// up by its caller, and nobody knows what became of it.
pub(crate) struct UnderWay<'a> {
    core: &'a Core,
    operation: &'static Operation,
    attempt: u32,
    retry: Option<RetryReason>,
    status: Option<u16>,
    error: Option<ErrorKind>,
    outcome: Outcome,
    remaining: Option<u32>,
}

impl<'a> UnderWay<'a> {
    /// A request that is about to be sent, for this time; from the second on there is a reason for it.
    pub(crate) fn new(
        core: &'a Core,
        operation: &'static Operation,
        attempt: u32,
        retry: Option<RetryReason>,
    ) -> Self {
        let (error, outcome) = (Some(ErrorKind::Cancelled), Outcome::Unknown);
        Self { core, operation, attempt, retry, status: None, error, outcome, remaining: None }
    }

    /// It ended with this status or error, and the server has so many requests left for the key.
    pub(crate) fn ended(mut self, end: Result<u16, &Error>, remaining: Option<u32>) {
        (self.status, self.error, self.outcome) = match end {
            Ok(status) => (Some(status), None, Outcome::Applied),
            Err(error) => (error.status(), Some(error.kind()), error.outcome()),
        };
        self.remaining = remaining;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let Self { core, operation, attempt, retry, status, error, outcome, remaining } = *self;
        let (operation, safety) = (operation.id, operation.safety);
        core.notes().tell(&Note::Attempt {
            operation,
            safety,
            attempt,
            retry,
            status,
            error,
            outcome,
            remaining,
        });
    }
}
