//! One entry of the schedule.

use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::days::State;
use super::plan::Proposal;
use super::{ENTRY, PROPOSAL};
use crate::store::{day, row};

/// A post planned for a day, by its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) day: Date,
    pub(crate) order: i64,
    pub(crate) post: Option<i64>,
    pub(crate) category: Option<i64>,
    pub(crate) is_completed: bool,
    pub(crate) is_recommended: bool,
}

/// What [`Entry::read`] reads.
pub(super) const COLUMNS: &str =
    "id, proposal, day, position, post_id, category_id, is_completed, is_recommended";

impl Entry {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let proposal: Option<String> = row.get(1)?;
        Ok(Self {
            id: proposal.map_or_else(|| row.get(0).map(|entry| ENTRY.id(entry)), Ok)?,
            day: day::read(row, 2)?,
            order: row.get(3)?,
            post: row.get(4)?,
            category: row.get(5)?,
            is_completed: row.get(6)?,
            is_recommended: row.get(7)?,
        })
    }

    /// An entry of the default plan.
    pub(super) fn proposed(account: i64, day: Date, state: State, proposal: &Proposal) -> Self {
        Self {
            id: state.proposal_id(account, day, proposal),
            day,
            order: proposal.slot,
            post: Some(proposal.post),
            category: proposal.category,
            is_completed: false,
            is_recommended: true,
        }
    }
}

/// The entry of a row of an account.
pub(crate) fn get(db: &Connection, account: i64, entry: i64) -> rusqlite::Result<Entry> {
    let sql = format!("SELECT {COLUMNS} FROM schedule_entry WHERE account_id = ?1 AND id = ?2");
    db.prepare_cached(&sql)?.query_row((account, entry), Entry::read)
}

/// The row of an account with this identifier, if there is one already.
pub(super) fn row_of(db: &Connection, account: i64, id: &str) -> rusqlite::Result<Option<i64>> {
    if id.starts_with(PROPOSAL.0) {
        let sql = "SELECT id FROM schedule_entry WHERE account_id = ?1 AND proposal = ?2";
        return row(db, sql, (account, id), |row| row.get(0));
    }
    let sql = "SELECT id FROM schedule_entry WHERE account_id = ?1 AND id = ?2 AND proposal IS NULL";
    row(db, sql, (account, ENTRY.row(id).unwrap_or(0)), |row| row.get(0))
}
