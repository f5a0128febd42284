//! Daily tasks: small pieces of work that the platform proposes for each day of the week.
//!
//! A tenant has a list of tasks a weekday; every account has them anew on every such day. Only what is done is stored.

use jiff::civil::Date;
use rusqlite::{Connection, Row};
use serde::Serialize;

use super::day::{DayId, days_after_monday};
use super::{row, rows};
use crate::clock::instant;
use crate::ident::Kind;
use crate::store::posts::Viewer;

/// Tasks of a day: `daily_task_3_2026-03-04_1`.
const TASK: Kind = Kind("daily_task");

/// A task, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DailyTask {
    id: String,
    title: String,
    description: Option<String>,
    date: String,
    order: i64,
    link_url: Option<String>,
    pub(crate) is_completed: bool,
    completed_at: Option<String>,
}

/// What [`read`] reads. ?1 is the tenant, ?2 the account, ?3 the day, ?4 its day of the week.
const TASKS: &str =
    "SELECT ?2, ?3, task.position, task.title, task.description, task.link_url, done.completed_at
    FROM daily_task AS task
    LEFT JOIN daily_task_done AS done
      ON done.account_id = ?2 AND done.day = ?3 AND done.task_id = task.id
    WHERE task.tenant_id = ?1 AND task.weekday = ?4";

/// The tasks of a day, in their order. There are few.
pub(crate) fn of_day(db: &Connection, viewer: Viewer, day: Date) -> rusqlite::Result<Vec<DailyTask>> {
    let sql = format!("{TASKS} ORDER BY task.position");
    rows(db, &sql, (viewer.tenant, viewer.account, day.to_string(), days_after_monday(day)), read)
}

/// Ticks a task off or opens it again; none if the account has no such task. One that is done already keeps its time.
pub(crate) fn set_done(
    db: &Connection,
    viewer: Viewer,
    id: &str,
    is_done: bool,
    now_ms: i64,
) -> rusqlite::Result<Option<DailyTask>> {
    let Some(DayId { day, number, .. }) = DayId::parse(TASK, id).filter(|id| id.account == viewer.account)
    else {
        return Ok(None);
    };
    let key = (viewer.tenant, viewer.account, day.to_string(), days_after_monday(day), number);
    if is_done {
        db.prepare_cached(
            "INSERT INTO daily_task_done (account_id, day, task_id, completed_at)
             SELECT ?2, ?3, id, ?6 FROM daily_task WHERE tenant_id = ?1 AND weekday = ?4 AND position = ?5
             ON CONFLICT DO NOTHING",
        )?
        .execute((key.0, key.1, &key.2, key.3, key.4, now_ms))?;
    } else {
        db.prepare_cached(
            "DELETE FROM daily_task_done
             WHERE account_id = ?2 AND day = ?3 AND task_id IN
                 (SELECT id FROM daily_task WHERE tenant_id = ?1 AND weekday = ?4 AND position = ?5)",
        )?
        .execute((key.0, key.1, &key.2, key.3, key.4))?;
    }
    row(db, &format!("{TASKS} AND task.position = ?5"), key, read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<DailyTask> {
    let (account, order) = (row.get(0)?, row.get(2)?);
    let day = super::day::read(row, 1)?;
    let completed_at: Option<i64> = row.get(6)?;
    Ok(DailyTask {
        id: DayId { account, day, number: order }.text(TASK),
        title: row.get(3)?,
        description: row.get(4)?,
        date: day.to_string(),
        order,
        link_url: row.get(5)?,
        is_completed: completed_at.is_some(),
        completed_at: completed_at.map(instant),
    })
}
