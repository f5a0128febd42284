//! What asks for page after page below the streams, one page ahead if wanted. Not generic.
//!
//! A page that is asked for ahead is a future like any other, begun by polling it once when the page before is handed
//! out. There is no task behind it: it moves when the stream is polled.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::super::error::{Error, ErrorKind};
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::BoxFuture;
use super::cursor::{Accepted, Cursor};
use super::{ListingCaps, Mode, Plan, ResumeToken};

/// The way through one listing, with what is under way.
pub(super) struct Walk {
    /// None if the listing could not begin. Boxed, as streams are moved about.
    cursor: Option<Box<Cursor>>,
    phase: Phase,
    prefetch: bool,
}

enum Phase {
    /// Nothing is under way.
    Idle,
    /// An answer is awaited.
    Waiting { reply: BoxFuture<'static, Result<Reply, Error>>, ahead: bool },
    /// An answer came ahead.
    Arrived(Result<Reply, Error>),
    /// An error is to be told before the end.
    Failed(Error),
    /// The listing is over.
    Done,
}

/// What becomes of a page that was taken in.
pub(super) struct Taken {
    /// The rows to be left out, by their place.
    pub(super) left_out: Vec<usize>,
    /// From where to go on.
    pub(super) next: Option<ResumeToken>,
    /// Whether this page is the whole listing.
    pub(super) whole: bool,
}

impl Walk {
    pub(super) fn new(raw: Raw, resume: Option<&ResumeToken>, caps: ListingCaps, mode: Mode) -> Self {
        let (cursor, phase) = match Cursor::new(raw, resume, caps, mode) {
            Ok(cursor) => (Some(Box::new(cursor)), Phase::Idle),
            Err(error) => (None, Phase::Failed(error)),
        };
        Self { cursor, phase, prefetch: mode.prefetch }
    }

    pub(super) fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_deref()
    }

    /// The next answer, to be decoded and taken in; none at the end.
    pub(super) fn poll_reply(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
        loop {
            let (result, ahead) = match std::mem::replace(&mut self.phase, Phase::Done) {
                Phase::Idle => {
                    self.ask(false);
                    continue;
                }
                Phase::Waiting { mut reply, ahead } => match reply.as_mut().poll(context) {
                    Poll::Ready(result) => (result, ahead),
                    Poll::Pending => {
                        self.phase = Phase::Waiting { reply, ahead };
                        return Poll::Pending;
                    }
                },
                Phase::Arrived(result) => (result, true),
                Phase::Failed(error) => return Poll::Ready(Some(Err(error))),
                Phase::Done => return Poll::Ready(None),
            };
            match result {
                Ok(reply) => return Poll::Ready(Some(Ok(reply))),
                // Time that passed while nobody polled is not the server's.
                Err(error) if ahead && error.kind() == ErrorKind::Timeout && error.is_retryable() => {
                    self.phase = Phase::Idle;
                }
                Err(error) => return Poll::Ready(Some(Err(self.marked(error)))),
            }
        }
    }

    fn ask(&mut self, ahead: bool) {
        if let Some(cursor) = &mut self.cursor {
            self.phase = Phase::Waiting { reply: cursor.ask(), ahead };
        }
    }

    /// An error with the place to go on from.
    pub(super) fn marked(&self, error: Error) -> Error {
        match &self.cursor {
            Some(cursor) => cursor.mark(error),
            None => error,
        }
    }

    /// Takes in a page that was decoded, and that took so many attempts.
    pub(super) fn take_in(&mut self, items: usize, count: Option<u64>, body: Bytes, attempts: u32) -> Taken {
        let Some(cursor) = &mut self.cursor else {
            return Taken { left_out: Vec::new(), next: None, whole: true };
        };
        let Accepted { repeats, last, error } = cursor.accept(items, count, body);
        let next = (!last).then(|| cursor.token(0));
        let whole = cursor.is_first() && last && error.is_none();
        self.phase = match error {
            Some(error) => Phase::Failed(error.with_attempts(attempts)),
            None if last => Phase::Done,
            None => Phase::Idle,
        };
        Taken { left_out: repeats, next, whole }
    }

    /// What is left, from the pages taken in so far.
    pub(super) fn plan(&self) -> Plan {
        let over = matches!(self.phase, Phase::Done | Phase::Failed(_));
        self.cursor.as_ref().map_or_else(Plan::default, |cursor| cursor.plan(over))
    }

    /// Begins to ask for the next page, if that is wanted and the quota has room for it.
    pub(super) fn begin_ahead(&mut self, context: &mut Context<'_>) {
        let Some(cursor) = &self.cursor else { return };
        if self.prefetch && matches!(self.phase, Phase::Idle) && cursor.raw.core.may_prefetch() {
            self.ask(true);
            self.poll_ahead(context);
        }
    }

    /// Lets a page that was asked for ahead come nearer.
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if let Phase::Waiting { reply, ahead: true } = &mut self.phase
            && let Poll::Ready(result) = reply.as_mut().poll(context)
        {
            self.phase = Phase::Arrived(result);
        }
    }
}
