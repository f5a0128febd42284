//! The gate that every request goes through: slots from the store, and the calls that wait for one.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError};
use std::task::Waker;
use std::time::Duration;

use super::super::note::Notes;
use super::super::timer::{BoxFuture, Timer};
use super::budget::{KeyBudget, ProcessBudget};
use super::key_state::Layout;
use super::queue::Queue;
use super::said::Said;
use super::shared::SharedStore;
use super::store::{Ask, Decision, KeyId, Lane, QuotaStore, Report, Slot, Snapshot};
use super::sync::{Mutex, MutexGuard};

/// The gate of a client and all its accounts.
pub(crate) struct Gate {
    pub(super) timer: Arc<dyn Timer>,
    pub(super) notes: Notes,
    store: Store,
    layout: Layout,
    /// After how long a slot that nobody settles is taken for settled.
    lease: Duration,
    keys: Mutex<BTreeMap<KeyId, Arc<KeyGate>>>,
    process: Mutex<ProcessBudget>,
}

/// Where decisions come from.
pub(super) enum Store {
    Local(Arc<dyn QuotaStore>),
    Shared(Arc<SharedStore>),
}

/// What a gate knows of one key, beside what the store knows.
pub(crate) struct KeyGate {
    pub(super) id: KeyId,
    inner: Mutex<Inner>,
}

#[derive(Default)]
pub(super) struct Inner {
    /// Only there while calls wait.
    pub(super) queue: Option<Box<Queue>>,
    retries: KeyBudget,
    thaw: Thaw,
    /// How often in a row the server said “too many requests” and not how long to wait.
    unhinted: u8,
    said: Said,
}

/// After “too many requests” those who waited would all come at once, and bring about the next one: they go out one
/// after the other, until for a while nobody comes.
#[derive(Debug, Default, Clone, Copy)]
enum Thaw {
    /// The server has not asked to wait of late.
    #[default]
    Over,
    /// It has, and nothing was sent since.
    Frozen,
    /// When the next may go, in the timer's time.
    Next(Duration),
}

/// How far apart they go.
const GAP: Duration = Duration::from_millis(100);
/// For how long nobody has to come.
const CALM: Duration = Duration::from_secs(1);

/// A decision, and whose it is: a slot is given back where it was taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) decision: Decision,
    /// Whether the shared store was out of reach and memory decided.
    pub(super) fallback: bool,
}

/// An answer of the store, now or later.
pub(super) enum Asked {
    Now(Verdict),
    Later(BoxFuture<'static, Verdict>),
}

impl Gate {
    /// The layout is that of the quota: it tells which window an answer speaks of.
    pub(super) fn new(
        store: Store,
        layout: Layout,
        timer: Arc<dyn Timer>,
        notes: Notes,
        lease: Duration,
    ) -> Self {
        let (keys, process) = (Mutex::default(), Mutex::default());
        Self { timer, notes, store, layout, lease, keys, process }
    }

    /// The gate of one key; all accounts with this key share it.
    pub(crate) fn key(&self, id: KeyId) -> Arc<KeyGate> {
        let mut keys = lock(&self.keys);
        Arc::clone(keys.entry(id).or_insert_with(|| Arc::new(KeyGate { id, inner: Mutex::default() })))
    }

    /// Asks for a slot.
    pub(super) fn ask(&self, key: KeyId, lane: Lane, ahead: usize) -> Asked {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let ask = Ask { key, lane, ahead, now: self.timer.elapsed(), lease: self.lease };
        match &self.store {
            Store::Local(store) => match store.reserve(&ask) {
                Ok(decision) => Asked::Now(Verdict { decision, fallback: false }),
                // A store in memory only fails before it was set up, which building a client does.
                Err(_) => Asked::Now(Verdict { decision: Decision::nothing_known(), fallback: false }),
            },
            Store::Shared(store) => Asked::Later(store.reserve(ask, &self.timer, &self.notes)),
        }
    }

    /// Whether a store answers in place.
    pub(super) fn is_local(&self) -> bool {
        matches!(self.store, Store::Local(_))
    }

    /// Whether two calls in the background could be sent at once. Where a store has to be asked first, the answer is no.
    pub(crate) fn has_spare(&self, key: &KeyGate) -> bool {
        let Store::Local(store) = &self.store else { return false };
        let (lane, now, lease) = (Lane::Background, self.timer.elapsed(), self.lease);
        let ask = Ask { key: key.id, lane, ahead: 1, now, lease };
        matches!(store.reserve(&ask), Ok(Decision::Wait(pause)) if pause.time.is_zero())
    }

    pub(super) fn settle(&self, key: &KeyGate, slot: Slot, fallback: bool, report: Report) {
        match &self.store {
            // A settlement that can't be kept is as if the process had died: the lease ends it.
            Store::Local(store) => drop(store.settle(key.id, slot, &report)),
            Store::Shared(store) => store.settle(key.id, slot, fallback, report),
        }
        key.lock().said.keep(&self.layout, report.reading, report.now);
        if report.freeze.is_some() {
            key.freeze();
        }
        if slot.probe || report.freeze.is_some() {
            key.wake_head();
        }
    }

    pub(super) fn refund(&self, key: &KeyGate, slot: Slot, fallback: bool) {
        match &self.store {
            Store::Local(store) => drop(store.refund(key.id, slot)),
            Store::Shared(store) => store.refund(key.id, slot, fallback),
        }
        key.wake_head();
    }

    /// What a key has used, by the store or, if that is out of reach, by memory.
    pub(crate) fn snapshot(&self, key: &KeyGate) -> BoxFuture<'static, Snapshot> {
        let now = self.timer.elapsed();
        match &self.store {
            Store::Local(store) => {
                let snapshot = store.snapshot(key.id, now).unwrap_or_default();
                Box::pin(std::future::ready(snapshot))
            }
            Store::Shared(store) => store.snapshot(key.id, now, &self.timer),
        }
    }

    /// Takes a retry out of both budgets, if there is one.
    pub(crate) fn take_retry(&self, key: &KeyGate) -> bool {
        let mut process = lock(&self.process);
        process.allows(self.timer.elapsed()) && key.lock().retries.take() && {
            process.retried();
            true
        }
    }

    /// Counts a send in the process's budget.
    pub(crate) fn count_send(&self) {
        lock(&self.process).sent(self.timer.elapsed());
    }
}

impl KeyGate {
    /// The server wants no requests for some time.
    pub(super) fn freeze(&self) {
        self.lock().thaw = Thaw::Frozen;
    }

    /// How long the next call has to stay behind the one before it, although the server takes requests again.
    pub(super) fn rest(&self, now: Duration) -> Option<Duration> {
        let Thaw::Next(next) = self.lock().thaw else { return None };
        next.checked_sub(now).filter(|wait| !wait.is_zero())
    }

    /// A slot was granted.
    pub(super) fn granted(&self, now: Duration) {
        let thaw = &mut self.lock().thaw;
        *thaw = match *thaw {
            Thaw::Over => Thaw::Over,
            Thaw::Next(next) if now > next.saturating_add(CALM) => Thaw::Over,
            Thaw::Frozen | Thaw::Next(_) => Thaw::Next(now.saturating_add(GAP)),
        };
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }

    /// Counts a success in the key's budget.
    pub(crate) fn count_success(&self) {
        let mut inner = self.lock();
        inner.retries.succeeded();
        inner.unhinted = 0;
    }

    /// How long the key rests after “too many requests” when the server does not say how long: a second, then twice as long
    /// each time up to a minute, and then an hour, since it must be a longer window that is used up.
    pub(crate) fn rest_without_hint(&self) -> Duration {
        let unhinted = &mut self.lock().unhinted;
        let seconds = match *unhinted {
            times @ 0..=5 => 1 << times,
            6 => 60,
            _ => 3600,
        };
        *unhinted = unhinted.saturating_add(1);
        Duration::from_secs(seconds)
    }

    /// What the server last said of the quota.
    pub(crate) fn said(&self) -> Said {
        self.lock().said
    }

    /// How many calls wait.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().queue.as_ref().map_or(0, |queue| queue.len())
    }

    /// Lets the head ask again: something was given back.
    pub(super) fn wake_head(&self) {
        let waker = self.lock().queue.as_mut().and_then(|queue| queue.head_waker());
        // Outside the lock: what is woken may want it at once.
        waker.map(Waker::wake).unwrap_or_default();
    }
}

/// Nothing of others runs under these locks, so a panic elsewhere leaves what they guard whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl fmt::Debug for KeyGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyGate").finish_non_exhaustive()
    }
}
