//! What some cases of the list stand for: bodies of refusals, answers that point elsewhere, segments of paths.

use serde_json::{Value, json};

use crate::list::Step;
use crate::scene::written;

/// The body of each case, the message to be found in it, and its complaints about fields.
pub const REFUSALS: [(&str, &str, Option<&str>, &str); 17] = [
    ("{detail: str}", r#"{"detail":"No"}"#, Some("No"), ""),
    ("{detail: [..]}", r#"{"detail":[{"loc":["body","date"],"msg":"bad"}]}"#, None, "body.date=bad"),
    ("{message}", r#"{"message":"No"}"#, Some("No"), ""),
    ("{error: str}", r#"{"error":"No"}"#, Some("No"), ""),
    ("{error: {code,message}}", r#"{"error":{"code":7,"message":"No"}}"#, Some("No"), ""),
    ("{errors: [str]}", r#"{"errors":["No"]}"#, Some("No"), ""),
    ("{errors: [{field,message}]}", r#"{"errors":[{"field":"date","message":"bad"}]}"#, None, "date=bad"),
    ("{errors: {field: [str]}}", r#"{"errors":{"date":["bad"]}}"#, None, "date=bad"),
    ("{field: [str]}", r#"{"date":["bad","worse"]}"#, None, "date=bad,date=worse"),
    ("problem+json", r#"{"type":"about:blank","title":"No","status":400,"detail":"Why"}"#, Some("Why"), ""),
    ("\"text\"", r#""No""#, Some("No"), ""),
    ("[]", "[]", None, ""),
    ("null", "null", None, ""),
    ("empty", "", None, ""),
    ("HTML", "<!DOCTYPE html><html><head><title>No</title></head></html>", Some("No"), ""),
    ("invalid JSON", r#"{"detail":"#, None, ""),
    ("5 MiB", r#"{"detail":"No"}"#, None, ""),
];

/// The cases of the list: the status, and where the header of this name points. `EVIL` is the other server, `SELF` ours.
pub const POINTERS: [(&str, u16, &str, &str); 9] = [
    ("301 same host", 301, "location", "SELF/x?sig=SIGCANARY51"),
    ("302 other host", 302, "location", "http://EVIL/x?sig=SIGCANARY51"),
    ("303", 303, "location", "http://EVIL/x?sig=SIGCANARY51"),
    ("307 other host POST", 307, "location", "http://EVIL/x?sig=SIGCANARY51"),
    ("308 other port", 308, "location", "http://EVIL/x?sig=SIGCANARY51"),
    ("307 https to http", 307, "location", "http://EVIL/x?sig=SIGCANARY51"),
    ("Location missing", 302, "x-location", "http://EVIL/x?sig=SIGCANARY51"),
    ("Location javascript:", 302, "location", "javascript:alert('SIGCANARY51')"),
    ("Refresh header", 300, "refresh", "0; url=http://EVIL/x?sig=SIGCANARY51"),
];

/// Steps that answer every request with this status, and this in a header.
pub fn pointing(status: u16, header: &str, target: &str) -> Vec<Step> {
    let mut headers = serde_json::Map::new();
    headers.insert(header.to_owned(), Value::String(target.to_owned()));
    written(json!([{"always": true}, {"read": "all"}, {"send": {"status": status, "headers": headers}}]))
}

/// A segment of a path as text.
///
/// # Panics
/// If it is none.
pub fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let encoded = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).expect("text")
}
