//! The knowledge hub: teaching videos in categories. A video is there from the instant on at which it is published.

use rusqlite::{Connection, Row, named_params};
use serde::Serialize;

use super::{count, packed, rows};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;

/// Videos of the knowledge hub: `hub_video_7`.
pub(crate) const VIDEO: Kind = Kind("hub_video");
/// Categories of the knowledge hub: `hub_category_2`.
pub(crate) const CATEGORY: Kind = Kind("hub_category");

/// Who looks, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visitor {
    pub(crate) tenant: i64,
    /// The time, in milliseconds.
    pub(crate) now: i64,
}

/// A teaching video, as the API answers it.
#[expect(clippy::struct_field_names, reason = "`videoUrl` is what the API calls it")]
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Video {
    id: String,
    slug: String,
    title: String,
    description: Option<String>,
    category: Option<Category>,
    video_url: Option<String>,
    thumbnail_url: Option<String>,
    duration_seconds: Option<i64>,
    published_at: String,
}

/// A group of videos, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Category {
    id: String,
    name: String,
    order: i64,
    video_count: i64,
}

/// One page of videos, the newest first, and how many there are.
///
/// A category is named by its row; of the title, all the words must be found somewhere, in whatever case.
pub(crate) fn list(
    db: &Connection,
    visitor: Visitor,
    category: Option<i64>,
    title: Option<&str>,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Video>, i64)> {
    let words: Vec<String> = title.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let words = packed(&words);
    let Visitor { tenant, now } = visitor;
    let number = count(
        db,
        &format!("SELECT count(*) FROM hub_video AS video WHERE {CONDITION}"),
        named_params! { ":tenant": tenant, ":now": now, ":category": category, ":words": words },
    )?;
    let sql = format!(
        "SELECT video.id, video.slug, video.title, video.description, video.video_url, video.thumbnail_url,
                video.duration_seconds, video.published_at, category.id, category.name, category.position, {COUNT}
         FROM hub_video AS video LEFT JOIN hub_category AS category ON category.id = video.category_id
         WHERE {CONDITION} ORDER BY video.published_at DESC, video.id DESC LIMIT :limit OFFSET :offset"
    );
    let videos = rows(
        db,
        &sql,
        named_params! {
            ":tenant": tenant, ":now": now, ":category": category, ":words": words, ":limit": page.limit,
            ":offset": page.offset,
        },
        read_video,
    )?;
    Ok((videos, number))
}

/// Every category in its order, with the number of videos that are out.
pub(crate) fn categories(db: &Connection, visitor: Visitor) -> rusqlite::Result<Vec<Category>> {
    let sql = format!(
        "SELECT category.id, category.name, category.position, {COUNT} FROM hub_category AS category
         WHERE category.tenant_id = :tenant ORDER BY category.position, category.id"
    );
    let Visitor { tenant, now } = visitor;
    rows(db, &sql, named_params! { ":tenant": tenant, ":now": now }, |row| read_category(row, 0))
}

/// Words are looked for as they are: a `%` finds a `%`.
const CONDITION: &str = "video.tenant_id = :tenant AND video.published_at <= :now
    AND (:category IS NULL OR video.category_id = :category)
    AND NOT EXISTS (
        SELECT 1 FROM json_each(:words) AS word WHERE instr(lower(video.title), lower(word.value)) = 0)";

const COUNT: &str = "(SELECT count(*) FROM hub_video AS other
    WHERE other.category_id = category.id AND other.published_at <= :now)";

fn read_video(row: &Row<'_>) -> rusqlite::Result<Video> {
    let has_category = row.get::<_, Option<i64>>(8)?.is_some();
    Ok(Video {
        id: VIDEO.id(row.get(0)?),
        slug: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        category: if has_category { Some(read_category(row, 8)?) } else { None },
        video_url: row.get(4)?,
        thumbnail_url: row.get(5)?,
        duration_seconds: row.get(6)?,
        published_at: instant(row.get(7)?),
    })
}

/// The category whose columns begin here.
fn read_category(row: &Row<'_>, first: usize) -> rusqlite::Result<Category> {
    Ok(Category {
        id: CATEGORY.id(row.get(first)?),
        name: row.get(first + 1)?,
        order: row.get(first + 2)?,
        video_count: row.get(first + 3)?,
    })
}
