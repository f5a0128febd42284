//! Days in the database, and identifiers of what the platform has for every day of every account.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Type;

use crate::ident::Kind;

/// The day in a column.
pub(crate) fn read(row: &Row<'_>, column: usize) -> rusqlite::Result<Date> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// How many days after Monday a day is.
pub(crate) fn days_after_monday(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_zero_offset())
}

/// The Monday of the week that a day lies in.
pub(crate) fn monday(day: Date) -> Date {
    day.saturating_sub(days_after_monday(day).days())
}

/// Something that an account has on a day although no row says so: the second task of 4 March is `daily_task_3_2026-03-04_1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayId {
    pub(crate) account: i64,
    pub(crate) day: Date,
    pub(crate) number: i64,
}

impl DayId {
    /// The identifier as the API writes it.
    pub(crate) fn text(self, kind: Kind) -> String {
        let Self { account, day, number } = self;
        format!("{}_{account}_{day}_{number}", kind.0)
    }

    /// What an identifier of this kind means; none if it is not one.
    pub(crate) fn parse(kind: Kind, text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix(kind.0)?.strip_prefix('_')?.splitn(3, '_');
        let mut part = || parts.next();
        let (account, day, number) = (part()?, part()?, part()?);
        let id =
            Self { account: account.parse().ok()?, day: day.parse().ok()?, number: number.parse().ok()? };
        // Only the one way to write it is its identifier.
        (id.text(kind) == text).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_of_a_day_is_written_in_one_way_only() {
        let task = Kind("daily_task");
        let id = DayId { account: 3, day: "2026-03-04".parse().unwrap(), number: 1 };
        assert_eq!(id.text(task), "daily_task_3_2026-03-04_1");
        assert_eq!(DayId::parse(task, "daily_task_3_2026-03-04_1"), Some(id));
        for other in [
            "daily_task_3_20260304_1",
            "daily_task_03_2026-03-04_1",
            "daily_task_3_2026-02-30_1",
            "daily_task_3_2026-03-04_+1",
            "daily_task_3_2026-03-04",
            "entry_3_2026-03-04_1",
            "daily_task_3",
            "",
        ] {
            assert_eq!(DayId::parse(task, other), None, "{other}");
        }
    }
}
