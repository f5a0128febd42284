//! A request before it is sent: an entry of the catalogue and the arguments set so far.
//!
//! It is never generic: whatever a typed call does ends in [`Raw::set`], which turns the value into JSON. The
//! rest of the way (path, query, headers, body) is one function for all operations, in `send/render.rs`.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::catalogue::Operation;
use super::client::Core;
use super::error::Error;
use super::quota::Lane;
use super::send::Retry;

/// A request before it is sent.
#[derive(Clone)]
pub struct Raw {
    pub(crate) core: Core,
    pub(crate) operation: &'static Operation,
    /// The arguments by their place in the catalogue's list, as JSON.
    pub(crate) args: Vec<(u16, Vec<u8>)>,
    pub(crate) options: Option<Box<Options>>,
    /// An argument that could not be turned into JSON; said when the request is sent.
    pub(crate) fault: Option<Error>,
    /// Whether the answer is read as JSON of any shape, for which no type says which numbers it can hold.
    pub(crate) any_json: bool,
}

/// What a caller sets beside the arguments.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) lane: Option<Lane>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) duplicate_allowed: bool,
}

impl Raw {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        Self { core, operation, args: Vec::new(), options: None, fault: None, any_json: false }
    }

    /// Sets an argument by its place in the catalogue's list, and hands the request back.
    #[inline]
    #[must_use]
    pub fn with<T: Serialize + ?Sized>(mut self, index: u16, value: &T) -> Self {
        self.set(index, value);
        self
    }

    /// Sets an argument; setting it again replaces the value.
    #[inline]
    pub fn set<T: Serialize + ?Sized>(&mut self, index: u16, value: &T) {
        self.put(index, serde_json::to_vec(value));
    }

    /// Sets an argument to null.
    pub fn set_null(&mut self, index: u16) {
        self.put(index, Ok(b"null".to_vec()));
    }

    pub(crate) fn put(&mut self, index: u16, json: Result<Vec<u8>, serde_json::Error>) {
        if let Ok(json) = json {
            self.unset(index);
            self.args.push((index, json));
        } else {
            let message = format!("the argument `{}` can't be written as JSON", self.name(index));
            self.blame(Error::input(message));
        }
    }

    /// Keeps the first thing that is wrong with the request.
    pub(crate) fn blame(&mut self, fault: Error) {
        if self.fault.is_none() {
            self.fault = Some(fault);
        }
    }

    /// The name of an argument.
    fn name(&self, index: u16) -> &'static str {
        self.operation.params.get(usize::from(index)).map_or("", |param| param.name)
    }

    pub(crate) fn unset(&mut self, index: u16) {
        if let Some(place) = self.args.iter().position(|(known, _)| *known == index) {
            self.args.remove(place);
        }
    }

    /// The JSON of an argument, if it is set.
    pub(crate) fn arg(&self, index: usize) -> Option<&[u8]> {
        for (known, json) in &self.args {
            if usize::from(*known) == index {
                return Some(json);
            }
        }
        None
    }

    /// How urgent the call is.
    pub(crate) fn lane(&self) -> Lane {
        let lane = self.options.as_deref().and_then(|options| options.lane);
        lane.unwrap_or(self.core.settings().lane)
    }

    /// Ends an attempt that has not begun to answer after this time.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.options().timeout = Some(timeout);
    }

    /// Ends the call, whatever it is doing, after this time.
    pub fn set_deadline(&mut self, deadline: Duration) {
        self.options().deadline = Some(deadline);
    }

    /// Waits this long for a slot of the quota at most.
    pub fn set_max_wait(&mut self, time: Duration) {
        self.options().max_wait = Some(time);
    }

    /// Sends again as this says.
    pub fn set_retry(&mut self, retry: Retry) {
        self.options().retry = Some(retry);
    }

    /// Waits for the quota in this lane.
    pub fn set_lane(&mut self, lane: Lane) {
        self.options().lane = Some(lane);
    }

    /// Brings the deadline forward.
    pub(crate) fn shorten_deadline(&mut self, left: Duration) {
        let deadline = self.options.as_ref().and_then(|options| options.deadline);
        let deadline = deadline.unwrap_or(self.core.settings().deadline);
        self.set_deadline(deadline.min(left));
    }

    /// Adds a header that the document doesn't know.
    pub fn add_header(&mut self, name: &str, value: &str) {
        self.options().headers.push((name.to_owned(), value.to_owned()));
    }

    /// Adds a query parameter that the document doesn't know.
    pub fn add_query(&mut self, name: &str, value: &str) {
        self.options().query.push((name.to_owned(), value.to_owned()));
    }

    /// Sends a costly call although the same one is under way, or is in the journal with an unknown outcome.
    pub fn allow_duplicate(&mut self) {
        self.options().duplicate_allowed = true;
    }

    fn options(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }
}

impl fmt::Debug for Raw {
    /// The names of the arguments, without their values: a password is an argument, too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Vec::new();
        for (index, _) in &self.args {
            names.push(self.name(*index));
        }
        f.debug_struct("Raw")
            .field("operation", &self.operation.id)
            .field("arguments", &names)
            .finish_non_exhaustive()
    }
}
