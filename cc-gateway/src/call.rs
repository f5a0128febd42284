//! Calling an operation of the API within the time that is left.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::Response;
use cc_api::catalogue::{Access, Operation};
use cc_api::{Client, Error, ErrorKind};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use crate::answer::Answer;
use crate::fit::{self, Listing};
use crate::refusal::Refusal;

/// What is kept of the time for everything around the call.
const MARGIN: Duration = Duration::from_millis(500);

/// A call, with its time.
pub(crate) struct Call<'a> {
    pub(crate) client: &'a Client,
    pub(crate) operation: &'static Operation,
    /// By their names in the request, which the catalogue knows as well.
    pub(crate) arguments: Map<String, Value>,
    /// When the answer has to be there.
    pub(crate) until: Instant,
}

/// How a call ended, and whether the API has let the key in.
pub(crate) struct Ended {
    pub(crate) answer: Result<Response, Refusal>,
    pub(crate) let_in: bool,
}

impl Call<'_> {
    pub(crate) async fn send(self) -> Ended {
        let left = left(self.until);
        let call = self
            .client
            .call(self.operation)
            .args(&self.arguments)
            .with_deadline(left)
            // A call that waits for the quota needs time for its answer as well.
            .with_max_wait(left / 2);
        match call.send_as::<Answer>().await {
            Ok(answer) => {
                let let_in = self.operation.access != Access::Public;
                Ended { answer: self.shown(answer.status, answer.value), let_in }
            }
            Err(error) => {
                let let_in = self.operation.access != Access::Public && lets_in(&error);
                Ended { answer: Err(Refusal::of(self.operation, &error)), let_in }
            }
        }
    }

    fn shown(&self, status: u16, answer: Answer) -> Result<Response, Refusal> {
        if answer.is_null() && self.operation.answer.may_be_empty {
            return Ok(no_content());
        }
        let text = match fit::plain(answer.text()) {
            Cow::Borrowed(text) if text.len() <= fit::LARGEST => Some(answer.into_text()),
            Cow::Owned(text) if text.len() <= fit::LARGEST => Some(text),
            _ => {
                let listing = Listing::of(self.operation, &self.arguments);
                answer.value().and_then(|answer| fit::fit(answer, self.operation.id, listing.as_ref()))
            }
        };
        json(status, text, self.operation.id)
    }
}

/// How much time a call has.
pub(crate) fn left(until: Instant) -> Duration {
    let left = until.saturating_duration_since(Instant::now());
    left.saturating_sub(MARGIN).max(left / 2)
}

/// Whether an error shows that the API knows the key: it has looked at what was asked.
pub(crate) fn lets_in(error: &Error) -> bool {
    let looked = matches!(
        error.kind(),
        ErrorKind::Scope
            | ErrorKind::NotFound
            | ErrorKind::Conflict
            | ErrorKind::Validation
            | ErrorKind::PaymentRequired
    );
    looked && error.status().is_some()
}

/// An answer with a body; a refusal where none was short enough.
pub(crate) fn json(status: u16, text: Option<String>, id: &str) -> Result<Response, Refusal> {
    let Some(text) = text else {
        let message = format!(
            "{id}: it was carried out, but the answer is too large to be shown, even when it is shortened. Don't call it again \
             as it is."
        );
        return Err(Refusal::new(502, "answer_too_large", message));
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Whatever the status: a repeat may have been told 404, after a first try that removed something and was not answered.
fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
