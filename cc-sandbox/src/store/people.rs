//! Tenants and accounts.

use anyhow::Context as _;
use jiff::Timestamp;
use rusqlite::Connection;

use super::{membership, row};
use crate::ident::Kind;
use crate::password;
use crate::refused::Refused;

/// Accounts: `user_1`.
pub(crate) const USER: Kind = Kind("user");

/// The tenant with this slug.
pub(crate) fn find_tenant(db: &Connection, slug: &str) -> rusqlite::Result<Option<i64>> {
    row(db, "SELECT id FROM tenant WHERE slug = ?1", [slug], |row| row.get(0))
}

/// The same, where there has to be one.
pub(crate) fn tenant(db: &Connection, slug: &str) -> anyhow::Result<i64> {
    find_tenant(db, slug)?.with_context(|| format!("there is no tenant {slug:?}"))
}

/// The account with this e-mail address.
pub(crate) fn account(db: &Connection, tenant_slug: &str, email: &str) -> anyhow::Result<i64> {
    let tenant = tenant(db, tenant_slug)?;
    let sql = "SELECT id FROM account WHERE tenant_id = ?1 AND email = ?2";
    let found: Option<i64> = row(db, sql, (tenant, email), |row| row.get(0))?;
    found.with_context(|| format!("{tenant_slug} has no account {email:?}"))
}

/// A new account, with a membership in force.
pub(crate) fn create(db: &Connection, tenant: i64, email: &str, now: Timestamp) -> Result<i64, Refused> {
    let name = email.split('@').next().unwrap_or(email);
    db.prepare_cached(
        "INSERT INTO account (tenant_id, email, first_name, last_name, password_hash, created_at)
         VALUES (?1, ?2, ?3, 'Newcomer', ?4, ?5)",
    )?
    .execute((tenant, email, name, password::made_up_hash()?, now.as_millisecond()))?;
    let account = db.last_insert_rowid();
    membership::create(db, account, now, now)?;
    Ok(account)
}
