//! The one line that an error prints as.

use std::fmt;

use jiff::Timestamp;

use super::super::words::push_part;
use super::{Error, ErrorKind, Outcome, redacted};

impl fmt::Display for Error {
    /// `get_posts: message (status 404, at $.x, request r-1); what next`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&redacted(self.message()))?;
        write_place(self, f)?;
        for field in self.fields().iter().take(3) {
            write!(f, "; {}: {}", redacted(&field.field), redacted(&field.message))?;
        }
        if let Some(file) = self.uploaded_file() {
            let may = if self.operation() == Some("upload") { "may lie" } else { "lies" };
            write!(f, "; the file {may} in the storage as {}", redacted(file))?;
        }
        if let Some(at) = self.retry_at() {
            // Without fractions of a second: formatting by a pattern brings a lot of code for that.
            write!(f, "; try again at {}", Timestamp::from_second(at.as_second()).unwrap_or(at))?;
        }
        if let Some(statement) = self.statement() {
            write!(f, "; {}", redacted(&statement.to_string()))?;
        }
        match self.0.advice.as_deref().or_else(|| usual_advice(self)) {
            Some(advice) => write!(f, "; {}", redacted(advice)),
            None => Ok(()),
        }
    }
}

fn write_place(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut parts = String::new();
    if let Some(status) = error.status() {
        push_part(&mut parts, ", ", &format!("status {status}"));
    }
    if let Some(path) = error.json_path() {
        push_part(&mut parts, ", ", &format!("at {}", redacted(path)));
    }
    if let Some(id) = error.request_id() {
        push_part(&mut parts, ", ", &format!("request {}", redacted(id)));
    }
    if parts.is_empty() { Ok(()) } else { write!(f, " ({parts})") }
}

/// What to do next, where the error brings no better word of its own.
fn usual_advice(error: &Error) -> Option<&'static str> {
    let unknown = error.outcome() == Outcome::Unknown;
    Some(match error.kind() {
        ErrorKind::Auth => "check the key or log in again",
        ErrorKind::PaymentRequired => "renew the membership; the key works again afterwards",
        ErrorKind::RateLimited if error.retry_at().is_none() => "wait a minute before the next call",
        ErrorKind::Connect => "nothing was sent; check the network and the base URL",
        ErrorKind::Tls => "nothing was sent; check the base URL and the clock of this machine",
        ErrorKind::Redirect => "redirects are not followed; check the base URL",
        ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Server if unknown && error.0.repeatable => {
            "trying again does no harm"
        }
        ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Server if unknown => {
            "it may have been carried out; look before you send it again"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Error, ErrorKind, FieldError};
    use crate::runtime::catalogue::{Operation, Safety};

    #[test]
    fn an_error_is_one_line_of_what_where_why_and_what_next() {
        let read = Operation { id: "get_posts", safety: Safety::Read, ..Operation::BLANK };
        let pay = Operation { id: "buy", ..Operation::BLANK };
        let bad_date = FieldError { field: "date".to_owned(), message: "is in the past".to_owned() };
        for (error, line) in [
            (
                Error::new(ErrorKind::Server, "the server failed").with_operation(&read).with_status(503),
                "get_posts: the server failed (status 503); trying again does no harm",
            ),
            (
                Error::new(ErrorKind::Timeout, "no answer within 35 s").with_operation(&pay),
                "buy: no answer within 35 s; it may have been carried out; look before you send it again",
            ),
            (
                Error::new(ErrorKind::Validation, "refused").with_status(422).with_fields(vec![bad_date]),
                "refused (status 422); date: is in the past",
            ),
            (
                Error::new(ErrorKind::RateLimited, "too many requests")
                    .with_retry_at("2026-11-21T10:00:00Z".parse().unwrap()),
                "too many requests; try again at 2026-11-21T10:00:00Z",
            ),
        ] {
            assert_eq!(error.to_string(), line);
        }
    }
}
