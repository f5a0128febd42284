//! What a gateway owes whoever calls it, whatever the API does.

use cc_api::catalogue::Safety;
use cc_faults::watch;
use serde_json::Value;

use crate::caller::{Answer, request};
use crate::door::Door;

/// The headers of answers. None of them comes from the API.
const HEADERS: [&str; 11] = [
    "allow",
    "cache-control",
    "connection",
    "content-length",
    "content-security-policy",
    "content-type",
    "date",
    "referrer-policy",
    "retry-after",
    "www-authenticate",
    "x-content-type-options",
];

/// How a sentence says what to do next.
const WAYS_OUT: [&str; 11] = [
    "again",
    "Tell the user",
    "user can",
    "user has to",
    "has to be",
    "must be ",
    "it takes ",
    "there are: ",
    "send it with",
    "Ask for less",
    "is in /openapi.json",
];

/// What an answer lacks, or has and must not have.
pub(crate) fn breaches(answer: &Answer) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut unless = |fine: bool, what: String| {
        if !fine {
            breaches.push(what);
        }
    };
    for (name, value) in &answer.headers {
        unless(HEADERS.contains(&&**name), format!("a header of somebody else: {name}: {value}"));
    }
    let all = format!("{:?} {}", answer.headers, answer.body);
    unless(watch::canary_in(&all).is_none(), format!("a canary is in it: {all}"));
    let characters = answer.body.chars().count();
    unless(characters < 100_000, format!("it has {characters} characters"));
    // White space between the parts of JSON is none of it.
    let raw = answer.body.chars().any(|c| is_hostile(c) && !matches!(c, '\n' | '\r' | '\t'));
    unless(!raw, format!("raw control characters: {:?}", answer.body));
    if answer.body.is_empty() {
        unless(answer.status == 204, format!("{} without a body", answer.status));
        return breaches;
    }
    unless(
        answer.header("content-type") == Some("application/json"),
        format!("it is not said to be JSON: {:?}", answer.headers),
    );
    match serde_json::from_str(&answer.body) {
        Ok(Value::Object(refusal)) if !answer.is_success() => {
            breaches.extend(of_refusal(answer, &Value::Object(refusal)));
        }
        Ok(other) if !answer.is_success() => breaches.push(format!("{} with {other}", answer.status)),
        Ok(_) => {}
        Err(error) => breaches.push(format!("it is no JSON: {error}: {:?}", answer.body)),
    }
    breaches
}

fn of_refusal(answer: &Answer, refusal: &Value) -> Vec<String> {
    let mut breaches = Vec::new();
    let said = refusal["message"].as_str().unwrap_or_default();
    if !said.ends_with('.') || !WAYS_OUT.iter().any(|way| said.contains(way)) {
        breaches.push(format!("it does not say what to do: {}", answer.body));
    }
    if refusal["code"].as_str().is_none_or(str::is_empty) {
        breaches.push(format!("it has no code: {}", answer.body));
    }
    let mut texts = Vec::new();
    collect(refusal, &mut texts);
    if texts.iter().any(|text| text.chars().any(is_hostile)) {
        breaches.push(format!("hostile characters are in its texts: {texts:?}"));
    }
    let again = answer.header("retry-after").and_then(|text| text.parse::<u64>().ok());
    let wanted = match again {
        Some(seconds) => (1..=90_061).contains(&seconds) && !said.contains("carried out"),
        None => answer.status != 429 && !said.contains("does no harm"),
    };
    if !wanted || again != refusal["retryAfterSeconds"].as_u64() {
        breaches.push(format!("when to come again: {:?} {}", answer.headers, answer.body));
    }
    if (answer.status == 401) != answer.header("www-authenticate").is_some() {
        breaches.push(format!("{} and {:?}", answer.status, answer.headers));
    }
    if !(400..=504).contains(&answer.status) {
        breaches.push(format!("the status is {}", answer.status));
    }
    breaches
}

/// Whether a message is honest about what became of a request that changes something.
pub(crate) fn outcome(answer: &Answer, safety: Safety, outcome: &str) -> Option<String> {
    if safety == Safety::Read || answer.is_success() {
        return None;
    }
    let said = answer.message();
    let (maybe, done) = (
        said.contains("may have been carried out: look before"),
        said.contains("was carried out: don't call"),
    );
    let wanted = match outcome {
        "unknown" if safety != Safety::Idempotent => (true, false),
        "applied" => (false, true),
        "rejected" | "not_sent" => (false, false),
        _ => return None,
    };
    ((maybe, done) != wanted).then(|| format!("it is {outcome}, and the caller is told: {said}"))
}

/// Whether the pages that watch a server are served: a fault is over for all but its caller.
pub(crate) async fn pages(door: &Door) -> Vec<String> {
    let mut breaches = Vec::new();
    for page in ["/healthz", "/readyz"] {
        let answer = door.ask(&request("GET", page, &[], "")).await;
        if answer.status != 200 {
            breaches.push(format!("{page} says {}", answer.status));
        }
    }
    breaches
}

fn collect<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => {
            for (name, member) in members {
                texts.push(name);
                collect(member, texts);
            }
        }
        _ => {}
    }
}

/// What moves a cursor, or turns the direction of writing.
fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
