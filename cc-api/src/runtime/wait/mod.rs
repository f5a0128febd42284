//! Waiting for work that a call has started and the server does in its own time.
//!
//! A call that starts work answers at once; another operation says how far the work is. The catalogue names the two
//! and the states that end it ([`Waiter`](crate::catalogue::Waiter)). [`WaitFor`] looks until it is done:
//!
//! - The first look is 2 s after the start, each pause half as long again as the one before, up to 30 s, give or take
//!   a fifth, and never shorter than the server asks for: 14 looks in five minutes.
//! - It ends after 10 minutes, with an error of kind `Wait` that names the task. The work is left alone, and whoever
//!   attaches to the task by its name goes on waiting.
//! - Nothing ever repeats the call that started the work.
//! - Five failures in a row are passed over; so is "not found" in the first ten seconds. A refused credential is not.
//! - All who wait for one task share its looks, and all tasks of an account take turns.

mod pace;
mod progress;
mod registry;
mod watch;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::{Call, JsonCall};
use super::catalogue::{Operation, Place};
use super::client::Client;
use super::decode::decode_value;
use super::error::Error;
use super::raw::Raw;
use super::send::plain_text;
use pace::Pace;
use progress::Progress;
pub(crate) use registry::Registry;
use watch::Seat;

/// Waits for work that an operation has started; it waits while it is awaited.
///
/// It gives the answer that says that the work is done. Work that failed, was cancelled or expired is an error of
/// kind `Server` with the reason; work that is not done in time is one of kind `Wait`. Both name the task, as
/// [`Error::task`]. Dropping it stops the waiting and leaves the work alone. Without the feature `http` it needs a
/// [`Timer`](crate::Timer) of yours: the clock of such a build stands still.
#[derive(Debug)]
#[must_use = "it waits while it is awaited"]
pub struct WaitFor<T> {
    start: &'static Operation,
    poll: Raw,
    at_once: bool,
    patience: Duration,
    pace: Pace,
    result: Option<Wanted<T>>,
}

/// Waiting, on its way.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Waiting<T> {
    seat: Result<Seat, Error>,
    result: Option<Wanted<T>>,
}

/// What a finished answer must have: its name for people, and whether it is there.
type Wanted<T> = (&'static str, fn(&T) -> bool);

impl<T> WaitFor<T> {
    /// Waits for what `start` has just started, by the call that says how far it is. The first look comes after the
    /// first pause.
    pub fn new(start: &'static Operation, poll: impl Into<Call<T>>) -> Self {
        let poll = poll.into().raw_mut().clone();
        let patience = Duration::from_secs(600);
        Self { start, poll, at_once: false, patience, pace: Pace::default(), result: None }
    }

    /// Waits for what `start` started some time ago, in another process maybe. The first look comes at once.
    pub fn attach(start: &'static Operation, poll: impl Into<Call<T>>) -> Self {
        Self { at_once: true, ..Self::new(start, poll) }
    }

    /// Ends the waiting after this time, with a last look; 10 minutes otherwise. The work goes on.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.patience = deadline;
        self
    }

    /// Looks at another pace: the first pause, how much longer each is than the one before, and the longest; 2 s, 1.5
    /// and 30 s otherwise.
    pub fn with_poll(mut self, first: Duration, factor: f64, cap: Duration) -> Self {
        self.pace = Pace { first, factor, cap };
        self
    }

    /// Says what an answer must have when the work is done: its name for people, and whether it is there. A task
    /// that is done without it is an error of kind `Decode`.
    pub fn with_result(mut self, name: &'static str, is_there: fn(&T) -> bool) -> Self {
        self.result = Some((name, is_there));
        self
    }

    fn seat(self) -> Result<Seat, Error> {
        let Some(waiter) = self.start.waiter.as_ref().filter(|waiter| waiter.poll == self.poll.operation.id)
        else {
            let (start, poll) = (self.start.id, self.poll.operation.id);
            return Err(Error::config(format!("`{poll}` does not say how far the work of `{start}` is")));
        };
        self.pace.check()?;
        let progress = Progress::new(self.start, waiter, task_of(&self.poll));
        let watch = Registry::join(self.poll, self.pace, progress, self.at_once);
        Ok(Seat::new(watch, self.patience))
    }
}

impl<T: DeserializeOwned> WaitFor<T> {
    /// Waits, for programs without async. An error of kind `Config` inside an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T, Error> {
        super::blocking::block_on(self.into_future())
    }
}

impl<K> Client<K> {
    /// Waits for the work that an operation of the catalogue has started, by its answer and the entry that its
    /// waiter names, with JSON in and out.
    ///
    /// An `InvalidInput` when it is awaited if the answer does not hold what identifies the work.
    pub fn wait_for(
        &self,
        start: &'static Operation,
        poll: &'static Operation,
        answer: &Value,
    ) -> WaitFor<Value> {
        let mut call = self.call(poll);
        for (argument, pointer) in start.waiter.as_ref().map_or(&[][..], |waiter| waiter.pass) {
            call = call.arg(argument, answer.pointer(pointer).unwrap_or(&Value::Null));
        }
        WaitFor::new(start, call)
    }
}

/// Whoever has no types can wait as well, by `client.call(…)`.
impl From<JsonCall> for Call<Value> {
    fn from(mut call: JsonCall) -> Self {
        Self::new(call.raw_mut().clone())
    }
}

impl<T: DeserializeOwned> IntoFuture for WaitFor<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Waiting<T>;

    fn into_future(self) -> Waiting<T> {
        let result = self.result;
        Waiting { seat: self.seat(), result }
    }
}

impl<T: DeserializeOwned> Future for Waiting<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = self.result;
        let seat = match &mut self.seat {
            Ok(seat) => seat,
            Err(error) => return Poll::Ready(Err(error.clone())),
        };
        seat.poll(context).map(|end| {
            let reply = end?;
            let value = decode_value::<T>(&reply).map_err(|error| seat.about(error))?;
            match result {
                Some((name, is_there)) if !is_there(&value) => Err(seat.empty(&reply, name)),
                _ => Ok(value),
            }
        })
    }
}

impl<T> fmt::Debug for Waiting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").finish_non_exhaustive()
    }
}

/// What identifies a task: the arguments in the path of the request that looks at it.
fn task_of(poll: &Raw) -> Option<String> {
    let mut id = String::new();
    for (index, param) in poll.operation.params.iter().enumerate() {
        if let (Place::Path, Some(json)) = (param.place, poll.arg(index)) {
            super::words::push_part(&mut id, "/", &plain_text(json)?);
        }
    }
    (!id.is_empty()).then(|| super::error::cleaned(&id))
}
