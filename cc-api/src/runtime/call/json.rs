//! Calls by the catalogue: any operation, with JSON in and out.

use std::future::IntoFuture;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::catalogue::{BodyShape, Operation};
use super::super::error::Error;
use super::super::page::Items;
use super::super::quota::Lane;
use super::super::raw::Raw;
use super::super::response::{Reply, Response};
use super::super::send::{Retry, send};
use super::super::words::push_part;
use super::{PagedCall, Pending, Preview};

/// A call of any entry of the catalogue, with JSON in and out: made by [`Client::call`](crate::Client::call).
#[derive(Debug, Clone)]
#[must_use = "a call is sent when it is awaited"]
pub struct JsonCall {
    raw: Raw,
}

impl JsonCall {
    pub(crate) fn new(raw: Raw) -> Self {
        Self { raw: Raw { any_json: true, ..raw } }
    }

    common_methods!(Value);

    /// Sets an argument by its name: that of the catalogue or of the request. A body that is passed whole is `body`.
    ///
    /// Null leaves an argument out that can't be null. A name that the operation doesn't know is an
    /// `InvalidInput` when the call is sent.
    pub fn arg(mut self, name: &str, value: impl Serialize) -> Self {
        let operation = self.raw.operation;
        let Some(index) = argument_index(operation, name) else {
            self.raw.blame(no_such_argument(operation, name));
            return self;
        };
        let json = serde_json::to_vec(&value);
        let nullable = operation.params.get(usize::from(index)).is_some_and(|param| param.nullable);
        match json {
            Ok(json) if json == b"null" && !nullable => self.raw.unset(index),
            json => self.raw.put(index, json),
        }
        self
    }

    /// Sets every property of an object as an argument.
    pub fn args<'a>(self, arguments: impl IntoIterator<Item = (&'a String, &'a Value)>) -> Self {
        arguments.into_iter().fold(self, |call, (name, value)| call.arg(name, value))
    }

    /// Sends, and gives status, headers and request id beside the value.
    #[inline]
    pub fn send_with_response(self) -> Pending<Response<Value>> {
        Pending { reply: send(self.raw, None), decode: Reply::decode_with_response }
    }

    /// Sends, and reads the answer as a type of your own.
    ///
    /// It is read as that type says: what it leaves out is not looked at, and an integer that does not fit is a `Decode`
    /// error. `Box<RawValue>` of `serde_json` keeps the text of the API.
    ///
    /// ```no_run
    /// # async fn example(client: cc_api::Client) -> Result<(), cc_api::Error> {
    /// use cc_api::catalogue;
    /// use cc_api::content::Post;
    ///
    /// let post = client.call(&catalogue::GET_POST).arg("id_or_slug", "open-house").send_as::<Post>().await?;
    /// println!("{:?}", post.value.title);
    /// # Ok(()) }
    /// ```
    #[inline]
    pub fn send_as<T: DeserializeOwned>(self) -> Pending<Response<T>> {
        Pending { reply: send(self.raw, None), decode: Reply::decode_as }
    }

    /// Sends and waits, for programs without async.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Value, Error> {
        super::super::blocking::block_on(self.into_future())
    }

    /// The call of a listing, with its pages and entries as JSON and everything that typed listings can do: strict mode,
    /// prefetch, caps, going on from a token, and a plan.
    ///
    /// What was set so far stays set. If the operation is no listing, it ends with an `InvalidInput` before anything is sent.
    pub fn paged(self) -> PagedCall<Value> {
        PagedCall::new(self.raw)
    }

    /// The entries of a listing as JSON: short for `paged().items()`.
    #[inline]
    pub fn items(self) -> Items<Value> {
        self.paged().items()
    }

    /// What it would send, or the error that it would end with before anything is sent: a missing argument, a path that
    /// can't be written, a scope that the key is known to lack. Sends nothing.
    ///
    /// What only sending tells is not looked at: whether the quota has room, as [`Client::quota`](crate::Client::quota)
    /// says, and whether the same costly call is under way.
    pub fn preview(&self) -> Result<Preview, Error> {
        super::preview::preview(self.raw.clone())
    }
}

impl IntoFuture for JsonCall {
    type Output = Result<Value, Error>;
    type IntoFuture = Pending<Value>;

    #[inline] // Reading JSON of any shape is compiled by programs that do it.
    fn into_future(self) -> Pending<Value> {
        Pending { reply: send(self.raw, None), decode: Reply::decode }
    }
}

fn no_such_argument(operation: &Operation, name: &str) -> Error {
    let mut names = String::new();
    for param in operation.params {
        push_part(&mut names, ", ", param.name);
    }
    let name = super::super::error::cleaned(name);
    Error::input(format!("there is no argument `{name}`; there are: {names}"))
}

fn argument_index(operation: &Operation, name: &str) -> Option<u16> {
    let index = operation.param_index(name).or_else(|| {
        let whole = operation.body == BodyShape::Whole && name == "body";
        if whole { operation.param_where(&|param| param.wire.is_empty()) } else { None }
    });
    u16::try_from(index?).ok()
}
