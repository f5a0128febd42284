//! The stream of the pages of a listing.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::super::error::Error;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::walk::Walk;
use super::{Drift, ListingCaps, Mode, Page, Plan, ResumeToken};

/// The pages of a listing, one by one. It is a `Stream`; [`try_next`](Self::try_next) needs no import.
///
/// A page is asked for when it is polled for, or one ahead with [`prefetch`](crate::PagedCall::prefetch). After an
/// error it ends; the error tells where to go on.
pub struct Pages<T> {
    pub(super) walk: Walk,
    /// Whether a page was asked for.
    begun: bool,
    /// A page that came for the plan and is still to be handed out.
    kept: Option<Page<T>>,
}

/// Nothing in it is pinned: the futures inside are boxed.
impl<T> Unpin for Pages<T> {}

impl<T: DeserializeOwned> Pages<T> {
    pub(crate) fn new(raw: Raw, resume: Option<&ResumeToken>, caps: ListingCaps, mode: Mode) -> Self {
        Self { walk: Walk::new(raw, resume, caps, mode), begun: false, kept: None }
    }

    /// The next page; none at the end.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// The next page or error; none at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// What is left of the listing: rows, calls to make, whether the quota suffices, and when it would be done.
    ///
    /// If no page came yet it asks for the first one and keeps it to be handed out, so that it costs no call that
    /// the listing doesn't make anyway. Fails as asking for that page does.
    pub async fn plan(&mut self) -> Result<Plan, Error> {
        if !self.begun {
            self.kept = poll_fn(|context| self.poll_fresh(context)).await.transpose()?;
        }
        let plan = self.walk.plan();
        Ok(match self.walk.cursor() {
            Some(cursor) => plan.with_quota(&cursor.raw.core.clone().quota().await),
            None => plan,
        })
    }

    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let page = match self.kept.take() {
            Some(page) => Some(Ok(page)),
            None => ready!(self.poll_fresh(context)),
        };
        self.walk.begin_ahead(context);
        Poll::Ready(page)
    }

    /// A page from the server.
    fn poll_fresh(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            let reply = match ready!(self.walk.poll_reply(context)) {
                Some(Ok(reply)) => reply,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            self.begun = true;
            if let Some(page) = self.page(reply) {
                return Poll::Ready(Some(page));
            }
        }
    }

    /// Takes in an answer; none if it holds nothing to hand out.
    fn page(&mut self, reply: Reply) -> Option<Result<Page<T>, Error>> {
        let (body, attempts) = (reply.body.clone(), reply.attempts);
        let mut page: Page<T> = match reply.decode_page() {
            Ok(page) => page,
            Err(error) => return Some(Err(self.walk.marked(error))),
        };
        let taken = self.walk.take_in(page.items.len(), page.count, body, attempts);
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
        let waiting = self.kept.as_ref().map_or(0, |page| page.items.len());
        self.walk.cursor().map(|cursor| cursor.token(waiting))
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
