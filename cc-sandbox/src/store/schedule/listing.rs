//! Pages of the schedule: the account's own days, and the default plan on all others.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::Connection;

use super::days::State;
use super::entry::{COLUMNS, Entry};
use super::plan::Plan;
use crate::input::PageRequest;
use crate::store::posts::Viewer;
use crate::store::{day, rows};

/// Which entries are wanted: those of a span of days, both ends included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filter {
    pub(crate) from: Date,
    pub(crate) to: Date,
    /// Only what the platform proposed, or only what it did not.
    pub(crate) recommended: Option<bool>,
}

/// A day with the number of its entries that fit.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    state: State,
    entries: i64,
}

/// One page of the schedule by day and place, and how many entries there are.
///
/// Entries are counted day by day, and read only for the days that the page shows.
pub(crate) fn list(
    db: &Connection,
    viewer: Viewer,
    filter: Filter,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Entry>, i64)> {
    let mut plan = Plan::of_tenant(db, viewer)?;
    let mut days = changed_days(db, viewer.account, filter)?;
    if filter.recommended != Some(false) {
        for day in plan.days(filter.from, filter.to)? {
            let counted = days.entry(day).or_default();
            if !counted.state.is_own {
                counted.entries = plan.size(day)?;
            }
        }
    }
    let count = days.values().map(|day| day.entries).sum();
    let mut shown = Vec::new();
    let (mut skipped, mut wanted) = (page.offset, page.limit);
    for (day, Counted { state, entries }) in days {
        if skipped >= entries {
            skipped -= entries;
            continue;
        }
        let taken = wanted.min(entries - skipped);
        if taken == 0 {
            break;
        }
        let all = if state.is_own {
            own_entries(db, viewer.account, day, filter.recommended)?
        } else {
            let plan = plan.of(day)?;
            plan.iter().map(|proposal| Entry::proposed(viewer.account, day, state, proposal)).collect()
        };
        let clamp = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        shown.extend(all.into_iter().skip(clamp(skipped)).take(clamp(taken)));
        wanted -= taken;
        skipped = 0;
    }
    Ok((shown, count))
}

/// The days that the account has changed at some time, each with the number of its rows.
fn changed_days(db: &Connection, account: i64, filter: Filter) -> rusqlite::Result<BTreeMap<Date, Counted>> {
    let found = rows(
        db,
        "SELECT own.day, own.edition, own.is_own, count(entry.id)
         FROM schedule_day AS own
         LEFT JOIN schedule_entry AS entry
           ON entry.account_id = own.account_id AND entry.day = own.day
           AND (?4 IS NULL OR entry.is_recommended = ?4)
         WHERE own.account_id = ?1 AND own.day BETWEEN ?2 AND ?3
         GROUP BY own.day",
        (account, filter.from.to_string(), filter.to.to_string(), filter.recommended),
        |row| {
            let state = State { edition: row.get(1)?, is_own: row.get(2)? };
            Ok((day::read(row, 0)?, Counted { state, entries: row.get(3)? }))
        },
    )?;
    Ok(found.into_iter().collect())
}

fn own_entries(
    db: &Connection,
    account: i64,
    day: Date,
    recommended: Option<bool>,
) -> rusqlite::Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM schedule_entry
         WHERE account_id = ?1 AND day = ?2 AND (?3 IS NULL OR is_recommended = ?3) ORDER BY position, id"
    );
    rows(db, &sql, (account, day.to_string(), recommended), Entry::read)
}
