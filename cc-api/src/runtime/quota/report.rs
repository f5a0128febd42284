//! What a key has used and what it may still do, without a request.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use super::said::Said;
use super::store::{Snapshot, WindowUse};

/// How much of its quota a key has used.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuotaReport {
    /// The windows, as the quota has them: shortest first where the API documents them.
    pub windows: Vec<WindowReport>,
    /// Calls that are under way.
    pub reserved: u32,
    /// Calls that wait for a slot.
    pub waiting: usize,
    /// When the next call may be sent; a time past if at once.
    pub next: Timestamp,
    /// Until when the server wants no requests, if it said so.
    pub frozen_until: Option<Timestamp>,
    /// When this was so.
    pub at: Timestamp,
    snapshot: Snapshot,
}

/// How much a key has used of one window.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WindowReport {
    /// How many requests it allows.
    pub limit: u32,
    /// In how much time.
    pub length: Duration,
    /// Requests of ours in it, calls under way not among them.
    pub used: u32,
    /// How many more the server counts: somebody else uses the key.
    pub unseen: u32,
    /// How many calls could be sent at once, as far as this window goes.
    pub left: u32,
    /// When the last request leaves it; none if it is empty.
    pub empty_at: Option<Timestamp>,
    /// What the server last said of it to this client; none if it said nothing. Other programs with the same key were told
    /// things of their own; what follows from those is in `unseen`, `limit` and `left` where they share the store.
    pub server: Option<ServerReading>,
}

/// What the server said of a window, unchanged: it may be out of date by its age, and the client does not go by it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerReading {
    /// How many requests it allows; none if it didn't say.
    pub limit: Option<u32>,
    /// How many were left; none if it didn't say.
    pub remaining: Option<u32>,
    /// When the window begins anew; none if it didn't say, a time past if that is over.
    pub reset_at: Option<Timestamp>,
    /// How long ago it said so.
    pub age: Duration,
}

impl QuotaReport {
    pub(crate) fn new(snapshot: Snapshot, waiting: usize, now: Timestamp) -> Self {
        let mut windows = Vec::with_capacity(snapshot.windows.len());
        for WindowUse { window, used, unseen, leaves } in &snapshot.windows {
            let taken = used.saturating_add(*unseen).saturating_add(snapshot.reserved);
            windows.push(WindowReport {
                limit: window.limit,
                length: window.length,
                used: *used,
                unseen: *unseen,
                left: window.limit.saturating_sub(taken),
                empty_at: leaves.last().map(|(after, _)| later(now, *after)),
                server: None,
            });
        }
        Self {
            windows,
            reserved: snapshot.reserved,
            waiting,
            next: later(now, time_of(&snapshot, 1)),
            frozen_until: snapshot.frozen.map(|time| later(now, time)),
            at: now,
            snapshot,
        }
    }

    /// Adds what the server said, seen from the client's time.
    pub(crate) fn with_said(mut self, said: &Said, elapsed: Duration) -> Self {
        for (place, window) in self.windows.iter_mut().enumerate() {
            window.server = said.of(place, elapsed, self.at);
        }
        self
    }

    /// How many calls could be sent at once.
    pub fn left(&self) -> u32 {
        if self.frozen_until.is_some() {
            return 0;
        }
        self.windows.iter().map(|window| window.left).min().unwrap_or(u32::MAX)
    }

    /// When the last of so many calls could be sent, if no others are: those that wait or are under way go first. A time
    /// past if all of them could be sent at once.
    pub fn estimate(&self, calls: u32) -> Timestamp {
        let waiting = u32::try_from(self.waiting).unwrap_or(u32::MAX);
        later(self.at, time_of(&self.snapshot, calls.saturating_add(waiting)))
    }
}

/// So much later, or the end of time.
pub(crate) fn later(now: Timestamp, time: Duration) -> Timestamp {
    now.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// How long until the last of so many calls can be sent: each takes the first time at which all windows have room, and
/// then lies in all of them.
fn time_of(snapshot: &Snapshot, calls: u32) -> Duration {
    let mut now = snapshot.frozen.unwrap_or_default();
    let mut windows = Vec::with_capacity(snapshot.windows.len());
    for WindowUse { window, leaves, .. } in &snapshot.windows {
        let mut times: VecDeque<(Duration, u32)> = leaves.iter().copied().collect();
        let mut taken = 0_u32;
        for (_, count) in leaves {
            taken = taken.saturating_add(*count);
        }
        if snapshot.reserved > 0 {
            // What is under way is taken to be answered at once.
            taken = taken.saturating_add(snapshot.reserved);
            times.push_back((window.length, snapshot.reserved));
        }
        windows.push((*window, times, taken));
    }
    for _ in 0..calls.min(MOST) {
        for (window, times, taken) in &mut windows {
            while let Some((at, count)) = times.front() {
                if *at > now && *taken < window.limit {
                    break;
                }
                now = now.max(*at);
                *taken = taken.saturating_sub(*count);
                times.pop_front();
            }
        }
        for (window, times, taken) in &mut windows {
            *taken += 1;
            times.push_back((now + window.length, 1));
        }
    }
    now
}

/// Nobody plans further than this: five hundred days of a key that may make two thousand calls a day.
const MOST: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::super::store::{Snapshot, WindowUse};
    use super::super::windows::Window;
    use super::QuotaReport;

    fn empty(windows: &[(u32, u64)]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (limit, secs) in windows {
            let window = Window::new(*limit, Duration::from_secs(*secs));
            snapshot.windows.push(WindowUse { window, used: 0, unseen: 0, leaves: Vec::new() });
        }
        snapshot
    }

    #[test]
    fn an_estimate_keeps_to_all_windows() {
        let now = Timestamp::UNIX_EPOCH;
        let report = QuotaReport::new(empty(&[(30, 60), (500, 3600), (2000, 86_400)]), 0, now);
        for (calls, seconds) in
            [(0, 0), (30, 0), (31, 60), (500, 960), (501, 3600), (2000, 3 * 3600 + 960), (2001, 86_400)]
        {
            assert_eq!(report.estimate(calls).as_second(), seconds, "{calls} calls");
        }
        assert_eq!(report.left(), 30);
    }

    #[test]
    fn what_is_used_and_who_waits_goes_first() {
        let mut snapshot = empty(&[(3, 60)]);
        snapshot.windows[0].used = 2;
        snapshot.windows[0].leaves = vec![(Duration::from_secs(10), 1), (Duration::from_secs(50), 1)];
        let report = QuotaReport::new(snapshot.clone(), 0, Timestamp::UNIX_EPOCH);
        assert_eq!(
            (report.left(), report.estimate(1).as_second(), report.estimate(2).as_second()),
            (1, 0, 10)
        );
        let report = QuotaReport::new(snapshot.clone(), 1, Timestamp::UNIX_EPOCH);
        assert_eq!((report.estimate(1).as_second(), report.estimate(2).as_second()), (10, 50));
        snapshot.frozen = Some(Duration::from_secs(20));
        let report = QuotaReport::new(snapshot, 0, Timestamp::UNIX_EPOCH);
        assert_eq!((report.left(), report.next.as_second()), (0, 20));
    }
}
