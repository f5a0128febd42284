//! The course of one call: what its attempts brought, and what comes next.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::super::catalogue::{Method, Safety};
use super::super::error::{Error, ErrorKind, Outcome};
use super::super::note::{Note, WaitReason};
use super::super::quota::{Acquire, NoSlot, PauseReason};
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::BoxFuture;
use super::super::transport::Request;
use super::attempt::{Attempted, Deadline, reply};
use super::render;
use super::request_id::RequestId;
use super::retry::Retry;
use super::under_way::UnderWay;
use super::verdict::{RetryReason, Verdict, verdict};

/// The course of one call: what its attempts brought so far.
pub(super) struct Course {
    retry: Retry,
    pub(super) deadline: Deadline,
    max_wait: Duration,
    attempts: u32,
    id: RequestId,
    /// The most that can have become of the request in the attempts so far.
    pub(super) outcome: Outcome,
    /// The error of the last attempt.
    error: Option<Error>,
    /// Why the request is sent again.
    again: Option<RetryReason>,
    /// Whether the next attempt takes a new connection.
    elsewhere: bool,
}

/// What comes after an attempt.
pub(super) enum Next {
    /// Boxed, so that the loop's state stays small.
    Done(Box<Result<Reply, Error>>),
    Wait(BoxFuture<'static, ()>),
}

/// Many requests at once would bring about the next refusal: each waits up to this longer than the server asked for.
const SPREAD: Duration = Duration::from_secs(1);
/// Less is never waited after “too many requests”.
const LEAST: Duration = Duration::from_secs(1);

impl Course {
    pub(super) fn begin(raw: &Raw) -> Self {
        let settings = raw.core.settings();
        let options = raw.options.as_deref();
        let time = options.and_then(|options| options.deadline).unwrap_or(settings.deadline);
        Self {
            retry: options.and_then(|options| options.retry).unwrap_or(settings.retry),
            deadline: Deadline { time, end: raw.core.elapsed().saturating_add(time) },
            max_wait: options.and_then(|options| options.max_wait).unwrap_or(settings.max_wait),
            attempts: 0,
            id: RequestId::draw(raw.core.random()),
            outcome: Outcome::NotSent,
            error: None,
            again: None,
            elsewhere: false,
        }
    }

    /// A slot for the next attempt, within the wait that is allowed.
    pub(super) fn acquire(&self, raw: &Raw) -> Acquire {
        let until = raw.core.elapsed().saturating_add(self.max_wait).min(self.deadline.end);
        Acquire::new(raw.core.gate(), raw.core.key_gate(), raw.operation.id, raw.lane(), until)
    }

    /// The error for a call that would have to wait too long for its slot.
    pub(super) fn no_slot(&mut self, raw: &Raw, no_slot: &NoSlot) -> Error {
        let at = raw.core.later(no_slot.pause.time);
        if let Some(error) = self.over() {
            return error.with_retry_at(at);
        }
        let seconds = no_slot.pause.time.as_secs_f64().ceil();
        let others = match no_slot.waiting {
            0 => String::new(),
            1 => ", and a call waits already".to_owned(),
            count => format!(", and {count} calls wait already"),
        };
        let why = no_slot.pause.why;
        let message = format!("{why}: there is no slot for {seconds} s{others}; nothing was sent");
        let error = Error::new(ErrorKind::QuotaWait, message)
            .with_retry_at(at)
            .with_advice("wait until then, or allow a longer wait with `with_max_wait`");
        match why {
            PauseReason::Window(length) => error.with_window(length),
            _ => error,
        }
    }

    /// The request for the next attempt: the one that was rendered, or the same once more.
    pub(super) fn request(&mut self, raw: &Raw, rendered: Option<Request>) -> Result<Request, Error> {
        let mut request = match rendered {
            Some(request) => request,
            // It was rendered once, so it can be again.
            None => render::render(raw).map_err(|error| self.over().unwrap_or(error))?,
        };
        request.new_connection = std::mem::take(&mut self.elsewhere);
        self.id.put_in(&mut request.headers);
        Ok(request)
    }

    /// The last error, when nothing more can be sent.
    fn over(&mut self) -> Option<Error> {
        let error = self.error.take()?;
        Some(self.told(error))
    }

    /// An error with what all attempts together mean.
    fn told(&self, error: Error) -> Error {
        let outcome = self.outcome.max(error.outcome());
        error.with_attempts(self.attempts).with_outcome(outcome)
    }

    /// The next attempt, as it is told of.
    pub(super) fn under_way<'a>(&self, raw: &'a Raw) -> UnderWay<'a> {
        UnderWay::new(&raw.core, raw.operation, self.attempts + 1, self.again)
    }

    /// What to do after an attempt.
    pub(super) fn after(&mut self, raw: &Raw, under_way: UnderWay<'_>, attempted: Attempted) -> Next {
        self.attempts += 1;
        raw.core.gate().count_send();
        let Attempted { result, heard } = attempted;
        under_way.ended(result.as_ref().map(|reply| reply.status), heard.remaining);
        let error = match result {
            Ok(reply) => {
                self.outcome = Outcome::Applied;
                raw.core.key_gate().count_success();
                return Next::done(Ok(Reply { attempts: self.attempts, ..reply }));
            }
            Err(error) => error,
        };
        if self.is_gone(raw, &error) {
            raw.core.notes().tell(&Note::AlreadyGone { operation: raw.operation.id });
            let reply = reply(raw, 404, HeaderMap::new(), Bytes::new());
            return Next::done(Ok(Reply { attempts: self.attempts, ..reply }));
        }
        self.again = RetryReason::of(&error);
        let verdict = verdict(raw.operation.safety, self.again, self.attempts);
        let error = self.told(error);
        self.outcome = error.outcome();
        if verdict == Verdict::Stop || self.attempts >= self.retry.most_attempts() {
            return Next::done(Err(error));
        }
        self.wait(raw, verdict, error, heard.retry_after)
    }

    /// The wait before the next attempt, if it fits into the call and the budgets.
    fn wait(&mut self, raw: &Raw, verdict: Verdict, error: Error, retry_after: Option<Duration>) -> Next {
        let random = raw.core.random();
        let mut time = self.retry.wait(self.attempts, random);
        if let Some(asked) = retry_after {
            time = time.max(asked.saturating_add(random.part_of(SPREAD)));
        }
        let later = verdict == Verdict::RetryLater;
        if later {
            time = time.max(LEAST);
        }
        let too_long = time > self.deadline.left(raw.core.timer()) || (later && time > self.max_wait);
        if too_long {
            let at = error.retry_at().unwrap_or_else(|| raw.core.later(time));
            return Next::done(Err(error.with_retry_at(at)));
        }
        if !raw.core.gate().take_retry(raw.core.key_gate()) {
            let advice =
                "it was not sent again: too many calls were of late, and the budget for that is spent";
            return Next::done(Err(error.with_advice(advice)));
        }
        let why = if retry_after.is_some() { WaitReason::RetryAfter } else { WaitReason::Backoff };
        self.elsewhere = verdict == Verdict::RetryElsewhere;
        self.error = Some(error);
        Next::Wait(raw.core.notes().wait(raw.core.timer(), raw.operation.id, raw.lane(), why, time))
    }

    /// Whether a repeat was told that the thing is gone, after an attempt that may have deleted it.
    fn is_gone(&self, raw: &Raw, error: &Error) -> bool {
        let operation = raw.operation;
        let deletes = operation.method == Method::Delete && operation.safety == Safety::Idempotent;
        let tried = matches!(self.outcome, Outcome::Unknown | Outcome::Applied);
        let empty = operation.answer.schema.is_none() || operation.answer.may_be_empty;
        deletes && tried && empty && error.not_found()
    }
}

impl Next {
    fn done(result: Result<Reply, Error>) -> Self {
        Self::Done(Box::new(result))
    }
}
