//! Dates and times as texts, between the forms that APIs write them in.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::change::TextForm;

/// A day or an instant as a text.
#[derive(Debug, Clone, Copy)]
enum Time {
    Day(Date),
    Instant(Timestamp),
}

/// The same text in another form; none if it is no date or time, or has the form.
pub(super) fn reformatted(text: &str, to: TextForm) -> Option<Value> {
    let time = parsed(text)?;
    let instant = time.instant()?;
    let local = TimeZone::UTC.to_datetime(instant);
    let (day, is_day) = (local.date(), matches!(time, Time::Day(_)));
    Some(match to {
        TextForm::Date if is_day => return None,
        TextForm::Date => day.to_string().into(),
        TextForm::LocalDateTime => local.to_string().into(),
        TextForm::EpochSeconds => instant.as_second().into(),
        TextForm::EpochMilliseconds => instant.as_millisecond().into(),
        TextForm::Plain if is_day => day.strftime("%B %-d, %Y").to_string().into(),
        TextForm::Plain => local.strftime("%B %-d, %Y %-I:%M %p").to_string().into(),
    })
}

/// An instant as HTTP writes it: `Wed, 04 Mar 2026 09:00:00 GMT`.
pub(super) fn http_date(epoch_seconds: i64) -> String {
    let at = Timestamp::from_second(epoch_seconds).unwrap_or_default();
    TimeZone::UTC.to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn parsed(text: &str) -> Option<Time> {
    // jiff reads more forms than JSON Schemas name; only a text that begins with a whole date can be meant.
    let is_date = text.len() >= 10 && text.as_bytes().get(4) == Some(&b'-');
    if text.len() == 10 && is_date {
        return text.parse().ok().map(Time::Day);
    }
    text.parse().ok().filter(|_| is_date).map(Time::Instant)
}

impl Time {
    /// A day is its first moment in UTC.
    fn instant(self) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(at),
            Self::Day(day) => DateTime::from(day).to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_is_written_in_every_form() {
        let (instant, day) = ("2026-03-04T09:00:00Z", "2026-03-04");
        let cases = [
            (instant, TextForm::Date, json!("2026-03-04")),
            (instant, TextForm::LocalDateTime, json!("2026-03-04T09:00:00")),
            (instant, TextForm::EpochSeconds, json!(1_772_614_800)),
            (instant, TextForm::EpochMilliseconds, json!(1_772_614_800_000_i64)),
            (instant, TextForm::Plain, json!("March 4, 2026 9:00 AM")),
            ("2026-03-04T23:30:00-05:00", TextForm::Date, json!("2026-03-05")),
            (day, TextForm::LocalDateTime, json!("2026-03-04T00:00:00")),
            (day, TextForm::EpochSeconds, json!(1_772_582_400)),
            (day, TextForm::Plain, json!("March 4, 2026")),
        ];
        for (text, to, wanted) in cases {
            assert_eq!(reformatted(text, to), Some(wanted), "{text} {to:?}");
        }
    }

    #[test]
    fn what_is_no_time_or_has_the_form_stays() {
        for (text, to) in [
            ("2026-03-04", TextForm::Date),
            ("soon", TextForm::Plain),
            ("", TextForm::EpochSeconds),
            ("2026-99-04", TextForm::Plain),
        ] {
            assert_eq!(reformatted(text, to), None, "{text}");
        }
    }

    #[test]
    fn headers_tell_dates_as_http_does() {
        assert_eq!(http_date(1_772_614_800), "Wed, 04 Mar 2026 09:00:00 GMT");
    }
}
