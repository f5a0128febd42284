//! This process's share of the limits: what it goes by while the shared store is out of reach.
//!
//! The share is one of so many parts of each window. What the store grants is counted here, too, so that whoever
//! has used its share through the store, or more than that, sends no more when the store is lost until its windows have room.
//! What the server says in its answers counts here as well.
//!
//! The shares of all processes make up the limits, but a process knows nothing of the others: what those took through the
//! store just before it was lost, beyond their shares, is known to them and to the server, whose numbers tighten the
//! share. And a store that is back knows nothing of what was sent without it until it is told: each process does that
//! with its next question, before it gets a slot. A process that asks no more tells nothing, and again the server's numbers do.
//!
//! A key takes as much memory as in a store in memory. What is to be told takes an entry a second at most, and no more
//! entries than the share of the longest window has slots.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use super::super::memory::MemoryQuota;
use super::super::store::{Ask, Decision, KeyId, QuotaStore, Report, Slot, Snapshot, StoreError};
use super::super::windows::Window;
use super::lock;

/// How many keys the store is told of at a time: it has questions to answer in between.
const TOLD_AT_ONCE: usize = 64;

pub(super) struct Share {
    workers: u32,
    memory: MemoryQuota,
    /// After so much time nothing counts any more.
    longest: Duration,
    /// The store's slots that are out, and what they are called in `memory`.
    out: Mutex<BTreeMap<(KeyId, u64), Slot>>,
    untold: Mutex<BTreeMap<KeyId, Sent>>,
}

/// Requests that the store has to be told of: by the second in which they were answered, the earliest first.
type Sent = Vec<(u64, u32)>;

impl Share {
    /// One of so many parts of these windows, and one request at least.
    pub(super) fn of(windows: &[Window], workers: u32) -> Result<Self, StoreError> {
        let workers = workers.max(1);
        let mut shares = Vec::with_capacity(windows.len());
        let mut longest = Duration::ZERO;
        for window in windows {
            shares.push(Window::new((window.limit / workers).max(1), window.length));
            longest = longest.max(window.length);
        }
        let memory = MemoryQuota::new();
        memory.set_up(&shares)?;
        Ok(Self { workers, memory, longest, out: Mutex::default(), untold: Mutex::default() })
    }

    /// Decides without the store.
    pub(super) fn reserve(&self, ask: &Ask) -> Decision {
        self.memory.reserve(ask).unwrap_or_else(|_| Decision::nothing_known())
    }

    pub(super) fn snapshot(&self, key: KeyId, now: Duration) -> Snapshot {
        self.memory.snapshot(key, now).unwrap_or_default()
    }

    /// The store granted a slot.
    pub(super) fn granted(&self, key: KeyId, slot: Slot, now: Duration) {
        let Ok(own) = self.memory.take(key) else { return };
        let before = lock(&self.out).insert((key, slot.id), own);
        // A store that lost what it knew may begin with the same numbers again.
        if let Some(before) = before {
            drop(self.memory.settle(key, before, &Report { now, ..Report::default() }));
        }
    }

    /// A slot of the store was settled.
    pub(super) fn settled(&self, key: KeyId, slot: Slot, report: Report) {
        let own = lock(&self.out).remove(&(key, slot.id));
        if let Some(own) = own {
            let slot = Slot { id: own.id, probe: slot.probe };
            drop(self.memory.settle(key, slot, &self.part_of(report)));
        }
    }

    /// A slot of the store was given back.
    pub(super) fn refunded(&self, key: KeyId, slot: Slot) {
        let own = lock(&self.out).remove(&(key, slot.id));
        if let Some(own) = own {
            drop(self.memory.refund(key, own));
        }
    }

    /// A slot of the share's own was settled.
    pub(super) fn settle(&self, key: KeyId, slot: Slot, report: Report) {
        drop(self.memory.settle(key, slot, &self.part_of(report)));
        if self.longest.is_zero() {
            return;
        }
        // The second's end: it may leave a window late, and never early.
        let second = u64::try_from(report.now.as_nanos().div_ceil(1_000_000_000)).unwrap_or(u64::MAX);
        let mut untold = lock(&self.untold);
        let sent = untold.entry(key).or_default();
        sent.retain(|(at, _)| Duration::from_secs(*at).saturating_add(self.longest) > report.now);
        match sent.last_mut() {
            Some((last, count)) if *last >= second => *count = count.saturating_add(1),
            _ => sent.push((second, 1)),
        }
    }

    /// A slot of the share's own was given back.
    pub(super) fn refund(&self, key: KeyId, slot: Slot) {
        drop(self.memory.refund(key, slot));
    }

    /// Whether there is anything that the store has to be told.
    pub(super) fn has_untold(&self) -> bool {
        !lock(&self.untold).is_empty()
    }

    /// Tells the store what was sent without it. If that fails, it is told the next time; rather twice than never.
    pub(super) fn tell(&self, store: &dyn QuotaStore, key: KeyId, now: Duration) -> Result<(), StoreError> {
        let Some(sent) = lock(&self.untold).remove(&key) else { return Ok(()) };
        let mut ages = Vec::with_capacity(sent.len());
        for (second, count) in &sent {
            ages.push((now.saturating_sub(Duration::from_secs(*second)), *count));
        }
        let told = store.catch_up(key, &ages);
        if told.is_err() {
            let mut untold = lock(&self.untold);
            let later = untold.insert(key, sent).unwrap_or_default();
            untold.entry(key).or_default().extend(later);
        }
        told
    }

    /// Tells the store of some keys.
    pub(super) fn tell_some(&self, store: &dyn QuotaStore, now: Duration) {
        for _ in 0..TOLD_AT_ONCE {
            let key = lock(&self.untold).keys().next().copied();
            match key {
                Some(key) if self.tell(store, key, now).is_ok() => {}
                _ => return,
            }
        }
    }

    /// What the server says of a limit, as this process's part of it; how many requests are left is as good for all.
    fn part_of(&self, mut report: Report) -> Report {
        let part = |limit: u32| if limit == 0 { 0 } else { (limit / self.workers).max(1) };
        report.reading.limit = report.reading.limit.map(part);
        report
    }
}
