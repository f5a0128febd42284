//! Organizations: who leads them, and who belongs to them.

use rusqlite::{Connection, Row};

use super::{row, rows};
use crate::ident::Kind;

/// Organizations: `organization_1`.
pub(crate) const ORGANIZATION: Kind = Kind("organization");

/// An organization, without its members.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) row: i64,
    pub(crate) admin: i64,
    pub(crate) name: String,
    pub(crate) logo_url: Option<String>,
    pub(crate) created_at: i64,
}

/// Somebody who belongs to an organization.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) account: i64,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) avatar_url: Option<String>,
    pub(crate) joined_at: i64,
}

/// The organization whose admin the account is.
pub(crate) fn led_by(db: &Connection, account: i64) -> rusqlite::Result<Option<i64>> {
    row(db, "SELECT id FROM organization WHERE admin_id = ?1", [account], |row| row.get(0))
}

/// The organization that the account belongs to.
pub(crate) fn of(db: &Connection, account: i64) -> rusqlite::Result<Option<Organization>> {
    let sql = "SELECT organization.id, admin_id, name, logo_url, created_at
               FROM organization JOIN organization_member ON organization_id = organization.id
               WHERE account_id = ?1";
    row(db, sql, [account], |row: &Row<'_>| {
        Ok(Organization {
            row: row.get(0)?,
            admin: row.get(1)?,
            name: row.get(2)?,
            logo_url: row.get(3)?,
            created_at: row.get(4)?,
        })
    })
}

/// Who belongs to an organization: whoever joined first comes first.
pub(crate) fn members(db: &Connection, organization: i64) -> rusqlite::Result<Vec<Member>> {
    let sql = "SELECT account.id, first_name || ' ' || last_name, email, avatar_url, joined_at
               FROM organization_member JOIN account ON account.id = account_id
               WHERE organization_id = ?1 ORDER BY joined_at, account.id";
    rows(db, sql, [organization], |row| {
        Ok(Member {
            account: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            avatar_url: row.get(3)?,
            joined_at: row.get(4)?,
        })
    })
}

/// Founds an organization; the account leads it, and is its first member.
pub(crate) fn found(
    db: &Connection,
    tenant: i64,
    admin: i64,
    name: &str,
    now_ms: i64,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO organization (tenant_id, admin_id, name, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((tenant, admin, name, now_ms))?;
    let organization = db.last_insert_rowid();
    join(db, organization, admin, now_ms)?;
    Ok(organization)
}

/// Makes an account a member.
pub(crate) fn join(db: &Connection, organization: i64, account: i64, now_ms: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO organization_member (account_id, organization_id, joined_at) VALUES (?1, ?2, ?3)",
    )?
    .execute((account, organization, now_ms))?;
    Ok(())
}

/// Gives an organization another name.
pub(crate) fn rename(db: &Connection, organization: i64, name: &str) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE organization SET name = ?2 WHERE id = ?1")?.execute((organization, name))?;
    Ok(())
}

/// Ends an account's belonging to its organization, and nothing else.
pub(crate) fn leave(db: &Connection, account: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM organization_member WHERE account_id = ?1")?.execute([account])?;
    Ok(())
}
