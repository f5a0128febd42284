//! What is left of a listing, as its first page and the quota tell.

use std::time::Duration;

use jiff::Timestamp;

use super::super::quota::QuotaReport;
use super::cursor::Cursor;

/// What is left of a listing: made by [`Pages::plan`](crate::Pages::plan).
///
/// It is reckoned from the server's count and the size of the pages so far; a list that moves, or a server that
/// miscounts, makes it another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// How many rows the list has, by the server's latest count; none if it gives none that can be true.
    pub rows: Option<u64>,
    /// How many calls are still to be made, not counting pages that came already; none if there is no count.
    pub calls: Option<u64>,
    /// How many calls the key may still make in the longest window of its quota, which is the day where it has one;
    /// none if there is no quota.
    pub calls_left: Option<u64>,
    /// Whether those are enough; none if there is no count. Without a quota they are.
    pub suffices_today: Option<bool>,
    /// When the last call can be sent, if the key makes no others; none if there is no count.
    pub ends_at: Option<Timestamp>,
}

impl Plan {
    /// Adds what the quota says.
    pub(super) fn with_quota(mut self, quota: &QuotaReport) -> Self {
        let mut longest = Duration::ZERO;
        for window in &quota.windows {
            if window.length >= longest {
                longest = window.length;
                self.calls_left = Some(u64::from(window.left));
            }
        }
        if let Some(calls) = self.calls {
            self.suffices_today = Some(self.calls_left.is_none_or(|left| calls <= left));
            self.ends_at = Some(quota.estimate(u32::try_from(calls).unwrap_or(u32::MAX)));
        }
        self
    }
}

impl Cursor {
    /// What is left; `over` if nothing is.
    pub(super) fn plan(&self, over: bool) -> Plan {
        let rows = self.drift.last_count.filter(|_| !self.progress.count_lies);
        // What a page brings beyond what it shares with the one before.
        let step = self.progress.size.saturating_sub(self.progress.offset - self.place()).max(1);
        let calls = rows.map(|rows| rows.saturating_sub(self.progress.offset).div_ceil(step));
        Plan { rows, calls: if over { Some(0) } else { calls.map(|calls| calls.max(1)) }, ..Plan::default() }
    }
}
