//! The loop that sends: the only place that decides about sending.
//!
//! One call is one physical send. What belongs to sending stands here in the order in which it happens: local
//! checks (nothing sent), the request, the attempt within the time left, the reading, the judgement. A second send
//! would have to be decided on where `judge` gives its verdict, from [`Safety`](crate::catalogue::Safety) and the
//! outcome in the error; a wait for a quota would stand before `attempt`. No layer below sends again: the
//! transport is told not to.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;

use super::super::costly;
use super::super::decode::ERROR_BODY;
use super::super::error::{Error, ErrorKind, Outcome};
use super::super::page::Position;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::{BoxFuture, within};
use super::super::transport::{Answer, Failure, Request, TransportError};
use super::receive::{Limits, Read, is_larger, read, too_large};
use super::{refusal, render, scope_check};

/// Sends a request: the future that every call waits for. Each `async` below it is a state machine to compile, so
/// there are few. The answer to a listing takes the place of its request along.
pub(crate) fn send(mut raw: Raw, listing: Option<Box<Position>>) -> BoxFuture<'static, Result<Reply, Error>> {
    Box::pin(async move {
        let sent = match prepared(&mut raw) {
            Ok(request) => followed(&raw, request).await,
            Err(error) => Err(error),
        };
        match sent {
            Ok(reply) => Ok(Reply { listing, ..reply }),
            Err(error) => Err(error.with_operation(raw.operation)),
        }
    })
}

/// The request, or why nothing is sent.
fn prepared(raw: &mut Raw) -> Result<Request, Error> {
    if let Some(fault) = raw.fault.take() {
        return Err(fault);
    }
    scope_check::check(raw)?;
    render::render(raw)
}

/// An attempt, and what becomes of it where that matters beyond the call.
async fn followed(raw: &Raw, request: Request) -> Result<Reply, Error> {
    let mut flight = costly::begin(raw, &request)?;
    flight.sent()?;
    let result = attempt(raw, request).await.map_err(|error| error.with_attempts(1));
    flight.finish(result.as_ref().map_or_else(Error::outcome, |_| Outcome::Applied));
    result
}

/// One physical send, and the reading of what came back.
async fn attempt(raw: &Raw, request: Request) -> Result<Reply, Error> {
    let settings = raw.core.settings();
    let options = raw.options.as_deref();
    let deadline = options.and_then(|options| options.deadline).unwrap_or(settings.deadline);
    let timeout = options.and_then(|options| options.timeout).unwrap_or(settings.timeout);
    let timer = raw.core.timer();
    let start = timer.elapsed();
    let answer = within(timer, timeout.min(deadline), raw.core.transport().send(request)).await;
    let answer =
        answer.ok_or_else(|| too_late("the answer", timeout.min(deadline)))?.map_err(not_answered)?;
    let status = answer.status;
    let left = deadline.saturating_sub(timer.elapsed().saturating_sub(start));
    within(timer, left, pin!(judge(raw, answer))).await.unwrap_or_else(|| Err(cut_off(status, deadline)))
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
        (None, Ok(Read { bytes, whole: true })) => {
            let operation = raw.operation;
            Ok(Reply { operation, status, headers, body: bytes, attempts: 1, listing: None })
        }
        (None, Ok(_)) => Err(too_large(cap).with_status(status)),
        (None, Err(error)) => Err(error.with_status(status).with_outcome(Outcome::Applied)),
    }
}

fn too_late(what: &str, limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("{what} took longer than {} s", limit.as_secs_f32()))
}

/// The error for a request that got no answer.
fn not_answered(error: TransportError) -> Error {
    let (kind, outcome) = match error.failure {
        Failure::Connect => (ErrorKind::Connect, Outcome::NotSent),
        Failure::Tls => (ErrorKind::Tls, Outcome::NotSent),
        Failure::Unsendable => (ErrorKind::InvalidInput, Outcome::NotSent),
        Failure::Refused => (ErrorKind::Transport, Outcome::Rejected),
        Failure::Broken => (ErrorKind::Transport, Outcome::Unknown),
        Failure::Protocol => (ErrorKind::Protocol, Outcome::Unknown),
    };
    Error::new(kind, error.message).with_outcome(outcome)
}
