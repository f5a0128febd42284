//! The loop that sends: the only place that sends a request again.
//!
//! What belongs to a call stands here in the order in which it happens: local checks (nothing sent), a slot of the
//! quota, one physical send within the time left, the verdict, and the wait before the next. No layer below sends
//! again: the transport is told not to.

use super::super::costly;
use super::super::error::Error;
use super::super::page::Position;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::timer::BoxFuture;
use super::super::transport::Request;
use super::attempt::attempt;
use super::course::{Course, Next};
use super::{render, scope_check};

/// Sends a request: the future that every call waits for. Each `async` below it is a state machine to compile, so
/// there are few. The answer to a listing takes the place of its request along.
pub(crate) fn send(mut raw: Raw, listing: Option<Box<Position>>) -> BoxFuture<'static, Result<Reply, Error>> {
    let operation = raw.operation;
    let sent = Box::pin(async move {
        let sent = match prepared(&mut raw) {
            Ok(request) => repeated(&raw, request).await,
            Err(error) => Err(error),
        };
        match sent {
            Ok(reply) => Ok(Reply { listing, ..reply }),
            Err(error) => Err(error.with_operation(operation)),
        }
    });
    #[cfg(feature = "tracing")]
    return super::super::trace::call(operation, sent);
    #[cfg(not(feature = "tracing"))]
    return sent;
}

/// Sends until there is an answer to hand out, or an error that sending again would not mend.
async fn repeated(raw: &Raw, request: Request) -> Result<Reply, Error> {
    let mut course = Course::begin(raw);
    let mut flight = costly::begin(raw, &request)?;
    let mut request = Some(request);
    loop {
        let permit = course.acquire(raw).await.map_err(|no_slot| course.no_slot(raw, &no_slot))?;
        let request = course.request(raw, request.take())?;
        flight.sent()?;
        let under_way = course.under_way(raw);
        let attempted = attempt(raw, request, permit, course.deadline).await;
        let next = course.after(raw, under_way, attempted);
        flight.finish(course.outcome);
        match next {
            Next::Done(result) => return *result,
            Next::Wait(wait) => wait.await,
        }
    }
}

/// The request, or why nothing is sent.
pub(crate) fn prepared(raw: &mut Raw) -> Result<Request, Error> {
    if let Some(fault) = raw.fault.take() {
        return Err(fault);
    }
    scope_check::check(raw)?;
    render::render(raw)
}
