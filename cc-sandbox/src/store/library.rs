//! What posts are sorted by, with the number of posts that are out behind each choice.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::posts::{AUDIENCE, Live, PILLAR, TAG, list_of};
use super::{row, rows};
use crate::ident::Kind;

/// Kinds of post: `type_1`.
const TYPE: Kind = Kind("type");
const TYPE_CATEGORY: Kind = Kind("type_category");
const PILLAR_CATEGORY: Kind = Kind("pillar_category");

/// A heading over kinds of post or over pillars.
#[derive(Debug, Serialize)]
pub(crate) struct Category {
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    order: i64,
}

/// A kind of post.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContentType {
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    category: Option<Category>,
    post_count: i64,
}

/// A theme of the library. The count is left out where the pillar stands inside something else.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pillar {
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    color: Option<String>,
    category: Option<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_count: Option<i64>,
}

/// A tag, or an audience, which has a description as well. The count is left out inside something else.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Label {
    id: String,
    name: String,
    slug: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_count: Option<i64>,
}

/// Which entries of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    All,
    /// Those that fit what the account said about itself, and those that it prefers.
    PickedFor(i64),
}

/// The headings over kinds of post.
pub(crate) fn type_categories(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Category>> {
    let sql = "SELECT id, name, slug, description, position FROM content_type_category WHERE tenant_id = ?1
               ORDER BY position, id";
    rows(db, sql, [tenant], |row| category(row, 0, TYPE_CATEGORY))
}

/// The headings over pillars.
pub(crate) fn pillar_categories(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Category>> {
    let sql = "SELECT id, name, slug, description, position FROM pillar_category WHERE tenant_id = ?1
               ORDER BY position, id";
    rows(db, sql, [tenant], |row| category(row, 0, PILLAR_CATEGORY))
}

/// The kinds of post.
pub(crate) fn types(db: &Connection, tenant: i64, live: Live) -> rusqlite::Result<Vec<ContentType>> {
    let sql = "SELECT type.id, type.name, type.slug, type.description,
                      category.id, category.name, category.slug, category.description, category.position,
                      (SELECT count(*) FROM post WHERE post.tenant_id = ?1 AND post.content_type_id = type.id
                           AND post.position <= ?2)
               FROM content_type AS type LEFT JOIN content_type_category AS category ON category.id = type.category_id
               WHERE type.tenant_id = ?1 ORDER BY type.id";
    rows(db, sql, (tenant, live.count), |row| {
        Ok(ContentType {
            id: TYPE.id(row.get(0)?),
            name: row.get(1)?,
            slug: row.get(2)?,
            description: row.get(3)?,
            category: optional_category(row, 4, TYPE_CATEGORY)?,
            post_count: row.get(9)?,
        })
    })
}

/// The pillars.
pub(crate) fn pillars(
    db: &Connection,
    tenant: i64,
    live: Live,
    which: Which,
) -> rusqlite::Result<Vec<Pillar>> {
    let count = "(SELECT count(*) FROM post WHERE post.tenant_id = ?1 AND post.pillar_id = pillar.id
                      AND post.position <= ?2)";
    let sql = format!(
        "{} WHERE pillar.tenant_id = ?1 AND (?3 IS NULL OR pillar.id IN ({})) ORDER BY pillar.id",
        pillars_with(count),
        picked_pillars("?3"),
    );
    rows(db, &sql, (tenant, live.count, which.account()), pillar)
}

/// A pillar, as it stands inside other things.
pub(crate) fn pillar_inside(db: &Connection, tenant: i64, id: i64) -> rusqlite::Result<Option<Pillar>> {
    let sql = format!("{} WHERE pillar.tenant_id = ?1 AND pillar.id = ?2", pillars_with("NULL"));
    row(db, &sql, (tenant, id), pillar)
}

/// The tags.
pub(crate) fn tags(db: &Connection, tenant: i64, live: Live, which: Which) -> rusqlite::Result<Vec<Label>> {
    let sql = format!(
        "SELECT id, name, slug, NULL,
                (SELECT count(*) FROM post_tag WHERE post_tag.tag_id = tag.id AND post_tag.post_id <= ?2)
         FROM tag WHERE tenant_id = ?1 AND (?3 IS NULL OR id IN ({})) ORDER BY id",
        picked_tags("?3"),
    );
    rows(db, &sql, (tenant, live.row, which.account()), |row| label(row, TAG))
}

/// Some tags, as they stand inside other things.
pub(crate) fn tags_inside(db: &Connection, tenant: i64, ids: &[i64]) -> rusqlite::Result<Vec<Label>> {
    let sql = "SELECT id, name, slug, NULL, NULL FROM tag
               WHERE tenant_id = ?1 AND id IN (SELECT value FROM json_each(?2)) ORDER BY id";
    rows(db, sql, (tenant, list_of(ids)), |row| label(row, TAG))
}

/// The audiences.
pub(crate) fn audiences(db: &Connection, tenant: i64, live: Live) -> rusqlite::Result<Vec<Label>> {
    let sql = "SELECT id, name, slug, description,
                      (SELECT count(*) FROM post_audience WHERE post_audience.audience_id = audience.id
                           AND post_audience.post_id <= ?2)
               FROM audience WHERE tenant_id = ?1 ORDER BY id";
    rows(db, sql, (tenant, live.row), |row| label(row, AUDIENCE))
}

/// Some audiences, as they stand inside other things.
pub(crate) fn audiences_inside(db: &Connection, tenant: i64, ids: &[i64]) -> rusqlite::Result<Vec<Label>> {
    let sql = "SELECT id, name, slug, description, NULL FROM audience
               WHERE tenant_id = ?1 AND id IN (SELECT value FROM json_each(?2)) ORDER BY id";
    rows(db, sql, (tenant, list_of(ids)), |row| label(row, AUDIENCE))
}

/// A query for the pillars that are picked for an account, which stands in this parameter.
pub(crate) fn picked_pillars(account: &str) -> String {
    format!(
        "SELECT pillar_id FROM account_pillar WHERE account_id = {account}
         UNION SELECT suits.pillar_id FROM account_trait AS chosen
         JOIN trait_pillar AS suits ON suits.trait_id = chosen.trait_id WHERE chosen.account_id = {account}"
    )
}

/// A query for the tags that are picked for an account.
pub(crate) fn picked_tags(account: &str) -> String {
    format!(
        "SELECT tag_id FROM account_tag WHERE account_id = {account}
         UNION SELECT suits.tag_id FROM account_trait AS chosen
         JOIN trait_tag AS suits ON suits.trait_id = chosen.trait_id WHERE chosen.account_id = {account}"
    )
}

fn pillars_with(count: &str) -> String {
    format!(
        "SELECT pillar.id, pillar.name, pillar.slug, pillar.description, pillar.color,
                category.id, category.name, category.slug, category.description, category.position, {count}
         FROM pillar LEFT JOIN pillar_category AS category ON category.id = pillar.category_id"
    )
}

fn pillar(row: &Row<'_>) -> rusqlite::Result<Pillar> {
    Ok(Pillar {
        id: PILLAR.id(row.get(0)?),
        name: row.get(1)?,
        slug: row.get(2)?,
        description: row.get(3)?,
        color: row.get(4)?,
        category: optional_category(row, 5, PILLAR_CATEGORY)?,
        post_count: row.get(10)?,
    })
}

fn label(row: &Row<'_>, kind: Kind) -> rusqlite::Result<Label> {
    Ok(Label {
        id: kind.id(row.get(0)?),
        name: row.get(1)?,
        slug: row.get(2)?,
        description: row.get(3)?,
        post_count: row.get(4)?,
    })
}

/// The category that begins in this column.
fn category(row: &Row<'_>, first: usize, kind: Kind) -> rusqlite::Result<Category> {
    Ok(Category {
        id: kind.id(row.get(first)?),
        name: row.get(first + 1)?,
        slug: row.get(first + 2)?,
        description: row.get(first + 3)?,
        order: row.get(first + 4)?,
    })
}

/// The same, where there may be none.
fn optional_category(row: &Row<'_>, first: usize, kind: Kind) -> rusqlite::Result<Option<Category>> {
    match row.get::<_, Option<i64>>(first)? {
        Some(_) => category(row, first, kind).map(Some),
        None => Ok(None),
    }
}

impl Which {
    fn account(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::PickedFor(account) => Some(account),
        }
    }
}
