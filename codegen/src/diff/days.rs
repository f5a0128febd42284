//! Days as text, `2026-11-22`: whether it is one, and which comes so many days later.

/// After so many days the calendar begins anew.
const DAYS_OF_400_YEARS: i64 = 146_097;

/// Whether a text is a day of the calendar.
pub fn is_day(text: &str) -> bool {
    parse(text).is_some()
}

/// The day so many days later; `None` if the text is no day.
pub fn days_after(day: &str, days: i64) -> Option<String> {
    let (year, month, date) = parse(day)?;
    let (year, month, date) = from_number(to_number(year, month, date) + days);
    Some(format!("{year:04}-{month:02}-{date:02}"))
}

/// A day as a number, for the days between two; `None` if the text is no day.
pub(super) fn number(day: &str) -> Option<i64> {
    parse(day).map(|(year, month, date)| to_number(year, month, date))
}

fn parse(text: &str) -> Option<(i64, i64, i64)> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, date] = parts.as_slice() else { return None };
    let number = |part: &str, length: usize| {
        let is_one = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        is_one.then(|| part.parse::<i64>().ok()).flatten()
    };
    let day = (number(year, 4)?, number(month, 2)?, number(date, 2)?);
    // What is no day of the calendar becomes another one on its way through the number.
    (from_number(to_number(day.0, day.1, day.2)) == day).then_some(day)
}

/// The days since the first of March of the year 0: years begin in March, so that a leap day is a year's last.
fn to_number(year: i64, month: i64, date: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    era * DAYS_OF_400_YEARS + year * 365 + year / 4 - year / 100 + day
}

fn from_number(number: i64) -> (i64, i64, i64) {
    let (era, day) = (number.div_euclid(DAYS_OF_400_YEARS), number.rem_euclid(DAYS_OF_400_YEARS));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let year = year + era * 400;
    if month < 10 { (year, month + 3, date) } else { (year + 1, month - 9, date) }
}

#[cfg(test)]
mod tests {
    use super::{days_after, is_day};

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (day, days, after) in [
            ("2026-11-22", 90, "2027-02-20"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2023-02-28", 1, "2023-03-01"),
            ("2100-02-28", 1, "2100-03-01"),
            ("1999-12-31", 1, "2000-01-01"),
            ("2026-01-01", 365, "2027-01-01"),
            ("2026-11-22", 0, "2026-11-22"),
        ] {
            assert_eq!(days_after(day, days).as_deref(), Some(after), "{day}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_is_followed_by_another_day() {
        let mut day = String::from("1900-01-01");
        let mut count = 0;
        while day.as_str() < "2300-01-01" {
            let next = days_after(&day, 1).unwrap();
            assert!(next > day && is_day(&next), "{day} {next}");
            day = next;
            count += 1;
        }
        assert_eq!(count, 146_097);
    }

    #[test]
    fn what_the_calendar_lacks_is_no_day() {
        for (text, expected) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2026-13-01", false),
            ("2026-00-10", false),
            ("2026-04-31", false),
            ("2026-11-00", false),
            ("26-11-22", false),
            ("2026-11-22T00:00", false),
            ("soon", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }
}
