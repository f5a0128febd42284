//! The choices of the onboarding, and what accounts have chosen.

use rusqlite::Connection;

use super::{count, rows};
use crate::ident::Kind;
use crate::input::PageRequest;

/// A list of the onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trait {
    /// Its identifiers: `goal_3`. The database knows the list by the same word.
    pub(crate) kind: Kind,
    /// What an entry of it is called in a sentence.
    pub(crate) noun: &'static str,
}

pub(crate) const AREA_OF_WORK: Trait = Trait { kind: Kind("area_of_work"), noun: "an area of work" };
pub(crate) const CLIENT_TYPE: Trait = Trait { kind: Kind("client_type"), noun: "a type of client" };
pub(crate) const MINDSET: Trait = Trait { kind: Kind("mindset"), noun: "a mindset" };
pub(crate) const GOAL: Trait = Trait { kind: Kind("goal"), noun: "a goal" };
pub(crate) const REFERRAL_SOURCE: Trait =
    Trait { kind: Kind("referral_source"), noun: "a way to hear of the platform" };

/// An entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) row: i64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// Whether the account has added it for itself.
    pub(crate) is_custom: bool,
    pub(crate) position: i64,
}

/// Who looks at a list: the platform's choices are everybody's, the others only theirs who added them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) tenant: i64,
    pub(crate) account: i64,
}

/// One page of a list in its order, and how many entries it has.
pub(crate) fn list(
    db: &Connection,
    owner: Owner,
    of: Trait,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Choice>, i64)> {
    let sql = format!(
        "SELECT id, name, description, account_id IS NOT NULL, position {VISIBLE} ORDER BY position, id LIMIT ?4 OFFSET ?5"
    );
    let values = (owner.tenant, owner.account, of.kind.0, page.limit, page.offset);
    let choices = rows(db, &sql, values, |row| {
        Ok(Choice {
            row: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            is_custom: row.get(3)?,
            position: row.get(4)?,
        })
    })?;
    let all = count(db, &format!("SELECT count(*) {VISIBLE}"), (owner.tenant, owner.account, of.kind.0))?;
    Ok((choices, all))
}

/// Whether the list has an entry of this name, in letters of either case.
pub(crate) fn has_name(db: &Connection, owner: Owner, of: Trait, name: &str) -> rusqlite::Result<bool> {
    let sql = format!("SELECT name {VISIBLE}");
    let names: Vec<String> = rows(db, &sql, (owner.tenant, owner.account, of.kind.0), |row| row.get(0))?;
    let wanted = name.to_lowercase();
    Ok(names.iter().any(|name| name.to_lowercase() == wanted))
}

/// Adds an entry that only its owner sees, at the end of the list.
pub(crate) fn add(
    db: &Connection,
    owner: Owner,
    of: Trait,
    name: &str,
    description: Option<&str>,
) -> rusqlite::Result<Choice> {
    let last = format!("SELECT coalesce(max(position), -1) {VISIBLE}");
    let position = 1 + count(db, &last, (owner.tenant, owner.account, of.kind.0))?;
    db.prepare_cached(
        "INSERT INTO trait_option (tenant_id, account_id, kind, name, description, position)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((owner.tenant, owner.account, of.kind.0, name, description, position))?;
    Ok(Choice {
        row: db.last_insert_rowid(),
        name: name.to_owned(),
        description: description.map(str::to_owned),
        is_custom: true,
        position,
    })
}

/// Whether the owner may choose this entry of the list.
pub(crate) fn may_choose(db: &Connection, owner: Owner, of: Trait, row: i64) -> rusqlite::Result<bool> {
    let sql = format!("SELECT count(*) {VISIBLE} AND id = ?4");
    Ok(count(db, &sql, (owner.tenant, owner.account, of.kind.0, row))? > 0)
}

/// What an account has chosen of a list, in the list's order.
pub(crate) fn chosen(db: &Connection, account: i64, of: Trait) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id FROM trait_option JOIN account_trait ON trait_id = id
               WHERE account_trait.account_id = ?1 AND kind = ?2 ORDER BY position, id";
    rows(db, sql, (account, of.kind.0), |row| row.get(0))
}

/// Replaces what an account has chosen of a list.
pub(crate) fn choose(db: &Connection, account: i64, of: Trait, choices: &[i64]) -> rusqlite::Result<()> {
    db.prepare_cached(
        "DELETE FROM account_trait WHERE account_id = ?1
         AND trait_id IN (SELECT id FROM trait_option WHERE kind = ?2)",
    )?
    .execute((account, of.kind.0))?;
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO account_trait (account_id, trait_id) VALUES (?1, ?2)")?;
    for choice in choices {
        insert.execute((account, choice))?;
    }
    Ok(())
}

/// The entries of list ?3 that account ?2 of tenant ?1 sees.
const VISIBLE: &str =
    "FROM trait_option WHERE tenant_id = ?1 AND kind = ?3 AND (account_id IS NULL OR account_id = ?2)";
