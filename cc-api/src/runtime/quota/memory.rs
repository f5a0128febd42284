//! The quota of one process, in memory: under 432 bytes a key.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{OnceLock, PoisonError};
use std::time::Duration;

use super::key_state::{KeyState, Layout, Settled};
use super::store::{Ask, Decision, KeyId, QuotaStore, Report, Slot, Snapshot, StoreError, WindowUse};
use super::sync::{Mutex, MutexGuard};
use super::windows::{Window, millis, whole_millis};

/// Keeps the use of a quota in memory. Clients that share one, share the quota of their keys.
#[derive(Default)]
pub struct MemoryQuota {
    layout: OnceLock<(Vec<Window>, Layout)>,
    /// By the first byte of the key's digest, so that threads with different keys seldom wait for each other.
    shards: [Mutex<BTreeMap<KeyId, KeyState>>; SHARDS],
}

const SHARDS: usize = 16;
/// The client's time begins at zero, which here means never.
const EPOCH: u64 = 1 << 40;
/// A server that asks for more than a day is not believed: the longest window is a day.
pub(super) const LONGEST_FREEZE: u64 = 25 * 3_600_000;

impl MemoryQuota {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn layout(&self) -> Result<&Layout, StoreError> {
        let layout = self.layout.get().map(|(_, layout)| layout);
        layout.ok_or_else(|| StoreError::new("the quota was not told its windows"))
    }

    fn shard(&self, key: KeyId) -> MutexGuard<'_, BTreeMap<KeyId, KeyState>> {
        let shard = &self.shards[usize::from(key.0[0]) % SHARDS];
        // No code of others runs under the lock, so a panic elsewhere leaves the numbers whole.
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a slot that another store gave, whether or not there is one here.
    pub(super) fn take(&self, key: KeyId) -> Result<Slot, StoreError> {
        self.with(key, |state, _| state.take())
    }

    /// Does something with the state of a key.
    fn with<T>(&self, key: KeyId, run: impl FnOnce(&mut KeyState, &Layout) -> T) -> Result<T, StoreError> {
        let layout = self.layout()?;
        let mut shard = self.shard(key);
        Ok(run(shard.entry(key).or_insert_with(|| KeyState::new(layout)), layout))
    }
}

impl QuotaStore for MemoryQuota {
    fn set_up(&self, windows: &[Window]) -> Result<(), StoreError> {
        let (known, _) = self.layout.get_or_init(|| (windows.to_vec(), Layout::of(windows)));
        if known == windows {
            return Ok(());
        }
        Err(StoreError::new("this quota is already in use with other windows"))
    }

    fn reserve(&self, ask: &Ask) -> Result<Decision, StoreError> {
        let (now, lease) = (EPOCH + whole_millis(ask.now), millis(ask.lease));
        self.with(ask.key, |state, layout| state.reserve(layout, ask.lane, ask.ahead, now, lease))
    }

    fn settle(&self, key: KeyId, slot: Slot, report: &Report) -> Result<(), StoreError> {
        let settled = Settled::of(report, EPOCH + millis(report.now));
        self.with(key, |state, layout| state.settle(layout, slot, settled))
    }

    fn refund(&self, key: KeyId, slot: Slot) -> Result<(), StoreError> {
        self.with(key, |state, _| state.refund(slot))
    }

    fn snapshot(&self, key: KeyId, now: Duration) -> Result<Snapshot, StoreError> {
        self.with(key, |state, layout| state.snapshot(layout, EPOCH + whole_millis(now)))
    }

    fn is_local(&self) -> bool {
        true
    }
}

impl fmt::Debug for MemoryQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryQuota").finish_non_exhaustive()
    }
}

impl Settled {
    /// A report in a store's own time.
    pub(crate) fn of(report: &Report, now: u64) -> Self {
        let freeze = report.freeze.map(|time| millis(time).min(LONGEST_FREEZE));
        Self { now, reading: report.reading, freeze, answered: report.answered }
    }
}

impl KeyState {
    /// Takes a slot, whether or not there is one.
    fn take(&mut self) -> Slot {
        self.reserved = self.reserved.saturating_add(1);
        self.taken = self.taken.wrapping_add(1);
        Slot { id: u64::from(self.taken), probe: false }
    }

    /// What is used, for people and for estimates.
    pub(crate) fn snapshot(&self, layout: &Layout, now: u64) -> Snapshot {
        let after = |at: u64| Duration::from_millis(at.saturating_sub(now));
        let mut windows = Vec::with_capacity(layout.tracks().len());
        for (track, facts) in layout.tracks().iter().zip(&self.facts) {
            let mut leaves = Vec::new();
            for (at, count) in track.leaves(&self.words, facts.newest, now) {
                leaves.push((after(at), count));
            }
            let unseen = facts.unseen_at(now);
            if unseen > 0 {
                let place = leaves.iter().position(|(at, _)| *at > after(facts.until));
                leaves.insert(place.unwrap_or(leaves.len()), (after(facts.until), unseen));
            }
            let used = track.used(&self.words, facts.newest, now);
            let window = Window::new(facts.limit_of(track), track.window.length);
            windows.push(WindowUse { window, used, unseen, leaves });
        }
        let frozen = (self.frozen_until > now).then(|| after(self.frozen_until));
        Snapshot { windows, reserved: self.reserved, frozen }
    }
}

#[cfg(test)]
mod tests {
    use super::super::key_state::{KeyState, Layout};
    use super::super::windows::Window;
    use super::Duration;

    #[test]
    fn a_key_takes_432_bytes_at_most() {
        let documented = [(30, 60), (500, 3600), (2000, 86_400)];
        let layout =
            Layout::of(&documented.map(|(limit, secs)| Window::new(limit, Duration::from_secs(secs))));
        let bytes = std::mem::size_of::<KeyState>() + layout.words() * std::mem::size_of::<u16>();
        assert!(bytes <= 432, "{bytes}");
    }
}
