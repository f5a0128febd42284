//! What lies in the database, and how it is read and written. SQL stands here; only what fills a new database, in `seed`,
//! has its own.

pub(crate) mod activity;
pub(crate) mod assistant;
pub(crate) mod billing;
pub(crate) mod captions;
pub(crate) mod components;
pub(crate) mod credentials;
pub(crate) mod daily_tasks;
pub(crate) mod day;
pub(crate) mod drops;
pub(crate) mod effects;
pub(crate) mod events;
pub(crate) mod flags;
pub(crate) mod instagram;
pub(crate) mod items;
pub(crate) mod keys;
pub(crate) mod labels;
pub(crate) mod library;
pub(crate) mod membership;
pub(crate) mod notices;
pub(crate) mod organizations;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod photos;
pub(crate) mod pictures;
pub(crate) mod places;
pub(crate) mod posts;
pub(crate) mod profiles;
pub(crate) mod schedule;
pub(crate) mod search;
pub(crate) mod slugs;
pub(crate) mod social_links;
pub(crate) mod stock;
pub(crate) mod styles;
pub(crate) mod traits;
pub(crate) mod uploads;
pub(crate) mod usage;
pub(crate) mod videos;

use cc_api::Patch;
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use serde::Serialize;

/// One choice of a filter, with how much it would leave.
#[derive(Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) count: i64,
}

/// Every row of a query.
pub(crate) fn rows<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(params, read)?.collect()
}

/// The first row of a query, if there is one.
pub(crate) fn row<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    db.prepare_cached(sql)?.query_row(params, read).optional()
}

/// The number that a query counts.
pub(crate) fn count(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<i64> {
    db.prepare_cached(sql)?.query_row(params, |row| row.get(0))
}

/// What a text holds after a change.
pub(crate) fn changed<'a>(old: Option<&'a str>, change: &'a Patch<String>) -> Option<&'a str> {
    match change {
        Patch::Absent => old,
        Patch::Null => None,
        Patch::Value(new) => Some(new),
    }
}

/// A list of texts, as tables keep it.
pub(crate) fn packed(texts: &[String]) -> String {
    serde_json::Value::from(texts).to_string()
}

/// A list of texts, as it was kept.
pub(crate) fn unpacked(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
