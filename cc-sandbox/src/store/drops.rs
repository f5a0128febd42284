//! What came out, week by week.

use cc_api::{Date, YearMonth};
use jiff::ToSpan as _;
use rusqlite::{Connection, Row};

use super::{count, day, row, rows};
use crate::ident::Kind;
use crate::input::PageRequest;

/// Drops: `drop_5`.
pub(crate) const DROP: Kind = Kind("drop");

/// A week.
#[derive(Debug)]
pub(crate) struct WeeklyDrop {
    pub(crate) row: i64,
    /// The day on which it starts.
    pub(crate) week_of: Date,
    pub(crate) title: String,
    pub(crate) description: String,
    /// How many of its posts are out.
    pub(crate) post_count: i64,
}

impl WeeklyDrop {
    /// Its last day.
    pub(crate) fn last_day(&self) -> Date {
        self.week_of.saturating_add(6.days())
    }
}

const COLUMNS: &str = "SELECT week.id, week.week_of, week.title, week.description,
    (SELECT count(*) FROM post WHERE post.tenant_id = ?1 AND post.publish_date >= week.week_of
         AND post.publish_date <= min(?2, date(week.week_of, '+6 days')))
    FROM content_drop AS week WHERE week.tenant_id = ?1 AND week.week_of <= ?2";

/// The weeks that start in a month and have started, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    tenant: i64,
    month: YearMonth,
    today: Date,
    page: PageRequest,
) -> rusqlite::Result<(Vec<WeeklyDrop>, i64)> {
    let (today, first, last) =
        (today.to_string(), month.first_day().to_string(), month.last_day().to_string());
    let number = count(
        db,
        "SELECT count(*) FROM content_drop WHERE tenant_id = ?1 AND week_of <= ?2 AND week_of BETWEEN ?3 AND ?4",
        (tenant, &today, &first, &last),
    )?;
    let sql =
        format!("{COLUMNS} AND week.week_of BETWEEN ?3 AND ?4 ORDER BY week.week_of DESC LIMIT ?5 OFFSET ?6");
    Ok((rows(db, &sql, (tenant, &today, &first, &last, page.limit, page.offset), read)?, number))
}

/// The week that starts on a day, if it has started.
pub(crate) fn find(
    db: &Connection,
    tenant: i64,
    week_of: Date,
    today: Date,
) -> rusqlite::Result<Option<WeeklyDrop>> {
    let sql = format!("{COLUMNS} AND week.week_of = ?3");
    row(db, &sql, (tenant, today.to_string(), week_of.to_string()), read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<WeeklyDrop> {
    Ok(WeeklyDrop {
        row: row.get(0)?,
        week_of: day::read(row, 1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        post_count: row.get(4)?,
    })
}
