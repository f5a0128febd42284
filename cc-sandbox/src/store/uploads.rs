//! Files that were announced, and those that came.

use rusqlite::Connection;

use super::{count, row};

/// A file that somebody is going to send.
#[derive(Debug)]
pub(crate) struct NewUpload<'a> {
    pub(crate) tenant: i64,
    pub(crate) account: i64,
    pub(crate) file_key: &'a str,
    pub(crate) announced: &'a Announced,
    pub(crate) now: i64,
}

/// What is known of a file before it comes.
#[derive(Debug)]
pub(crate) struct Announced {
    pub(crate) content_type: String,
    pub(crate) size: Option<i64>,
}

/// A file that came.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) content_type: String,
    pub(crate) etag: String,
    pub(crate) content: Vec<u8>,
}

/// Notes that a file is going to come.
pub(crate) fn announce(db: &Connection, new: &NewUpload<'_>) -> rusqlite::Result<()> {
    let NewUpload { tenant, account, file_key, announced, now } = *new;
    db.prepare_cached(
        "INSERT INTO upload (tenant_id, account_id, file_key, content_type, size_bytes, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((tenant, account, file_key, &announced.content_type, announced.size, now))?;
    Ok(())
}

/// How the file with this key was announced.
pub(crate) fn announced(db: &Connection, file_key: &str) -> rusqlite::Result<Option<Announced>> {
    let sql = "SELECT content_type, size_bytes FROM upload WHERE file_key = ?1";
    row(db, sql, [file_key], |row| Ok(Announced { content_type: row.get(0)?, size: row.get(1)? }))
}

/// How many bytes all files but this one take.
pub(crate) fn total(db: &Connection, file_key: &str) -> rusqlite::Result<i64> {
    count(db, "SELECT coalesce(sum(length(content)), 0) FROM upload WHERE file_key <> ?1", [file_key])
}

/// Keeps a file; a second one of the same key takes the place of the first.
pub(crate) fn keep(db: &Connection, file_key: &str, etag: &str, content: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE upload SET etag = ?2, content = ?3 WHERE file_key = ?1")?
        .execute((file_key, etag, content))?;
    Ok(())
}

/// The file with this key, if it has come.
pub(crate) fn stored(db: &Connection, file_key: &str) -> rusqlite::Result<Option<Stored>> {
    let sql = "SELECT content_type, etag, content FROM upload WHERE file_key = ?1 AND content IS NOT NULL";
    row(db, sql, [file_key], |row| {
        Ok(Stored { content_type: row.get(0)?, etag: row.get(1)?, content: row.get(2)? })
    })
}
