//! What an account has done, counted from what it left behind.

use rusqlite::Connection;

use super::row;

/// What an account has done, in numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Activity {
    pub(crate) used: i64,
    pub(crate) favorited: i64,
    pub(crate) attended: i64,
    pub(crate) last_active_at: Option<i64>,
}

/// Counts. Posts and images are items alike; an event that the account has a place at is attended once it has begun.
pub(crate) fn of(db: &Connection, account: i64, now_ms: i64) -> rusqlite::Result<Option<Activity>> {
    let sql = "SELECT
            (SELECT count(*) FROM post_mark WHERE account_id = account.id AND is_used)
                + (SELECT count(*) FROM image_mark WHERE account_id = account.id AND is_used),
            (SELECT count(*) FROM post_mark WHERE account_id = account.id AND is_favorite)
                + (SELECT count(*) FROM image_mark WHERE account_id = account.id AND is_favorite),
            (SELECT count(*) FROM event_place JOIN event ON event.id = event_id
                WHERE event_place.account_id = account.id AND starts_at <= ?2),
            last_active_at
        FROM account WHERE id = ?1";
    row(db, sql, (account, now_ms), |row| {
        Ok(Activity {
            used: row.get(0)?,
            favorited: row.get(1)?,
            attended: row.get(2)?,
            last_active_at: row.get(3)?,
        })
    })
}
