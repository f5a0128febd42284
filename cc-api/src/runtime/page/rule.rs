//! When a listing ends: a pure function of what the pages say.
//!
//! Servers lie about listings in many ways: they cap the size of a page in silence, report a count that is too low
//! or too high, repeat the last page past the end, or ignore the offset. The rule: go on by the rows received,
//! never by the limit asked for; believe the count until the rows disprove it; and notice a page that comes twice.

/// What a listing has learnt so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How many rows to skip for the next page.
    pub(crate) offset: u64,
    /// Rows received, repeats included.
    pub(crate) got: u64,
    /// The size of the largest page seen, never above the limit asked for.
    pub(crate) size: u64,
    /// Pages received.
    pub(crate) pages: u64,
    /// Empty pages received while the count said that there was more.
    pub(crate) empties: u32,
    /// Whether the count was disproved by the rows.
    pub(crate) count_lies: bool,
}

/// One page, as the rule sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// Its rows.
    pub(crate) rows: u64,
    /// The count it reports.
    pub(crate) count: Option<u64>,
    /// Whether it is the page before once more.
    pub(crate) repeats: bool,
    /// The limit asked for.
    pub(crate) limit: u64,
    /// How many empty pages end the listing although the count says that there is more.
    pub(crate) max_empty: u32,
}

/// What to do after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Ask for the next page.
    Next,
    /// That was all.
    End,
    /// That was all, and the page adds nothing: it came before.
    EndRepeated,
    /// There is nothing more, but there should be.
    Incomplete {
        /// How many there should be.
        count: u64,
    },
    /// The server sends the same page over and over.
    Stuck,
}

impl Progress {
    /// Takes in a page and says what to do.
    pub(crate) fn step(&mut self, seen: Seen) -> Step {
        let seen_full = self.size > 0;
        let mut count = seen.count.filter(|_| !self.count_lies);
        // A resume token may have said anything: what it leads to ends, and does not overflow.
        self.pages = self.pages.saturating_add(1);
        if seen.rows > 0 && seen.repeats {
            return self.repeated(seen, count);
        }
        let after = self.offset.saturating_add(seen.rows);
        if seen.rows > 0 && count.is_some_and(|count| after > count) {
            count = None;
            self.count_lies = true;
        }
        if seen.rows == 0 {
            return self.empty(seen, count);
        }
        self.got = self.got.saturating_add(seen.rows);
        let short = seen.rows < self.size;
        self.size = self.size.max(seen.rows.min(seen.limit));
        self.offset = after;
        if count == Some(after) || (count.is_none() && seen_full && short) {
            return Step::End;
        }
        Step::Next
    }

    fn repeated(&self, seen: Seen, count: Option<u64>) -> Step {
        // Whether this page is all that came so far.
        let only = self.got <= seen.rows;
        if only && seen.rows < seen.limit {
            // A short first page that comes again: the server has no paging, and that was all.
            return Step::EndRepeated;
        }
        if only || count.is_some_and(|count| self.got < count) {
            return Step::Stuck;
        }
        // The server repeats its last page past the end.
        Step::EndRepeated
    }

    fn empty(&mut self, seen: Seen, count: Option<u64>) -> Step {
        self.empties = self.empties.saturating_add(1);
        let Some(count) = count else { return Step::End };
        if self.offset < count && self.empties < seen.max_empty {
            self.offset = self.offset.saturating_add(self.size.max(1));
            return Step::Next;
        }
        if count > self.got { Step::Incomplete { count } } else { Step::End }
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, Seen, Step};

    /// A server with so many rows, by how it answers `(offset, limit)`: the first row, how many, and the count.
    type Server = fn(u64, u64) -> (u64, u64, Option<u64>);

    struct Listing {
        rows: Vec<u64>,
        requests: u64,
        end: Step,
    }

    fn list(server: Server, limit: u64, max_empty: u32) -> Listing {
        let mut progress = Progress::default();
        let mut listing = Listing { rows: Vec::new(), requests: 0, end: Step::Next };
        let mut before = None;
        while listing.end == Step::Next {
            assert!(listing.requests < 200, "the listing doesn't end");
            let (first, rows, count) = server(progress.offset, limit);
            listing.requests += 1;
            let repeats = rows > 0 && before == Some((first, rows));
            before = Some((first, rows));
            listing.end = progress.step(Seen { rows, count, repeats, limit, max_empty });
            if !repeats {
                listing.rows.extend(first..first + rows);
            }
        }
        listing
    }

    /// How many rows there are from an offset on, at most so many, of 60.
    fn part(offset: u64, limit: u64) -> u64 {
        limit.min(60_u64.saturating_sub(offset))
    }

    /// A name, a server, and what is expected of a listing: rows, requests, end.
    type Case = (&'static str, Server, u64, u64, Step);

    /// Servers that page as they should, by and large: `o` is the offset, `l` the limit.
    const FAIR: [Case; 6] = [
        ("honest", |o, l| (o, part(o, l), Some(60)), 60, 3, Step::End),
        ("no count", |o, l| (o, part(o, l), None), 60, 3, Step::End),
        ("silent cap of 10", |o, l| (o, part(o, l.min(10)), Some(60)), 60, 6, Step::End),
        ("silent cap, no count", |o, l| (o, part(o, l.min(10)), None), 60, 7, Step::End),
        ("larger than asked", |o, _| (o, part(o, 40), Some(60)), 60, 2, Step::End),
        ("larger, no count", |o, _| (o, part(o, 40), None), 60, 2, Step::End),
    ];

    /// Servers that don't.
    const ODD: [Case; 7] = [
        ("count too low", |o, l| (o, part(o, l), Some(10)), 60, 3, Step::End),
        ("count too high", |o, l| (o, part(o, l), Some(90)), 60, 6, Step::Incomplete { count: 90 }),
        ("ignores the offset", |_, l| (0, l, Some(60)), 25, 2, Step::Stuck),
        ("no paging, all at once", |_, _| (0, 7, None), 7, 2, Step::EndRepeated),
        ("repeats its last page", |o, l| (o.min(50), l.min(10), None), 60, 7, Step::EndRepeated),
        ("empty", |_, _| (0, 0, Some(0)), 0, 1, Step::End),
        ("empty with a count", |_, _| (0, 0, Some(5)), 0, 3, Step::Incomplete { count: 5 }),
    ];

    #[test]
    fn a_listing_gives_every_row_once_whatever_the_server_says() {
        for (name, server, rows, requests, end) in FAIR.into_iter().chain(ODD) {
            let listing = list(server, 25, 3);
            assert_eq!(listing.rows, (0..rows).collect::<Vec<_>>(), "{name}");
            assert_eq!((listing.requests, listing.end), (requests, end), "{name}");
        }
    }

    #[test]
    fn holes_are_stepped_over_if_asked_for() {
        let holey: Server = |o, l| (o, if o == 25 { 0 } else { part(o, l) }, Some(60));
        let patient = list(holey, 25, 3);
        assert_eq!((patient.requests, patient.rows.len(), patient.end), (3, 35, Step::End));
        let strict = list(holey, 25, 1);
        assert_eq!((strict.requests, strict.end), (2, Step::Incomplete { count: 60 }));
    }

    #[test]
    fn a_place_from_a_forged_token_does_not_overflow() {
        let far = u64::MAX;
        let progress =
            Progress { offset: far, got: far, size: far, pages: far, empties: u32::MAX, count_lies: false };
        for (rows, count) in [(2, Some(far)), (2, None), (0, Some(far)), (far, Some(90))] {
            for repeats in [false, true] {
                let mut progress = progress;
                progress.step(Seen { rows, count, repeats, limit: far, max_empty: u32::MAX });
                assert_eq!(progress.offset, far);
            }
        }
    }
}
