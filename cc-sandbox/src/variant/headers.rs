//! Changes of headers: how they tell a time.

use http::{HeaderMap, HeaderValue};

use super::change::{Kind, TIME_HEADERS, TimeForm, TimeHeader};
use super::dates::http_date;
use super::stage::Played;

/// The times that the headers of an answer tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// The sandbox's time at the answer, in milliseconds since 1970.
    pub(crate) now: i64,
    /// When the window opens that `X-RateLimit-Reset` is about, in milliseconds since 1970.
    pub(crate) opens: i64,
    /// The seconds of `Retry-After`, if it is there.
    pub(crate) retry_after: Option<i64>,
}

/// Makes all changes of headers to an answer.
pub(super) fn alter(played: &Played, times: Times, headers: &mut HeaderMap) {
    for (index, change) in played.changes().iter().enumerate() {
        let Kind::Header { name, to } = change.kind else { continue };
        let Some(text) = times.text(name, to) else { continue };
        let wire = TIME_HEADERS.iter().find(|(_, header)| *header == name).map(|(wire, _)| *wire);
        if let (Some(wire), Ok(value)) = (wire, HeaderValue::from_str(&text))
            && headers.contains_key(wire)
            && played.is_due(index)
        {
            headers.insert(wire, value);
        }
    }
}

impl Times {
    /// The time of a header in another form; none if the answer does not tell it.
    fn text(self, header: TimeHeader, to: TimeForm) -> Option<String> {
        let at = match header {
            TimeHeader::Reset => self.opens,
            TimeHeader::RetryAfter => self.now + self.retry_after? * 1000,
        };
        Some(match to {
            TimeForm::EpochMilliseconds => at.to_string(),
            TimeForm::Seconds => seconds_up(at - self.now).to_string(),
            TimeForm::Date => http_date(seconds_up(at)),
        })
    }
}

/// Whole seconds that are long enough.
fn seconds_up(milliseconds: i64) -> i64 {
    (milliseconds + 999).div_euclid(1000)
}
