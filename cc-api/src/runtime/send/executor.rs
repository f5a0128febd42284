//! The loop that sends: the only place that decides about sending.
//!
//! One call is one physical send. What belongs to sending stands here in the order in which it happens: local
//! checks (nothing sent), the request, the attempt within the time left, the reading, the judgement. A second send
//! would have to be decided on where `judge` gives its verdict, from [`Safety`](crate::catalogue::Safety) and the
//! outcome in the error; a wait for a quota would stand before `attempt`. No layer below sends again: the
//! transport is told not to.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::super::decode::ERROR_BODY;
use super::super::error::{Error, ErrorKind, Outcome};
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::{BoxFuture, within};
use super::super::transport::{Answer, Failure, Request, TransportError};
use super::receive::{Limits, read_all, read_some};
use super::{refusal, render, scope_check};

/// Sends a request: the future that every call waits for.
pub(crate) fn send(raw: Raw) -> BoxFuture<'static, Result<Reply, Error>> {
    Box::pin(async move {
        let operation = raw.operation;
        execute(raw).await.map_err(|error| error.with_operation(operation))
    })
}

async fn execute(mut raw: Raw) -> Result<Reply, Error> {
    if let Some(fault) = raw.fault.take() {
        return Err(fault);
    }
    scope_check::check(&raw)?;
    let request = render::render(&raw)?;
    let sent = attempt(&raw, request).await;
    sent.map_err(|error| error.with_attempts(1))
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
    within(timer, left, judge(raw, answer)).await.unwrap_or_else(|| Err(cut_off(status, deadline)))
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
    let mut limits = Limits { timer: raw.core.timer(), cap: settings.body_cap, idle: settings.body_idle };
    if let Some(kind) = ErrorKind::of_status(status) {
        limits.cap = ERROR_BODY;
        let body = read_some(body, &limits).await;
        return Err(refusal::refused(raw, kind, status, &headers, body));
    }
    let body = read_all(body, &headers, &limits).await;
    let body = body.map_err(|error| error.with_status(status).with_outcome(Outcome::Applied))?;
    Ok(reply(raw, status, headers, body))
}

fn reply(raw: &Raw, status: u16, headers: HeaderMap, body: Bytes) -> Reply {
    Reply { operation: raw.operation, status, headers, body, attempts: 1, listing: None }
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
