//! The seam below which bytes travel.
//!
//! Everything above it (paths, credentials, time limits, caps, errors) is the same whether a request goes over
//! the network or to the in-memory [`fake`](crate::fake). Bring your own by implementing [`Transport`]: one
//! physical send a call, no retries, no redirects, no cookies.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::timer::BoxFuture;

/// Sends one request and gives back the head of its answer.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends it, once. Dropping the future gives the request up.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>>;
}

/// A request, ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The operation that it is for, by its name in the catalogue.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The whole address. It may hold personal data: never log it.
    pub url: String,
    /// The path and query below the base URL, without a credential.
    pub target: String,
    /// The headers; the credential among them is marked as sensitive.
    pub headers: HeaderMap,
    /// The body, if there is one.
    pub body: Option<Bytes>,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// Whether a connection of its own is wanted: those that are open did not answer, or lead to the wrong server.
    pub new_connection: bool,
}

/// The head of an answer, with its body to be read.
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
}

/// The body of an answer.
pub enum Body {
    /// All of it.
    Whole(Bytes),
    /// To be read piece by piece.
    Pieces(Box<dyn Pieces>),
}

/// A body that arrives piece by piece, decompressed.
#[cfg(not(target_arch = "wasm32"))]
pub trait Pieces: Send {
    /// The next piece; none at the end.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// A body that arrives piece by piece, decompressed.
#[cfg(target_arch = "wasm32")]
pub trait Pieces {
    /// The next piece; none at the end.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// Why a request got no answer.
#[derive(Debug, Clone)]
pub struct TransportError {
    /// How far the request got, and what stopped it.
    pub failure: Failure,
    /// What happened, in words that hold neither address nor credential.
    pub message: String,
}

/// How far a request got, and what stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// No connection came about: nothing was sent.
    Connect,
    /// The connection took too long to come about: nothing was sent.
    ConnectTimeout,
    /// The server's certificate or TLS version was not acceptable: nothing was sent.
    Tls,
    /// The request can't be put on the wire as it is: nothing was sent.
    Unsendable,
    /// The server said by protocol that it didn't look at the request.
    Refused,
    /// The connection broke after it was handed the request, which may have arrived.
    Broken,
    /// What came back is not HTTP.
    Protocol,
    /// What came back is too large to be unpacked.
    TooLarge,
}

impl Answer {
    /// An answer.
    pub fn new(status: u16, headers: HeaderMap, body: Body) -> Self {
        Self { status, headers, body }
    }
}

impl TransportError {
    /// An error.
    pub fn new(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure, message: message.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}

impl fmt::Debug for Request {
    /// Without address, headers and body: they hold what logs should not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.body.as_ref().map_or(0, Bytes::len);
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("body_bytes", &size)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::Pieces(_) => f.write_str("Pieces"),
        }
    }
}
