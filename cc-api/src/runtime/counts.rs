//! What a client has done so far, in numbers: for an endpoint that metrics are read from.
//!
//! Every number is a sum over the [notes](super::note) that were told, and they are counted in the one place where
//! they are told: nothing is counted that no note says, and no note is told uncounted. Counting takes one addition,
//! no lock and no memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::catalogue::Safety;
use super::error::Outcome;
use super::note::{Note, WaitReason};
use super::quota::{MOST_WINDOWS, PauseReason, Window};
use super::send::RetryReason;

/// What a client has done since it was built, with all accounts that were made from it.
///
/// The numbers only grow, as those of a counter in Prometheus' sense do. They are read one after the other while calls
/// go on, so two of them may differ by what happened in between.
///
/// ```
/// # use cc_api::{Client, catalogue::Safety};
/// # fn example(client: &Client) {
/// let counts = client.counts();
/// println!("requests_total {}", counts.requests);
/// for (reason, retries) in counts.all_retries() {
///     println!("retries_total{{reason=\"{reason}\"}} {retries}");
/// }
/// for (reason, waits) in counts.all_waits() {
///     println!("wait_seconds_total{{reason=\"{reason}\"}} {}", waits.time.as_secs_f64());
/// }
/// println!("costly_calls_of_unknown_outcome_total {}", counts.unknown_outcomes(Safety::Costly));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Calls of which at least one request was sent, uploads among them.
    pub calls: u64,
    /// Requests sent: calls and retries.
    pub requests: u64,
    /// How often the server turned a request away with “too many requests” (429), and its key was paused. What a
    /// storage says to an upload pauses no key.
    pub freezes: u64,
    /// How often the store that keeps the quota for several processes went out of reach.
    pub quota_store_down: u64,
    /// Records of the journal that could not be brought up to date, each of which blocks a costly call.
    pub unsettled: u64,
    outcomes: [u64; OUTCOMES],
    unknown: [u64; CLASSES],
    retries: [u64; RetryReason::ALL.len()],
    waits: [Waits; SLOTS],
    windows: [Duration; MOST_WINDOWS],
}

/// How often calls waited for one reason, and how long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waits {
    /// How many waits there were.
    pub count: u64,
    /// How long they are together, as they were announced: a call that is woken early or given up waits less.
    pub time: Duration,
}

/// The reasons of waits that are no window, in the order of their slots.
const REASONS: [WaitReason; 9] = [
    WaitReason::Quota(PauseReason::Frozen),
    WaitReason::Quota(PauseReason::Probing),
    WaitReason::Quota(PauseReason::Pace),
    WaitReason::Quota(PauseReason::Thaw),
    WaitReason::Quota(PauseReason::Queue),
    WaitReason::Quota(PauseReason::Store),
    WaitReason::Backoff,
    WaitReason::RetryAfter,
    WaitReason::Poll,
];

/// The windows of the quota, then one for windows that it does not have, as a store of the user's may name, then the
/// other reasons.
const SLOTS: usize = MOST_WINDOWS + 1 + REASONS.len();
const OUTCOMES: usize = 4;
const CLASSES: usize = 4;

impl Counts {
    /// Requests that ended so. A request whose caller gave it up counts as `Unknown`.
    pub fn outcomes(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// Requests of this class of operations of which nobody knows whether they were carried out. Reads that broke off
    /// do no harm; those of `Write` and `Costly` were not sent again, and somebody may have to look.
    pub fn unknown_outcomes(&self, class: Safety) -> u64 {
        self.unknown[class as usize]
    }

    /// Requests that were sent again for this reason.
    pub fn retries(&self, reason: RetryReason) -> u64 {
        self.retries[reason as usize]
    }

    /// Requests that were sent again, by reason; all reasons are there.
    pub fn all_retries(&self) -> Vec<(RetryReason, u64)> {
        RetryReason::ALL.iter().map(|reason| (*reason, self.retries(*reason))).collect()
    }

    /// The waits for this reason. A window of the quota is known by its length.
    pub fn waits(&self, reason: WaitReason) -> Waits {
        self.waits[slot(&self.windows, reason)]
    }

    /// The waits by reason: the windows of the client's quota and all other reasons are there, the window of length
    /// zero stands for all that the quota does not have and is only there if one was waited for.
    pub fn all_waits(&self) -> Vec<(WaitReason, Waits)> {
        let mut all = Vec::with_capacity(SLOTS);
        let mut windows = self.windows.to_vec();
        windows.retain(|length| !length.is_zero());
        if self.waits[MOST_WINDOWS].count > 0 {
            windows.push(Duration::ZERO);
        }
        let windows = windows.iter().map(|length| WaitReason::Quota(PauseReason::Window(*length)));
        for reason in windows.chain(REASONS) {
            all.push((reason, self.waits(reason)));
        }
        all
    }
}

/// Where the waits for a reason are counted.
fn slot(windows: &[Duration; MOST_WINDOWS], reason: WaitReason) -> usize {
    let other = match reason {
        WaitReason::Quota(PauseReason::Window(length)) => {
            let known = windows.iter().position(|window| *window == length && !length.is_zero());
            return known.unwrap_or(MOST_WINDOWS);
        }
        WaitReason::Quota(PauseReason::Frozen) => 0,
        WaitReason::Quota(PauseReason::Probing) => 1,
        WaitReason::Quota(PauseReason::Pace) => 2,
        WaitReason::Quota(PauseReason::Thaw) => 3,
        WaitReason::Quota(PauseReason::Queue) => 4,
        WaitReason::Quota(PauseReason::Store) => 5,
        WaitReason::Backoff => 6,
        WaitReason::RetryAfter => 7,
        WaitReason::Poll => 8,
    };
    MOST_WINDOWS + 1 + other
}

/// The numbers as they are counted.
#[derive(Default)]
pub(crate) struct Counters {
    windows: [Duration; MOST_WINDOWS],
    outcomes: [AtomicU64; OUTCOMES],
    unknown: [AtomicU64; CLASSES],
    retries: [AtomicU64; RetryReason::ALL.len()],
    /// How often, and for how many nanoseconds.
    waits: [(AtomicU64, AtomicU64); SLOTS],
    freezes: AtomicU64,
    quota_store_down: AtomicU64,
    unsettled: AtomicU64,
}

impl Counters {
    /// Counters at nothing, for a quota with these windows.
    pub(crate) fn new(windows: &[Window]) -> Self {
        let mut counters = Self::default();
        for (length, window) in counters.windows.iter_mut().zip(windows) {
            *length = window.length;
        }
        counters
    }

    /// Counts what a note says.
    pub(super) fn count(&self, note: &Note) {
        match note {
            Note::Attempt { safety, outcome, retry, .. } => {
                add(&self.outcomes[*outcome as usize], 1);
                if *outcome == Outcome::Unknown {
                    add(&self.unknown[*safety as usize], 1);
                }
                if let Some(reason) = retry {
                    add(&self.retries[*reason as usize], 1);
                }
            }
            Note::Wait { why, time, .. } => {
                let (count, nanos) = &self.waits[slot(&self.windows, *why)];
                add(count, 1);
                add(nanos, u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
            }
            Note::Freeze { .. } => add(&self.freezes, 1),
            Note::QuotaStoreDown { .. } => add(&self.quota_store_down, 1),
            Note::Unsettled { .. } => add(&self.unsettled, 1),
            _ => {}
        }
    }

    pub(crate) fn read(&self) -> Counts {
        let retries = read_all(&self.retries);
        let outcomes = read_all(&self.outcomes);
        let mut requests = 0_u64;
        for count in outcomes {
            requests += count;
        }
        // Only the first request of a call is no retry.
        let mut calls = requests;
        for count in retries {
            calls = calls.saturating_sub(count);
        }
        let mut waits = [Waits::default(); SLOTS];
        for (waits, (count, nanos)) in waits.iter_mut().zip(&self.waits) {
            *waits = Waits { count: read(count), time: Duration::from_nanos(read(nanos)) };
        }
        Counts {
            calls,
            requests,
            freezes: read(&self.freezes),
            quota_store_down: read(&self.quota_store_down),
            unsettled: read(&self.unsettled),
            outcomes,
            unknown: read_all(&self.unknown),
            retries,
            waits,
            windows: self.windows,
        }
    }
}

/// Nothing hangs on the order in which others see the numbers change.
fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn read_all<const N: usize>(counters: &[AtomicU64; N]) -> [u64; N] {
    let mut numbers = [0; N];
    for (number, counter) in numbers.iter_mut().zip(counters) {
        *number = read(counter);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Counters, MOST_WINDOWS, REASONS, RetryReason, SLOTS, slot};
    use crate::runtime::note::{Note, WaitReason};
    use crate::runtime::quota::{Lane, PauseReason, Window};

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    fn window(length: Duration) -> WaitReason {
        WaitReason::Quota(PauseReason::Window(length))
    }

    #[test]
    fn every_reason_has_a_slot_of_its_own() {
        let windows = [MINUTE, HOUR, Duration::ZERO];
        let mut slots = vec![slot(&windows, window(MINUTE)), slot(&windows, window(HOUR))];
        slots.push(slot(&windows, window(Duration::from_secs(7))));
        slots.extend(REASONS.map(|reason| slot(&windows, reason)));
        assert_eq!(slots[..3], [0, 1, MOST_WINDOWS]);
        assert_eq!(slots[3..], (MOST_WINDOWS + 1..SLOTS).collect::<Vec<_>>());
        assert_eq!(RetryReason::ALL.map(|reason| reason as usize), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn windows_are_listed_before_anybody_waits_for_them_and_strange_ones_once_somebody_did() {
        let counters = Counters::new(&[Window::new(30, MINUTE), Window::new(500, HOUR)]);
        let listed = || counters.read().all_waits().into_iter().map(|(reason, waits)| (reason, waits.count));
        let windows =
            |reason: &(WaitReason, u64)| matches!(reason.0, WaitReason::Quota(PauseReason::Window(_)));
        assert_eq!(listed().count(), 2 + REASONS.len());
        for length in [MINUTE, MINUTE, Duration::from_secs(7)] {
            let time = Duration::from_millis(1500);
            counters.count(&Note::Wait { operation: "read", lane: Lane::Normal, why: window(length), time });
        }
        let found: Vec<_> = listed().filter(windows).collect();
        assert_eq!(found, [(window(MINUTE), 2), (window(HOUR), 0), (window(Duration::ZERO), 1)]);
        assert_eq!(counters.read().waits(window(MINUTE)).time, Duration::from_secs(3));
    }
}
