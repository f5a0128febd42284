//! What is worth knowing and no error: one stream of notes, for a hook of the user's and for logs.
//!
//! A note holds names, numbers and reasons of ours, and nothing that came from a request or an answer but its status
//! and the state of work: it may be logged anywhere.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::catalogue::Safety;
use super::counts::{Counters, Counts};
use super::error::{ErrorKind, Outcome};
use super::page::Drift;
use super::quota::{Lane, PauseReason, Window};
use super::scope::ScopeSet;
use super::send::RetryReason;
use super::timer::{BoxFuture, Timer};

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
        /// Its class.
        safety: Safety,
        /// Which sending of the call it was, from 1.
        attempt: u32,
        /// Why it was sent again; none for the first sending.
        retry: Option<RetryReason>,
        /// The status of the answer, if one came.
        status: Option<u16>,
        /// What went wrong; none if nothing did, `Cancelled` if the caller gave the call up meanwhile.
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
        /// How long it waits before it looks again. Behind others in the queue it is the least that it
        /// takes, or zero where a store would have to be asked for that.
        time: Duration,
    },
    /// The server said “too many requests” (429): nothing is sent with the key for some time.
    Freeze {
        /// The operation.
        operation: &'static str,
        /// For how long.
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
    /// A recording could not be written on. Calls go on; nothing more is recorded.
    RecordingStopped {
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

impl WaitReason {
    /// The word for it, as a label of metrics: `window` for any window of the quota, `frozen`, `probing`, `pace`, `thaw`,
    /// `queue`, `store`, `backoff`, `retry_after` or `poll`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quota(reason) => reason.as_str(),
            Self::Backoff => "backoff",
            Self::RetryAfter => "retry_after",
            Self::Poll => "poll",
        }
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
            Self::Freeze { operation, time } => {
                write!(f, "{operation}: too many requests; the key rests for {} ms", time.as_millis())
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
            Self::RecordingStopped { why } => {
                write!(f, "the recording can't be written on ({why}); nothing more is recorded")
            }
        }
    }
}

/// Who is told: the counters, the user's hook, the log. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<Listeners>);

#[derive(Default)]
struct Listeners {
    counters: Counters,
    hook: Option<Hook>,
}

/// What is called with each note.
pub(crate) type Hook = Arc<dyn Fn(&Note) + Send + Sync>;

impl Notes {
    /// Notes of a client whose quota has these windows.
    pub(crate) fn to(hook: Option<Hook>, windows: &[Window]) -> Self {
        Self(Arc::new(Listeners { counters: Counters::new(windows), hook }))
    }

    /// Tells a note to all: what is told is counted, and nothing else is.
    pub(crate) fn tell(&self, note: &Note) {
        self.0.counters.count(note);
        #[cfg(feature = "tracing")]
        super::trace::event(note);
        if let Some(hook) = &self.0.hook {
            hook(note);
        }
    }

    /// A wait on purpose, told of. All that wait for a time that is known do it here, so that none is silent.
    pub(crate) fn wait(
        &self,
        timer: &dyn Timer,
        operation: &'static str,
        lane: Lane,
        why: WaitReason,
        time: Duration,
    ) -> BoxFuture<'static, ()> {
        self.tell(&Note::Wait { operation, lane, why, time });
        timer.wait(time)
    }

    /// What was told so far, in numbers.
    pub(crate) fn counts(&self) -> Counts {
        self.0.counters.read()
    }
}
