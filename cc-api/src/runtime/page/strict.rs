//! The way through a listing that is watched: [`overlap`](super::overlap) judges, the cursor acts on it.

use bytes::Bytes;

use super::super::error::{Error, ErrorKind};
use super::super::json_scan::{Row, rows};
use super::super::note::Note;
use super::cursor::{Accepted, Before, Cursor, hashes, ids, is_same_page};
use super::drift::Growth;
use super::overlap::{Fit, Overlap, Shared};
use super::rule::{Seen, Step};

impl Cursor {
    /// Begins to watch, from the head of the list or from where it goes on.
    pub(super) fn watch(&mut self) {
        let mut overlap = Overlap::beginning_at(self.progress.offset);
        if let Before::Hashes(last) = &self.before {
            overlap.share(self.progress.size, number(last.len()));
        }
        self.overlap = Some(overlap);
    }

    /// Takes in a page of a watched listing.
    pub(super) fn accept_watched(
        &mut self,
        mut overlap: Overlap,
        items: usize,
        count: Option<u64>,
        growth: Growth,
        body: &Bytes,
    ) -> Accepted {
        let page = rows(body, self.paging.items);
        let at = self.progress.offset.saturating_sub(overlap.back);
        let expected = self.progress.offset - at;
        let mut repeats = self.repeated_rows(&page);
        if let (true, true, Some(first)) = (overlap.begun_inside, expected > 0, repeats.first().copied()) {
            // What stands before was read by an earlier listing, or not asked for.
            repeats.retain(|place| *place >= first);
            repeats.splice(0..0, 0..first);
        }
        let known = number(repeats.len());
        let shared = Shared { at, known, fresh: number(items).saturating_sub(known), expected };
        if let Growth::By(rows) = growth {
            overlap.grown(rows);
        }
        let stepped_back = overlap.stepped_back();
        match overlap.fit(shared, self.progress.size) {
            Fit::Gap => self.gap(overlap, items, None),
            Fit::Lost => {
                let error = self.list_changed("so many rows went that others may be missing");
                self.gap(overlap, items, Some(error))
            }
            Fit::Follows(pushed) => {
                let same = !stepped_back && is_same_page(&page, &self.hashes_before(), growth);
                let stuck = overlap.is_stuck(same);
                let step = self.watched_step(shared, count, stuck);
                if !stuck {
                    let pushed = overlap.moved(pushed, step != Step::Next);
                    self.drift.repeats += pushed.rows;
                    self.drift.reordered |= pushed.reordered;
                }
                if step == Step::Next {
                    self.go_on_watched(overlap, &page, shared);
                }
                self.ids.add(ids(&page));
                self.before = Before::Hashes(hashes(&page));
                let mut accepted = self.accepted(step, items, repeats);
                if accepted.error.is_none() && accepted.last && self.drift.reordered {
                    accepted.error = Some(self.list_changed("rows changed places, and some may be missing"));
                }
                accepted
            }
        }
    }

    /// The step that the rule takes for a page that follows on what was read.
    fn watched_step(&mut self, page: Shared, count: Option<u64>, stuck: bool) -> Step {
        let items = page.known + page.fresh;
        let ends = page.at.saturating_add(items);
        let read_to = self.progress.offset;
        // A page of nothing but what it shares is what an empty page is to a listing that does not look back.
        let short = items <= page.expected && items < self.progress.size;
        let brings_nothing = short && page.fresh == 0 && ends == read_to && count != Some(ends);
        let rows = if brings_nothing { 0 } else { items };
        if rows > 0 && !stuck {
            self.progress.offset = page.at;
        }
        let (limit, max_empty) = (self.limit, self.caps.empty_pages);
        let step = self.progress.step(Seen { rows, count, repeats: stuck, limit, max_empty });
        if rows > 0 && !stuck {
            self.progress.got = self.progress.got.saturating_sub(page.known);
        }
        step
    }

    /// Sets what the next page shares with this one, if rows can be told apart.
    fn go_on_watched(&mut self, mut overlap: Overlap, page: &[Row], shared: Shared) {
        let size = self.progress.size;
        let without_ids = page.iter().any(|row| row.id.is_none());
        let too_small = size <= 1 && (self.limit <= 1 || self.progress.pages > 1);
        if without_ids || too_small {
            self.raw.core.notes().tell(|| Note::NotStrict { operation: self.raw.operation.id });
            return;
        }
        let stepped_over = self.progress.offset != shared.at.saturating_add(number(page.len()));
        overlap.share(size, if stepped_over { 0 } else { number(page.len()) });
        self.overlap = Some(overlap);
    }

    /// Leaves a page out that does not follow, and goes further back if there is no error.
    fn gap(&mut self, overlap: Overlap, items: usize, error: Option<Error>) -> Accepted {
        self.overlap = Some(overlap);
        self.progress.pages = self.progress.pages.saturating_add(1);
        self.drift.steps_back += 1;
        let mut repeats = Vec::with_capacity(items);
        for place in 0..items {
            repeats.push(place);
        }
        Accepted { repeats, last: false, error: error.or_else(|| self.cap_reached()) }
    }

    fn list_changed(&self, what: &str) -> Error {
        let error = Error::new(ErrorKind::ListChanged, format!("the list changed while it was read: {what}"));
        self.mark(error.with_advice("list again when there is less change, or without `strict`"))
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
