//! Calls: what a method of the client gives back, to be awaited.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::error::Error;
use super::page::{Items, ListingCaps, Mode, Page, Pages, ResumeToken};
use super::quota::Lane;
use super::raw::Raw;
use super::response::{Reply, Response};
use super::send::{Retry, send};
use super::timer::BoxFuture;
pub use json::JsonCall;
pub use preview::Preview;

/// A call that gives a `T`; it is sent when it is awaited.
#[derive(Debug)]
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T> {
    raw: Raw,
    output: PhantomData<fn() -> T>,
}

/// A call of a listing: awaited it gives one page; `items` and `pages` give all of them.
#[derive(Debug)]
#[must_use = "a call is sent when it is awaited"]
pub struct PagedCall<T> {
    pub(crate) raw: Raw,
    pub(crate) resume: Option<ResumeToken>,
    pub(crate) caps: ListingCaps,
    mode: Mode,
    output: PhantomData<fn() -> T>,
}

/// A call on its way.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Pending<T> {
    reply: BoxFuture<'static, Result<Reply, Error>>,
    decode: fn(Reply) -> Result<T, Error>,
}

/// What calls with optional arguments need of the call that they wrap, whether it is a listing or not.
pub trait Sendable {
    /// What the call gives.
    type Answer;

    /// A call of this request.
    fn from_raw(raw: Raw) -> Self;

    /// The request underneath.
    fn raw(&mut self) -> &mut Raw;

    /// Sends.
    fn send(self) -> Pending<Self::Answer>;

    /// Sends, and gives status, headers and request id beside the answer.
    fn send_with_response(self) -> Pending<Response<Self::Answer>>;

    /// Sends and waits.
    #[cfg(feature = "blocking")]
    fn send_blocking(self) -> Result<Self::Answer, Error>;
}

macro_rules! sendable {
    ($call:ident, $answer:ty) => {
        impl<T: DeserializeOwned> Sendable for $call<T> {
            type Answer = $answer;

            #[inline]
            fn from_raw(raw: Raw) -> Self {
                Self::new(raw)
            }

            #[inline]
            fn raw(&mut self) -> &mut Raw {
                &mut self.raw
            }

            #[inline]
            fn send(self) -> Pending<$answer> {
                self.into_future()
            }

            #[inline]
            fn send_with_response(self) -> Pending<Response<$answer>> {
                self.send_with_response()
            }

            #[cfg(feature = "blocking")]
            #[inline]
            fn send_blocking(self) -> Result<$answer, Error> {
                self.send_blocking()
            }
        }
    };
}

sendable!(Call, T);
sendable!(PagedCall, Page<T>);

macro_rules! common_methods {
    ($output:ty) => {
        /// Ends an attempt that has not begun to answer after this time; 35 seconds otherwise.
        pub fn with_timeout(mut self, timeout: Duration) -> Self {
            self.raw.set_timeout(timeout);
            self
        }

        /// Ends the call, whatever it is doing, after this time; 60 seconds otherwise.
        pub fn with_deadline(mut self, deadline: Duration) -> Self {
            self.raw.set_deadline(deadline);
            self
        }

        /// Waits for a slot of the quota at most this long; 10 seconds otherwise.
        ///
        /// If it would take longer, the call fails at once with `QuotaWait`, and says when there is one.
        pub fn with_max_wait(mut self, time: Duration) -> Self {
            self.raw.set_max_wait(time);
            self
        }

        /// Sends again as this says, where sending again does no harm; as the client does otherwise.
        pub fn with_retry(mut self, retry: Retry) -> Self {
            self.raw.set_retry(retry);
            self
        }

        /// Waits for the quota in this lane: ahead of less urgent calls, behind more urgent ones.
        pub fn with_lane(mut self, lane: Lane) -> Self {
            self.raw.set_lane(lane);
            self
        }

        /// Sends a header that the document doesn't know.
        pub fn with_header(mut self, name: &str, value: &str) -> Self {
            self.raw.add_header(name, value);
            self
        }

        /// Sends a query parameter that the document doesn't know.
        pub fn with_query(mut self, name: &str, value: &str) -> Self {
            self.raw.add_query(name, value);
            self
        }

        /// Sends a costly call although the same one is under way, or was begun and nobody knows how it ended. It
        /// may be paid twice then.
        pub fn with_duplicate_allowed(mut self) -> Self {
            self.raw.allow_duplicate();
            self
        }

        /// The request underneath, for generated code.
        #[doc(hidden)]
        pub fn raw_mut(&mut self) -> &mut Raw {
            &mut self.raw
        }
    };
}

// Below the macro, which it uses.
mod json;
mod preview;

impl<T> Call<T> {
    #[doc(hidden)]
    #[inline]
    pub fn new(raw: Raw) -> Self {
        Self { raw, output: PhantomData }
    }

    common_methods!(T);

    /// What it would send, or the error that it would end with before anything is sent. Sends nothing.
    pub fn preview(&self) -> Result<Preview, Error> {
        preview::preview(self.raw.clone())
    }
}

impl<T: DeserializeOwned> Call<T> {
    /// Sends, and gives status, headers and request id beside the value.
    #[inline]
    pub fn send_with_response(self) -> Pending<Response<T>> {
        Pending { reply: send(self.raw, None), decode: Reply::decode_with_response }
    }

    /// Sends and waits, for programs without async. An error of kind `Config` inside an async runtime.
    #[cfg(feature = "blocking")]
    #[inline]
    pub fn send_blocking(self) -> Result<T, Error> {
        super::blocking::block_on(self.into_future())
    }
}

impl<T> PagedCall<T> {
    #[doc(hidden)]
    #[inline]
    pub fn new(raw: Raw) -> Self {
        let (caps, mode) = (ListingCaps::default(), Mode::default());
        Self { raw, resume: None, caps, mode, output: PhantomData }
    }

    common_methods!(Page<T>);

    /// What it would send for its first page, or the error that it would end with before anything is sent. Sends nothing.
    pub fn preview(&self) -> Result<Preview, Error> {
        let (raw, _) = super::page::one(self.raw.clone(), self.resume.as_ref())?;
        preview::preview(raw)
    }

    /// Goes on where an earlier listing stopped.
    ///
    /// The filters and the tenant have to be those of that listing; otherwise the call fails with
    /// `InvalidInput` before anything is sent.
    pub fn resume_from(mut self, token: impl Into<ResumeToken>) -> Self {
        self.resume = Some(token.into());
        self
    }

    /// Stops a listing with an error after so many pages, entries or so much time.
    pub fn with_caps(mut self, caps: ListingCaps) -> Self {
        self.caps = caps;
        self
    }

    /// Has a listing make sure that rows which come, go and change places meanwhile hide no others.
    ///
    /// Each page after the first is asked for from two rows before the place that was read. Where none of its rows was
    /// read before, so many went that others were passed over, and the listing asks a page further back, three times.
    /// If anything moved by the end, the list is read again up to there, and what did not come before is handed out; a
    /// list that stood still costs no more than the shared rows. An error of kind `ListChanged` says that three steps
    /// back found nothing, or that the list moved in each of three readings: then rows may be missing.
    ///
    /// So whatever is in the list all the while comes exactly once, unless the error says otherwise. Only changes
    /// between two requests that make up for each other can't be seen: a row goes from the part that was read, another
    /// one moves into it, and a third one comes in behind; two of them where the server gives no count. A listing that begins inside a list, or was resumed, does
    /// not read what stands before, and ends with `ListChanged` if rows may have moved there.
    ///
    /// Rows without an id, and pages of one row, make it a listing as any other, which is told in a
    /// [`Note`](crate::Note).
    pub fn strict(mut self) -> Self {
        self.mode.strict = true;
        self
    }

    /// Asks for the next page of a listing while this one is handed out; at most one page ahead.
    ///
    /// The request is begun when a page is handed out and goes on whenever the stream is polled; there is no task
    /// behind it. Dropping the stream gives it up, which costs nothing if it was not sent yet. It takes the memory
    /// of two pages. A page that took too long only since nobody polled for it is asked for again.
    pub fn prefetch(mut self) -> Self {
        self.mode.prefetch = true;
        self
    }
}

impl<T: DeserializeOwned> PagedCall<T> {
    /// Every entry, page by page as they are asked for.
    #[inline]
    pub fn items(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// The pages, one by one.
    #[inline]
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.raw, self.resume.as_ref(), self.caps, self.mode)
    }

    /// Sends for one page, and gives status, headers and request id beside it.
    #[inline]
    pub fn send_with_response(self) -> Pending<Response<Page<T>>> {
        Pending {
            reply: super::page::send_one(self.raw, self.resume.as_ref()),
            decode: Reply::decode_page_with_response,
        }
    }

    /// Sends for one page and waits, for programs without async.
    #[cfg(feature = "blocking")]
    #[inline]
    pub fn send_blocking(self) -> Result<Page<T>, Error> {
        super::blocking::block_on(self.into_future())
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self::new(self.raw.clone())
    }
}

impl<T> Clone for PagedCall<T> {
    fn clone(&self) -> Self {
        let (raw, resume) = (self.raw.clone(), self.resume.clone());
        Self { raw, resume, caps: self.caps, mode: self.mode, output: PhantomData }
    }
}

impl<T: DeserializeOwned> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pending<T>;

    #[inline]
    fn into_future(self) -> Pending<T> {
        Pending { reply: send(self.raw, None), decode: Reply::decode }
    }
}

impl<T: DeserializeOwned> IntoFuture for PagedCall<T> {
    type Output = Result<Page<T>, Error>;
    type IntoFuture = Pending<Page<T>>;

    #[inline]
    fn into_future(self) -> Pending<Page<T>> {
        Pending { reply: super::page::send_one(self.raw, self.resume.as_ref()), decode: Reply::decode_page }
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let decode = self.decode;
        self.reply.as_mut().poll(context).map(|reply| decode(reply?))
    }
}

impl<T> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}
