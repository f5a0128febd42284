//! The stream of the entries of a listing.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::super::error::Error;
use super::{Drift, Pages, ResumeToken};

/// The entries of a listing, one by one. It is a `Stream`; [`try_next`](Self::try_next) needs no import.
///
/// A page is asked for when its first entry is polled for, or one ahead with
/// [`prefetch`](crate::PagedCall::prefetch). After an error it ends; the error tells where to go on.
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
        if !self.ready.is_empty() {
            self.pages.walk.poll_ahead(context);
        }
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
        self.pages.walk.cursor().map(|cursor| cursor.token(self.ready.len()))
    }

    /// How the list moved while it was read, as far as it shows in the pages so far.
    pub fn drift(&self) -> Drift {
        self.pages.drift()
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
