//! The library: types, pillars, tags, audiences, and posts that came out week by week.

use jiff::ToSpan as _;
use rusqlite::params;
use serde::Serialize;

use super::{Seeder, TenantPlan};
use crate::store::posts::POST;

/// Kinds of post that the connector's documents name.
const TYPES: &[&str] = &[
    "Reel",
    "Carousel",
    "Static",
    "Story",
    "Email Template",
    "Story Template",
    "Lead Magnets",
    "Marketing Campaigns",
    "Landing Page",
    "Buyer/Seller Client Resources",
    "Guides & Presentations",
];

/// The part of a post that is the same for everybody.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    id: String,
    slug: &'a str,
    title: &'a str,
    caption: Option<&'a str>,
    content_type: &'a str,
    publish_date: String,
}

/// Fills the library of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let mut types = Vec::new();
    for name in TYPES {
        let slug = name.to_lowercase().replace([' ', '/', '&'], "-");
        seeder.db.execute(
            "INSERT INTO content_type (tenant_id, name, slug) VALUES (?1, ?2, ?3)",
            params![plan.tenant, name, slug],
        )?;
        types.push((seeder.db.last_insert_rowid(), *name));
    }
    let posts = if plan.is_main { seeder.posts } else { seeder.posts.min(20) };
    let first_day = seeder.today().saturating_sub(1.year());
    let mut insert = seeder.db.prepare(
        "INSERT INTO post (id, tenant_id, position, slug, title, publish_date, content_type_id, document)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let before: i64 = seeder.db.query_row("SELECT coalesce(max(id), 0) FROM post", [], |row| row.get(0))?;
    for position in 1..=i64::from(posts) {
        let row = before + position;
        let day = first_day.saturating_add((370 * position / i64::from(posts)).days()).to_string();
        let (content_type, name) = types[seeder.rng.usize(..types.len())];
        let slug = format!("post-{position}");
        let title = format!("{name} {position}");
        let document = Document {
            id: POST.id(row),
            slug: &slug,
            title: &title,
            caption: None,
            content_type: name,
            publish_date: day.clone(),
        };
        let document = serde_json::to_string(&document)?;
        insert.execute(params![row, plan.tenant, position, slug, title, day, content_type, document])?;
    }
    Ok(())
}
