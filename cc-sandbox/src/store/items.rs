//! Posts and stock images in one list.

use rusqlite::{Connection, Row, named_params};
use serde::Serialize;

use super::posts::{POST, Viewer};
use super::stock::IMAGE;
use super::{row, rows};
use crate::clock::instant;
use crate::input::PageRequest;

/// What items are narrowed down to.
#[derive(Debug, Default)]
pub(crate) struct ItemFilter {
    /// `post`, `image` or `video`.
    pub(crate) kind: Option<String>,
    pub(crate) is_favorite: Option<bool>,
    pub(crate) is_used: Option<bool>,
}

/// How many items of each kind there are.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    posts: i64,
    images: i64,
    videos: i64,
}

/// A post or an image.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    id: String,
    kind: String,
    title: Option<String>,
    slug: Option<String>,
    image_url: Option<String>,
    is_favorite: bool,
    is_used: bool,
    created_at: String,
}

/// Where an item lies, by its row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Post(i64),
    Image(i64),
}

/// Everything that is out, and that fits the filter. A post was added at the start of the day on which it came out.
const ITEMS: &str = "
    SELECT * FROM (
        SELECT 'post' AS kind, post.id AS id, coalesce(mark.is_favorite, 0) AS is_favorite,
               coalesce(mark.is_used, 0) AS is_used, unixepoch(post.publish_date) * 1000 AS created_at
        FROM post LEFT JOIN post_mark AS mark ON mark.account_id = :account AND mark.post_id = post.id
        WHERE post.tenant_id = :tenant AND post.publish_date <= :today
        UNION ALL
        SELECT image.kind, image.id, coalesce(mark.is_favorite, 0), coalesce(mark.is_used, 0), image.created_at
        FROM stock_image AS image
        LEFT JOIN image_mark AS mark ON mark.account_id = :account AND mark.image_id = image.id
        WHERE image.tenant_id = :tenant
    )
    WHERE (:kind IS NULL OR kind = :kind) AND (:is_favorite IS NULL OR is_favorite = :is_favorite)
        AND (:is_used IS NULL OR is_used = :is_used)";

/// How many items fit the filter, by kind.
pub(crate) fn counts(db: &Connection, viewer: Viewer, filter: &ItemFilter) -> rusqlite::Result<Counts> {
    let sql = format!("SELECT kind, count(*) FROM ({ITEMS}) GROUP BY kind");
    let values = named_params! {
        ":tenant": viewer.tenant, ":account": viewer.account, ":today": viewer.today.to_string(),
        ":kind": filter.kind, ":is_favorite": filter.is_favorite, ":is_used": filter.is_used,
    };
    let mut counts = Counts::default();
    for (kind, number) in rows(db, &sql, values, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))? {
        match kind.as_str() {
            "post" => counts.posts = number,
            "video" => counts.videos = number,
            _ => counts.images = number,
        }
    }
    Ok(counts)
}

/// One page of the items that fit the filter, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    viewer: Viewer,
    filter: &ItemFilter,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Item>, i64)> {
    let sql = format!(
        "{SHOWN} FROM ({ITEMS} ORDER BY created_at DESC, kind, id DESC LIMIT :limit OFFSET :offset) AS item {JOINS}
         ORDER BY item.created_at DESC, item.kind, item.id DESC"
    );
    let values = named_params! {
        ":tenant": viewer.tenant, ":account": viewer.account, ":today": viewer.today.to_string(),
        ":kind": filter.kind, ":is_favorite": filter.is_favorite, ":is_used": filter.is_used,
        ":limit": page.limit, ":offset": page.offset,
    };
    let items = rows(db, &sql, values, read)?;
    let Counts { posts, images, videos } = counts(db, viewer, filter)?;
    Ok((items, posts + images + videos))
}

/// What an identifier of an item means.
pub(crate) fn place(id: &str) -> Option<Place> {
    POST.row(id).map(Place::Post).or_else(|| IMAGE.row(id).map(Place::Image))
}

/// An item, if it is out.
pub(crate) fn find(db: &Connection, viewer: Viewer, place: Place) -> rusqlite::Result<Option<Item>> {
    let (is_post, id) = match place {
        Place::Post(id) => (true, id),
        Place::Image(id) => (false, id),
    };
    let sql = format!(
        "{SHOWN} FROM ({ITEMS}) AS item {JOINS} WHERE (item.kind = 'post') = :is_post AND item.id = :id"
    );
    let values = named_params! {
        ":tenant": viewer.tenant, ":account": viewer.account, ":today": viewer.today.to_string(),
        ":kind": None::<String>, ":is_favorite": None::<bool>, ":is_used": None::<bool>,
        ":is_post": is_post, ":id": id,
    };
    row(db, &sql, values, read)
}

/// Sets the marks that are given on an item, and leaves the others.
pub(crate) fn mark(
    db: &Connection,
    account: i64,
    place: Place,
    is_favorite: Option<bool>,
    is_used: Option<bool>,
) -> rusqlite::Result<()> {
    let (table, column, row) = match place {
        Place::Post(post) => ("post_mark", "post_id", post),
        Place::Image(image) => ("image_mark", "image_id", image),
    };
    let sql = format!(
        "INSERT INTO {table} (account_id, {column}, is_favorite, is_used)
         VALUES (?1, ?2, coalesce(?3, 0), coalesce(?4, 0))
         ON CONFLICT DO UPDATE SET is_favorite = coalesce(?3, is_favorite), is_used = coalesce(?4, is_used)"
    );
    db.prepare_cached(&sql)?.execute((account, row, is_favorite, is_used))?;
    Ok(())
}

/// What `read` reads.
const SHOWN: &str = "SELECT item.kind, item.id, coalesce(post.title, image.title), post.slug,
    coalesce(post.document ->> '$.photos[0].url', image.thumbnail_url, image.url),
    item.is_favorite, item.is_used, item.created_at";

const JOINS: &str = "LEFT JOIN post ON item.kind = 'post' AND post.id = item.id
    LEFT JOIN stock_image AS image ON item.kind <> 'post' AND image.id = item.id";

fn read(row: &Row<'_>) -> rusqlite::Result<Item> {
    let kind: String = row.get(0)?;
    let id = if kind == "post" { POST } else { IMAGE }.id(row.get(1)?);
    Ok(Item {
        id,
        kind,
        title: row.get(2)?,
        slug: row.get(3)?,
        image_url: row.get(4)?,
        is_favorite: row.get(5)?,
        is_used: row.get(6)?,
        created_at: instant(row.get(7)?),
    })
}
