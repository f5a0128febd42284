//! What is worth knowing and no error: one stream of notes, for a hook of the user's and for logs.
//!
//! A note holds names, numbers and reasons of ours, and nothing that came from a request or an answer but its status
//! and the state of work: it may be logged anywhere.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::error::{ErrorKind, Outcome};
use super::page::Drift;
use super::quota::{Lane, PauseReason};
use super::scope::ScopeSet;

/// Something worth knowing that is no error: handed to the hook of [`Builder::on_note`](crate::Builder::on_note).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A call was let through although the key may lack a scope: nobody documented that it is needed.
    InferredScope {
        /// The operation.
        operation: &'static str,
        /// What the key doesn't hold.
        missing: ScopeSet,
    },
    /// A request was sent, and this came of it.
    Attempt {
        /// The operation.
        operation: &'static str,
        /// Which sending of the call it was, from 1.
        attempt: u32,
        /// The status of the answer, if one came.
        status: Option<u16>,
        /// What went wrong; none if nothing did.
        error: Option<ErrorKind>,
        /// What became of the request.
        outcome: Outcome,
        /// How many requests the server has left for the key, if it said so.
        remaining: Option<u32>,
    },
    /// A call waits, and is not forgotten.
    Wait {
        /// The operation.
        operation: &'static str,
        /// How urgent it is.
        lane: Lane,
        /// Why it waits.
        why: WaitReason,
        /// How long it waits before it looks again.
        time: Duration,
    },
    /// Something was deleted by an earlier sending whose answer was lost: the repeat was told that it doesn't exist.
    AlreadyGone {
        /// The operation.
        operation: &'static str,
    },
    /// Work that is waited for is in a state that the document does not know; it counts as not done. Said once a task.
    UnknownState {
        /// The operation that says how far the work is.
        operation: &'static str,
        /// The state; `?` if it is more than a short plain word.
        state: String,
    },
    /// The store that keeps the quota for several processes doesn't answer; each keeps to its part of the limits.
    QuotaStoreDown {
        /// What is wrong with it.
        why: String,
    },
    /// The store that keeps the quota answers again.
    QuotaStoreBack,
    /// The server said that it allows no requests at all, in an answer to one. That is not believed: what it says of the
    /// quota beside it is left aside as well.
    LimitIgnored {
        /// The operation.
        operation: &'static str,
    },
    /// A list moved while it was read; told once a listing, as soon as it shows.
    ListingMoved {
        /// The operation.
        operation: &'static str,
        /// How it moved so far.
        drift: Drift,
    },
    /// A listing that was to be strict can't be, as its rows have no ids or its pages hold one row; it goes on as
    /// others do.
    NotStrict {
        /// The operation.
        operation: &'static str,
    },
    /// A costly call has ended, and its record in the journal could not be brought up to date: it will block the same
    /// call until it is resolved.
    Unsettled {
        /// The operation.
        operation: &'static str,
        /// The journal's name for the record.
        record: String,
        /// What failed.
        why: String,
    },
}

/// Why a call waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// For a slot of the quota.
    Quota(PauseReason),
    /// Before it sends again, since the server or the network failed.
    Backoff,
    /// Before it sends again, since the server asked for it.
    RetryAfter,
    /// Until it asks again how far some work is.
    Poll,
}

impl From<PauseReason> for WaitReason {
    fn from(reason: PauseReason) -> Self {
        Self::Quota(reason)
    }
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quota(reason) => reason.fmt(f),
            Self::Backoff => f.write_str("to send again"),
            Self::RetryAfter => f.write_str("to send again, when the server said"),
            Self::Poll => f.write_str("to ask again how far the work is"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InferredScope { operation, missing } => write!(
                f,
                "{operation}: the key may lack the scope {missing}; the requirement is inferred, so the call is sent"
            ),
            Self::Attempt { operation, attempt, status, error, outcome, .. } => {
                write!(f, "{operation}: attempt {attempt}: ")?;
                match (status, error) {
                    (Some(status), None) => write!(f, "status {status}"),
                    (Some(status), Some(error)) => write!(f, "status {status}, {error:?}, {outcome}"),
                    (None, error) => {
                        write!(f, "no answer, {:?}, {outcome}", error.unwrap_or(ErrorKind::Transport))
                    }
                }
            }
            Self::Wait { operation, why, time, .. } => {
                write!(f, "{operation}: waits {} ms: {why}", time.as_millis())
            }
            Self::AlreadyGone { operation } => {
                write!(
                    f,
                    "{operation}: it is gone already; an earlier sending whose answer was lost did that"
                )
            }
            Self::UnknownState { operation, state } => {
                write!(f, "{operation}: the state `{state}` is unknown; the work counts as not done")
            }
            Self::QuotaStoreDown { why } => {
                write!(
                    f,
                    "the store of the quota is out of reach ({why}); this process keeps to its part of the limits"
                )
            }
            Self::QuotaStoreBack => f.write_str("the store of the quota answers again"),
            Self::LimitIgnored { operation } => {
                write!(f, "{operation}: the server names a limit of 0 requests, which is not believed")
            }
            Self::ListingMoved { operation, drift } => {
                write!(f, "{operation}: the list moved while it was read: {drift}")
            }
            Self::NotStrict { operation } => write!(
                f,
                "{operation}: the listing can't be strict, as its rows have no ids or its pages hold one row each"
            ),
            Self::Unsettled { operation, record, why } => write!(
                f,
                "{operation}: the journal's record {record} could not be settled and will block the same call: {why}"
            ),
        }
    }
}

/// Who is told.
#[derive(Clone, Default)]
pub(crate) struct Notes(Option<Hook>);

/// What is called with each note.
pub(crate) type Hook = Arc<dyn Fn(&Note) + Send + Sync>;

impl Notes {
    pub(crate) fn to(hook: Option<Hook>) -> Self {
        Self(hook)
    }

    /// Makes the note, if somebody listens.
    pub(crate) fn tell(&self, note: impl FnOnce() -> Note) {
        #[cfg(not(feature = "tracing"))]
        if let Some(hook) = &self.0 {
            hook(&note());
        }
        #[cfg(feature = "tracing")]
        {
            let note = note();
            super::trace::event(&note);
            if let Some(hook) = &self.0 {
                hook(&note);
            }
        }
    }
}
