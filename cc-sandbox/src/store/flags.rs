//! Feature flags: the platform's switches, a set for each tenant.

use rusqlite::Connection;
use serde::Serialize;

use super::rows;

/// A flag, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeatureFlag {
    name: String,
    is_enabled: bool,
    description: Option<String>,
}

/// The flags of a tenant by name. There are few.
pub(crate) fn list(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<FeatureFlag>> {
    rows(
        db,
        "SELECT name, is_enabled, description FROM feature_flag WHERE tenant_id = ?1 ORDER BY name",
        [tenant],
        |row| Ok(FeatureFlag { name: row.get(0)?, is_enabled: row.get(1)?, description: row.get(2)? }),
    )
}
