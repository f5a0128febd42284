//! What several posts have in common: kind, pillar, tags, audiences, written once for all of them.

use rusqlite::Connection;
use serde::Serialize;

use super::library::{self, Label, Pillar};

/// What a post is labelled with, by rows.
#[derive(Debug)]
pub(crate) struct Labels<'a> {
    /// The name of the kind.
    pub(crate) content_type: &'a str,
    pub(crate) pillar: i64,
    pub(crate) tags: &'a [i64],
    pub(crate) audiences: &'a [i64],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    content_type: &'a str,
    pillar: Option<Pillar>,
    tags: Vec<Label>,
    audiences: Vec<Label>,
}

/// Writes them down; the row is what posts point to.
pub(crate) fn add(db: &Connection, tenant: i64, labels: &Labels<'_>) -> anyhow::Result<i64> {
    let document = Document {
        content_type: labels.content_type,
        pillar: library::pillar_inside(db, tenant, labels.pillar)?,
        tags: library::tags_inside(db, tenant, labels.tags)?,
        audiences: library::audiences_inside(db, tenant, labels.audiences)?,
    };
    let document = serde_json::to_string(&document)?;
    let mut insert = db.prepare_cached("INSERT INTO post_labels (tenant_id, document) VALUES (?1, ?2)")?;
    Ok(insert.insert((tenant, document))?)
}
