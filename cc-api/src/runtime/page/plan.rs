//! What is left of a listing, as its first page tells.

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
}

impl Cursor {
    /// What is left; `over` if nothing is.
    pub(super) fn plan(&self, over: bool) -> Plan {
        let rows = self.drift.last_count.filter(|_| !self.progress.count_lies);
        // What a page brings beyond what it shares with the one before.
        let step = self.progress.size.saturating_sub(self.progress.offset - self.place()).max(1);
        let calls = rows.map(|rows| rows.saturating_sub(self.progress.offset).div_ceil(step));
        Plan { rows, calls: if over { Some(0) } else { calls.map(|calls| calls.max(1)) } }
    }
}
