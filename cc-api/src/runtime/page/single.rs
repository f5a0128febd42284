//! One page alone: nothing is kept but the place that follows it.

use super::super::error::Error;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::send::send;
use super::super::timer::BoxFuture;
use super::cursor::Cursor;
use super::rule::{Progress, Seen, Step};
use super::token::{Mark, ResumeToken};
use super::{ListingCaps, Mode};

/// What a single page has to know to say where to go on.
pub(crate) struct Position {
    pub(super) operation: &'static str,
    pub(super) listing: u64,
    pub(super) progress: Progress,
    pub(super) limit: u64,
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
            doubt: false,
            last: Vec::new(),
        }))
    }
}

/// The request for one page alone, and what that page has to know.
pub(crate) fn one(raw: Raw, resume: Option<&ResumeToken>) -> Result<(Raw, Position), Error> {
    let cursor = Cursor::new(raw, resume, ListingCaps::default(), Mode::default())?;
    Ok(cursor.into_one())
}

/// Sends for one page.
pub(crate) fn send_one(raw: Raw, resume: Option<&ResumeToken>) -> BoxFuture<'static, Result<Reply, Error>> {
    match one(raw, resume) {
        Ok((raw, position)) => send(raw, Some(Box::new(position))),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}
