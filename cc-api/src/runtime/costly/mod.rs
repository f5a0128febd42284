//! Calls that cost money or credits: what keeps one intention from being paid twice.
//!
//! The API takes no idempotency key, so the server can't tell a repeated call from a second one. The executor never
//! repeats a costly call of which a byte may have left; this module keeps *callers* from doing it by accident:
//!
//! - While a call is under way, the same call (same key, operation, tenant and arguments) is refused. A double
//!   click and two tasks that were given the same work send once.
//! - With a journal (`runtime/journal`) the call is also written down before it is sent, where it outlives the process. What
//!   nobody knows the outcome of blocks the same call until somebody has looked.
//!
//! [`begin`] opens a [`Flight`], which follows the call to its end and settles itself when it is dropped, whatever
//! the reason. All other operations pass through without cost.

mod flight;
mod identity;
mod in_flight;
mod refusals;

pub(crate) use flight::begin;

#[cfg(feature = "journal")]
use super::journal::Journal;

/// What clients that share connections share about costly calls.
#[derive(Debug, Default)]
pub(crate) struct Costly {
    in_flight: in_flight::InFlight,
    #[cfg(feature = "journal")]
    journal: Option<std::sync::Arc<dyn Journal>>,
}

#[cfg(feature = "journal")]
impl Costly {
    /// With a journal, or without.
    pub(crate) fn with_journal(journal: Option<std::sync::Arc<dyn Journal>>) -> Self {
        Self { journal, ..Self::default() }
    }
}
