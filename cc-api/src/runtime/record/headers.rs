//! Headers of answers: what they say of limits and times, and the names of the others.

use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, DATE, RETRY_AFTER};
use serde_json::{Map, Value};

use super::form::formed;

/// What stands for the value of a header that is not looked at.
const HIDDEN: &str = "…";
/// Words that stand in dates and in what a limit is said to be; no other letters are kept.
const WORDS: [&str; 38] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "gmt",
    "utc",
    "t",
    "z",
    "w",
    "q",
    "r",
    "s",
    "ms",
    "second",
    "minute",
    "hour",
    "day",
    "month",
    "limit",
    "remaining",
    "reset",
    "policy",
    "burst",
];

/// The headers of an answer: values of those about limits and times, names of the others.
pub(super) fn recorded(headers: &HeaderMap) -> Map<String, Value> {
    let mut out = Map::new();
    for name in headers.keys() {
        if name == CONTENT_LENGTH || name == AUTHORIZATION || name == COOKIE {
            continue;
        }
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
        let shown = if name == CONTENT_TYPE {
            media_type(value).to_owned()
        } else if name == DATE || name == RETRY_AFTER || is_about_limits(name.as_str()) {
            figure(value)
        } else {
            HIDDEN.to_owned()
        };
        let name = name.as_str();
        let plain = name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let name = if plain || is_about_limits(name) { name.to_owned() } else { formed(name) };
        out.insert(name, Value::from(shown));
    }
    out
}

/// The media type of a body, without its parameters; nothing if it is none.
pub(super) fn media_type(content_type: &str) -> &str {
    let media = content_type.split(';').next().unwrap_or("").trim();
    let plain = |b: u8| b.is_ascii_alphabetic() || b"/+.-".contains(&b);
    if media.len() <= 60 && media.contains('/') && media.bytes().all(plain) { media } else { "" }
}

fn is_about_limits(name: &str) -> bool {
    (name.starts_with("x-ratelimit-") || name.starts_with("ratelimit")) && name.len() <= 40
}

/// A value of numbers, dates and words about limits as it is, any other by its form.
fn figure(value: &str) -> String {
    let known = |word: &str| word.is_empty() || WORDS.iter().any(|own| own.eq_ignore_ascii_case(word));
    let plain = |c: char| c.is_ascii_alphanumeric() || " .,:;=+-\"".contains(c);
    let stays =
        value.len() <= 64 && value.chars().all(plain) && value.split(|c: char| !c.is_alphabetic()).all(known);
    if stays { value.to_owned() } else { formed(value) }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use serde_json::{Value, json};

    use super::recorded;

    #[test]
    fn limits_and_times_stay_and_of_the_others_only_the_names() {
        for (name, value, written) in [
            (
                "content-type",
                "application/json; charset=utf-8",
                json!({ "content-type": "application/json" }),
            ),
            ("content-type", "my name 7", json!({ "content-type": "" })),
            ("content-length", "17", json!({})),
            ("x-ratelimit-reset", "1795000000", json!({ "x-ratelimit-reset": "1795000000" })),
            (
                "x-ratelimit-reset",
                "2026-11-22T10:00:00Z",
                json!({ "x-ratelimit-reset": "2026-11-22T10:00:00Z" }),
            ),
            ("ratelimit-policy", "30;w=60", json!({ "ratelimit-policy": "30;w=60" })),
            ("x-ratelimit-scope", "minute", json!({ "x-ratelimit-scope": "minute" })),
            ("x-ratelimit-key", "cc_CANARY_7f3a9d", json!({ "x-ratelimit-key": "xx_xxxxxx_0x0x0x" })),
            (
                "retry-after",
                "Sun, 22 Nov 2026 18:00:00 GMT",
                json!({ "retry-after": "Sun, 22 Nov 2026 18:00:00 GMT" }),
            ),
            ("date", "today", json!({ "date": "xxxxx" })),
            ("set-cookie", "session=1", json!({ "set-cookie": "…" })),
            ("authorization", "Bearer x", json!({})),
            ("x-user-42", "1", json!({ "x-xxxx-00": "…" })),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            assert_eq!(Value::Object(recorded(&headers)), written, "{name}: {value}");
        }
    }
}
