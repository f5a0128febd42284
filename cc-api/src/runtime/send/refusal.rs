//! From an answer that refuses to an error.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::LOCATION;

use super::super::catalogue::Access;
use super::super::error::{Error, ErrorKind, FieldError, Outcome, ServerSaid, cleaned, server_said};
use super::super::quota::retry_after;
use super::super::raw::Raw;
use super::super::response::request_id;
use super::super::words::{push_part, split_at_word};
use super::scope_check;

/// The error for a status that is no success.
pub(crate) fn refused(raw: &Raw, kind: ErrorKind, status: u16, headers: &HeaderMap, body: Bytes) -> Error {
    let ServerSaid { message, fields } = server_said(&body);
    let said = message.map(|message| without_secret(raw, &message));
    let mut shown = Vec::with_capacity(fields.len());
    for FieldError { field, message } in fields {
        shown.push(FieldError { field: without_secret(raw, &field), message: without_secret(raw, &message) });
    }
    let mut documented = usual(kind);
    for refusal in raw.operation.refusals {
        if refusal.status == status {
            documented = first_sentence(refusal.doc);
            break;
        }
    }
    let message = match (kind, said) {
        (ErrorKind::Redirect, _) => redirect(headers),
        (_, Some(said)) => format!("{}: {said}", usual(kind)),
        (_, None) => documented.to_owned(),
    };
    let rejects = matches!(status, 421 | 413);
    let outcome = if rejects { Outcome::Rejected } else { kind.usual_outcome() };
    let mut error = Error::new(kind, message)
        .with_status(status)
        .with_outcome(outcome)
        .with_fields(shown)
        .with_body(body);
    if let Some(id) = request_id(headers) {
        error = error.with_request_id(id);
    }
    error = with_retry_at(raw, error, headers);
    if kind == ErrorKind::Scope { with_scopes(raw, error) } else { error }
}

fn with_scopes(raw: &Raw, error: Error) -> Error {
    let refusal = scope_check::refusal(raw);
    let advice = match raw.operation.access {
        Access::Scoped { evidence, .. } => {
            let mut sets = String::new();
            for set in &refusal.required {
                push_part(&mut sets, "; or ", &set.to_string());
            }
            format!("the call needs the scope {sets} ({evidence}); check what the key was given")
        }
        Access::Session => "the call takes a session token only".to_owned(),
        _ => "no scope is documented for this call; check the rights of the account".to_owned(),
    };
    error.with_scope(refusal).with_advice(advice)
}

fn usual(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Auth => "the credential was not accepted",
        ErrorKind::Scope => "the credential may not do this",
        ErrorKind::NotFound => "there is no such thing",
        ErrorKind::Conflict => "it clashes with the state of things",
        ErrorKind::Validation => "the server finds fault with the request",
        ErrorKind::PaymentRequired => "the membership has lapsed",
        ErrorKind::TooLarge => "the request is larger than the server takes",
        ErrorKind::RateLimited => "too many requests",
        ErrorKind::Server => "the server failed",
        ErrorKind::Timeout => "the server gave up waiting",
        ErrorKind::Protocol => "the server sent a status that there is not",
        _ => "the server refused",
    }
}

fn first_sentence(doc: &str) -> &str {
    let line = split_at_word(doc, "\n").map_or(doc, |(line, _)| line).trim_end();
    split_at_word(line, ". ").map_or(line, |(sentence, _)| sentence).trim_end_matches('.')
}

/// A redirect by its target's host only: the rest of an address may hold secrets.
fn redirect(headers: &HeaderMap) -> String {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("");
    let rest = split_at_word(location, "//").map_or("", |(_, rest)| rest);
    let end = rest.bytes().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let host = rest.get(..end).unwrap_or("");
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    match cleaned(host).as_str() {
        "" => "the server points elsewhere".to_owned(),
        host => format!("the server points to {host}"),
    }
}

/// The server's text without our credential, should it send it back.
fn without_secret(raw: &Raw, text: &str) -> String {
    match raw.core.credential() {
        Some(credential) => text.replace(credential.text().expose(), "****"),
        None => text.to_owned(),
    }
}

/// No server is left alone for longer: a day, the longest window, and an hour for clocks that differ.
pub(super) const LONGEST: Duration = Duration::from_secs(25 * 3600);

/// When to try again, if the server says so; a time beyond the longest window is cut, and the error says what it was.
fn with_retry_at(raw: &Raw, error: Error, headers: &HeaderMap) -> Error {
    let Some(asked) = retry_after(headers, raw.core.now()) else { return error };
    let error = error.with_retry_at(raw.core.later(asked.min(LONGEST)));
    if asked <= LONGEST {
        return error;
    }
    let seconds = asked.as_secs();
    error.with_advice(format!(
        "the server asks for {seconds} s, which is cut to 25 hours: no limit lasts longer than a day"
    ))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{first_sentence, redirect};

    #[test]
    fn a_redirect_shows_the_host_only() {
        for (location, part) in [
            ("http://u:p@evil.example:8/x?sig=SIGCANARY51", "evil.example:8"),
            ("javascript:alert(1)", "elsewhere"),
            ("/login?next=SIGCANARY51", "elsewhere"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("location", HeaderValue::from_static(location));
            let message = redirect(&headers);
            assert!(message.ends_with(part) && !message.contains("CANARY"), "{message}");
        }
    }

    #[test]
    fn a_documented_refusal_lends_its_first_sentence() {
        assert_eq!(first_sentence("There is no such thing. Or it is hidden."), "There is no such thing");
    }
}
