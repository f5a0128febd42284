//! Days: whose they are, and in which order their entries stand.

use jiff::civil::Date;
use rusqlite::Connection;

use super::PROPOSAL;
use super::plan::{MOST_A_DAY, Plan, Proposal};
use crate::store::day::DayId;
use crate::store::posts::Viewer;
use crate::store::{row, rows};

/// What is known of a day of an account. One that was never changed is as good as a day put back no time at all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// How often it was put back.
    pub(super) edition: i64,
    pub(super) is_own: bool,
}

impl State {
    pub(super) fn of(db: &Connection, account: i64, day: Date) -> rusqlite::Result<Self> {
        let sql = "SELECT edition, is_own FROM schedule_day WHERE account_id = ?1 AND day = ?2";
        let found = row(db, sql, (account, day.to_string()), |row| {
            Ok(Self { edition: row.get(0)?, is_own: row.get(1)? })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The identifier of an entry of the default plan.
    pub(super) fn proposal_id(self, account: i64, day: Date, proposal: &Proposal) -> String {
        let number = self.edition * MOST_A_DAY + proposal.slot;
        DayId { account, day, number }.text(PROPOSAL)
    }
}

/// Makes a day the account's own: its default plan becomes rows, unless it is its own already.
pub(crate) fn copy_plan(db: &Connection, viewer: Viewer, day: Date) -> rusqlite::Result<()> {
    let state = State::of(db, viewer.account, day)?;
    if state.is_own {
        return Ok(());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO schedule_entry (account_id, day, position, post_id, category_id, is_recommended, proposal)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
    )?;
    for proposal in Plan::of_tenant(db, viewer)?.of(day)? {
        let id = state.proposal_id(viewer.account, day, &proposal);
        let Proposal { slot, post, category } = proposal;
        insert.execute((viewer.account, day.to_string(), slot, post, category, id))?;
    }
    own(db, viewer.account, day)
}

/// Makes a day the account's own, without its default plan.
pub(super) fn own(db: &Connection, account: i64, day: Date) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO schedule_day (account_id, day, is_own) VALUES (?1, ?2, 1)
         ON CONFLICT DO UPDATE SET is_own = 1",
    )?
    .execute((account, day.to_string()))?;
    Ok(())
}

/// Puts a day back to its default plan. A day that has it already stays as it is.
pub(crate) fn reset(db: &Connection, account: i64, day: Date) -> rusqlite::Result<()> {
    let changed = db
        .prepare_cached(
            "UPDATE schedule_day SET is_own = 0, edition = edition + 1
             WHERE account_id = ?1 AND day = ?2 AND is_own = 1",
        )?
        .execute((account, day.to_string()))?;
    if changed > 0 {
        clear(db, account, day)?;
    }
    Ok(())
}

/// Deletes the rows of a day.
pub(super) fn clear(db: &Connection, account: i64, day: Date) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM schedule_entry WHERE account_id = ?1 AND day = ?2")?
        .execute((account, day.to_string()))?;
    Ok(())
}

/// The rows of a day in their order.
pub(super) fn order(db: &Connection, account: i64, day: Date) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id FROM schedule_entry WHERE account_id = ?1 AND day = ?2 ORDER BY position, id";
    rows(db, sql, (account, day.to_string()), |row| row.get(0))
}

/// Puts these rows on a day, in this order: places go from 0 without gaps.
pub(super) fn arrange(db: &Connection, account: i64, day: Date, order: &[i64]) -> rusqlite::Result<()> {
    let mut update = db.prepare_cached(
        "UPDATE schedule_entry SET day = ?3, position = ?4
         WHERE account_id = ?1 AND id = ?2 AND (day <> ?3 OR position <> ?4)",
    )?;
    let day = day.to_string();
    for (place, entry) in (0_i64..).zip(order) {
        update.execute((account, entry, &day, place))?;
    }
    Ok(())
}

/// Puts an entry at a place of a day's order, and at its end if the place is beyond it or left open.
pub(super) fn insert_at(order: &mut Vec<i64>, place: Option<i64>, entry: i64) {
    let end = order.len();
    let place = place.and_then(|place| usize::try_from(place).ok()).map_or(end, |place| place.min(end));
    order.insert(place, entry);
}
