//! The ledger: what was applied, and by which request.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::rows;
use crate::clock::instant;

/// A call that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Effect {
    /// When: `2026-03-04T09:00:00Z`.
    pub at: String,
    /// The operation: `add_to_schedule`.
    pub operation: String,
    /// The `X-Request-Id` of the answer.
    pub request_id: String,
    /// SHA-256 over path parameters, query and body: the same call has the same one.
    pub request_digest: String,
}

/// A call to write down.
#[derive(Debug)]
pub(crate) struct Applied<'a> {
    pub(crate) at: Timestamp,
    pub(crate) operation: &'a str,
    pub(crate) account: i64,
    pub(crate) request_id: &'a str,
    pub(crate) request_digest: &'a str,
}

/// Writes it down, and that the account was active.
pub(crate) fn note(db: &Connection, applied: &Applied<'_>) -> rusqlite::Result<()> {
    let Applied { at, operation, account, request_id, request_digest } = *applied;
    let at = at.as_millisecond();
    db.prepare_cached(
        "INSERT INTO effect (at, operation, account_id, request_id, request_digest) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((at, operation, account, request_id, request_digest))?;
    db.prepare_cached("UPDATE account SET last_active_at = ?1 WHERE id = ?2")?.execute((at, account))?;
    Ok(())
}

/// All of them, in the order in which they were applied.
pub(crate) fn list(db: &Connection) -> rusqlite::Result<Vec<Effect>> {
    rows(db, "SELECT at, operation, request_id, request_digest FROM effect ORDER BY id", [], |row| {
        Ok(Effect {
            at: instant(row.get(0)?),
            operation: row.get(1)?,
            request_id: row.get(2)?,
            request_digest: row.get(3)?,
        })
    })
}
