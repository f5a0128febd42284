//! What a fault does to an answer.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, header};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use serde_json::json;

use super::Fault;

/// That the connection is cut on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct CutOff;

/// Marks a response that must not be sent: the service that hyper sees returns an error instead, and hyper closes the
/// connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropped;

/// No answer at all.
pub(crate) fn dropped() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Dropped);
    response
}

/// Does to the answer what the fault says.
pub(crate) async fn spoil(fault: &Fault, response: Response<Bytes>) -> Response<Body> {
    fault.wait().await;
    if fault.drops_connection() {
        return dropped();
    }
    let (mut parts, mut body) = response.into_parts();
    if let Some(status) = fault.status_code() {
        parts.status = status;
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let words = json!({ "message": "A scripted fault of the sandbox.", "code": "scripted_fault" });
        body = Bytes::from(words.to_string());
    }
    if let Some(text) = &fault.body {
        body = Bytes::from(text.clone());
    }
    for (name, value) in &fault.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            parts.headers.insert(name, value);
        }
    }
    let body = match fault.cut_after {
        Some(after) => Body::new(CutBody::new(&body, after)),
        None => Body::from(body),
    };
    Response::from_parts(parts, body)
}

/// A body that announces more than it sends.
#[derive(Debug)]
struct CutBody {
    announced: u64,
    start: Option<Bytes>,
    /// Whether what was sent had a chance to leave: hyper writes out whenever the body is not ready.
    has_paused: bool,
}

impl CutBody {
    fn new(whole: &Bytes, after: usize) -> Self {
        let start = whole.slice(..after.min(whole.len()));
        // Cut behind its last byte, a body would be whole: one more is announced.
        let announced = if start.len() == whole.len() { whole.len() + 1 } else { whole.len() };
        Self { announced: announced as u64, start: Some(start), has_paused: false }
    }
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        if let Some(start) = self.start.take().filter(|start| !start.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(start))));
        }
        if !self.has_paused {
            self.has_paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(CutOff)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
