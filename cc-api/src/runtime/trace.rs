//! Spans and events for [`tracing`], with the feature of that name: one span a call, one event a note.
//!
//! Every field is named here, and there are no others: names of operations, numbers, statuses, kinds and reasons of
//! ours. Nothing of a request or an answer is among them, so what collects spans never sees a key, a query or a body.

use tracing::Instrument as _;
use tracing::field::{Empty, debug};

use super::catalogue::Operation;
use super::error::Error;
use super::note::Note;
use super::response::Reply;
use super::send::RetryReason;
use super::timer::BoxFuture;

/// What the span of a call tells of its success.
pub(crate) trait Traced: Send + 'static {
    /// How many times the request was sent, and the status of the answer.
    fn attempts_and_status(&self) -> (u32, u16);
}

impl Traced for Reply {
    fn attempts_and_status(&self) -> (u32, u16) {
        (self.attempts, self.status)
    }
}

/// Wraps a call into its span.
pub(crate) fn call<T: Traced>(
    operation: &'static Operation,
    sent: BoxFuture<'static, Result<T, Error>>,
) -> BoxFuture<'static, Result<T, Error>> {
    let span = tracing::info_span!(
        target: "cc_api",
        "call",
        operation = operation.id,
        safety = operation.safety.as_str(),
        attempts = Empty,
        status = Empty,
        error = Empty,
        outcome = Empty,
    );
    let inside = span.clone();
    let recorded = async move {
        let result = sent.await;
        let (attempts, status) = match &result {
            Ok(reply) => {
                let (attempts, status) = reply.attempts_and_status();
                (attempts, Some(status))
            }
            Err(error) => (error.attempts(), error.status()),
        };
        inside.record("attempts", attempts);
        if let Some(status) = status {
            inside.record("status", status);
        }
        if let Err(error) = &result {
            inside.record("error", debug(error.kind()));
            inside.record("outcome", error.outcome().as_str());
        }
        result
    };
    Box::pin(recorded.instrument(span))
}

/// Makes an event of a note.
pub(crate) fn event(note: &Note) {
    match note {
        Note::Attempt { attempt, retry, status, error, outcome, remaining, .. } => {
            let (retry, outcome) = (retry.map(RetryReason::as_str), outcome.as_str());
            if let Some(error) = error {
                tracing::warn!(
                    target: "cc_api", attempt, retry, status, ?error, outcome, remaining, "attempt failed"
                );
            } else {
                tracing::debug!(target: "cc_api", attempt, retry, status, outcome, remaining, "attempt");
            }
        }
        Note::Wait { lane, why, time, .. } => {
            let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            tracing::info!(target: "cc_api", ms, lane = lane.as_str(), %why, "wait");
        }
        // These are made of names and numbers of ours, too; their text says it best.
        other => tracing::warn!(target: "cc_api", "{other}"),
    }
}
