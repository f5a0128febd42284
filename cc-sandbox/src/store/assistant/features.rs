//! The AI features of the platform.

use rusqlite::Connection;

use crate::input::PageRequest;
use crate::store::{count, rows};

/// A feature that writes.
#[derive(Debug)]
pub(crate) struct Feature {
    /// For programs: `reel_script`.
    pub(crate) word: String,
    pub(crate) display_name: String,
    pub(crate) description: Option<String>,
    pub(crate) is_enabled: bool,
    pub(crate) model_name: Option<String>,
}

/// One page of the features of a tenant, and how many there are.
pub(crate) fn features(
    db: &Connection,
    tenant: i64,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Feature>, i64)> {
    let sql = "SELECT feature, display_name, description, is_enabled, model_name FROM ai_feature
        WHERE tenant_id = ?1 ORDER BY position, id LIMIT ?2 OFFSET ?3";
    let found = rows(db, sql, (tenant, page.limit, page.offset), |row| {
        Ok(Feature {
            word: row.get(0)?,
            display_name: row.get(1)?,
            description: row.get(2)?,
            is_enabled: row.get(3)?,
            model_name: row.get(4)?,
        })
    })?;
    Ok((found, count(db, "SELECT count(*) FROM ai_feature WHERE tenant_id = ?1", [tenant])?))
}
