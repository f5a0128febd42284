//! How many calls run at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal::Refusal;

/// The places for all calls together.
#[derive(Debug)]
pub(crate) struct Places(Arc<Semaphore>);

impl Places {
    pub(crate) fn new(calls: usize) -> Self {
        Self(Arc::new(Semaphore::new(calls)))
    }

    /// A place, as long as it is kept. Nobody waits for one: what waits here is given up elsewhere.
    pub(crate) fn take(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| {
            let message = "This server has as many calls under way as it takes. Try again in a few seconds.";
            Refusal::new(503, "too_busy", message).again_in(Duration::from_secs(5))
        })
    }

    /// Whether there is one.
    pub(crate) fn has_room(&self) -> bool {
        self.0.available_permits() > 0
    }
}

/// What a key is told whose places are all taken.
pub(crate) fn one_after_the_other() -> Refusal {
    let message = "This key has as many calls under way as it may. Make the calls one after the other, and this one again in a \
                   few seconds.";
    Refusal::new(429, "too_many_at_once", message).again_in(Duration::from_secs(2))
}
