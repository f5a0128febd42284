//! A server that forgets nothing, by brute force: the time of every request, and the strictest reading of each limit.

use std::time::Duration;

use cc_api::quota::{Reading, Report, Window};

use crate::chance::Chance;

/// A window in microseconds.
fn length(window: &Window) -> u64 {
    u64::try_from(window.length.as_micros()).unwrap()
}

/// By how much a store may be late to see that a request has left a window: one bucket, and the rounding of time.
fn late(window: &Window) -> u64 {
    let seconds = window.length.as_secs();
    let parts = match window.limit {
        0..=64 => 60_000,
        _ if seconds <= 3600 => 45,
        _ => 72,
    };
    (length(window) / 1000).div_ceil(parts) * 1000 + 1000
}

/// What the server knows, and what an exact log of the client would.
pub(crate) struct Server {
    pub(crate) windows: Vec<Window>,
    /// When requests arrived.
    arrived: Vec<u64>,
    /// When requests were settled.
    settled: Vec<u64>,
}

impl Server {
    pub(crate) fn new(windows: &[Window]) -> Self {
        Self { windows: windows.to_vec(), arrived: Vec::new(), settled: Vec::new() }
    }

    /// A request that was sent between two times arrives at any time between them.
    pub(crate) fn arrives(&mut self, from: u64, to: u64, chance: &mut Chance) {
        let at = from + chance.up_to(to - from);
        self.arrived.push(at);
    }

    pub(crate) fn settled(&mut self, at: u64) {
        self.settled.push(at);
    }

    /// How many settled requests lie in a window that ends at a time.
    fn counted(&self, window: &Window, now: u64) -> usize {
        self.settled.iter().filter(|at| **at + length(window) > now && **at <= now).count()
    }

    /// Whether an exact log would have had no room, a bucket ago.
    pub(crate) fn was_full(&self, now: u64, open: usize) -> bool {
        self.windows.iter().any(|window| {
            let (limit, before) = (window.limit as usize, now.saturating_sub(late(window)));
            self.settled.iter().filter(|at| **at + length(window) > before).count() + open >= limit
        })
    }

    /// Whether so many slots would be left for others if one more was taken now.
    pub(crate) fn leaves_room(&self, now: u64, open: usize, room: impl Fn(&Window) -> usize) -> bool {
        self.windows.iter().all(|window| {
            let limit = window.limit as usize;
            self.counted(window, now) + open + 1 + room(window) <= limit
        })
    }

    /// What is true of every history: no stretch of time as long as a window has more arrivals than it allows.
    pub(crate) fn judge(&mut self, seed: u64) {
        self.arrived.sort_unstable();
        for window in &self.windows {
            let mut first = 0;
            for (last, at) in self.arrived.iter().enumerate() {
                while self.arrived[first] + length(window) <= *at {
                    first += 1;
                }
                let count = last + 1 - first;
                assert!(count <= window.limit as usize, "{count} in {window:?} at {at}, history {seed}");
            }
        }
    }

    /// The longest that a key may be without a slot once nothing is under way.
    pub(crate) fn longest(&self) -> u64 {
        self.windows.iter().map(|window| length(window) + late(window)).max().unwrap_or(0) + 1_000_000
    }

    /// An answer: its numbers may be right, or may be anything.
    pub(crate) fn report(&self, now: u64, chance: &mut Chance) -> Report {
        let mut report =
            Report { now: Duration::from_micros(now), answered: !chance.one_in(8), ..Report::default() };
        let number = |chance: &mut Chance| {
            let any = chance.number();
            let most = chance.pick(&[1, 10, 100, 4_000_000_000]);
            u32::try_from(any % most).unwrap()
        };
        let window = chance.pick(&self.windows);
        let used = u32::try_from(self.counted(&window, now)).unwrap();
        report.reading = match chance.below(4) {
            0 => Reading {
                limit: some(chance, window.limit),
                remaining: Some(window.limit.saturating_sub(used)),
                reset: some(chance, window.length / 2),
            },
            1 => {
                let (limit, remaining) = (number(chance), number(chance));
                let reset = Duration::from_secs(chance.pick(&[0, 1, 60, 100_000, u64::MAX]));
                Reading {
                    limit: some(chance, limit),
                    remaining: some(chance, remaining),
                    reset: some(chance, reset),
                }
            }
            _ => Reading::default(),
        };
        report
    }
}

/// Mostly this, and sometimes nothing.
fn some<T>(chance: &mut Chance, value: T) -> Option<T> {
    (!chance.one_in(4)).then_some(value)
}
