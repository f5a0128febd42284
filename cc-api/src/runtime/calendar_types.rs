//! Months and weeks, which no date library has.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::error::{Error, ErrorKind};
use super::words::is_digits;

/// A month of a year: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    first: Date,
}

impl YearMonth {
    /// A month by its year (0 to 9999) and number (1 to 12); none if there is no such month.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        // No date has a later year than 9999.
        (year >= 0).then_some(Self { first })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.first.month()
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first.last_of_month()
    }
}

impl Default for YearMonth {
    /// The first month that can be written: `0000-01`.
    fn default() -> Self {
        Self { first: Date::constant(0, 1, 1) }
    }
}

impl From<Date> for YearMonth {
    /// The month that a day lies in.
    fn from(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for YearMonth {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse_month(text).ok_or_else(|| {
            Error::new(ErrorKind::InvalidInput, "not a month; write year and month, for example 2026-11")
        })
    }
}

impl Serialize for YearMonth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for YearMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(MonthVisitor)
    }
}

struct MonthVisitor;

impl Visitor<'_> for MonthVisitor {
    type Value = YearMonth;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a month like 2026-11")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<YearMonth, E> {
        parse_month(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

fn parse_month(text: &str) -> Option<YearMonth> {
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 || !is_digits(year) || !is_digits(month) {
        return None;
    }
    Some(YearMonth { first: format!("{text}-01").parse().ok()? })
}

/// A week, by the day on which it starts: `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Week {
    start: Date,
}

impl Week {
    /// The week that starts on this day.
    pub fn starting(start: Date) -> Self {
        Self { start }
    }

    /// The day on which it starts.
    pub fn start(self) -> Date {
        self.start
    }

    /// Its seven days, fewer only at the end of the calendar (the year 9999).
    pub fn days(self) -> impl Iterator<Item = Date> {
        (0..7).filter_map(move |day: i64| self.start.checked_add(day.days()).ok())
    }
}

impl From<Date> for Week {
    /// The week that starts on this day.
    fn from(start: Date) -> Self {
        Self { start }
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)
    }
}

impl FromStr for Week {
    type Err = Error;

    /// Reads the day on which it starts.
    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(Self::starting).map_err(|_| {
            let message = "not a week; write the day on which it starts, for example 2026-11-23";
            Error::new(ErrorKind::InvalidInput, message)
        })
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.start.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Week {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Date::deserialize(deserializer).map(Self::starting).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Week, YearMonth};

    #[test]
    fn a_month_is_read_and_written_as_year_and_month() {
        let month: YearMonth = "2026-02".parse().unwrap();
        assert_eq!(month.to_string(), "2026-02");
        assert_eq!(month.last_day().to_string(), "2026-02-28");
        for text in ["2026-13", "2026-1", "26-01", "2026", "2026-+1", "2026-01-01", ""] {
            assert!(text.parse::<YearMonth>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_week_has_seven_days() {
        let week: Week = serde_json::from_str("\"2026-11-30\"").unwrap();
        assert_eq!(week.days().last().unwrap().to_string(), "2026-12-06");
        assert_eq!(serde_json::to_string(&week).unwrap(), "\"2026-11-30\"");
        assert_eq!("2026-11-30".parse::<Week>().unwrap(), week);
        assert!("2026-11".parse::<Week>().is_err());
    }
}
