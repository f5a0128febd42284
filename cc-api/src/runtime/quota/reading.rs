//! What the headers of an answer say of the quota, in all the forms that servers use.
//!
//! Each field counts on its own: one that is malformed is missing, and takes no other along. Of several values the one
//! that lets less through counts.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::super::catalogue::ApiInfo;
use super::super::words::is_digits;
use super::store::Reading;

/// The names that are looked for where the document names none.
const USUAL: [&str; 3] = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

/// Reads the headers that report the state of the limits.
pub(crate) fn reading(api: &ApiInfo, headers: &HeaderMap, now: Timestamp) -> Reading {
    let names = api.rate_limits.map_or(&USUAL[..], |limits| limits.headers);
    let mut reading = Reading::default();
    for name in names {
        for value in headers.get_all(*name) {
            let Ok(text) = value.to_str() else { continue };
            let text = text.trim();
            if ends_with(name, "limit") {
                reading.limit = least(reading.limit, number(text));
            } else if ends_with(name, "remaining") {
                reading.remaining = least(reading.remaining, number(text));
            } else if ends_with(name, "reset") {
                reading.reset = reading.reset.max(reset(text, served(headers, now)));
            }
        }
    }
    reading
}

/// `Retry-After` in seconds or as a date; the longest of several. Dates are counted from the answer's own `Date`, since
/// our clock may be wrong.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let mut longest = None;
    for value in headers.get_all(RETRY_AFTER) {
        let text = value.to_str().unwrap_or("").trim();
        let time = if is_digits(text) {
            Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
        } else {
            http_date(text).map(|at| until(at, served(headers, now)))
        };
        longest = longest.max(time);
    }
    longest
}

/// The server's time of day at the answer, or ours if it doesn't say, in seconds since 1970.
fn served(headers: &HeaderMap, now: Timestamp) -> i64 {
    let date = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?));
    date.unwrap_or(now.as_second())
}

fn until(at: i64, now: i64) -> Duration {
    Duration::from_secs(u64::try_from(at.saturating_sub(now)).unwrap_or(0))
}

/// The reset of a window: seconds from now, seconds or milliseconds since 1970, or a date.
fn reset(text: &str, served: i64) -> Option<Duration> {
    /// Beyond it a number is no time from now: no window is longer than a month.
    const FROM_NOW: u64 = 31 * 86_400;
    /// How far a time of day may lie from the server's to be one of a window.
    const NEAR: u64 = 2 * 86_400;
    if !is_digits(text) {
        let at = http_date(text).or_else(|| text.parse::<Timestamp>().ok().map(Timestamp::as_second))?;
        return Some(until(at, served));
    }
    let number = text.parse::<u64>().ok()?;
    if number <= FROM_NOW {
        return Some(Duration::from_secs(number));
    }
    for seconds in [number, number / 1000] {
        let at = i64::try_from(seconds).ok()?;
        if at.abs_diff(served) <= NEAR {
            return Some(until(at, served));
        }
    }
    None
}

fn number(text: &str) -> Option<u32> {
    if is_digits(text) { text.parse().ok() } else { None }
}

/// The smaller of two numbers; the one that is there if one is missing.
fn least(known: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (known, other) {
        (Some(known), Some(other)) => Some(known.min(other)),
        (known, other) => known.or(other),
    }
}

fn ends_with(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    name.len() >= word.len() && name[name.len() - word.len()..].eq_ignore_ascii_case(word)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms, as seconds since 1970.
fn http_date(text: &str) -> Option<i64> {
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
    let at: DateTime = format!("{century}{year}-{month:02}-{day:0>2}T{time}").parse().ok()?;
    Some(at.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};

    use super::super::super::fake::TEST_API;
    use super::{Reading, reading, retry_after};

    fn headers(values: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms_and_the_longest_counts() {
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        for (values, wanted) in [
            (&["37"][..], Some(37)),
            (&["Sun, 06 Nov 1994 08:49:37 GMT"], Some(37)),
            (&["Sunday, 06-Nov-94 08:49:37 GMT"], Some(37)),
            (&["Sun Nov  6 08:49:37 1994"], Some(37)),
            (&["5", "37", "soon"], Some(37)),
            (&["Sun, 06 Nov 1994 08:00:00 GMT"], Some(0)),
            (&["99999999999999999999"], Some(u64::MAX)),
            (&["Fri, 31 Dec 9999 23:59:59 GMT"], Some(252_618_189_059)),
            (&["Sun, 06 Nov 1994 08:49:37 +0000"], Some(37)),
            (&["Sun, 06 Nov 1994 08:49:37 +0200"], None),
            (&["Sun, 31 Feb 1994 08:49:37 GMT"], None),
            (&["Sun, 06 ovD 1994 08:49:37 GMT"], None),
            (&["Sun, 06 Nov 1994 08:61:37 GMT"], None),
            (&["Sun, 06 Nov"], None),
            (&["-5"], None),
            (&["1.5"], None),
            (&["1e3"], None),
            (&["0x10"], None),
            (&[""], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("retry-after", HeaderValue::from_static(value));
            }
            assert_eq!(retry_after(&headers, now), wanted.map(Duration::from_secs), "{values:?}");
        }
    }

    #[test]
    fn dates_are_counted_from_the_servers_own_clock() {
        let now = "2026-11-22T10:00:00.5Z".parse().unwrap();
        let date = ("date", "Sun, 06 Nov 1994 08:49:00 GMT");
        let after = ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(retry_after(&headers(&[date, after]), now), Some(Duration::from_secs(37)));
        let reset = ("x-ratelimit-reset", "784111770");
        let read = reading(&TEST_API, &headers(&[date, reset]), now);
        assert_eq!(read.reset, Some(Duration::from_secs(30)));
    }

    #[test]
    fn a_reset_is_read_in_all_its_forms() {
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        for (text, wanted) in [
            ("30", Some(30)),
            ("0", Some(0)),
            ("784111770", Some(30)),
            ("784111770000", Some(30)),
            ("784111700", Some(0)),
            ("1994-11-06T08:49:30Z", Some(30)),
            ("1994-11-06T10:49:30+02:00", Some(30)),
            ("Sun, 06 Nov 1994 08:49:30 GMT", Some(30)),
            ("99999999999999999999", None),
            ("1763800000", None),
            ("-9", None),
            ("soon", None),
            ("", None),
        ] {
            let read = reading(&TEST_API, &headers(&[("x-ratelimit-reset", text)]), now);
            assert_eq!(read.reset, wanted.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn malformed_fields_are_missing_one_by_one_and_the_lower_of_two_counts() {
        let now = "1994-11-06T08:49:00Z".parse().unwrap();
        let read = |values: &[(&'static str, &'static str)]| reading(&TEST_API, &headers(values), now);
        let fields = |limit, remaining| Reading { limit, remaining, reset: None };
        for (limit, remaining, wanted) in [
            ("30", "7", fields(Some(30), Some(7))),
            ("30", "-1", fields(Some(30), None)),
            ("", "7", fields(None, Some(7))),
            ("abc", "999999999999", fields(None, None)),
        ] {
            let both = [("x-ratelimit-limit", limit), ("x-ratelimit-remaining", remaining)];
            assert_eq!(read(&both), wanted, "{limit} {remaining}");
        }
        let twice = [("x-ratelimit-remaining", "9"), ("x-ratelimit-remaining", "4")];
        assert_eq!(read(&twice), fields(None, Some(4)));
    }
}
