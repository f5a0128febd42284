//! One physical send, and the reading of what came back.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::super::decode::ERROR_BODY;
use super::super::error::{Error, ErrorKind, Outcome};
use super::super::note::Note;
use super::super::quota::{Permit, Report, reading, retry_after};
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::{Timer, within};
use super::super::transport::{Answer, Failure, Request, TransportError};
use super::receive::{Limits, Read, is_larger, read, too_large};
use super::refusal;

/// What an attempt brought, and what its answer said of the quota.
pub(crate) struct Attempted {
    pub(crate) result: Result<Reply, Error>,
    pub(crate) heard: Heard,
}

impl From<Error> for Attempted {
    fn from(error: Error) -> Self {
        Self { result: Err(error), heard: Heard::default() }
    }
}

/// How long a call may take in all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    pub(crate) time: Duration,
    /// When it is over, in the timer's time.
    pub(crate) end: Duration,
}

impl Deadline {
    pub(crate) fn left(&self, timer: &dyn Timer) -> Duration {
        self.end.saturating_sub(timer.elapsed())
    }
}

/// The least that a key rests after “too many requests”.
const REST: Duration = Duration::from_secs(1);

/// Sends, once, within the time left.
pub(crate) async fn attempt(
    raw: &Raw,
    request: Request,
    mut permit: Permit,
    deadline: Deadline,
) -> Attempted {
    let timer = raw.core.timer();
    let options = raw.options.as_deref();
    let timeout = options.and_then(|options| options.timeout).unwrap_or(raw.core.settings().timeout);
    let left = deadline.left(timer);
    let start = timer.elapsed();
    permit.sent();
    let answer = match within(timer, timeout.min(left), raw.core.transport().send(request)).await {
        // Dropped as it is: a request that may have been sent keeps its slot.
        None if timeout <= left => return too_late("the answer", timeout).into(),
        None => return too_late("the call", deadline.time).into(),
        Some(Err(error)) => {
            let error = not_answered(error);
            if error.outcome() == Outcome::NotSent {
                permit.refund();
            }
            return error.into();
        }
        Some(Ok(answer)) => answer,
    };
    let status = answer.status;
    let heard = settle(raw, permit, &answer);
    let left = left.saturating_sub(timer.elapsed().saturating_sub(start));
    let judged = within(timer, left, pin!(judge(raw, answer))).await;
    let result = judged.unwrap_or_else(|| Err(cut_off(status, deadline.time)));
    Attempted { result: result.map_err(|error| told_when(raw, error, heard)), heard }
}

/// What the head of an answer says of the quota.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heard {
    /// How long the server wants no further request, if it said so.
    pub(crate) retry_after: Option<Duration>,
    /// How long the key rests.
    freeze: Option<Duration>,
    /// How many requests the server has left for the key, if it said so.
    pub(crate) remaining: Option<u32>,
}

/// Gives the slot back with what the answer says of the quota. The head is enough: the server has counted by then.
fn settle(raw: &Raw, permit: Permit, answer: &Answer) -> Heard {
    let now = raw.core.now();
    let reading = reading(raw.core.api(), &answer.headers, now);
    let throttled = answer.status == 429;
    // The reset of a window says when to come again only to one who was turned away for it.
    let reset = if throttled { reading.reset } else { None };
    let retry_after = retry_after(&answer.headers, now).or(reset).map(|time| time.min(refusal::LONGEST));
    let pause = || retry_after.unwrap_or_else(|| raw.core.key_gate().rest_without_hint());
    let freeze = throttled.then(|| pause().max(REST));
    permit.settle(Report { now: raw.core.elapsed(), reading, freeze, answered: true });
    let operation = raw.operation.id;
    if let Some(time) = freeze {
        raw.core.notes().tell(&Note::Freeze { operation, time });
    }
    if reading.limit == Some(0) {
        raw.core.notes().tell(&Note::LimitIgnored { operation });
    }
    Heard { retry_after, freeze, remaining: reading.remaining }
}

/// The error with when to try again, if the reset of a window said so and nothing else did. A key that was turned away
/// without any word of it rests as well. What later does not make better, as an answer that is too large, stays.
fn told_when(raw: &Raw, error: Error, heard: Heard) -> Error {
    let time = match error.kind() {
        ErrorKind::RateLimited => heard.freeze,
        ErrorKind::Server | ErrorKind::Timeout => heard.retry_after,
        _ => None,
    };
    match time {
        Some(time) if error.retry_at().is_none() => error.with_retry_at(raw.core.later(time)),
        _ => error,
    }
}

/// The error for an answer whose body was still coming when the deadline passed.
fn cut_off(status: u16, deadline: Duration) -> Error {
    let error = too_late("the call", deadline).with_status(status);
    match ErrorKind::of_status(status) {
        None => error.with_outcome(Outcome::Applied),
        Some(kind) => error.with_outcome(kind.usual_outcome()),
    }
}

/// What an answer means.
async fn judge(raw: &Raw, answer: Answer) -> Result<Reply, Error> {
    let Answer { status, headers, body } = answer;
    let settings = raw.core.settings();
    let refusal = ErrorKind::of_status(status);
    let cap = if refusal.is_some() { ERROR_BODY } else { settings.body_cap };
    let limits = Limits { timer: raw.core.timer(), cap, idle: settings.body_idle };
    let read = if refusal.is_none() && is_larger(&headers, cap) {
        Err(too_large(cap))
    } else {
        read(body, &limits).await
    };
    match (refusal, read) {
        // What a refusal says must not hide that it refuses, so it counts as far as it was read.
        (Some(kind), read) => {
            let body = read.map_or_else(|_| Bytes::new(), |read| read.bytes);
            Err(refusal::refused(raw, kind, status, &headers, body))
        }
        (None, Ok(Read { bytes, whole: true })) => Ok(reply(raw, status, headers, bytes)),
        (None, Ok(_)) => Err(too_large(cap).with_status(status)),
        (None, Err(error)) => Err(error.with_status(status).with_outcome(Outcome::Applied)),
    }
}

pub(crate) fn reply(raw: &Raw, status: u16, headers: HeaderMap, body: Bytes) -> Reply {
    Reply {
        operation: raw.operation,
        marks: raw.core.api().marks,
        status,
        headers,
        body,
        any_json: raw.any_json,
        attempts: 1,
        listing: None,
    }
}

fn too_late(what: &str, limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("{what} took longer than {} s", limit.as_secs_f32()))
}

/// The error for a request that got no answer.
pub(crate) fn not_answered(error: TransportError) -> Error {
    let (kind, outcome) = match error.failure {
        Failure::Connect => (ErrorKind::Connect, Outcome::NotSent),
        Failure::ConnectTimeout => (ErrorKind::Timeout, Outcome::NotSent),
        Failure::Tls => (ErrorKind::Tls, Outcome::NotSent),
        Failure::Unsendable => (ErrorKind::InvalidInput, Outcome::NotSent),
        Failure::Refused => (ErrorKind::Transport, Outcome::Rejected),
        Failure::Broken => (ErrorKind::Transport, Outcome::Unknown),
        Failure::Protocol => (ErrorKind::Protocol, Outcome::Unknown),
        Failure::TooLarge => (ErrorKind::TooLarge, Outcome::Unknown),
    };
    Error::new(kind, error.message).with_outcome(outcome)
}
