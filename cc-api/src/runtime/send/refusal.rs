//! From an answer that refuses to an error.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{LOCATION, RETRY_AFTER};
use jiff::{SignedDuration, Timestamp};

use super::super::catalogue::Access;
use super::super::error::{Error, ErrorKind, FieldError, Outcome, ServerSaid, cleaned, server_said};
use super::super::raw::Raw;
use super::super::response::request_id;
use super::scope_check;

/// The error for a status that is no success.
pub(crate) fn refused(raw: &Raw, kind: ErrorKind, status: u16, headers: &HeaderMap, body: Bytes) -> Error {
    let ServerSaid { message, fields } = server_said(&body);
    let said = message.map(|message| without_secret(raw, &message));
    let fields = fields.into_iter().map(|field| FieldError {
        message: without_secret(raw, &field.message),
        field: without_secret(raw, &field.field),
    });
    let documented = raw.operation.refusals.iter().find(|refusal| refusal.status == status);
    let message = match (kind, said) {
        (ErrorKind::Redirect, _) => redirect(headers),
        (_, Some(said)) => format!("{}: {said}", usual(kind)),
        (_, None) => documented.map_or_else(|| usual(kind).to_owned(), |refusal| first_sentence(refusal.doc)),
    };
    let outcome = if status == 421 { Outcome::Rejected } else { kind.usual_outcome() };
    let mut error = Error::new(kind, message)
        .with_status(status)
        .with_outcome(outcome)
        .with_fields(fields.collect())
        .with_body(body);
    if let Some(id) = request_id(headers) {
        error = error.with_request_id(id);
    }
    if let Some(at) = retry_at(headers, raw.core.now()) {
        error = error.with_retry_at(at);
    }
    if kind == ErrorKind::Scope { with_scopes(raw, error) } else { error }
}

fn with_scopes(raw: &Raw, error: Error) -> Error {
    let refusal = scope_check::refusal(raw);
    let advice = match raw.operation.access {
        Access::Scoped { evidence, .. } => {
            let sets: Vec<_> = refusal.required.iter().map(ToString::to_string).collect();
            let sets = sets.join("; or ");
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
        ErrorKind::RateLimited => "too many requests",
        ErrorKind::Server => "the server failed",
        ErrorKind::Timeout => "the server gave up waiting",
        ErrorKind::Protocol => "the server sent a status that there is not",
        _ => "the server refused",
    }
}

fn first_sentence(doc: &str) -> String {
    let sentence = doc.split(['\n', '\r']).next().unwrap_or(doc);
    sentence.split(". ").next().unwrap_or(sentence).trim_end_matches('.').to_owned()
}

/// A redirect by its target's host only: the rest of an address may hold secrets.
fn redirect(headers: &HeaderMap) -> String {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("");
    let host =
        location.split_once("//").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let host = host.rsplit('@').next().unwrap_or(host);
    match cleaned(host).as_str() {
        "" => "the server points elsewhere".to_owned(),
        host => format!("the server points to {host}"),
    }
}

/// The server's text without our credential, should it send it back.
fn without_secret(raw: &Raw, text: &str) -> String {
    match raw.core.credential() {
        Some(credential) => text.replace(credential.secret().expose(), "****"),
        None => text.to_owned(),
    }
}

/// When to try again: `Retry-After` in seconds or as a date, counted from the answer's own `Date` for dates.
fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let texts = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    let served = headers.get(http::header::DATE).and_then(|value| http_date(value.to_str().ok()?));
    let wait = |text: &str| {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(SignedDuration::from_secs(text.parse().unwrap_or(i64::MAX)));
        }
        Some(http_date(text)?.duration_since(served.unwrap_or(now)).max(SignedDuration::ZERO))
    };
    let longest = texts.filter_map(wait).max()?;
    Some(now.checked_add(longest).unwrap_or(Timestamp::MAX))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms.
fn http_date(text: &str) -> Option<Timestamp> {
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(zoned.timestamp());
    }
    ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"].iter().find_map(|format| {
        let parsed = jiff::fmt::strtime::parse(format, text).ok()?;
        let date = parsed.to_datetime().ok()?;
        Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{first_sentence, redirect, retry_at};

    #[test]
    fn retry_after_is_read_in_all_its_forms_and_the_longest_counts() {
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        for (values, wanted) in [
            (&["37"][..], Some("1994-11-06T08:49:37Z")),
            (&["Sun, 06 Nov 1994 08:49:37 GMT"], Some("1994-11-06T08:49:37Z")),
            (&["Sunday, 06-Nov-94 08:49:37 GMT"], Some("1994-11-06T08:49:37Z")),
            (&["Sun Nov  6 08:49:37 1994"], Some("1994-11-06T08:49:37Z")),
            (&["5", "37", "soon"], Some("1994-11-06T08:49:37Z")),
            (&["Sun, 06 Nov 1994 08:00:00 GMT"], Some("1994-11-06T08:49:00Z")),
            (&["99999999999999999999"], Some("9999-12-30T22:00:00.999999999Z")),
            (&["-5"], None),
            (&["1.5"], None),
            (&[""], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("retry-after", HeaderValue::from_static(value));
            }
            let wanted = wanted.map(|at| at.parse().unwrap());
            assert_eq!(retry_at(&headers, now), wanted, "{values:?}");
        }
    }

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
