//! API keys.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::{count, rows};
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::secret;

/// A key to be made.
#[derive(Debug)]
pub(crate) struct NewKey<'a> {
    pub(crate) account: i64,
    pub(crate) organization: Option<i64>,
    pub(crate) name: &'a str,
    pub(crate) scopes: &'a [&'a str],
    /// Whether it belongs to the sandbox itself and goes with its next start.
    pub(crate) is_ready: bool,
}

/// A key as it is kept.
#[derive(Debug)]
pub(crate) struct KeptKey {
    pub(crate) row: i64,
    pub(crate) public_id: String,
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) scopes: String,
    pub(crate) is_organization: bool,
    pub(crate) created_at: i64,
    pub(crate) last_used_at: Option<i64>,
}

/// Makes a key; the raw key is known only here.
pub(crate) fn create(
    db: &Connection,
    new: &NewKey<'_>,
    now: Timestamp,
) -> Result<(KeptKey, String), Refused> {
    let secret = secret::new_key()?;
    let public_id = secret::new_uuid()?;
    let scopes = new.scopes.join(" ");
    let created_at = now.as_millisecond();
    db.prepare_cached(
        "INSERT INTO api_key (public_id, account_id, organization_id, name, prefix, digest, scopes, is_ready, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((
        &public_id,
        new.account,
        new.organization,
        new.name,
        &secret.prefix,
        &secret.digest[..],
        &scopes,
        new.is_ready,
        created_at,
    ))?;
    let kept = KeptKey {
        row: db.last_insert_rowid(),
        public_id,
        name: new.name.to_owned(),
        prefix: secret.prefix,
        scopes,
        is_organization: new.organization.is_some(),
        created_at,
        last_used_at: None,
    };
    Ok((kept, secret.raw))
}

/// The keys in force that an account may see: its own, and those of the organization that it leads. Newest first.
pub(crate) fn list(
    db: &Connection,
    account: i64,
    page: PageRequest,
) -> rusqlite::Result<(Vec<KeptKey>, i64)> {
    let sql = format!("SELECT {COLUMNS} {MINE} ORDER BY id DESC LIMIT ?2 OFFSET ?3");
    let keys = rows(db, &sql, (account, page.limit, page.offset), read)?;
    Ok((keys, count(db, &format!("SELECT count(*) {MINE}"), [account])?))
}

/// Revokes a key at once; false if the account has no such key in force.
pub(crate) fn revoke(
    db: &Connection,
    account: i64,
    public_id: &str,
    now: Timestamp,
) -> rusqlite::Result<bool> {
    let sql = format!("UPDATE api_key SET revoked_at = ?3 WHERE id IN (SELECT id {MINE} AND public_id = ?2)");
    Ok(db.prepare_cached(&sql)?.execute((account, public_id, now.as_millisecond()))? > 0)
}

/// Drops the credentials that the sandbox issued at its last start.
pub(crate) fn forget_ready(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM api_key WHERE is_ready", [])?;
    db.execute("DELETE FROM session WHERE is_ready", [])?;
    Ok(())
}

const COLUMNS: &str =
    "id, public_id, name, prefix, scopes, organization_id IS NOT NULL, created_at, last_used_at";

/// The keys of account ?1: those it made for itself, and those of the organization whose admin it is.
const MINE: &str = "FROM api_key WHERE revoked_at IS NULL AND (
    (organization_id IS NULL AND account_id = ?1)
    OR organization_id IN (SELECT id FROM organization WHERE admin_id = ?1))";

fn read(row: &Row<'_>) -> rusqlite::Result<KeptKey> {
    Ok(KeptKey {
        row: row.get(0)?,
        public_id: row.get(1)?,
        name: row.get(2)?,
        prefix: row.get(3)?,
        scopes: row.get(4)?,
        is_organization: row.get(5)?,
        created_at: row.get(6)?,
        last_used_at: row.get(7)?,
    })
}
