//! The full-text index.

use rusqlite::Connection;

/// What can be found: `post` or `event`, with its row.
#[derive(Debug)]
pub(crate) struct Findable<'a> {
    pub(crate) kind: &'static str,
    pub(crate) tenant: i64,
    pub(crate) row: i64,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
}

/// Adds something to the index.
pub(crate) fn add(db: &Connection, findable: &Findable<'_>) -> rusqlite::Result<()> {
    let Findable { kind, tenant, row, title, body } = *findable;
    db.prepare_cached(
        "INSERT INTO search_index (title, body, kind, tenant_id, row) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((title, body, kind, tenant, row))?;
    Ok(())
}
