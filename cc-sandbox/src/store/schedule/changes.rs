//! What an account does to its schedule. Every change leaves the places of a day numbered from 0 without gaps.

use std::collections::BTreeMap;

use cc_api::Patch;
use jiff::civil::Date;
use rusqlite::Connection;

use super::days::{State, arrange, copy_plan, insert_at, order};
use super::entry::row_of;
use super::plan::MOST_A_DAY;
use super::{PROPOSAL, get};
use crate::store::day::DayId;
use crate::store::posts::Viewer;

/// Where an entry is to go: a day, and a place there or its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Move {
    pub(crate) entry: i64,
    pub(crate) day: Date,
    pub(crate) order: Option<i64>,
}

/// The row of an entry that is about to be changed. An entry of the default plan gets one: its day is copied.
pub(crate) fn locate(db: &Connection, viewer: Viewer, id: &str) -> rusqlite::Result<Option<i64>> {
    if let Some(entry) = row_of(db, viewer.account, id)? {
        return Ok(Some(entry));
    }
    let Some(proposal) = DayId::parse(PROPOSAL, id).filter(|id| id.account == viewer.account) else {
        return Ok(None);
    };
    let state = State::of(db, viewer.account, proposal.day)?;
    if state.is_own || proposal.number.div_euclid(MOST_A_DAY) != state.edition {
        return Ok(None);
    }
    copy_plan(db, viewer, proposal.day)?;
    row_of(db, viewer.account, id)
}

/// Plans a post; answers its row.
pub(crate) fn add(
    db: &Connection,
    viewer: Viewer,
    post: i64,
    day: Date,
    place: Option<i64>,
) -> rusqlite::Result<i64> {
    copy_plan(db, viewer, day)?;
    let mut order = order(db, viewer.account, day)?;
    let sql = "INSERT INTO schedule_entry (account_id, day, position, post_id) VALUES (?1, ?2, ?3, ?4)";
    let end = i64::try_from(order.len()).unwrap_or(i64::MAX);
    db.prepare_cached(sql)?.execute((viewer.account, day.to_string(), end, post))?;
    let entry = db.last_insert_rowid();
    insert_at(&mut order, place, entry);
    arrange(db, viewer.account, day, &order)?;
    Ok(entry)
}

/// Ticks an entry off or opens it again, swaps its post or takes it out; what is absent stays.
pub(crate) fn update(
    db: &Connection,
    account: i64,
    entry: i64,
    is_completed: Option<bool>,
    post: &Patch<i64>,
) -> rusqlite::Result<()> {
    let (changes_post, post) = match post {
        Patch::Absent => (false, None),
        Patch::Null => (true, None),
        Patch::Value(post) => (true, Some(post)),
    };
    db.prepare_cached(
        "UPDATE schedule_entry
         SET is_completed = coalesce(?3, is_completed), post_id = CASE WHEN ?4 THEN ?5 ELSE post_id END
         WHERE account_id = ?1 AND id = ?2",
    )?
    .execute((account, entry, is_completed, changes_post, post))?;
    Ok(())
}

/// Takes an entry off its day.
pub(crate) fn remove(db: &Connection, account: i64, entry: i64) -> rusqlite::Result<()> {
    let day = get(db, account, entry)?.day;
    db.prepare_cached("DELETE FROM schedule_entry WHERE account_id = ?1 AND id = ?2")?
        .execute((account, entry))?;
    arrange(db, account, day, &order(db, account, day)?)
}

/// Moves entries: all are lifted off their days first, then put down where they are to go, the lowest places first.
///
/// So each one stands exactly where its move says. One whose place is beyond the end, or left open, goes to the end.
pub(crate) fn move_all(db: &Connection, viewer: Viewer, moves: &[Move]) -> rusqlite::Result<()> {
    let mut days = BTreeMap::new();
    for step in moves {
        copy_plan(db, viewer, step.day)?;
        for day in [step.day, get(db, viewer.account, step.entry)?.day] {
            days.insert(day, order(db, viewer.account, day)?);
        }
    }
    for entries in days.values_mut() {
        entries.retain(|entry| moves.iter().all(|step| step.entry != *entry));
    }
    let mut sorted: Vec<&Move> = moves.iter().collect();
    sorted.sort_by_key(|step| step.order.unwrap_or(i64::MAX));
    for step in sorted {
        insert_at(days.entry(step.day).or_default(), step.order, step.entry);
    }
    for (day, entries) in &days {
        arrange(db, viewer.account, *day, entries)?;
    }
    Ok(())
}
