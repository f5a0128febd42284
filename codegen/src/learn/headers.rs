//! What the headers of the rate limit look like: the documents name them and leave their form open.

use std::collections::BTreeMap;

use super::Exchange;

/// The forms of the headers, with how often each was seen.
#[derive(Debug, Default)]
pub struct HeadersSeen {
    /// Answers that were looked at.
    pub answers: u64,
    /// `X-RateLimit-Reset`.
    pub reset: BTreeMap<MomentForm, u64>,
    /// `Retry-After`.
    pub retry_after: BTreeMap<MomentForm, u64>,
    /// The values of `X-RateLimit-Limit`: which window is described.
    pub limits: BTreeMap<String, u64>,
}

/// How a moment is written in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentForm {
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// Seconds from now.
    SecondsFromNow,
    /// A date of HTTP, or of ISO 8601.
    Date,
    /// Something else.
    Other,
}

impl HeadersSeen {
    pub(super) fn take(&mut self, exchange: &Exchange) {
        self.answers += 1;
        for (name, forms) in [("x-ratelimit-reset", &mut self.reset), ("retry-after", &mut self.retry_after)]
        {
            if let Some(value) = exchange.header(name) {
                *forms.entry(MomentForm::of(value)).or_default() += 1;
            }
        }
        if let Some(limit) = exchange.header("x-ratelimit-limit") {
            *self.limits.entry(limit.trim().to_owned()).or_default() += 1;
        }
    }
}

impl HeadersSeen {
    fn forms(&self, name: &str) -> Option<&BTreeMap<MomentForm, u64>> {
        match name {
            "X-RateLimit-Reset" => Some(&self.reset),
            "Retry-After" => Some(&self.retry_after),
            _ => None,
        }
    }

    /// Whether the form of a header is looked at.
    pub(super) fn has_form(name: &str) -> bool {
        Self::default().forms(name).is_some()
    }

    /// Whether the values of a header are looked at.
    pub(super) fn has_values(name: &str) -> bool {
        name == "X-RateLimit-Limit"
    }

    /// The form of a header, if all were alike, and how many there were.
    pub(super) fn form(&self, name: &str) -> Option<(String, u64)> {
        let forms = self.forms(name)?;
        let (form, count) = forms.first_key_value().filter(|_| forms.len() == 1)?;
        Some((form.as_str().to_owned(), *count))
    }

    /// The values of a header, and how many there were.
    pub(super) fn values(&self, name: &str) -> Option<(String, u64)> {
        if !Self::has_values(name) || self.limits.is_empty() {
            return None;
        }
        let values: Vec<&str> = self.limits.keys().map(String::as_str).collect();
        Some((values.join(", "), self.limits.values().sum()))
    }
}

impl MomentForm {
    /// The form of a value. The year 2001 lies a billion seconds after 1970, and no window is that long.
    pub fn of(value: &str) -> Self {
        let value = value.trim();
        match value.parse::<f64>() {
            Ok(number) if number >= 1e12 => Self::EpochMilliseconds,
            Ok(number) if number >= 1e9 => Self::EpochSeconds,
            Ok(number) if number >= 0.0 => Self::SecondsFromNow,
            Err(_) if value.contains(':') => Self::Date,
            _ => Self::Other,
        }
    }

    /// The word for it in `open-questions.yaml`: `epoch-seconds`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EpochSeconds => "epoch-seconds",
            Self::EpochMilliseconds => "epoch-milliseconds",
            Self::SecondsFromNow => "seconds-from-now",
            Self::Date => "date",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MomentForm::{self, *};

    #[test]
    fn a_moment_in_a_header_is_told_by_its_size_or_by_its_colons() {
        for (value, form) in [
            ("1795346100", EpochSeconds),
            ("1795346100123", EpochMilliseconds),
            ("42", SecondsFromNow),
            ("0.5", SecondsFromNow),
            ("Sun, 22 Nov 2026 10:00:00 GMT", Date),
            ("2026-11-22T10:00:00Z", Date),
            ("-1", Other),
            ("soon", Other),
        ] {
            assert_eq!(MomentForm::of(value), form, "{value}");
        }
    }
}
