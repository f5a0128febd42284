//! The stream of the pages of a listing.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::super::error::Error;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::walk::Walk;
use super::{Drift, ListingCaps, Mode, Page, ResumeToken};

/// The pages of a listing, one by one. It is a `Stream`; [`try_next`](Self::try_next) needs no import.
///
/// A page is asked for when it is polled for, or one ahead with [`prefetch`](crate::PagedCall::prefetch). After an
/// error it ends; the error tells where to go on.
pub struct Pages<T> {
    pub(super) walk: Walk,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn new(raw: Raw, resume: Option<&ResumeToken>, caps: ListingCaps, mode: Mode) -> Self {
        Self { walk: Walk::new(raw, resume, caps, mode), item: PhantomData }
    }

    /// The next page; none at the end.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// The next page or error; none at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            let reply = match ready!(self.walk.poll_reply(context)) {
                Some(Ok(reply)) => reply,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            if let Some(page) = self.page(reply) {
                self.walk.begin_ahead(context);
                return Poll::Ready(Some(page));
            }
        }
    }

    /// Takes in an answer; none if it holds nothing to hand out.
    fn page(&mut self, reply: Reply) -> Option<Result<Page<T>, Error>> {
        let body = reply.body.clone();
        let mut page: Page<T> = match reply.decode_page() {
            Ok(page) => page,
            Err(error) => return Some(Err(self.walk.marked(error))),
        };
        let taken = self.walk.take_in(page.items.len(), page.count, body);
        if !taken.left_out.is_empty() {
            let mut place = 0;
            page.items.retain(|_| {
                place += 1;
                taken.left_out.binary_search(&(place - 1)).is_err()
            });
        }
        page.next = taken.next;
        // An empty page says something only where it is the whole listing.
        (!page.items.is_empty() || taken.whole).then_some(Ok(page))
    }
}

impl<T> Pages<T> {
    /// From where to go on after the pages handed out so far; none if the listing could not begin.
    pub fn resume_token(&self) -> Option<ResumeToken> {
        self.walk.cursor().map(|cursor| cursor.token(0))
    }

    /// How the list moved while it was read, as far as it shows in the pages so far.
    pub fn drift(&self) -> Drift {
        self.walk.cursor().map_or_else(Drift::default, super::cursor::Cursor::drift)
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
