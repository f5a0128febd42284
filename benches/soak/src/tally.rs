//! What is counted.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use cc_api::{Error, ErrorKind, Note, Outcome};
use serde_json::{Value, json};

/// What became of the calls so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    calls: AtomicU64,
    /// Requests, repeats among them.
    attempts: AtomicU64,
    /// Answers of “too many requests”.
    throttled: AtomicU64,
    /// Waits for the quota, and before repeats.
    waits: AtomicU64,
    /// Calls that the client refused to send, as their key had no slot in time.
    no_slot: AtomicU64,
    /// Calls that failed as they may while a server misbehaves.
    failed: AtomicU64,
    /// Calls that were dropped under way.
    dropped: AtomicU64,
    /// Calls that must not happen twice: those that did happen, by what the client says.
    applied: AtomicU64,
    /// Calls that must not happen twice: those of which the client doesn't know it.
    unknown: AtomicU64,
    unexpected: AtomicU64,
    /// One of the unexpected errors.
    example: Mutex<Option<String>>,
}

impl Tally {
    pub(crate) fn note(&self, note: &Note) {
        match note {
            Note::Attempt { status, .. } => {
                self.attempts.fetch_add(1, Relaxed);
                self.throttled.fetch_add(u64::from(*status == Some(429)), Relaxed);
            }
            Note::Wait { .. } => {
                self.waits.fetch_add(1, Relaxed);
            }
            _ => {}
        }
    }

    pub(crate) fn dropped(&self) {
        self.calls.fetch_add(1, Relaxed);
        self.dropped.fetch_add(1, Relaxed);
    }

    /// A call is over. `once` is whether it must not happen twice.
    pub(crate) fn ended<T>(&self, once: bool, result: &Result<T, Error>) {
        self.calls.fetch_add(1, Relaxed);
        let outcome = result.as_ref().map_or_else(Error::outcome, |_| Outcome::Applied);
        self.applied.fetch_add(u64::from(once && outcome == Outcome::Applied), Relaxed);
        self.unknown.fetch_add(u64::from(once && outcome == Outcome::Unknown), Relaxed);
        let Err(error) = result else { return };
        match error.kind() {
            ErrorKind::QuotaWait => &self.no_slot,
            ErrorKind::RateLimited | ErrorKind::Server | ErrorKind::Transport => &self.failed,
            _ => {
                let mut example = self.example.lock().unwrap_or_else(PoisonError::into_inner);
                example.get_or_insert_with(|| error.to_string());
                &self.unexpected
            }
        }
        .fetch_add(1, Relaxed);
    }

    /// All counts as a line of JSON.
    pub(crate) fn line(&self, tasks: usize) -> Value {
        let read = |count: &AtomicU64| count.load(Relaxed);
        json!({
            "calls": read(&self.calls),
            "attempts": read(&self.attempts),
            "throttled": read(&self.throttled),
            "waits": read(&self.waits),
            "noSlot": read(&self.no_slot),
            "failed": read(&self.failed),
            "dropped": read(&self.dropped),
            "applied": read(&self.applied),
            "unknown": read(&self.unknown),
            "unexpected": read(&self.unexpected),
            "example": *self.example.lock().unwrap_or_else(PoisonError::into_inner),
            "tasks": tasks,
        })
    }
}
