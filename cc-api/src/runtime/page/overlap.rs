//! Strict listings: whether a page follows on what was read.
//!
//! Each next page asks from two rows before the place that was read. As long as rows only come and go, a page that
//! holds any row read before follows on: whatever stayed in the list and stands before that row was read, and
//! whatever stands behind it up to the page's end is on the page. A page without such a row leaves a gap, as so many
//! rows went that others moved onto pages read before; then the listing asks a page further back, three times.
//!
//! Rows that change places are another matter: one may go from the part that was not read into the part that was. So
//! whatever moves is kept in mind with the place that was read by then, and at the end the list is read once more up to
//! there, and handed out is what did not come before. A reading in which nothing moved ends the listing; after three
//! of them the listing says that the list changed.
//!
//! What shows that something moved: the count changed, or a page shares more or fewer rows than it was asked for with
//! what was read. Changes between two requests that make up for each other in all of this leave no trace in any page,
//! so nobody who reads in pages can see them.

/// How many rows a page shares with the one before.
const ROWS: u64 = 2;
/// How often in a row the listing asks further back.
const STEPS: u32 = 3;
/// How often the list is read, the first time included.
const ROUNDS: u32 = 3;

/// The watch over a strict listing.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlap {
    /// How many rows before the place that was read the next page begins; none where there is nothing to share.
    pub(super) back: u64,
    /// Whether the listing began behind the head of the list: what stands before is not its own.
    pub(super) begun_inside: bool,
    /// How often in a row the listing asked further back.
    steps: u32,
    /// Rows that came in by the count and have not shown yet.
    awaited: u64,
    /// Whether the count changed since the last page that followed.
    counted: bool,
    /// Whether the page before was the one before it once more. The next one then begins where it ended, so that a
    /// server that sends the same page whatever the offset is can be told from a list that moved by a page's length.
    same: bool,
    /// What that page showed of the list, which counts if it was the list that moved.
    doubtful: Moved,
    /// How often the list was read to the end.
    round: u32,
    /// Up to where something moved in this reading; 0 if nothing did.
    moved_to: u64,
    /// Where this reading ends, unless it is the first.
    until: u64,
}

/// How the list moved since the page before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// Rows that were pushed over the place that was read.
    pub(super) rows: u64,
    /// Whether more of them were than came in.
    pub(super) reordered: bool,
    /// The place that was read by then; 0 if nothing moved.
    to: u64,
}

/// What follows when a reading has come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// Nothing moved: that was all.
    Sure,
    /// The list is to be read once more.
    Again,
    /// It moved each time.
    Unsure,
}

/// A page, as the watch sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared {
    /// Where it begins.
    pub(super) at: u64,
    /// Its rows that were read before, in this reading.
    pub(super) known: u64,
    /// Its other rows.
    pub(super) fresh: u64,
    /// How many rows it should share with what was read.
    pub(super) expected: u64,
}

/// Whether a page follows on what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It does.
    Follows(Moved),
    /// It does not, and the next request begins further back.
    Gap,
    /// It does not, and that was the last try.
    Lost,
}

impl Overlap {
    /// The watch over a listing that begins at an offset.
    pub(super) fn beginning_at(offset: u64) -> Self {
        Self { begun_inside: offset > 0, ..Self::default() }
    }

    /// The count changed, and grew by so much if it did.
    pub(super) fn grown(&mut self, by: u64) {
        self.counted = true;
        self.awaited = self.awaited.saturating_add(by);
    }

    /// Judges a page. `size` is the size of a page.
    pub(super) fn fit(&mut self, page: Shared, size: u64) -> Fit {
        let from_head = page.at == 0 && !self.begun_inside;
        let has_to_share = page.expected > 0 || self.same;
        if has_to_share && page.known == 0 && !from_head {
            self.steps += 1;
            self.back = self.back.saturating_add(size.max(1));
            return if self.steps > STEPS || page.at == 0 { Fit::Lost } else { Fit::Gap };
        }
        let rows = if has_to_share { page.known.saturating_sub(page.expected) } else { 0 };
        let shifted = has_to_share && page.known != page.expected;
        let read_to = page.at.saturating_add(page.expected);
        let to = match shifted || self.counted || self.steps > 0 {
            false => 0,
            // Before the first page of a later reading something may have moved anywhere.
            true if read_to == 0 => self.until,
            true => read_to.saturating_add(rows),
        };
        let moved = Moved { rows, reordered: rows > self.awaited, to };
        // Where a page ends with fresh rows, all that came in before them has shown.
        self.awaited = if page.fresh > 0 { 0 } else { self.awaited.saturating_sub(rows) };
        self.counted = false;
        self.steps = 0;
        Fit::Follows(moved)
    }

    /// Takes in whether a page is the one before once more; whether that shows a server that does not go on.
    pub(super) fn is_stuck(&mut self, same: bool) -> bool {
        std::mem::replace(&mut self.same, same) && same
    }

    /// What is known for sure to have moved, from a page that is not of a server that does not go on.
    pub(super) fn moved(&mut self, moved: Moved, last: bool) -> Moved {
        let before = std::mem::take(&mut self.doubtful);
        let all = Moved {
            rows: before.rows.saturating_add(moved.rows),
            reordered: before.reordered || moved.reordered,
            to: before.to.max(moved.to),
        };
        if self.same && !last {
            self.doubtful = all;
            return Moved::default();
        }
        self.moved_to = self.moved_to.max(all.to);
        all
    }

    /// Whether a later reading has come as far as it has to.
    pub(super) fn read_enough(&self, offset: u64) -> bool {
        self.round > 0 && offset >= self.until
    }

    /// Ends a reading, and begins another one if `again` is possible.
    pub(super) fn close(&mut self, again: bool) -> Close {
        if self.moved_to == 0 {
            return Close::Sure;
        }
        if !again || self.round + 1 >= ROUNDS {
            return Close::Unsure;
        }
        *self = Self { round: self.round + 1, until: self.moved_to, ..Self::default() };
        Close::Again
    }

    /// Whether the page to be judged was asked for from further back.
    pub(super) fn stepped_back(&self) -> bool {
        self.steps > 0
    }

    /// Sets how much the next page shares with so many rows read last: fewer than a page holds, or the listing
    /// would not go on.
    pub(super) fn share(&mut self, size: u64, read: u64) {
        self.back = if self.same { 0 } else { ROWS.min(size.saturating_sub(1)).min(read) };
    }
}

#[cfg(test)]
mod tests {
    use super::{Close, Fit, Moved, Overlap, Shared};

    /// A page of 25 from offset 23 on, after 25 rows were read.
    fn judged(known: u64, grown: Option<u64>) -> Fit {
        let mut overlap = Overlap { back: 2, ..Overlap::default() };
        if let Some(rows) = grown {
            overlap.grown(rows);
        }
        overlap.fit(Shared { at: 23, known, fresh: 25 - known, expected: 2 }, 25)
    }

    #[test]
    fn a_page_follows_if_it_shares_a_row_and_shows_what_was_pushed() {
        for (known, grown, rows, reordered, to) in [
            (2, None, 0, false, 0),
            (2, Some(5), 0, false, 25),
            (2, Some(0), 0, false, 25),
            (1, None, 0, false, 25),
            (3, Some(1), 1, false, 26),
            (3, None, 1, true, 26),
            (5, Some(1), 3, true, 28),
        ] {
            let moved = Moved { rows, reordered, to };
            assert_eq!(judged(known, grown), Fit::Follows(moved), "{known} known, {grown:?} more");
        }
    }

    #[test]
    fn a_list_that_moved_is_read_again_up_to_there_twice() {
        let mut overlap = Overlap::default();
        assert_eq!(overlap.close(true), Close::Sure);
        for (round, close) in [(0, Close::Again), (1, Close::Again), (2, Close::Unsure)] {
            overlap.moved(Moved { to: 48, ..Moved::default() }, true);
            assert_eq!((overlap.round, overlap.close(true)), (round, close));
        }
        assert!(!overlap.read_enough(47) && overlap.read_enough(48));
        let mut other = Overlap { moved_to: 48, ..Overlap::default() };
        assert_eq!(other.close(false), Close::Unsure);
    }

    #[test]
    fn a_gap_is_looked_into_three_times_from_further_and_further_back() {
        let mut overlap = Overlap { back: 2, ..Overlap::default() };
        let mut asked = Vec::new();
        let mut fits = Vec::new();
        for _ in 0..4 {
            asked.push(overlap.back);
            fits.push(overlap.fit(Shared { at: 500, known: 0, fresh: 25, expected: overlap.back }, 25));
        }
        assert_eq!(asked, [2, 27, 52, 77]);
        assert_eq!(fits, [Fit::Gap, Fit::Gap, Fit::Gap, Fit::Lost]);
    }

    #[test]
    fn at_the_head_of_the_list_nothing_can_be_missed_unless_the_listing_began_behind_it() {
        for (begun_inside, fit) in
            [(false, Fit::Follows(Moved { to: 30, ..Moved::default() })), (true, Fit::Lost)]
        {
            let mut overlap = Overlap { back: 30, begun_inside, ..Overlap::default() };
            assert_eq!(overlap.fit(Shared { at: 0, known: 0, fresh: 25, expected: 30 }, 25), fit);
        }
    }

    #[test]
    fn a_page_shares_fewer_rows_than_it_holds() {
        for (size, read, back) in [(25, 25, 2), (25, 1, 1), (3, 3, 2), (2, 2, 1), (1, 1, 0), (0, 0, 0)] {
            let mut overlap = Overlap::default();
            overlap.share(size, read);
            assert_eq!(overlap.back, back, "a page of {size}");
        }
    }
}
