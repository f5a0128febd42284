//! `format`: what can be told about a text or a number from its form.

use crate::document::{Node, Value};

/// What the format asks for, in words, if the value does not have it. Formats that are not known here, and those
/// of other kinds of values, are passed over.
pub(super) fn misfit(format: &str, node: &Node) -> Option<&'static str> {
    let (fits, wanted) = match &node.value {
        Value::Text(text) => of_text(format, text)?,
        Value::Number(number) => {
            let range = match format {
                "int32" => i64::from(i32::MIN)..=i64::from(i32::MAX),
                "int64" => i64::MIN..=i64::MAX,
                _ => return None,
            };
            (number.as_i64().is_some_and(|value| range.contains(&value)), "a number of that many bits")
        }
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn of_text(format: &str, text: &str) -> Option<(bool, &'static str)> {
    Some(match format {
        "date" => (is_date(text), "a date such as `2026-11-23`"),
        "week" => (is_date(text), "the day a week starts on, such as `2026-11-23`"),
        "year-month" => (is_month(text), "a month such as `2026-11`"),
        "date-time" => (is_date_time(text), "a date with time and offset such as `2026-11-23T09:30:00Z`"),
        "uuid" => (is_uuid(text), "a UUID"),
        "uri" => (is_uri(text), "a whole address such as `https://example.com/a`"),
        "email" => (is_email(text), "an address such as `ada@example.com`"),
        "decimal" => (is_decimal(text), "an exact number such as `12.50`"),
        "ipv4" => (text.parse::<std::net::Ipv4Addr>().is_ok(), "an IPv4 address"),
        "ipv6" => (text.parse::<std::net::Ipv6Addr>().is_ok(), "an IPv6 address"),
        _ => return None,
    })
}

/// Whether a text is a day of the calendar: `2026-11-23`.
pub(in super::super) fn is_date(text: &str) -> bool {
    let Some((month, day)) = text.rsplit_once('-') else { return false };
    let Some((year, month)) = year_and_month(month) else { return false };
    digits(day, 2).is_some_and(|day| (1..=days(year, month)).contains(&day))
}

fn is_month(text: &str) -> bool {
    year_and_month(text).is_some()
}

fn year_and_month(text: &str) -> Option<(u32, u32)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (digits(year, 4)?, digits(month, 2)?);
    (1..=12).contains(&month).then_some((year, month))
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A number of exactly that many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let (time, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let offset_fits = matches!(offset, "Z" | "z")
        || offset.get(1..).and_then(|offset| offset.split_once(':')).is_some_and(|(hours, minutes)| {
            digits(hours, 2).is_some_and(|hours| hours < 24)
                && digits(minutes, 2).is_some_and(|minutes| minutes < 60)
        });
    is_date(date) && is_time(time) && offset_fits
}

/// `09:30:00`, with a fraction or without; 60 is the leap second.
fn is_time(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<Option<u32>> = text.split(':').map(|part| digits(part, 2)).collect();
    let fraction_fits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    fraction_fits
        && matches!(parts[..], [Some(hours), Some(minutes), Some(seconds)] if hours < 24 && minutes < 60 && seconds <= 60)
}

fn is_uuid(text: &str) -> bool {
    let mut lengths = [8, 4, 4, 4, 12].into_iter();
    let parts_fit = text
        .split('-')
        .all(|part| lengths.next() == Some(part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    parts_fit && lengths.next().is_none()
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
        && !rest.is_empty()
        && !rest.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty() && !domain.is_empty() && !text.chars().any(char::is_whitespace)
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn texts_are_told_by_their_form() {
        for (format, text, fits) in [
            ("date", "2026-11-23", true),
            ("date", "2026-02-29", false),
            ("date", "2028-02-29", true),
            ("date", "23.11.2026", false),
            ("date", "2026-1-1", false),
            ("year-month", "2026-11", true),
            ("year-month", "2026-13", false),
            ("week", "2026-11-23", true),
            ("week", "2026-W48", false),
            ("date-time", "2026-11-23T09:30:00Z", true),
            ("date-time", "2026-11-23T09:30:00.25+01:00", true),
            ("date-time", "2026-11-23T09:30:00", false),
            ("date-time", "2026-11-23 09:30:00Z", false),
            ("uuid", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", true),
            ("uuid", "1b4e28ba-2fa1-11d2-883f", false),
            ("uri", "https://example.com/a?b=c", true),
            ("uri", "example.com/a", false),
            ("uri", "https://example.com/a b", false),
            ("email", "ada@example.com", true),
            ("email", "ada", false),
            ("decimal", "-12.50", true),
            ("decimal", "12,50", false),
            ("ipv4", "127.0.0.1", true),
            ("ipv6", "::1", true),
            ("ipv6", "127.0.0.1", false),
        ] {
            assert_eq!(of_text(format, text).map(|(fits, _)| fits), Some(fits), "{format} {text}");
        }
        assert_eq!(of_text("colour", "blue"), None);
    }
}
