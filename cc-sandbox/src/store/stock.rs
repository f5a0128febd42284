//! Stock images and videos, with the marks of the account that looks at them.

use rusqlite::{Connection, Row, named_params};
use serde::Serialize;

use super::{Choice, count, packed, rows, unpacked};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;

/// Stock images and videos: `image_42`.
pub(crate) const IMAGE: Kind = Kind("image");
/// Photo shoots: `shoot_3`.
pub(crate) const SHOOT: Kind = Kind("shoot");

/// Whether a stock image stands still or moves, with the name of the choice.
pub(crate) const KINDS: [(&str, &str); 2] = [("image", "Images"), ("video", "Videos")];

/// The forms of a stock image, with the name of the choice.
pub(crate) const ORIENTATIONS: [(&str, &str); 3] =
    [("portrait", "Portrait"), ("landscape", "Landscape"), ("square", "Square")];

/// What the listing is narrowed down to. Several filters together narrow further.
#[derive(Debug, Default)]
pub(crate) struct StockFilter {
    /// The row of a shoot.
    pub(crate) shoot: Option<i64>,
    /// Names of tags; all of them.
    pub(crate) tags: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) orientation: Option<String>,
}

/// A stock image or video, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StockImage {
    id: String,
    title: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    orientation: String,
    url: String,
    thumbnail_url: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    duration_seconds: Option<i64>,
    shoot: Option<Shoot>,
    tags: Vec<String>,
    is_favorite: bool,
    is_used: bool,
    created_at: String,
}

#[derive(Debug, Serialize)]
struct Shoot {
    id: String,
    name: String,
}

/// One page of stock images, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    tenant: i64,
    account: i64,
    filter: &StockFilter,
    page: PageRequest,
) -> rusqlite::Result<(Vec<StockImage>, i64)> {
    let tags = packed(&filter.tags);
    let StockFilter { shoot, kind, orientation, .. } = filter;
    let number = count(
        db,
        &format!("SELECT count(*) FROM stock_image AS image WHERE {CONDITION}"),
        named_params! { ":tenant": tenant, ":shoot": shoot, ":tags": tags, ":kind": kind, ":orientation": orientation },
    )?;
    let sql = format!(
        "SELECT image.id, image.title, image.kind, image.orientation, image.url, image.thumbnail_url, image.width,
                image.height, image.duration_seconds, shoot.id, shoot.name, mark.is_favorite, mark.is_used,
                image.created_at,
                (SELECT json_group_array(name) FROM (
                    SELECT tag.name FROM stock_image_tag AS tagged JOIN stock_tag AS tag ON tag.id = tagged.tag_id
                    WHERE tagged.image_id = image.id ORDER BY tag.name))
         FROM stock_image AS image
         LEFT JOIN photo_shoot AS shoot ON shoot.id = image.shoot_id
         LEFT JOIN image_mark AS mark ON mark.account_id = :account AND mark.image_id = image.id
         WHERE {CONDITION} ORDER BY image.created_at DESC, image.id DESC LIMIT :limit OFFSET :offset"
    );
    let images = rows(
        db,
        &sql,
        named_params! {
            ":tenant": tenant, ":account": account, ":shoot": shoot, ":tags": tags, ":kind": kind,
            ":orientation": orientation, ":limit": page.limit, ":offset": page.offset,
        },
        read,
    )?;
    Ok((images, number))
}

/// How many images each kind leaves.
pub(crate) fn kinds(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Choice>> {
    let sql = "SELECT count(*) FROM stock_image WHERE tenant_id = ?1 AND kind = ?2";
    words(db, tenant, sql, &KINDS)
}

/// How many images each orientation leaves.
pub(crate) fn orientations(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Choice>> {
    let sql = "SELECT count(*) FROM stock_image WHERE tenant_id = ?1 AND orientation = ?2";
    words(db, tenant, sql, &ORIENTATIONS)
}

/// How many images each shoot leaves.
pub(crate) fn shoots(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Choice>> {
    let sql = "SELECT shoot.id, shoot.name, count(image.id) FROM photo_shoot AS shoot
               LEFT JOIN stock_image AS image ON image.shoot_id = shoot.id
               WHERE shoot.tenant_id = ?1 GROUP BY shoot.id ORDER BY shoot.name, shoot.id";
    rows(db, sql, [tenant], |row| {
        Ok(Choice { value: SHOOT.id(row.get(0)?), name: row.get(1)?, count: row.get(2)? })
    })
}

/// How many images each tag leaves. What is shown is the tag with a capital letter.
pub(crate) fn tags(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Choice>> {
    let sql = "SELECT tag.name, upper(substr(tag.name, 1, 1)) || substr(tag.name, 2), count(tagged.image_id)
               FROM stock_tag AS tag LEFT JOIN stock_image_tag AS tagged ON tagged.tag_id = tag.id
               WHERE tag.tenant_id = ?1 GROUP BY tag.id ORDER BY tag.name";
    rows(db, sql, [tenant], |row| Ok(Choice { value: row.get(0)?, name: row.get(1)?, count: row.get(2)? }))
}

/// The condition of a listing. A filter that is null lets everything through; no tags wanted, none can be missing.
const CONDITION: &str = "image.tenant_id = :tenant
    AND (:shoot IS NULL OR image.shoot_id = :shoot)
    AND (:kind IS NULL OR image.kind = :kind)
    AND (:orientation IS NULL OR image.orientation = :orientation)
    AND NOT EXISTS (
        SELECT 1 FROM json_each(:tags) AS wanted WHERE wanted.value NOT IN (
            SELECT tag.name FROM stock_image_tag AS tagged JOIN stock_tag AS tag ON tag.id = tagged.tag_id
            WHERE tagged.image_id = image.id))";

fn words(db: &Connection, tenant: i64, sql: &str, words: &[(&str, &str)]) -> rusqlite::Result<Vec<Choice>> {
    let choice = |(value, name): &(&str, &str)| {
        let count = count(db, sql, (tenant, value))?;
        Ok(Choice { value: (*value).to_owned(), name: (*name).to_owned(), count })
    };
    words.iter().map(choice).collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<StockImage> {
    let shoot: Option<i64> = row.get(9)?;
    let shoot = match shoot {
        Some(shoot) => Some(Shoot { id: SHOOT.id(shoot), name: row.get(10)? }),
        None => None,
    };
    let tags: String = row.get(14)?;
    Ok(StockImage {
        id: IMAGE.id(row.get(0)?),
        title: row.get(1)?,
        kind: row.get(2)?,
        orientation: row.get(3)?,
        url: row.get(4)?,
        thumbnail_url: row.get(5)?,
        width: row.get(6)?,
        height: row.get(7)?,
        duration_seconds: row.get(8)?,
        shoot,
        tags: unpacked(&tags),
        is_favorite: row.get::<_, Option<bool>>(11)?.unwrap_or(false),
        is_used: row.get::<_, Option<bool>>(12)?.unwrap_or(false),
        created_at: instant(row.get(13)?),
    })
}
