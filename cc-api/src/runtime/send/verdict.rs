//! Whether a call is sent again: the one place that decides it.
//!
//! It takes both to decide: what repeating the operation may do, and how far the request got. A status alone is not
//! enough: a router answers 503 for work that the server goes on doing.

use std::fmt;

use super::super::catalogue::Safety;
use super::super::error::{Error, ErrorKind, Outcome};

/// What to do after an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Tell the caller.
    Stop,
    /// Send again after a back-off.
    Retry,
    /// Send again after a back-off, on another connection.
    RetryElsewhere,
    /// Send again when the server said.
    RetryLater,
}

/// What happened to a request that makes sending it again worth a thought. What happened otherwise would happen again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// No connection came about; nothing was sent.
    NotConnected,
    /// The server said by protocol that it did not look at the request: `REFUSED_STREAM`, or a `GOAWAY` before it.
    RefusedStream,
    /// The request went to a server that is not in charge: 421.
    Misdirected,
    /// The request was written, and then the connection was lost.
    ConnectionLost,
    /// The request was written, and then no answer came in time.
    NoAnswer,
    /// What came back is no HTTP.
    Protocol,
    /// Too many requests: 429.
    Throttled,
    /// The server or a router before it failed, in a way that passes: 408, 500, 502, 503, 504.
    ServerError,
    /// The head of a success came, and its body did not.
    BodyCutOff,
}

impl RetryReason {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NotConnected,
        Self::RefusedStream,
        Self::Misdirected,
        Self::ConnectionLost,
        Self::NoAnswer,
        Self::Protocol,
        Self::Throttled,
        Self::ServerError,
        Self::BodyCutOff,
    ];

    /// The word for it, as a label of metrics: `not_connected`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotConnected => "not_connected",
            Self::RefusedStream => "refused_stream",
            Self::Misdirected => "misdirected",
            Self::ConnectionLost => "connection_lost",
            Self::NoAnswer => "no_answer",
            Self::Protocol => "protocol",
            Self::Throttled => "throttled",
            Self::ServerError => "server_error",
            Self::BodyCutOff => "body_cut_off",
        }
    }

    /// What happened to an attempt that failed so; none if it would happen again.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        let not_sent = error.outcome() == Outcome::NotSent;
        let applied = error.outcome() == Outcome::Applied;
        Some(match (error.kind(), error.status()) {
            (ErrorKind::Connect, _) => Self::NotConnected,
            (ErrorKind::Timeout, None) if not_sent => Self::NotConnected,
            (_, Some(421)) => Self::Misdirected,
            (ErrorKind::RateLimited, _) => Self::Throttled,
            (ErrorKind::Server | ErrorKind::Timeout, Some(408 | 500 | 502 | 503 | 504)) => Self::ServerError,
            (ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Protocol, _) if applied => {
                Self::BodyCutOff
            }
            (ErrorKind::Transport, None) if error.outcome() == Outcome::Rejected => Self::RefusedStream,
            (ErrorKind::Transport, None) => Self::ConnectionLost,
            (ErrorKind::Timeout, None) => Self::NoAnswer,
            (ErrorKind::Protocol, None) => Self::Protocol,
            _ => return None,
        })
    }
}

impl fmt::Display for RetryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Decides after an attempt that failed, by what happened to it; `attempt` counts from 1.
pub(crate) fn verdict(safety: Safety, happened: Option<RetryReason>, attempt: u32) -> Verdict {
    let Some(reason) = happened else { return Verdict::Stop };
    let first = attempt == 1;
    let repeatable = safety.is_repeatable();
    let costly = safety == Safety::Costly;
    match reason {
        RetryReason::NotConnected => Verdict::Retry,
        // RFC 9113, 8.7: not more than once.
        RetryReason::RefusedStream if first && !costly => Verdict::Retry,
        RetryReason::Misdirected | RetryReason::Protocol if first && repeatable => Verdict::RetryElsewhere,
        RetryReason::ConnectionLost | RetryReason::ServerError | RetryReason::BodyCutOff if repeatable => {
            Verdict::Retry
        }
        RetryReason::NoAnswer if repeatable => Verdict::RetryElsewhere,
        RetryReason::Throttled if !costly => Verdict::RetryLater,
        _ => Verdict::Stop,
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, Outcome, RetryReason, Safety, Verdict, verdict};

    /// The table of the design: what happened, its outcome, its status, and the verdict for each class.
    #[test]
    fn a_repeat_hangs_on_the_class_and_on_how_far_the_request_got() {
        use ErrorKind::{
            Connect, Decode, NotFound, Protocol, RateLimited, Scope, Server, Timeout, Tls, Transport,
        };
        use Outcome::{Applied, NotSent, Rejected, Unknown};
        use Verdict::{Retry as Y, RetryElsewhere as E, RetryLater as L, Stop as N};
        for (kind, outcome, status, wanted) in [
            (Connect, NotSent, None, [Y, Y, Y, Y]),
            (Timeout, NotSent, None, [Y, Y, Y, Y]),
            (Tls, NotSent, None, [N, N, N, N]),
            (Transport, Rejected, None, [Y, Y, Y, N]),
            (Transport, Unknown, None, [Y, Y, N, N]),
            (Timeout, Unknown, None, [E, E, N, N]),
            (Protocol, Unknown, None, [E, E, N, N]),
            (RateLimited, Rejected, Some(429), [L, L, L, N]),
            (Timeout, Unknown, Some(408), [Y, Y, N, N]),
            (Server, Unknown, Some(500), [Y, Y, N, N]),
            (Server, Unknown, Some(503), [Y, Y, N, N]),
            (Server, Unknown, Some(501), [N, N, N, N]),
            (Server, Rejected, Some(421), [E, E, N, N]),
            (NotFound, Rejected, Some(404), [N, N, N, N]),
            (Scope, Rejected, Some(403), [N, N, N, N]),
            (Timeout, Applied, Some(200), [Y, Y, N, N]),
            (Transport, Applied, Some(200), [Y, Y, N, N]),
            (Decode, Applied, Some(200), [N, N, N, N]),
            (ErrorKind::TooLarge, Applied, Some(200), [N, N, N, N]),
            (ErrorKind::QuotaWait, NotSent, None, [N, N, N, N]),
        ] {
            let error = Error::new(kind, "").with_outcome(outcome);
            let error = match status {
                Some(status) => error.with_status(status),
                None => error,
            };
            let classes = [Safety::Read, Safety::Idempotent, Safety::Write, Safety::Costly];
            assert_eq!(
                classes.map(|class| verdict(class, RetryReason::of(&error), 1)),
                wanted,
                "{kind:?} {outcome} {status:?}"
            );
        }
    }

    #[test]
    fn what_was_turned_away_or_misdirected_is_sent_once_more_and_no_oftener() {
        let turned_away = Error::new(ErrorKind::Transport, "").with_outcome(Outcome::Rejected);
        let misdirected = Error::new(ErrorKind::Server, "").with_outcome(Outcome::Rejected).with_status(421);
        for error in [turned_away, misdirected, Error::new(ErrorKind::Protocol, "")] {
            let happened = RetryReason::of(&error);
            assert_ne!(verdict(Safety::Read, happened, 1), Verdict::Stop);
            assert_eq!(verdict(Safety::Read, happened, 2), Verdict::Stop);
        }
    }
}
