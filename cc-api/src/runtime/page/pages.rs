//! The streams over a listing.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::super::error::Error;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::BoxFuture;
use super::cursor::{Accepted, Cursor};
use super::{ListingCaps, Page, ResumeToken};

/// The pages of a listing, one by one. It is a `Stream`; [`try_next`](Self::try_next) needs no import.
///
/// A page is asked for when it is polled for. After an error it ends; the error tells where to go on.
pub struct Pages<T> {
    state: State,
    item: std::marker::PhantomData<fn() -> T>,
}

enum State {
    /// Boxed: it is moved in and out at every page.
    Idle(Box<Cursor>),
    Waiting(Box<Cursor>, BoxFuture<'static, Result<Reply, Error>>),
    /// An error to be told before the end.
    Failed(Option<Box<Cursor>>, Error),
    Done(Option<Box<Cursor>>),
}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn new(raw: Raw, resume: Option<&ResumeToken>, caps: ListingCaps) -> Self {
        let cursor = Cursor::new(raw, resume, caps);
        let state =
            cursor.map_or_else(|error| State::Failed(None, error), |cursor| State::Idle(Box::new(cursor)));
        Self { state, item: std::marker::PhantomData }
    }

    /// The next page; none at the end.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// The next page or error; none at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done(None)) {
                State::Idle(mut cursor) => {
                    let reply = cursor.ask();
                    self.state = State::Waiting(cursor, reply);
                }
                State::Waiting(cursor, mut reply) => match reply.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Waiting(cursor, reply);
                        return Poll::Pending;
                    }
                    Poll::Ready(result) => {
                        if let Some(page) = self.finish(cursor, result) {
                            return Poll::Ready(Some(page));
                        }
                    }
                },
                State::Failed(cursor, error) => {
                    self.state = State::Done(cursor);
                    return Poll::Ready(Some(Err(error)));
                }
                State::Done(cursor) => {
                    self.state = State::Done(cursor);
                    return Poll::Ready(None);
                }
            }
        }
    }

    /// Takes in what came back; none if it holds nothing to hand out and there is more to do.
    fn finish(
        &mut self,
        mut cursor: Box<Cursor>,
        result: Result<Reply, Error>,
    ) -> Option<Result<Page<T>, Error>> {
        let page = result.and_then(|reply| {
            let body = reply.body.clone();
            reply.decode_page().map(|page: Page<T>| (page, body))
        });
        let (mut page, body) = match page {
            Ok(parts) => parts,
            Err(error) => {
                let error = cursor.mark(error);
                self.state = State::Done(Some(cursor));
                return Some(Err(error));
            }
        };
        let Accepted { repeats, last, error } = cursor.accept(page.items.len(), page.count, body);
        if !repeats.is_empty() {
            let mut place = 0;
            page.items.retain(|_| {
                place += 1;
                repeats.binary_search(&(place - 1)).is_err()
            });
        }
        page.next = (!last).then(|| cursor.token(0));
        let first = cursor.is_first();
        self.state = match error {
            Some(error) => State::Failed(Some(cursor), error),
            None if last => State::Done(Some(cursor)),
            None => State::Idle(cursor),
        };
        // An empty page says something only where it is the whole listing.
        let says_nothing = page.items.is_empty() && !(first && matches!(self.state, State::Done(_)));
        (!says_nothing).then_some(Ok(page))
    }
}

impl<T> Pages<T> {
    /// From where to go on after the pages handed out so far; none if the listing could not begin.
    pub fn resume_token(&self) -> Option<ResumeToken> {
        self.cursor().map(|cursor| cursor.token(0))
    }

    fn cursor(&self) -> Option<&Cursor> {
        match &self.state {
            State::Idle(cursor) | State::Waiting(cursor, _) => Some(cursor),
            State::Failed(cursor, _) | State::Done(cursor) => cursor.as_deref(),
        }
    }
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The entries of a listing, one by one. It is a `Stream`; [`try_next`](Self::try_next) needs no import.
///
/// A page is asked for when its first entry is polled for. After an error it ends; the error tells where to go on.
pub struct Items<T> {
    pages: Pages<T>,
    ready: VecDeque<T>,
}

/// Nothing in it is pinned: the futures inside are boxed.
impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, ready: VecDeque::new() }
    }

    /// The next entry; none at the end.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// The next entry or error; none at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// All entries, up to the caps of the listing.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }

    /// The same entries as an iterator, for programs without async.
    #[cfg(feature = "blocking")]
    pub fn blocking(mut self) -> impl Iterator<Item = Result<T, Error>> {
        std::iter::from_fn(move || super::super::blocking::block_on(self.try_next()).transpose())
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.ready = page.items.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Items<T> {
    /// From where to go on after the entries handed out so far; none if the listing could not begin.
    pub fn resume_token(&self) -> Option<ResumeToken> {
        let back = u64::try_from(self.ready.len()).unwrap_or(u64::MAX);
        self.pages.cursor().map(|cursor| cursor.token(back))
    }
}

impl<T: DeserializeOwned> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
