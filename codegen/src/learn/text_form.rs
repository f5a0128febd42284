//! What form a text has: a date, an address, a number in quotes.
//!
//! Only the pattern is looked at, digits as digits and letters as letters: recordings hold texts whose digits are all
//! zero, and those are of the same form as what they stand for.

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextForm {
    /// Nothing.
    Empty,
    /// A moment with its zone: `2026-11-22T10:00:00Z`.
    DateTime,
    /// A moment without a zone: `2026-11-22T10:00:00`.
    LocalDateTime,
    /// A day: `2026-11-22`.
    Date,
    /// A month: `2026-11`.
    YearMonth,
    /// A time of day: `10:00`, `10:00:00`.
    Time,
    /// A whole address: `https://example.com/a`.
    Uri,
    /// An address for mail.
    Email,
    /// A UUID.
    Uuid,
    /// A whole number.
    Digits,
    /// A number with a fraction.
    Decimal,
    /// Anything else.
    Plain,
}

impl TextForm {
    /// The form of a text.
    pub fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        if let Some(form) = Self::of_time(text) {
            return form;
        }
        if let Some(form) = Self::of_number(text) {
            return form;
        }
        if is_uri(text) {
            Self::Uri
        } else if is_email(text) {
            Self::Email
        } else if pattern(text) == "h8-h4-h4-h4-h12" {
            Self::Uuid
        } else {
            Self::Plain
        }
    }

    fn of_time(text: &str) -> Option<Self> {
        let (day, time) = match text.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        match (shape(day).as_str(), time) {
            ("0000-00-00", None) => Some(Self::Date),
            ("0000-00", None) => Some(Self::YearMonth),
            ("00:00" | "00:00:00", None) => Some(Self::Time),
            ("0000-00-00", Some(time)) => Self::of_time_of_day(time),
            _ => None,
        }
    }

    fn of_time_of_day(text: &str) -> Option<Self> {
        let zone = text.find(['Z', 'z', '+', '-']);
        let (time, zone) = text.split_at(zone.unwrap_or(text.len()));
        let whole = time.split(['.', ',']).next().unwrap_or("");
        if !matches!(shape(whole).as_str(), "00:00" | "00:00:00") {
            return None;
        }
        match shape(zone).as_str() {
            "" => Some(Self::LocalDateTime),
            "Z" | "z" | "+00:00" | "-00:00" | "+0000" | "-0000" => Some(Self::DateTime),
            _ => None,
        }
    }

    fn of_number(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) =
            digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match fraction {
            None => all_digits(whole).then_some(Self::Digits),
            Some(fraction) => (all_digits(whole) && all_digits(fraction)).then_some(Self::Decimal),
        }
    }

    /// Whether a text of this form fits a `format` of the document. Formats that say nothing about the form fit all.
    pub fn fits(self, format: &str) -> bool {
        match format {
            "date-time" => self == Self::DateTime,
            "date" | "week" => self == Self::Date,
            "year-month" => self == Self::YearMonth,
            "time" => self == Self::Time,
            "uri" => self == Self::Uri,
            "email" => self == Self::Email,
            "uuid" => self == Self::Uuid,
            "decimal" => matches!(self, Self::Digits | Self::Decimal),
            _ => true,
        }
    }

    /// The `format` that says so in a document, if there is one.
    pub fn format(self) -> Option<&'static str> {
        match self {
            Self::DateTime => Some("date-time"),
            Self::Date => Some("date"),
            Self::YearMonth => Some("year-month"),
            Self::Uri => Some("uri"),
            Self::Email => Some("email"),
            Self::Uuid => Some("uuid"),
            Self::Decimal => Some("decimal"),
            Self::Empty | Self::LocalDateTime | Self::Time | Self::Digits | Self::Plain => None,
        }
    }

    /// What it is called in a sentence: `a date`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "an empty text",
            Self::DateTime => "a date and time with its zone",
            Self::LocalDateTime => "a date and time without a zone",
            Self::Date => "a date",
            Self::YearMonth => "a month",
            Self::Time => "a time of day",
            Self::Uri => "an address",
            Self::Email => "a mail address",
            Self::Uuid => "a UUID",
            Self::Digits => "a whole number as text",
            Self::Decimal => "a number as text",
            Self::Plain => "text",
        }
    }
}

/// The text with each digit as `0`.
fn shape(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// The lengths of runs of letters and digits: `h8-h4` for eight hexadecimal digits, a dash and four more.
fn pattern(text: &str) -> String {
    let parts = text.split('-').map(|part| {
        // `x` stands for any letter where the text was replaced.
        let is_hex = part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'x');
        format!("{}{}", if is_hex { 'h' } else { '?' }, part.len())
    });
    parts.collect::<Vec<_>>().join("-")
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme && !rest.is_empty() && !text.contains(char::is_whitespace)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let fits = |part: &str| !part.is_empty() && !part.contains([' ', '@', '/']);
    fits(name) && fits(host) && host.contains('.') && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::TextForm::{self, *};

    #[test]
    fn a_text_is_known_by_its_pattern_also_when_its_letters_are_replaced() {
        for (text, form) in [
            ("", Empty),
            ("2026-11-22T10:00:00Z", DateTime),
            ("2026-11-22T10:00:00.123+01:00", DateTime),
            ("0000-00-00T00:00:00Z", DateTime),
            ("2026-11-22 10:00:00", LocalDateTime),
            ("2026-11-22T10:00", LocalDateTime),
            ("2026-11-22", Date),
            ("2026-11", YearMonth),
            ("10:30", Time),
            ("https://coffeecontracts.com/post/a", Uri),
            ("https://xxxx.xxx/xx xx", Plain),
            ("jane@example.com", Email),
            ("xxxx@xxxxxxx.xxx", Email),
            ("@jane", Plain),
            ("0b9b2c1e-5a0e-4c9e-8f5a-1d2e3f4a5b6c", Uuid),
            ("0x0x0x0x-0x0x-0x0x-0x0x-0x0x0x0x0x0x", Uuid),
            ("42", Digits),
            ("-3.5", Decimal),
            ("1.2.3", Plain),
            ("week 2026-11-22", Plain),
            ("Reel", Plain),
        ] {
            assert_eq!(TextForm::of(text), form, "{text}");
        }
    }

    #[test]
    fn a_form_fits_the_formats_that_mean_it_and_those_that_mean_none() {
        assert!(Date.fits("week") && Digits.fits("decimal") && Plain.fits("password") && Plain.fits("int64"));
        assert!(!LocalDateTime.fits("date-time") && !Digits.fits("date") && !Plain.fits("uri"));
        for form in [DateTime, Date, YearMonth, Uri, Email, Uuid, Decimal] {
            assert!(form.format().is_some_and(|format| form.fits(format)), "{form:?}");
        }
    }
}
