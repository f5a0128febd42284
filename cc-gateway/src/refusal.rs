//! Why there is no answer, in words that a model can act on and tell its user.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use cc_api::catalogue::{Operation, Safety};
use cc_api::{Error, ErrorKind, Outcome, Timestamp};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

/// A refusal: a status, a word for programs, a sentence for people, and what else helps.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    body: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        let body = Map::from_iter([
            ("message".to_owned(), Value::String(message.into())),
            ("code".to_owned(), code.into()),
        ]);
        Self { status, body, headers: Vec::new() }
    }

    /// Adds a member to the body.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body.insert(name.to_owned(), value.into());
        self
    }

    fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Says when to come again, in the body and in a header.
    pub(crate) fn again_in(self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let seconds = seconds.max(1);
        self.with("retryAfterSeconds", seconds).with_header(header::RETRY_AFTER, &seconds.to_string())
    }

    /// The caller has shown no key, or none that is one.
    pub(crate) fn no_key(code: &str, message: &str) -> Self {
        Self::new(401, code, message).with_header(header::WWW_AUTHENTICATE, "Bearer")
    }

    /// Nothing was heard within the time that a call may take.
    pub(crate) fn too_slow(operation: Option<&Operation>, budget: Duration) -> Self {
        let seconds = budget.as_secs_f64();
        let reads = operation.is_none_or(|operation| operation.safety == Safety::Read);
        let next = if reads {
            "Calling it again does no harm; ask for less if you can, with a smaller limit."
        } else {
            "It may have been carried out: look before you call it again."
        };
        let refusal =
            Self::new(504, "too_slow", format!("There was no answer within {seconds} seconds. {next}"));
        if reads { refusal.again_in(Duration::from_secs(10)) } else { refusal }
    }

    /// What a call of the API failed with.
    pub(crate) fn of(operation: &Operation, error: &Error) -> Self {
        let refusal = Self::new(status(error), code(error), message(operation, error));
        let refusal = match error.scope().map(|scope| &scope.missing) {
            Some(missing) if !missing.is_empty() => {
                let names: Vec<Value> = missing.iter().map(Value::from).collect();
                refusal.with("missingScopes", names)
            }
            _ => refusal,
        };
        let refusal = match error.request_id() {
            Some(id) => refusal.with("requestId", id),
            None => refusal,
        };
        let refusal = if error.fields().is_empty() {
            refusal
        } else {
            let mut errors = Map::new();
            for field in error.fields() {
                let said = errors.entry(field.field.clone()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(said) = said {
                    said.push(field.message.clone().into());
                }
            }
            refusal.with("errors", errors)
        };
        let again = error.retry_at().map(|at| Duration::try_from(at.duration_since(Timestamp::now())));
        match (again, status(error)) {
            // A time to come again asks for a repetition, which what may have changed something must not have.
            _ if operation.safety != Safety::Read && error.may_have_happened() => refusal,
            (Some(wait), _) => refusal.again_in(wait.unwrap_or_default()),
            (None, 429) => refusal.again_in(Duration::from_secs(60)),
            (None, 502..=504) if error.is_retryable() => refusal.again_in(Duration::from_secs(10)),
            (None, 401) => refusal.with_header(header::WWW_AUTHENTICATE, "Bearer"),
            _ => refusal,
        }
    }

    /// The answer to the caller.
    pub(crate) fn response(self) -> Response {
        let mut response = Response::new(Body::from(Value::Object(self.body).to_string()));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.extend(self.headers);
        response
    }
}

/// The status that a caller is given: the API's own where it refused, and ours where it did not answer as it should.
fn status(error: &Error) -> u16 {
    match error.kind() {
        ErrorKind::Config | ErrorKind::Auth => 401,
        ErrorKind::InvalidInput | ErrorKind::Validation => 422,
        ErrorKind::Scope => 403,
        ErrorKind::NotFound => 404,
        ErrorKind::Conflict | ErrorKind::Duplicate => 409,
        ErrorKind::PaymentRequired => 402,
        ErrorKind::RateLimited | ErrorKind::QuotaWait => 429,
        ErrorKind::Timeout => 504,
        ErrorKind::Store => 503,
        ErrorKind::Refused => error.status().filter(|status| (400..500).contains(status)).unwrap_or(502),
        ErrorKind::TooLarge if error.status() == Some(413) => 413,
        ErrorKind::Server if error.status() == Some(503) => 503,
        _ => 502,
    }
}

fn code(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Config | ErrorKind::Auth => "key_not_accepted",
        ErrorKind::InvalidInput | ErrorKind::Validation => "invalid_arguments",
        ErrorKind::Scope => "not_allowed",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Duplicate => "already_under_way",
        ErrorKind::PaymentRequired => "membership_lapsed",
        ErrorKind::RateLimited | ErrorKind::QuotaWait => "too_many_requests",
        ErrorKind::Timeout => "too_slow",
        ErrorKind::Refused => "refused",
        _ => "api_failed",
    }
}

fn message(operation: &Operation, error: &Error) -> String {
    let (id, said) = (operation.id, said(error));
    match error.kind() {
        ErrorKind::Auth => format!(
            "{id}: the key was not accepted: it is wrong, has expired or was revoked. The user can make a new one in the web app \
             and put it into the authentication of this action. No call works before."
        ),
        ErrorKind::Config => {
            format!(
                "{id}: {said}. The user has to put a key that begins with cc_ into the authentication of this action."
            )
        }
        ErrorKind::PaymentRequired => format!(
            "{id}: the membership has lapsed. The user can renew it in the web app, and then the same key works again."
        ),
        ErrorKind::Scope => match error.scope().map(|scope| &scope.missing) {
            Some(missing) if !missing.is_empty() => format!(
                "{id}: the key may not do this: it lacks {missing}. The user can make a key with it in the web app, and put it \
                 into the authentication of this action."
            ),
            _ => format!("{id}: {said}. Tell the user; calling it again changes nothing."),
        },
        _ => format!("{id}: {said}. {}", way_out(operation, error)),
    }
}

/// What happened, and which fields are to blame; without the client's advice, which is for programmers.
fn said(error: &Error) -> String {
    let said = error.message().trim_end_matches('.');
    // An error of this kind brings no advice of its own; it blacks out what looks like a key.
    let plain = Error::new(ErrorKind::InvalidInput, said).with_fields(error.fields().to_vec()).to_string();
    plain.trim_end_matches('.').to_owned()
}

/// What a model can do next.
fn way_out(operation: &Operation, error: &Error) -> &'static str {
    match (error.kind(), error.outcome()) {
        (_, Outcome::Unknown) if operation.safety != Safety::Read => {
            "It may have been carried out: look before you call it again."
        }
        (_, Outcome::Applied) if operation.safety != Safety::Read => {
            "It was carried out: don't call it again, but look at what came of it."
        }
        (ErrorKind::QuotaWait | ErrorKind::RateLimited, _) => {
            "Tell the user when it can go on, and don't call before."
        }
        (ErrorKind::InvalidInput | ErrorKind::Validation, _) => {
            "Change what is wrong with it, and call it again."
        }
        (ErrorKind::NotFound, _) => "Take ids and slugs from a list, and call it again with one of those.",
        (ErrorKind::Conflict | ErrorKind::Duplicate, _) => "Look how things stand before you call it again.",
        (ErrorKind::TooLarge, Outcome::Rejected) => "Make it shorter, and call it again.",
        (ErrorKind::TooLarge, _) => "Ask for less, such as fewer entries or days.",
        _ if error.is_retryable() => "Calling it again in a while does no harm.",
        _ => "Tell the user; calling it again now would most likely end the same way.",
    }
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue::{self, Operation};
    use cc_api::{Error, ErrorKind};

    use super::{message, status};

    #[test]
    fn every_failure_has_a_status_and_words_for_what_to_do() {
        let (read, write): (&Operation, &Operation) = (&catalogue::GET_POSTS, &catalogue::ADD_TO_SCHEDULE);
        for (operation, error, wanted, words) in [
            (read, Error::new(ErrorKind::Auth, "no"), 401, "can make a new one in the web app"),
            (read, Error::new(ErrorKind::PaymentRequired, "no"), 402, "renew it"),
            (read, Error::new(ErrorKind::Scope, "no"), 403, "changes nothing"),
            (read, Error::new(ErrorKind::QuotaWait, "the minute is used up"), 429, "don't call before"),
            (read, Error::new(ErrorKind::Timeout, "slow").with_operation(read), 504, "does no harm"),
            (write, Error::new(ErrorKind::Timeout, "slow").with_operation(write), 504, "look before"),
            (read, Error::new(ErrorKind::Refused, "tea").with_status(418), 418, "tea"),
            (read, Error::new(ErrorKind::Redirect, "elsewhere").with_status(302), 502, "end the same way"),
            (write, Error::new(ErrorKind::Decode, "no JSON"), 502, "don't call it again"),
            (write, Error::new(ErrorKind::Conflict, "taken"), 409, "how things stand"),
            (write, Error::new(ErrorKind::Validation, "bad"), 422, "Change what is wrong"),
            (read, Error::new(ErrorKind::Server, "down").with_status(503), 503, "down"),
            (read, Error::new(ErrorKind::TooLarge, "large"), 502, "Ask for less"),
            (read, Error::new(ErrorKind::NotFound, "There is no such post."), 404, "no such post."),
        ] {
            assert_eq!(status(&error), wanted, "{error}");
            let said = message(operation, &error);
            assert!(said.contains(words) && said.starts_with(operation.id), "{said}");
            assert!(!said.contains("..") && !said.contains(".;"), "{said}");
        }
    }
}
