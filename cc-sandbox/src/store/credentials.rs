//! Credentials, as requests show them: keys and session tokens, found by their digests.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::row;

/// A credential in force, and whom it acts as.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) row: i64,
    pub(crate) digest: Vec<u8>,
    pub(crate) account: i64,
    pub(crate) tenant: i64,
    /// One after another, of a key; none of a session.
    pub(crate) scopes: String,
}

/// The key with this digest, if it is not revoked. One of an organization acts as whoever is its admin at the time.
pub(crate) fn key(db: &Connection, digest: &[u8; 32]) -> rusqlite::Result<Option<InForce>> {
    let sql = "SELECT api_key.id, api_key.digest, account.id, account.tenant_id, api_key.scopes
        FROM api_key
        LEFT JOIN organization ON organization.id = api_key.organization_id
        JOIN account ON account.id = coalesce(organization.admin_id, api_key.account_id)
        WHERE api_key.digest = ?1 AND api_key.revoked_at IS NULL";
    row(db, sql, [&digest[..]], read)
}

/// The session whose token has this digest.
pub(crate) fn session(db: &Connection, digest: &[u8; 32]) -> rusqlite::Result<Option<InForce>> {
    let sql = "SELECT session.id, session.digest, account.id, account.tenant_id, ''
        FROM session JOIN account ON account.id = session.account_id
        WHERE session.digest = ?1";
    row(db, sql, [&digest[..]], read)
}

/// Keeps a new session; one that is `is_ready` belongs to the sandbox itself and goes with its next start.
pub(crate) fn add_session(
    db: &Connection,
    account: i64,
    digest: &[u8; 32],
    is_ready: bool,
    now: Timestamp,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO session (account_id, digest, is_ready, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((account, &digest[..], is_ready, now.as_millisecond()))?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<InForce> {
    Ok(InForce {
        row: row.get(0)?,
        digest: row.get(1)?,
        account: row.get(2)?,
        tenant: row.get(3)?,
        scopes: row.get(4)?,
    })
}
