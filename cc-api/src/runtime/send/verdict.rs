//! Whether a call is sent again: the one place that decides it.
//!
//! It takes both to decide: what repeating the operation may do, and how far the request got. A status alone is not
//! enough: a router answers 503 for work that the server goes on doing.

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

/// What happened to an attempt, as far as it matters for a repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happened {
    /// No connection came about.
    NotConnected,
    /// The server said by protocol that it did not look at the request.
    TurnedAway,
    /// The request went to a server that is not in charge: 421.
    Misdirected,
    /// The request was written, and then the connection was lost.
    Lost,
    /// The request was written, and then no answer came in time.
    Silent,
    /// What came back is no HTTP.
    Garbage,
    /// Too many requests: 429.
    Throttled,
    /// The server or a router before it failed, in a way that passes: 408, 500, 502, 503, 504.
    Trouble,
    /// The head of a success came, and its body did not.
    CutOff,
    /// Anything else: it would happen again.
    Final,
}

impl Happened {
    fn of(error: &Error) -> Self {
        let not_sent = error.outcome() == Outcome::NotSent;
        let applied = error.outcome() == Outcome::Applied;
        match (error.kind(), error.status()) {
            (ErrorKind::Connect, _) => Self::NotConnected,
            (ErrorKind::Timeout, None) if not_sent => Self::NotConnected,
            (_, Some(421)) => Self::Misdirected,
            (ErrorKind::RateLimited, _) => Self::Throttled,
            (ErrorKind::Server | ErrorKind::Timeout, Some(408 | 500 | 502 | 503 | 504)) => Self::Trouble,
            (ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Protocol, _) if applied => Self::CutOff,
            (ErrorKind::Transport, None) if error.outcome() == Outcome::Rejected => Self::TurnedAway,
            (ErrorKind::Transport, None) => Self::Lost,
            (ErrorKind::Timeout, None) => Self::Silent,
            (ErrorKind::Protocol, None) => Self::Garbage,
            _ => Self::Final,
        }
    }
}

/// Decides after an attempt that failed; `attempt` counts from 1.
pub(crate) fn verdict(safety: Safety, error: &Error, attempt: u32) -> Verdict {
    let first = attempt == 1;
    let repeatable = safety.is_repeatable();
    let costly = safety == Safety::Costly;
    match Happened::of(error) {
        Happened::NotConnected => Verdict::Retry,
        // RFC 9113, 8.7: not more than once.
        Happened::TurnedAway if first && !costly => Verdict::Retry,
        Happened::Misdirected | Happened::Garbage if first && repeatable => Verdict::RetryElsewhere,
        Happened::Lost | Happened::Trouble | Happened::CutOff if repeatable => Verdict::Retry,
        Happened::Silent if repeatable => Verdict::RetryElsewhere,
        Happened::Throttled if !costly => Verdict::RetryLater,
        _ => Verdict::Stop,
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, Outcome, Safety, Verdict, verdict};

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
                classes.map(|class| verdict(class, &error, 1)),
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
            assert_ne!(verdict(Safety::Read, &error, 1), Verdict::Stop);
            assert_eq!(verdict(Safety::Read, &error, 2), Verdict::Stop);
        }
    }
}
