//! The client's share of the server's rate limits: no request is sent that would break them.
//!
//! ```text
//! a call -> acquire (waits in its lane, by `gate` and `queue`) -> a store's decision -> Permit -> one physical send
//!        -> settle with what the answer says (`reading`), or refund if nothing was sent
//! ```
//!
//! The windows slide, and a slot is free one window after the answer. All windows give a slot or none does.

mod acquire;
mod budget;
mod gate;
mod key_state;
mod memory;
mod queue;
mod reading;
#[cfg(feature = "redis")]
mod redis;
mod report;
mod said;
mod shared;
#[cfg(feature = "sqlite-quota")]
mod sqlite;
#[cfg(any(feature = "sqlite-quota", feature = "doors"))]
mod state_bytes;
mod store;
mod sync;
mod windows;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use acquire::{Acquire, NoSlot, Permit};
pub(crate) use gate::{Gate, KeyGate};
pub(crate) use key_state::MOST_WINDOWS;
pub use memory::MemoryQuota;
pub(crate) use reading::{reading, retry_after};
#[cfg(feature = "redis")]
pub use redis::RedisQuota;
pub(crate) use report::later;
pub use report::{QuotaReport, ServerReading, WindowReport};
#[cfg(feature = "sqlite-quota")]
pub use sqlite::SqliteQuota;
#[cfg(feature = "sqlite-quota")]
pub(crate) use sqlite::{Clocks, Shown};
#[cfg(feature = "doors")]
pub(crate) use state_bytes::used_bytes;
pub use store::{
    Ask, Decision, KeyId, Lane, Pause, PauseReason, QuotaStore, Reading, Report, Slot, Snapshot, StoreError,
    WindowUse,
};
pub use windows::Window;

use super::catalogue::ApiInfo;
use super::error::{Error, ErrorKind};
use super::note::Notes;
use super::timer::Timer;
use gate::Store;
use key_state::Layout;
use shared::SharedStore;

/// How many requests a key may make, and where its use is kept.
///
/// The documented limits, in memory, unless told otherwise. Clones of a client, and the clients that `with_key` gives
/// back, share one quota.
#[derive(Clone)]
#[must_use = "a quota is handed to the builder of a client"]
pub struct Quota {
    windows: Option<Vec<Window>>,
    store: Option<Arc<dyn QuotaStore>>,
    workers: u32,
}

impl Default for Quota {
    fn default() -> Self {
        Self::documented()
    }
}

impl Quota {
    /// The limits that the API documents.
    pub fn documented() -> Self {
        Self { windows: None, store: None, workers: 1 }
    }

    /// No limits: for servers of your own. A server that says “too many requests” is still obeyed.
    pub fn unlimited() -> Self {
        Self::of(&[])
    }

    /// Limits of your own: three windows at most.
    pub fn of(windows: &[Window]) -> Self {
        Self { windows: Some(windows.to_vec()), ..Self::documented() }
    }

    /// Keeps the use here: in a store that other clients, processes or machines use as well.
    pub fn shared(mut self, store: Arc<dyn QuotaStore>) -> Self {
        self.store = Some(store);
        self
    }

    /// How many processes share the store: while it is out of reach, each keeps to its part of the limits, of which
    /// what it took from the store is a part, too. One unless told otherwise.
    pub fn workers(mut self, workers: u32) -> Self {
        self.workers = workers;
        self
    }

    /// The windows that it keeps to.
    pub(crate) fn windows(&self, api: &ApiInfo) -> Vec<Window> {
        self.windows.clone().unwrap_or_else(|| documented(api))
    }

    /// The gate that keeps to this quota. An error says what is wrong with it.
    pub(crate) fn gate(
        self,
        api: &ApiInfo,
        timer: &Arc<dyn Timer>,
        notes: &Notes,
        lease: Duration,
    ) -> Result<Gate, Error> {
        let windows = self.windows(api);
        check(&windows)?;
        let (timer, notes) = (Arc::clone(timer), notes.clone());
        let store = self.store.unwrap_or_else(|| Arc::new(MemoryQuota::new()));
        let unusable = |error: StoreError| {
            let message = format!("the store that keeps the quota can't be used: {error}");
            Error::new(ErrorKind::Store, message).with_advice("nothing was sent; check its path or address")
        };
        let store = if store.is_local() {
            store.set_up(&windows).map_err(unusable)?;
            Store::Local(store)
        } else {
            Store::Shared(Arc::new(SharedStore::new(store, &windows, self.workers).map_err(unusable)?))
        };
        Ok(Gate::new(store, Layout::of(&windows), timer, notes, lease))
    }
}

fn check(windows: &[Window]) -> Result<(), Error> {
    if windows.len() > MOST_WINDOWS {
        return Err(Error::config("a quota has three windows at most; leave one out"));
    }
    for window in windows {
        if window.limit == 0 || window.length < Duration::from_secs(1) {
            return Err(Error::config(
                "a window of a quota allows one request at least, in a second at least",
            ));
        }
    }
    Ok(())
}

/// The windows that the document of an API names.
fn documented(api: &ApiInfo) -> Vec<Window> {
    let mut windows = Vec::with_capacity(3);
    let Some(limits) = api.rate_limits else { return windows };
    for (limit, seconds) in [(limits.minute, 60), (limits.hour, 3600), (limits.day, 86_400)] {
        if let Some(limit) = limit {
            windows.push(Window::new(limit.max(1), Duration::from_secs(seconds)));
        }
    }
    windows
}

impl fmt::Debug for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quota")
            .field("windows", &self.windows)
            .field("store", &self.store)
            .field("workers", &self.workers)
            .finish()
    }
}
