//! The kinds of errors, and what can have become of a request.

use std::fmt;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up wrongly: a bad key, tenant or base URL.
    Config,
    /// An argument can't be sent as it is.
    InvalidInput,
    /// No connection came about.
    Connect,
    /// The server's certificate or TLS version was not acceptable.
    Tls,
    /// The answer took too long.
    Timeout,
    /// The connection broke.
    Transport,
    /// The server doesn't speak HTTP as it should.
    Protocol,
    /// The server points elsewhere; redirects are never followed.
    Redirect,
    /// The credential was not accepted: 401.
    Auth,
    /// The credential lacks a scope, or the right to this: 403.
    Scope,
    /// There is no such thing: 404, 410.
    NotFound,
    /// It clashes with the state of things: 409, 412.
    Conflict,
    /// The server finds fault with the request: 400, 415, 422.
    Validation,
    /// The membership has lapsed: 402.
    PaymentRequired,
    /// Another refusal: the rest of 4xx.
    Refused,
    /// Too many requests: 429.
    RateLimited,
    /// Sending now would break the quota; nothing was sent.
    QuotaWait,
    /// The server failed: 5xx.
    Server,
    /// The answer is not what the document says.
    Decode,
    /// The answer is larger than allowed, or the request is: 413.
    TooLarge,
    /// Work on the server was not done in time.
    Wait,
    /// The server sends the same page over and over.
    PaginationStuck,
    /// A listing ended before all of it was seen.
    Incomplete,
    /// A list moved so much while it was read that rows may be missing; only strict listings look for it.
    ListChanged,
    /// The call was given up by the caller.
    Cancelled,
    /// The same costly call is already under way or unresolved.
    Duplicate,
    /// The place where shared state is kept doesn't work.
    Store,
}

impl ErrorKind {
    /// What usually became of the request when this happens.
    pub(crate) fn usual_outcome(self) -> Outcome {
        match self {
            Self::Config
            | Self::InvalidInput
            | Self::Connect
            | Self::Tls
            | Self::QuotaWait
            | Self::Duplicate
            | Self::Store => Outcome::NotSent,
            Self::Redirect
            | Self::Auth
            | Self::Scope
            | Self::NotFound
            | Self::Conflict
            | Self::Validation
            | Self::PaymentRequired
            | Self::Refused
            | Self::RateLimited => Outcome::Rejected,
            Self::Timeout | Self::Transport | Self::Protocol | Self::Server | Self::Cancelled => {
                Outcome::Unknown
            }
            Self::Decode
            | Self::TooLarge
            | Self::Wait
            | Self::PaginationStuck
            | Self::Incomplete
            | Self::ListChanged => Outcome::Applied,
        }
    }

    /// The kind that a status means; none for success.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            200..=299 => return None,
            300..=399 => Self::Redirect,
            413 => Self::TooLarge,
            400 | 414 | 415 | 422 | 431 => Self::Validation,
            401 | 407 => Self::Auth,
            402 => Self::PaymentRequired,
            403 => Self::Scope,
            404 | 410 => Self::NotFound,
            408 => Self::Timeout,
            409 | 412 | 423 | 428 => Self::Conflict,
            429 => Self::RateLimited,
            421 | 500..=599 => Self::Server,
            405..=499 => Self::Refused,
            _ => Self::Protocol,
        })
    }
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No byte of it left the process.
    NotSent,
    /// The server said that it did not act.
    Rejected,
    /// It may or may not have been carried out.
    Unknown,
    /// It was carried out.
    Applied,
}

impl Outcome {
    /// The word for it: `not_sent`, `rejected`, `unknown` or `applied`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "unknown",
            Self::Applied => "applied",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
