//! The last requests, for the landing page.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// How many requests are remembered.
const REMEMBERED: usize = 50;

/// A request that was answered.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) at: Timestamp,
    pub(crate) request_id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The operation's name, if the path and method are one's.
    pub(crate) operation: Option<&'static str>,
    pub(crate) status: u16,
}

/// The last requests, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    served: Mutex<VecDeque<Served>>,
}

impl Recent {
    pub(crate) fn add(&self, request: Served) {
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        served.push_front(request);
        served.truncate(REMEMBERED);
    }

    pub(crate) fn list(&self) -> Vec<Served> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
