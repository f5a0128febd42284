//! Captions: the last one that was written for an account and a post.

use cc_api::Date;
use rusqlite::{Connection, Row};

use super::row;
use crate::ident::Kind;

/// Captions: `caption_9`.
pub(crate) const CAPTION: Kind = Kind("caption");

/// A caption.
#[derive(Debug)]
pub(crate) struct Caption {
    pub(crate) row: i64,
    pub(crate) post: i64,
    pub(crate) text: String,
    pub(crate) reaction: Option<String>,
    pub(crate) generation_count: i64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// The headline of a post, if it is out.
pub(crate) fn title_of(
    db: &Connection,
    tenant: i64,
    post: i64,
    today: Date,
) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT title FROM post WHERE tenant_id = ?1 AND id = ?2 AND publish_date <= ?3";
    row(db, sql, (tenant, post, today.to_string()), |row| row.get(0))
}

/// The caption that an account has for a post.
pub(crate) fn of_post(db: &Connection, account: i64, post: i64) -> rusqlite::Result<Option<Caption>> {
    row(db, &format!("SELECT {COLUMNS} AND post_id = ?2"), (account, post), read)
}

/// A caption of an account.
pub(crate) fn find(db: &Connection, account: i64, id: &str) -> rusqlite::Result<Option<Caption>> {
    row(db, &format!("SELECT {COLUMNS} AND id = ?2"), (account, CAPTION.row(id).unwrap_or(0)), read)
}

/// Keeps a text in place of the one before, which takes its reaction with it.
pub(crate) fn write(db: &Connection, account: i64, post: i64, text: &str, now: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO ai_caption (account_id, post_id, text, generation_count, created_at, updated_at)
         VALUES (?1, ?2, ?3, 1, ?4, ?4)
         ON CONFLICT DO UPDATE
         SET text = ?3, reaction = NULL, generation_count = generation_count + 1, updated_at = ?4",
    )?
    .execute((account, post, text, now))?;
    Ok(())
}

/// Keeps what an account thinks of a caption of its own.
pub(crate) fn react(
    db: &Connection,
    account: i64,
    row: i64,
    reaction: &str,
    now: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE ai_caption SET reaction = ?3, updated_at = ?4 WHERE account_id = ?1 AND id = ?2",
    )?
    .execute((account, row, reaction, now))?;
    Ok(())
}

const COLUMNS: &str = "id, post_id, text, reaction, generation_count, created_at, updated_at
    FROM ai_caption WHERE account_id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Caption> {
    Ok(Caption {
        row: row.get(0)?,
        post: row.get(1)?,
        text: row.get(2)?,
        reaction: row.get(3)?,
        generation_count: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}
