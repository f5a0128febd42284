//! The way through a listing that is watched: [`overlap`](super::overlap) judges, the cursor acts on it.

use bytes::Bytes;

use super::super::error::{Error, ErrorKind};
use super::super::json_scan::{Row, rows};
use super::super::note::Note;
use super::cursor::{Accepted, Cursor};
use super::drift::Growth;
use super::ids::Ids;
use super::overlap::{Close, Fit, Moved, Overlap, Shared};
use super::rule::{Progress, Seen, Step};
use super::seen::{Before, hashes, ids, is_same_page, repeated_rows};

/// What a strict listing keeps beside what every listing does.
pub(super) struct Watch {
    pub(super) overlap: Overlap,
    /// The rows of this reading, from the second one on.
    ids: Option<Ids>,
    /// Where the first reading ended, from the second one on.
    pub(super) parked: Option<Parked>,
}

/// Where a reading ended: from there a listing can be gone on with while it reads once more.
pub(super) struct Parked {
    pub(super) progress: Progress,
    pub(super) last: Vec<u64>,
    /// Whether the page being handed out is the last one of that reading.
    pub(super) at_hand: bool,
}

/// A page of a watched listing that follows on what was read.
struct Following {
    rows: Vec<Row>,
    /// The places of the rows that came before, in this reading or another.
    repeats: Vec<usize>,
    shared: Shared,
    moved: Moved,
    /// Whether it is the page before once more.
    same: bool,
}

impl Cursor {
    /// Begins to watch, from the head of the list or from where it goes on.
    pub(super) fn begin_watch(&mut self) {
        let mut overlap = Overlap::beginning_at(self.progress.offset);
        if let Before::Hashes(last) = &self.before {
            overlap.share(self.progress.size, number(last.len()));
        }
        self.watch = Some(Box::new(Watch { overlap, ids: None, parked: None }));
    }

    /// Takes in a page of a watched listing.
    pub(super) fn accept_watched(
        &mut self,
        mut watch: Box<Watch>,
        items: usize,
        count: Option<u64>,
        growth: Growth,
        body: &Bytes,
    ) -> Accepted {
        let rows = rows(body, self.paging.items);
        let at = self.place_of(&watch);
        let expected = self.progress.offset - at;
        let mut repeats = repeated_rows(&self.ids, &rows);
        if let (true, true, Some(first)) =
            (watch.overlap.begun_inside, expected > 0, repeats.first().copied())
        {
            // What stands before was read by an earlier listing, or not asked for.
            repeats.retain(|place| *place >= first);
            repeats.splice(0..0, 0..first);
        }
        let known = watch.ids.as_ref().map_or(repeats.len(), |ids| repeated_rows(ids, &rows).len());
        let shared =
            Shared { at, known: number(known), fresh: number(items.saturating_sub(known)), expected };
        if let Growth::By(more) = growth {
            watch.overlap.grown(more);
        }
        if let Some(parked) = &mut watch.parked {
            parked.at_hand = false;
        }
        let same = !watch.overlap.stepped_back() && is_same_page(&rows, &self.hashes_before(), growth);
        match watch.overlap.fit(shared, self.progress.size) {
            Fit::Follows(moved) => {
                self.follow(watch, Following { rows, repeats, shared, moved, same }, items, count)
            }
            Fit::Gap => self.step_back(watch, items, false),
            Fit::Lost => self.step_back(watch, items, true),
        }
    }

    /// Takes in a page that follows on what was read.
    fn follow(
        &mut self,
        mut watch: Box<Watch>,
        page: Following,
        items: usize,
        count: Option<u64>,
    ) -> Accepted {
        let stuck = watch.overlap.is_stuck(page.same);
        let mut step = self.watched_step(&page, count, stuck);
        let ends = step == Step::End || watch.overlap.read_enough(self.progress.offset);
        if !stuck {
            let moved = watch.overlap.moved(page.moved, ends);
            self.drift.repeats = self.drift.repeats.saturating_add(moved.rows);
            self.drift.reordered |= moved.reordered;
        }
        self.ids.add(ids(&page.rows));
        if let Some(this_reading) = &mut watch.ids {
            this_reading.add(ids(&page.rows));
        }
        self.before = Before::Hashes(hashes(&page.rows));
        let mut unsure = false;
        if ends {
            step = Step::End;
            match self.close(&mut watch, &page) {
                Close::Sure => {}
                Close::Again => step = Step::Next,
                Close::Unsure => unsure = true,
            }
        } else if step == Step::Next && !self.goes_on_watched(&mut watch, &page) {
            if watch.parked.is_none() {
                let operation = self.raw.operation.id;
                self.raw.core.notes().tell(&Note::NotStrict { operation });
                return self.accepted(step, items, page.repeats);
            }
            (step, unsure) = (Step::End, true);
        }
        self.watch = Some(watch);
        let mut accepted = self.accepted(step, items, page.repeats);
        if unsure {
            accepted.error = Some(self.list_changed("rows changed places or came and went all the while"));
        }
        accepted
    }

    /// The step that the rule takes for a page that follows on what was read.
    fn watched_step(&mut self, page: &Following, count: Option<u64>, stuck: bool) -> Step {
        let Shared { at, known, fresh, expected } = page.shared;
        let items = known.saturating_add(fresh);
        let ends = at.saturating_add(items);
        // A page of nothing but what it shares is what an empty page is to a listing that does not look back.
        let short = items <= expected && items < self.progress.size;
        let brings_nothing = short && fresh == 0 && ends == self.progress.offset && count != Some(ends);
        let rows = if brings_nothing { 0 } else { items };
        if rows > 0 && !stuck {
            self.progress.offset = at;
        }
        let (limit, max_empty) = (self.limit, self.caps.empty_pages);
        let step = self.progress.step(Seen { rows, count, repeats: stuck, limit, max_empty });
        if rows > 0 && !stuck {
            self.progress.got = self.progress.got.saturating_sub(number(page.repeats.len()));
        }
        step
    }

    /// Ends a reading. If the list moved, the next one begins at its head.
    fn close(&mut self, watch: &mut Watch, page: &Following) -> Close {
        if watch.overlap.begun_inside {
            // What stands before is not this listing's to read.
            return if self.drift.reordered || self.doubt { Close::Unsure } else { Close::Sure };
        }
        let close = watch.overlap.close(self.ids.is_whole() && all_have_ids(&page.rows));
        if close == Close::Again {
            let (progress, last) = (self.progress, self.hashes_before());
            watch.parked.get_or_insert(Parked { progress, last, at_hand: true });
            watch.ids = Some(Ids::default());
            self.before = Before::Hashes(Vec::new());
            self.progress.offset = 0;
        }
        close
    }

    /// Sets what the next page shares with this one; not if rows can't be told apart.
    fn goes_on_watched(&self, watch: &mut Watch, page: &Following) -> bool {
        let size = self.progress.size;
        let too_small = size <= 1 && (self.limit <= 1 || self.progress.pages > 1);
        if too_small || !all_have_ids(&page.rows) {
            return false;
        }
        let rows = number(page.rows.len());
        let stepped_over = self.progress.offset != page.shared.at.saturating_add(rows);
        watch.overlap.share(size, if stepped_over { 0 } else { rows });
        true
    }

    /// Leaves a page out that does not follow, to go further back unless that is of no use any more.
    fn step_back(&mut self, watch: Box<Watch>, items: usize, lost: bool) -> Accepted {
        self.watch = Some(watch);
        self.progress.pages = self.progress.pages.saturating_add(1);
        self.drift.steps_back += 1;
        let mut repeats = Vec::with_capacity(items);
        for place in 0..items {
            repeats.push(place);
        }
        let error = if lost { Some(self.list_changed("many rows went at once")) } else { self.cap_reached() };
        Accepted { repeats, last: false, error }
    }

    fn list_changed(&self, how: &str) -> Error {
        let message = format!("the list changed while it was read, and entries may be missing: {how}");
        let advice = "list again when there is less change, or without `strict`";
        self.mark(Error::new(ErrorKind::ListChanged, message).with_advice(advice))
    }
}

fn all_have_ids(rows: &[Row]) -> bool {
    for row in rows {
        if row.id.is_none() {
            return false;
        }
    }
    true
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
