//! Fills days of a month with one post each.

use cc_api::YearMonth;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use rusqlite::Connection;

use super::days::{clear, own};
use super::{Entry, categories, get};
use crate::store::posts::Viewer;
use crate::store::rows;

/// Plans a post for each of these days of the week throughout a month; answers none if there is no post to plan.
///
/// What stood on these days is gone, done or not; the other days stay. The newest posts come first: those that the account
/// has not marked as used nor planned in that month, or, if there is none, all. If they are too few they come round again.
pub(crate) fn generate(
    db: &Connection,
    viewer: Viewer,
    month: YearMonth,
    weekdays: &[Weekday],
) -> rusqlite::Result<Option<Vec<Entry>>> {
    let last = month.last_day();
    let days = std::iter::successors(Some(month.first_day()), |day| day.checked_add(1.day()).ok());
    let days = days.take_while(|day| *day <= last).filter(|day| weekdays.contains(&day.weekday()));
    let days: Vec<Date> = days.collect();
    for day in &days {
        clear(db, viewer.account, *day)?;
    }
    let mut posts = fresh_posts(db, viewer, month, days.len())?;
    if posts.is_empty() {
        posts = newest_posts(db, viewer, days.len())?;
    }
    if posts.is_empty() {
        return Ok(None);
    }
    let categories = categories(db, viewer.tenant)?;
    let mut insert = db.prepare_cached(
        "INSERT INTO schedule_entry (account_id, day, position, post_id, category_id, is_recommended)
         VALUES (?1, ?2, 0, ?3, ?4, 1)",
    )?;
    let mut entries = Vec::with_capacity(days.len());
    for (turn, day) in days.into_iter().enumerate() {
        own(db, viewer.account, day)?;
        let post = posts[turn % posts.len()];
        let category = turn.checked_rem(categories.len()).map(|turn| categories[turn].row);
        insert.execute((viewer.account, day.to_string(), post, category))?;
        entries.push(get(db, viewer.account, db.last_insert_rowid())?);
    }
    Ok(Some(entries))
}

fn fresh_posts(
    db: &Connection,
    viewer: Viewer,
    month: YearMonth,
    number: usize,
) -> rusqlite::Result<Vec<i64>> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let (first, last) = (month.first_day().to_string(), month.last_day().to_string());
    rows(
        db,
        "SELECT id FROM post
         WHERE tenant_id = ?1 AND publish_date <= ?3
           AND id NOT IN (SELECT post_id FROM post_mark WHERE account_id = ?2 AND is_used = 1)
           AND id NOT IN (SELECT post_id FROM schedule_entry
                          WHERE account_id = ?2 AND day BETWEEN ?4 AND ?5 AND post_id IS NOT NULL)
         ORDER BY publish_date DESC, position DESC LIMIT ?6",
        (viewer.tenant, viewer.account, viewer.today.to_string(), first, last, number),
        |row| row.get(0),
    )
}

fn newest_posts(db: &Connection, viewer: Viewer, number: usize) -> rusqlite::Result<Vec<i64>> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    rows(
        db,
        "SELECT id FROM post WHERE tenant_id = ?1 AND publish_date <= ?2
         ORDER BY publish_date DESC, position DESC LIMIT ?3",
        (viewer.tenant, viewer.today.to_string(), number),
        |row| row.get(0),
    )
}
