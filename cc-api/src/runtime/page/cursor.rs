//! The way through a listing: asks for pages, keeps what the stop rule and a resume need. Not generic.

use std::time::Duration;

use bytes::Bytes;

use super::super::catalogue::Paging;
use super::super::error::{Error, ErrorKind};
use super::super::json_scan::{Row, rows};
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::send::{listing_identity, send};
use super::super::timer::BoxFuture;
use super::ListingCaps;
use super::ids::Ids;
use super::rule::{Progress, Seen, Step};
use super::token::{Mark, ResumeToken};

/// The way through one listing.
pub(crate) struct Cursor {
    raw: Raw,
    paging: Paging,
    caps: ListingCaps,
    progress: Progress,
    limit: u64,
    listing: u64,
    /// When the first page was asked for.
    started: Option<Duration>,
    /// The page before: its text, so that its rows are looked at only if there is another page.
    before: Before,
    ids: Ids,
}

/// What is known of the page before.
enum Before {
    Nothing,
    Text(Bytes),
    /// From a resume token.
    Hashes(Vec<u64>),
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
    pub(crate) fn new(raw: Raw, resume: Option<&ResumeToken>, caps: ListingCaps) -> Result<Self, Error> {
        let operation = raw.operation;
        let blame = |error: Error| error.with_operation(operation);
        let paging = operation.paging.ok_or_else(|| blame(Error::input("this operation is no listing")))?;
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
            ids: Ids::default(),
        };
        if let Some(token) = resume {
            cursor.resume(token.read().map_err(blame)?).map_err(blame)?;
        }
        Ok(cursor)
    }

    fn resume(&mut self, mark: Mark) -> Result<(), Error> {
        if mark.operation != self.raw.operation.id || mark.listing != self.listing {
            let message =
                "the resume token is of another listing: the operation, the filters or the tenant differ";
            return Err(Error::input(message));
        }
        self.progress = mark.progress;
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
        self.set_offset();
        let mut raw = self.raw.clone();
        if let Some(time) = self.caps.time {
            raw.shorten_deadline(time.saturating_sub(now.saturating_sub(started)));
        }
        send(raw, None)
    }

    /// Says in the request where the page begins, unless it is the first one and nobody asked for another.
    fn set_offset(&mut self) {
        if self.progress.offset > 0 || self.raw.arg(usize::from(self.paging.offset)).is_some() {
            self.raw.set(self.paging.offset, &self.progress.offset);
        }
    }

    /// Takes in a page that was decoded: its rows, its count and its text.
    pub(crate) fn accept(&mut self, items: usize, count: Option<u64>, body: Bytes) -> Accepted {
        let first_of_all = matches!(self.before, Before::Nothing);
        let seen_rows = if first_of_all { Vec::new() } else { rows(&body, self.paging.items) };
        let repeats_page = self.repeats_page(&seen_rows);
        let mut repeats = self.repeated_rows(&seen_rows);
        let step = self.progress.step(Seen {
            rows: u64::try_from(items).unwrap_or(u64::MAX),
            count,
            repeats: repeats_page,
            limit: self.limit,
            max_empty: self.caps.empty_pages,
        });
        self.before = Before::Text(body);
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
        Accepted { repeats, last: step != Step::Next || error.is_some(), error }
    }

    /// Whether only one page was taken in so far.
    pub(crate) fn is_first(&self) -> bool {
        self.progress.pages <= 1
    }

    /// Whether a page is the one before once more: by its ids, or by its text where it has none.
    fn repeats_page(&mut self, page: &[Row]) -> bool {
        if matches!(self.before, Before::Nothing) {
            return false;
        }
        let before = self.hashes_before();
        let repeats = !page.is_empty() && hashes(page) == before;
        if self.ids.is_empty() {
            self.ids.add(before);
        }
        repeats
    }

    /// The places of the rows whose ids came before; remembers the rest.
    fn repeated_rows(&mut self, page: &[Row]) -> Vec<usize> {
        let (mut repeated, mut ids) = (Vec::new(), Vec::new());
        for (place, row) in page.iter().enumerate() {
            let Some(id) = row.id else { continue };
            if self.ids.contains(id) {
                repeated.push(place);
            }
            ids.push(id);
        }
        if !page.is_empty() {
            self.ids.add(ids);
        }
        repeated
    }

    /// Hashes of the rows of the page before.
    fn hashes_before(&self) -> Vec<u64> {
        match &self.before {
            Before::Nothing => Vec::new(),
            Before::Hashes(hashes) => hashes.clone(),
            Before::Text(body) => hashes(&rows(body, self.paging.items)),
        }
    }

    /// A token for the place after this many rows of the page that is being handed out, or for the next page.
    pub(crate) fn token(&self, back: u64) -> ResumeToken {
        let mut progress = self.progress;
        progress.offset = progress.offset.saturating_sub(back);
        progress.got = progress.got.saturating_sub(back);
        // Of a page that is half handed out there is nothing to compare the next one with.
        let half = back > 0 && matches!(self.before, Before::Text(_));
        let last = if half { Vec::new() } else { self.hashes_before() };
        ResumeToken::write(&Mark {
            operation: self.raw.operation.id.to_owned(),
            listing: self.listing,
            progress,
            limit: self.limit,
            last,
        })
    }

    /// The error with the place to go on from.
    pub(crate) fn mark(&self, error: Error) -> Error {
        error.with_operation(self.raw.operation).with_resume_token(self.token(0))
    }

    fn cap_reached(&self) -> Option<Error> {
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

/// Hashes of rows: of their ids, or of their texts where they have none.
fn hashes(rows: &[Row]) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(rows.len());
    for row in rows {
        hashes.push(row.id.unwrap_or(row.whole));
    }
    hashes
}

/// What a single page has to know to say where to go on.
pub(crate) struct Position {
    operation: &'static str,
    listing: u64,
    progress: Progress,
    limit: u64,
}

impl Position {
    /// A token for what follows a page of so many rows; none if there is nothing for all that can be told.
    pub(crate) fn after(&self, items: usize, count: Option<u64>) -> Option<ResumeToken> {
        let rows = u64::try_from(items).ok()?;
        let mut progress = self.progress;
        let step = progress.step(Seen { rows, count, repeats: false, limit: self.limit, max_empty: 1 });
        if step != Step::Next {
            return None;
        }
        Some(ResumeToken::write(&Mark {
            operation: self.operation.to_owned(),
            listing: self.listing,
            progress,
            limit: self.limit,
            last: Vec::new(),
        }))
    }
}

/// Sends for one page.
pub(crate) fn send_one(raw: Raw, resume: Option<&ResumeToken>) -> BoxFuture<'static, Result<Reply, Error>> {
    if raw.fault.is_some() {
        return send(raw, None);
    }
    match Cursor::new(raw, resume, ListingCaps::default()) {
        Ok(mut cursor) => {
            let position = Position {
                operation: cursor.raw.operation.id,
                listing: cursor.listing,
                progress: cursor.progress,
                limit: cursor.limit,
            };
            cursor.set_offset();
            send(cursor.raw, Some(Box::new(position)))
        }
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}
