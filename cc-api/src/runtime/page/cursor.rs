//! The way through a listing: asks for pages, keeps what the stop rule and a resume need. Not generic.

use std::time::Duration;

use bytes::Bytes;

use super::super::catalogue::Paging;
use super::super::error::{Error, ErrorKind};
use super::super::json_scan::rows;
use super::super::note::Note;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::send::{listing_identity, send};
use super::super::timer::BoxFuture;
use super::drift::{Drift, Growth};
use super::ids::Ids;
use super::rule::{Progress, Seen, Step};
use super::seen::{Before, Handed, ids, is_same_page, repeated_rows};
use super::single::Position;
use super::strict::Watch;
use super::token::{Mark, ResumeToken};
use super::{ListingCaps, Mode};

/// The way through one listing.
pub(crate) struct Cursor {
    pub(super) raw: Raw,
    pub(super) paging: Paging,
    pub(super) caps: ListingCaps,
    pub(super) progress: Progress,
    pub(super) limit: u64,
    listing: u64,
    /// When the first page was asked for.
    started: Option<Duration>,
    /// The page before: its text, so that its rows are looked at only if there is another page.
    pub(super) before: Before,
    /// How many rows the page before has, and the places of those that were left out.
    pub(super) handed: Handed,
    pub(super) ids: Ids,
    /// Only of a strict listing.
    pub(super) watch: Option<Box<Watch>>,
    /// Whether a listing that this one goes on from may have missed rows.
    pub(super) doubt: bool,
    pub(super) drift: Drift,
    /// Whether it was told that the list moved.
    told: bool,
}

/// What a page means for the listing.
pub(crate) struct Accepted {
    /// The rows, by their place, that came before.
    pub(crate) repeats: Vec<usize>,
    /// Whether there is nothing more to ask for.
    pub(crate) last: bool,
    /// An error that ends the listing after this page's rows.
    pub(crate) error: Option<Error>,
}

impl Cursor {
    pub(crate) fn new(
        mut raw: Raw,
        resume: Option<&ResumeToken>,
        caps: ListingCaps,
        mode: Mode,
    ) -> Result<Self, Error> {
        let operation = raw.operation;
        let blame = |error: Error| error.with_operation(operation);
        let paging = operation.paging.ok_or_else(|| blame(Error::input("this operation is no listing")))?;
        if let Some(fault) = raw.fault.take() {
            return Err(blame(fault));
        }
        let number = |index: u16| std::str::from_utf8(raw.arg(usize::from(index))?).ok()?.parse::<u64>().ok();
        let mut cursor = Self {
            paging,
            caps,
            progress: Progress { offset: number(paging.offset).unwrap_or(0), ..Progress::default() },
            limit: number(paging.limit).or(paging.default_size.map(u64::from)).unwrap_or(u64::MAX),
            listing: listing_identity(&raw, &paging).map_err(blame)?,
            raw,
            started: None,
            before: Before::Nothing,
            handed: Handed::default(),
            ids: Ids::default(),
            watch: None,
            doubt: false,
            drift: Drift::default(),
            told: false,
        };
        if let Some(token) = resume {
            cursor.resume(token.read().map_err(blame)?).map_err(blame)?;
        }
        if mode.strict {
            cursor.begin_watch();
        }
        Ok(cursor)
    }

    /// The request for the next page alone, and what that page has to know.
    pub(super) fn into_one(mut self) -> (Raw, Position) {
        self.set_offset(self.progress.offset);
        let position = Position {
            operation: self.raw.operation.id,
            listing: self.listing,
            progress: self.progress,
            limit: self.limit,
        };
        (self.raw, position)
    }

    fn resume(&mut self, mark: Mark) -> Result<(), Error> {
        if mark.operation != self.raw.operation.id || mark.listing != self.listing {
            let message =
                "the resume token is of another listing: the operation, the filters or the tenant differ";
            return Err(Error::input(message));
        }
        self.progress = mark.progress;
        self.doubt = mark.doubt;
        if mark.limit != u64::MAX && self.raw.arg(usize::from(self.paging.limit)).is_none() {
            self.limit = mark.limit;
            if self.paging.default_size.map(u64::from) != Some(mark.limit) {
                self.raw.set(self.paging.limit, &mark.limit);
            }
        }
        self.ids.add(mark.last.clone());
        self.before = Before::Hashes(mark.last);
        Ok(())
    }

    /// Asks for the next page.
    pub(crate) fn ask(&mut self) -> BoxFuture<'static, Result<Reply, Error>> {
        let now = self.raw.core.elapsed();
        let started = *self.started.get_or_insert(now);
        self.set_offset(self.place());
        let mut raw = self.raw.clone();
        if let Some(time) = self.caps.time {
            raw.shorten_deadline(time.saturating_sub(now.saturating_sub(started)));
        }
        send(raw, None)
    }

    /// Where the next page begins.
    pub(super) fn place(&self) -> u64 {
        self.watch.as_ref().map_or(self.progress.offset, |watch| self.place_of(watch))
    }

    /// Where the next page of a watched listing begins.
    pub(super) fn place_of(&self, watch: &Watch) -> u64 {
        self.progress.offset.saturating_sub(watch.overlap.back)
    }

    /// Says in the request where the page begins, unless it is the first one and nobody asked for another.
    fn set_offset(&mut self, offset: u64) {
        if offset > 0 || self.raw.arg(usize::from(self.paging.offset)).is_some() {
            self.raw.set(self.paging.offset, &offset);
        }
    }

    /// Takes in a page that was decoded: its rows, its count and its text.
    pub(crate) fn accept(&mut self, items: usize, count: Option<u64>, body: Bytes) -> Accepted {
        let growth = self.drift.count(count.filter(|_| !self.progress.count_lies));
        let mut accepted = match self.watch.take() {
            Some(watch) => self.accept_watched(watch, items, count, growth, &body),
            None => self.accept_plain(items, count, growth, body),
        };
        accepted.last = accepted.last || accepted.error.is_some();
        self.tell();
        accepted
    }

    fn accept_plain(&mut self, items: usize, count: Option<u64>, growth: Growth, body: Bytes) -> Accepted {
        let first_of_all = matches!(self.before, Before::Nothing);
        let seen_rows = if first_of_all { Vec::new() } else { rows(&body, self.paging.items) };
        let before = if first_of_all { Vec::new() } else { self.hashes_before() };
        if !first_of_all && self.ids.is_empty() {
            self.ids.add(before.clone());
        }
        let repeats = repeated_rows(&self.ids, &seen_rows);
        if !seen_rows.is_empty() {
            self.ids.add(ids(&seen_rows));
        }
        let step = self.progress.step(Seen {
            rows: u64::try_from(items).unwrap_or(u64::MAX),
            count,
            repeats: is_same_page(&seen_rows, &before, growth),
            limit: self.limit,
            max_empty: self.caps.empty_pages,
        });
        self.before = Before::Text(body);
        if matches!(step, Step::Next | Step::End | Step::Incomplete { .. }) {
            self.drift.repeats += u64::try_from(repeats.len()).unwrap_or(u64::MAX);
        }
        self.accepted(step, items, repeats)
    }

    /// What a page means, from the step of the rule and the rows that came before.
    pub(super) fn accepted(&mut self, step: Step, items: usize, mut repeats: Vec<usize>) -> Accepted {
        let error = match step {
            Step::Next => self.cap_reached(),
            Step::End | Step::EndRepeated => None,
            Step::Incomplete { count } => Some(self.incomplete(count)),
            Step::Stuck => Some(self.stuck()),
        };
        if matches!(step, Step::EndRepeated | Step::Stuck) {
            repeats.clear();
            for place in 0..items {
                repeats.push(place);
            }
        }
        self.handed = Handed { rows: items, left_out: repeats.clone() };
        Accepted { repeats, last: step != Step::Next, error }
    }

    /// Tells once that the list moved.
    fn tell(&mut self) {
        if self.drift.moved() && !self.told {
            self.told = true;
            let (operation, drift) = (self.raw.operation.id, self.drift);
            self.raw.core.notes().tell(&Note::ListingMoved { operation, drift });
        }
    }

    /// How the list moved so far.
    pub(crate) fn drift(&self) -> Drift {
        self.drift
    }

    /// Whether only one page was taken in so far.
    pub(crate) fn is_first(&self) -> bool {
        self.progress.pages <= 1
    }

    /// Hashes of the rows of the page before.
    pub(super) fn hashes_before(&self) -> Vec<u64> {
        self.before.hashes(self.paging.items)
    }

    /// A token for the place where so many rows of the last page are still to be handed out, or for the next page.
    pub(crate) fn token(&self, waiting: usize) -> ResumeToken {
        let parked = self.watch.as_ref().and_then(|watch| watch.parked.as_ref());
        let (mut progress, mut last, at_hand) = match parked {
            Some(parked) => (parked.progress, parked.last.clone(), parked.at_hand),
            None => (self.progress, self.hashes_before(), true),
        };
        let rows = if at_hand { self.handed.rows_of_last(waiting) } else { 0 };
        let back = u64::try_from(rows).unwrap_or(u64::MAX);
        progress.offset = progress.offset.saturating_sub(back);
        progress.got = progress.got.saturating_sub(back);
        last.truncate(last.len().saturating_sub(rows));
        let unsure = self.watch.is_some() && (parked.is_some() || self.drift.reordered);
        ResumeToken::write(&Mark {
            operation: self.raw.operation.id.to_owned(),
            listing: self.listing,
            progress,
            limit: self.limit,
            doubt: self.doubt || unsure,
            last,
        })
    }

    /// The error with the place to go on from.
    pub(crate) fn mark(&self, error: Error) -> Error {
        error.with_operation(self.raw.operation).with_resume_token(self.token(0))
    }

    pub(super) fn cap_reached(&self) -> Option<Error> {
        let elapsed = self.raw.core.elapsed().saturating_sub(self.started.unwrap_or_default());
        let cap = if self.progress.pages >= self.caps.pages {
            format!("{} pages", self.caps.pages)
        } else if self.progress.got >= self.caps.rows {
            format!("{} entries", self.caps.rows)
        } else if self.caps.time.is_some_and(|time| elapsed >= time) {
            "the time allowed".to_owned()
        } else {
            return None;
        };
        let message = format!("the listing was stopped after {cap}, and there may be more");
        let advice = "go on with the resume token, or raise the cap";
        Some(self.mark(Error::new(ErrorKind::Incomplete, message).with_advice(advice)))
    }

    fn incomplete(&self, count: u64) -> Error {
        let got = self.progress.got;
        let message = format!("the server speaks of {count} entries but sent {got} and then empty pages");
        self.mark(Error::new(ErrorKind::Incomplete, message))
    }

    fn stuck(&self) -> Error {
        let message = "the server sends the same page again whatever the offset is";
        self.mark(Error::new(ErrorKind::PaginationStuck, message))
    }
}
