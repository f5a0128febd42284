//! The costly calls that are under way in this process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::identity::Identity;

/// The calls under way. They are few, so a list that is searched from its begin will do.
#[derive(Debug, Default)]
pub(super) struct InFlight(Mutex<Calls>);

#[derive(Debug, Default)]
struct Calls {
    calls: Vec<Entered>,
    next: u64,
}

#[derive(Debug)]
struct Entered {
    number: u64,
    call: Arc<Identity>,
    started: Timestamp,
}

impl InFlight {
    /// Enters a call and gives its number; or says since when the same call is under way, unless that is allowed.
    pub(super) fn enter(
        &self,
        call: &Arc<Identity>,
        now: Timestamp,
        duplicate_allowed: bool,
    ) -> Result<u64, Timestamp> {
        let mut calls = self.lock();
        if !duplicate_allowed {
            for first in &calls.calls {
                if first.call == *call {
                    return Err(first.started);
                }
            }
        }
        let number = calls.next;
        calls.next += 1;
        calls.calls.push(Entered { number, call: Arc::clone(call), started: now });
        Ok(number)
    }

    /// Takes a call out that has ended.
    pub(super) fn leave(&self, number: u64) {
        let mut calls = self.lock();
        if let Some(place) = calls.calls.iter().position(|entered| entered.number == number) {
            calls.calls.swap_remove(place);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        // Nothing that holds the lock can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
