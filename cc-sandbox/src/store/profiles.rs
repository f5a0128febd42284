//! What an account says of itself and has chosen, and how far it is in the tour.

use rusqlite::{Connection, Row};

use super::{count, packed, row, rows, unpacked};

/// An account, as its owner sees it.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) timezone: Option<String>,
    pub(crate) brokerage_name: Option<String>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) wants_emails: bool,
    pub(crate) created_at: i64,
}

/// A part of the library that an account can prefer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Preference {
    Pillars,
    Tags,
}

/// How far an account is in the tour.
#[derive(Debug, Clone)]
pub(crate) struct Tour {
    pub(crate) current_step: Option<String>,
    pub(crate) completed_steps: Vec<String>,
    pub(crate) is_completed: bool,
    pub(crate) is_dismissed: bool,
    pub(crate) updated_at: i64,
}

/// The profile of an account.
pub(crate) fn find(db: &Connection, account: i64) -> rusqlite::Result<Option<Profile>> {
    let sql = "SELECT first_name, last_name, email, phone, location, timezone, brokerage_name, avatar_url, wants_emails,
                      created_at
               FROM account WHERE id = ?1";
    row(db, sql, [account], |row: &Row<'_>| {
        Ok(Profile {
            first_name: row.get(0)?,
            last_name: row.get(1)?,
            email: row.get(2)?,
            phone: row.get(3)?,
            location: row.get(4)?,
            timezone: row.get(5)?,
            brokerage_name: row.get(6)?,
            avatar_url: row.get(7)?,
            wants_emails: row.get(8)?,
            created_at: row.get(9)?,
        })
    })
}

/// Keeps a profile that was changed.
pub(crate) fn keep(db: &Connection, account: i64, profile: &Profile) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE account SET first_name = ?2, last_name = ?3, email = ?4, phone = ?5, location = ?6, timezone = ?7,
            brokerage_name = ?8, avatar_url = ?9, wants_emails = ?10
         WHERE id = ?1",
    )?
    .execute((
        account,
        &profile.first_name,
        &profile.last_name,
        &profile.email,
        &profile.phone,
        &profile.location,
        &profile.timezone,
        &profile.brokerage_name,
        &profile.avatar_url,
        profile.wants_emails,
    ))?;
    Ok(())
}

/// Whether another account of the tenant logs in with this address, in letters of either case.
pub(crate) fn is_taken(db: &Connection, tenant: i64, account: i64, email: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE tenant_id = ?1 AND id <> ?2 AND email = ?3 COLLATE NOCASE";
    Ok(count(db, sql, (tenant, account, email))? > 0)
}

/// The hash of the account's password.
pub(crate) fn password_hash(db: &Connection, account: i64) -> rusqlite::Result<Option<String>> {
    row(db, "SELECT password_hash FROM account WHERE id = ?1", [account], |row| row.get(0))
}

/// Replaces the account's password.
pub(crate) fn set_password_hash(db: &Connection, account: i64, hash: &str) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE account SET password_hash = ?2 WHERE id = ?1")?.execute((account, hash))?;
    Ok(())
}

/// The rows that an account prefers.
pub(crate) fn preferred(db: &Connection, account: i64, of: Preference) -> rusqlite::Result<Vec<i64>> {
    let sql = match of {
        Preference::Pillars => {
            "SELECT pillar_id FROM account_pillar WHERE account_id = ?1 ORDER BY pillar_id"
        }
        Preference::Tags => "SELECT tag_id FROM account_tag WHERE account_id = ?1 ORDER BY tag_id",
    };
    rows(db, sql, [account], |row| row.get(0))
}

/// Whether the tenant's library has this row.
pub(crate) fn may_prefer(db: &Connection, tenant: i64, of: Preference, row: i64) -> rusqlite::Result<bool> {
    let sql = match of {
        Preference::Pillars => "SELECT count(*) FROM pillar WHERE tenant_id = ?1 AND id = ?2",
        Preference::Tags => "SELECT count(*) FROM tag WHERE tenant_id = ?1 AND id = ?2",
    };
    Ok(count(db, sql, (tenant, row))? > 0)
}

/// Replaces what an account prefers.
pub(crate) fn prefer(db: &Connection, account: i64, of: Preference, choices: &[i64]) -> rusqlite::Result<()> {
    let (clear, add) = match of {
        Preference::Pillars => (
            "DELETE FROM account_pillar WHERE account_id = ?1",
            "INSERT OR IGNORE INTO account_pillar (account_id, pillar_id) VALUES (?1, ?2)",
        ),
        Preference::Tags => (
            "DELETE FROM account_tag WHERE account_id = ?1",
            "INSERT OR IGNORE INTO account_tag (account_id, tag_id) VALUES (?1, ?2)",
        ),
    };
    db.prepare_cached(clear)?.execute([account])?;
    let mut insert = db.prepare_cached(add)?;
    for choice in choices {
        insert.execute((account, choice))?;
    }
    Ok(())
}

/// How far an account is in the tour, if it has begun.
pub(crate) fn tour(db: &Connection, account: i64) -> rusqlite::Result<Option<Tour>> {
    let sql = "SELECT current_step, completed_steps, is_completed, is_dismissed, updated_at
               FROM tour_progress WHERE account_id = ?1";
    row(db, sql, [account], |row| {
        let steps: String = row.get(1)?;
        Ok(Tour {
            current_step: row.get(0)?,
            completed_steps: unpacked(&steps),
            is_completed: row.get(2)?,
            is_dismissed: row.get(3)?,
            updated_at: row.get(4)?,
        })
    })
}

/// Keeps how far an account is in the tour.
pub(crate) fn keep_tour(db: &Connection, account: i64, tour: &Tour) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO tour_progress (account_id, current_step, completed_steps, is_completed, is_dismissed, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET current_step = ?2, completed_steps = ?3, is_completed = ?4, is_dismissed = ?5,
            updated_at = ?6",
    )?
    .execute((
        account,
        &tour.current_step,
        packed(&tour.completed_steps),
        tour.is_completed,
        tour.is_dismissed,
        tour.updated_at,
    ))?;
    Ok(())
}
