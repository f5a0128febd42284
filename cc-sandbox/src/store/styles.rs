//! Looks for posts, month by month.

use cc_api::YearMonth;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::value::RawValue;

use super::rows;
use crate::ident::Kind;
use crate::reply::Json;

const STYLE: Kind = Kind("style");

/// A look.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Style {
    id: String,
    name: String,
    description: String,
    month: Option<String>,
    preview_url: String,
    canva_url: Option<String>,
    colors: Option<Json>,
}

/// The looks of a month, or all: the newest month first, what has no month last.
pub(crate) fn list(db: &Connection, tenant: i64, month: Option<YearMonth>) -> rusqlite::Result<Vec<Style>> {
    let sql = "SELECT id, name, description, month, preview_url, canva_url, colors FROM content_style
               WHERE tenant_id = ?1 AND (?2 IS NULL OR month = ?2) ORDER BY month DESC NULLS LAST, id";
    rows(db, sql, (tenant, month.map(|month| month.to_string())), |row| {
        Ok(Style {
            id: STYLE.id(row.get(0)?),
            name: row.get(1)?,
            description: row.get(2)?,
            month: row.get(3)?,
            preview_url: row.get(4)?,
            canva_url: row.get(5)?,
            colors: RawValue::from_string(row.get(6)?).ok(),
        })
    })
}
