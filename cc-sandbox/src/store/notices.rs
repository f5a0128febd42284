//! Notifications: what the platform has told an account. There is no operation that marks one as read.

use rusqlite::Connection;
use serde::Serialize;

use super::{count, rows};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;

/// Notifications: `notification_8`.
const NOTIFICATION: Kind = Kind("notification");

/// A notification, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notification {
    id: String,
    title: String,
    message: Option<String>,
    kind: String,
    link_url: Option<String>,
    is_read: bool,
    read_at: Option<String>,
    created_at: String,
}

/// A notification to send. It shows from `created_at` on.
#[derive(Debug)]
pub(crate) struct NewNotice<'a> {
    /// `content`, `event`, `feature` or `billing`.
    pub(crate) kind: &'static str,
    pub(crate) title: &'a str,
    pub(crate) message: Option<&'a str>,
    pub(crate) link_url: Option<&'a str>,
    pub(crate) created_at: i64,
    pub(crate) read_at: Option<i64>,
}

/// Sends an account a notification.
pub(crate) fn add(db: &Connection, account: i64, notice: &NewNotice<'_>) -> rusqlite::Result<()> {
    let NewNotice { kind, title, message, link_url, created_at, read_at } = *notice;
    db.prepare_cached(
        "INSERT INTO notice (account_id, kind, title, message, link_url, created_at, read_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((account, kind, title, message, link_url, created_at, read_at))?;
    Ok(())
}

/// One page of what an account has been told by now, the newest first, and how much there is.
pub(crate) fn list(
    db: &Connection,
    account: i64,
    now_ms: i64,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Notification>, i64)> {
    let sql = "SELECT count(*) FROM notice WHERE account_id = ?1 AND created_at <= ?2";
    let found = count(db, sql, (account, now_ms))?;
    let listed = rows(
        db,
        "SELECT id, title, message, kind, link_url, created_at,
                CASE WHEN read_at <= ?2 THEN read_at END
         FROM notice WHERE account_id = ?1 AND created_at <= ?2
         ORDER BY created_at DESC, id DESC LIMIT ?3 OFFSET ?4",
        (account, now_ms, page.limit, page.offset),
        |row| {
            let read_at: Option<i64> = row.get(6)?;
            Ok(Notification {
                id: NOTIFICATION.id(row.get(0)?),
                title: row.get(1)?,
                message: row.get(2)?,
                kind: row.get(3)?,
                link_url: row.get(4)?,
                is_read: read_at.is_some(),
                read_at: read_at.map(instant),
                created_at: instant(row.get(5)?),
            })
        },
    )?;
    Ok((listed, found))
}
