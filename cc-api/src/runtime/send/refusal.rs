//! From an answer that refuses to an error.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{DATE, LOCATION, RETRY_AFTER};
use jiff::Timestamp;

use super::super::catalogue::Access;
use super::super::error::{Error, ErrorKind, FieldError, Outcome, ServerSaid, cleaned, server_said};
use super::super::raw::Raw;
use super::super::response::request_id;
use super::super::words::{is_digits, push_part, split_at_word};
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
    let outcome = if status == 421 { Outcome::Rejected } else { kind.usual_outcome() };
    let mut error = Error::new(kind, message)
        .with_status(status)
        .with_outcome(outcome)
        .with_fields(shown)
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
        Some(credential) => text.replace(credential.secret().expose(), "****"),
        None => text.to_owned(),
    }
}

/// When to try again: `Retry-After` in seconds or as a date, counted from the answer's own `Date` for dates.
fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let served = headers.get(DATE).and_then(|value| http_date(value.to_str().ok()?));
    let mut latest = None;
    for value in headers.get_all(RETRY_AFTER) {
        let text = value.to_str().unwrap_or("").trim();
        let at = if is_digits(text) {
            let seconds = text.parse::<u64>().unwrap_or(u64::MAX);
            later(now, i64::try_from(seconds).unwrap_or(i64::MAX))
        } else {
            let Some(at) = http_date(text) else { continue };
            served.map_or(at, |served| later(now, at.as_second() - served.as_second()))
        };
        latest = latest.max(Some(at.max(now)));
    }
    latest
}

/// So many seconds later, or the end of time.
fn later(now: Timestamp, seconds: i64) -> Timestamp {
    let second = now.as_second().saturating_add(seconds);
    Timestamp::new(second, now.subsec_nanosecond()).unwrap_or(Timestamp::MAX)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms.
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const BETWEEN: &[char] = &[' ', ',', '-'];
    let mut words = [""; 6];
    let mut count = 0;
    for word in text.split(BETWEEN) {
        if !word.is_empty() {
            *words.get_mut(count)? = word;
            count += 1;
        }
    }
    let [_, second, third, fourth, fifth, sixth] = words;
    let (day, month, year, time) = match sixth {
        "GMT" | "UTC" | "+0000" => (second, third, fourth, fifth),
        "" => (third, second, fifth, fourth),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    // Years of two digits are those from 1969 to 2068.
    let century = match year.as_bytes() {
        [b'0'..=b'5', _] | [b'6', b'0'..=b'8'] => "20",
        [_, _] => "19",
        _ => "",
    };
    // What is no date or time is refused here, as it would be at any other place.
    format!("{century}{year}-{month:02}-{day:0>2}T{time}Z").parse().ok()
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
            (&["Sun, 06 Nov 1994 08:49:37 +0000"], Some("1994-11-06T08:49:37Z")),
            (&["Sun, 06 Nov 1994 08:49:37 +0200"], None),
            (&["Sun, 31 Feb 1994 08:49:37 GMT"], None),
            (&["Sun, 06 ovD 1994 08:49:37 GMT"], None),
            (&["Sun, 06 Nov 1994 08:61:37 GMT"], None),
            (&["Sun, 06 Nov"], None),
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
    fn a_date_to_try_again_at_is_counted_from_the_servers_own_clock() {
        let mut headers = HeaderMap::new();
        headers.insert("date", HeaderValue::from_static("Sun, 06 Nov 1994 08:49:00 GMT"));
        headers.insert("retry-after", HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
        let now = "2026-11-22T10:00:00.5Z".parse().unwrap();
        assert_eq!(retry_at(&headers, now), Some("2026-11-22T10:00:37.5Z".parse().unwrap()));
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
