//! From the bytes of an answer to a value, and what is said when they don't fit.
//!
//! The fast path is plain `serde_json`. When it fails, its error is used for its position only: the message of
//! `serde_json` quotes the value, which may be a key. From the position the path is found by a second look at
//! the text ([`json_scan`](super::json_scan)), so that no type is compiled a second time for the sake of errors.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::catalogue::Paging;
use super::error::{Error, ErrorKind, Outcome, cleaned, looks_like_html, server_said};
use super::extra::Extra;
use super::json_scan::{locate, rounded_integer};
use super::keys::{MISSING_FIELD, NO_KNOWN_FIELD};
use super::marks::{Contradicted, statement};
use super::page::Page;
use super::response::{Reply, request_id};
use super::words::split_at_last_word;

/// How much of a body an error keeps.
pub(crate) const ERROR_BODY: usize = 64 * 1024;

/// Decodes an answer.
pub(crate) fn decode_value<T: DeserializeOwned>(reply: &Reply) -> Result<T, Error> {
    let json = json_of(reply)?;
    serde_json::from_slice(json).map_err(|error| decode_error(reply, json, &error))
}

/// Decodes an answer that is a page.
pub(crate) fn decode_page<T: DeserializeOwned>(reply: &Reply) -> Result<Page<T>, Error> {
    let Some(paging) = &reply.operation.paging else {
        return Err(Error::input("this operation is no listing; call it without paging")
            .with_operation(reply.operation));
    };
    let json = json_of(reply)?;
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let seed = PageSeed { paging, item: PhantomData };
    let page = seed.deserialize(&mut deserializer).and_then(|page| deserializer.end().map(|()| page));
    let mut page = page.map_err(|error| decode_error(reply, json, &error))?;
    page.next = reply.listing.as_ref().and_then(|position| position.after(page.items.len(), page.count));
    Ok(page)
}

/// The JSON of an answer: without a byte order mark, and `null` where an empty body is an answer.
fn json_of(reply: &Reply) -> Result<&[u8], Error> {
    let body = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
    if reply.any_json
        && let Some(offset) = rounded_integer(body)
    {
        let path = locate(body, offset).path;
        return Err(fault(reply, "an integer is too large to be read exactly").with_json_path(path));
    }
    let answer = &reply.operation.answer;
    if answer.schema.is_none() {
        return Ok(b"null");
    }
    if !body.trim_ascii().is_empty() {
        return Ok(body);
    }
    if answer.may_be_empty || reply.status == 204 || reply.operation.method == super::catalogue::Method::Head
    {
        return Ok(b"null");
    }
    let fault = fault(reply, "the answer is empty where JSON was expected");
    Err(contradicting(fault, reply, &[], Contradicted::Value))
}

fn fault(reply: &Reply, message: impl Into<String>) -> Error {
    let mut kept = reply.body.clone();
    kept.truncate(ERROR_BODY);
    let error = Error::new(ErrorKind::Decode, message)
        .with_operation(reply.operation)
        .with_status(reply.status)
        .with_outcome(Outcome::Applied)
        .with_attempts(reply.attempts)
        .with_body(kept);
    match request_id(&reply.headers) {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}

/// The error for an answer that is not what was expected. It never quotes a value.
#[cold]
pub(crate) fn decode_error(reply: &Reply, json: &[u8], error: &serde_json::Error) -> Error {
    let text = String::from_utf8_lossy(json.get(..json.len().min(2000)).unwrap_or(json));
    if looks_like_html(&text) {
        let kind = reply.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let said = server_said(&reply.body).message.unwrap_or_default();
        let kind = cleaned(kind.unwrap_or("no content type"));
        return fault(reply, format!("the answer is {said} ({kind}) where JSON was expected"))
            .with_advice("check the base URL, or look at the page in a browser");
    }
    if error.is_syntax() || error.is_eof() {
        let cut = if error.is_eof() { "ends too early" } else { "is no JSON" };
        return fault(reply, format!("the answer {cut} at byte {}", offset(json, error)));
    }
    let place = locate(json, offset(json, error));
    let what = expectation(&error.to_string(), place.found);
    let contradicted = contradicted(&what, &place.path);
    let fault = fault(reply, what.as_str()).with_json_path(place.path);
    match server_said(json).message {
        // An answer like {"detail": "…"} with a status of success explains itself.
        Some(said) if place.at_top => fault.with_advice(format!("the server says: {said}")),
        _ => contradicting(fault, reply, &place.keys, contradicted),
    }
}

/// Names the statement that the answer contradicts and how it is known, or says what is true of any.
pub(crate) fn contradicting(fault: Error, reply: &Reply, keys: &[String], what: Contradicted) -> Error {
    match statement(reply.operation, reply.marks, keys, what) {
        Some(statement) => fault.with_statement(statement),
        None => fault.with_advice("the API may have changed; please report it with the path"),
    }
}

/// What of the value at the path it is about, from a message of ours.
fn contradicted<'m>(message: &'m str, path: &str) -> Contradicted<'m> {
    if let Some(rest) = message.strip_prefix(MISSING_FIELD) {
        let end = rest.find('`').unwrap_or(rest.len());
        return Contradicted::Field(rest.get(..end).unwrap_or(rest));
    }
    match message.starts_with(NO_KNOWN_FIELD) {
        true => Contradicted::Fields,
        false if path.ends_with(']') => Contradicted::Entry,
        false => Contradicted::Value,
    }
}

/// What was expected and what was found, from a message of `serde_json` without the value that it quotes.
fn expectation(message: &str, found: &str) -> String {
    let message = split_at_last_word(message, " at line ").map_or(message, |(message, _)| message);
    if message.starts_with(MISSING_FIELD) || message.starts_with(NO_KNOWN_FIELD) {
        return message.to_owned();
    }
    // The value stands before the last of these words, and what is expected is always our own text or a type's name.
    let typed = message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
    match split_at_last_word(message, ", expected ") {
        Some((_, expected)) if typed => format!("expected {}, found {found}", cleaned(expected)),
        _ => format!("{found} is not in the form expected here"),
    }
}

/// The offset of an error, from its line and column.
fn offset(json: &[u8], error: &serde_json::Error) -> usize {
    let (mut line, mut before) = (1, 0);
    for (place, byte) in json.iter().enumerate() {
        if line >= error.line() {
            break;
        }
        if *byte == b'\n' {
            line += 1;
            before = place + 1;
        }
    }
    (before + error.column()).min(json.len())
}

struct PageSeed<'a, T> {
    paging: &'a Paging,
    item: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for PageSeed<'_, T> {
    type Value = Page<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Page<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for PageSeed<'_, T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page with its entries in `{}`", self.paging.items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
        let mut items = None;
        let mut count = None;
        let mut extra = Extra::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == self.paging.items {
                items = Some(map.next_value()?);
            } else if self.paging.total == Some(key.as_str()) {
                count = plausible_count(&map.next_value()?);
            } else {
                extra.insert(key, map.next_value::<Value>()?);
            }
        }
        let missing = || serde::de::Error::custom(format_args!("{MISSING_FIELD}{}`", self.paging.items));
        Ok(Page { items: items.ok_or_else(missing)?, count, next: None, extra })
    }
}

/// The number of all entries, if it is one: text, null, negative and absurd numbers say nothing.
fn plausible_count(json: &Value) -> Option<u64> {
    json.as_u64().filter(|count| *count <= 1_000_000_000_000)
}
