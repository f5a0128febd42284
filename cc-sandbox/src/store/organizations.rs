//! Organizations: who leads them, and who belongs to them.

use rusqlite::{Connection, OptionalExtension as _};

/// The organization whose admin the account is.
pub(crate) fn led_by(db: &Connection, account: i64) -> rusqlite::Result<Option<i64>> {
    let mut query = db.prepare_cached("SELECT id FROM organization WHERE admin_id = ?1")?;
    query.query_row([account], |row| row.get(0)).optional()
}
