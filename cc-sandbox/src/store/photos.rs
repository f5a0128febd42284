//! Pictures of posts. They stand in the documents of their posts; a picture's number is made of that of its post and
//! its place in it.

use rusqlite::Connection;
use serde::Deserialize;

use super::posts::Live;
use super::{row, rows};
use crate::ident::Kind;
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::reply::Json;

const PHOTO: Kind = Kind("photo");

/// No post has more pictures than this.
const MOST: i64 = 16;

/// A post's document, as far as pictures are concerned.
#[derive(Deserialize)]
struct Document {
    photos: Vec<Json>,
}

/// The identifier of a picture of the post in this row.
pub(crate) fn id(post: i64, order: u8) -> String {
    PHOTO.id(post * MOST + i64::from(order))
}

/// One page of the pictures of all posts that are out, those of the newest post first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    tenant: i64,
    live: Live,
    page: PageRequest,
) -> Result<(Vec<Json>, i64), Refused> {
    // Counted from the oldest picture on, the page ends before `end`.
    let end = live.photos.saturating_sub(page.offset);
    let start = end.saturating_sub(page.limit).max(0);
    let sql = "SELECT photos_before, document FROM post
               WHERE tenant_id = ?1 AND photo_count > 0 AND photos_before < ?2 AND photos_before > ?3 - ?4
               ORDER BY photos_before DESC";
    let posts = rows(db, sql, (tenant, end, start, MOST), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = Vec::new();
    for (before, document) in posts {
        let photos = parse(&document)?;
        // Within a post the pictures keep their order: the last of them has the place of the first.
        let last = before + i64::try_from(photos.len()).unwrap_or(0) - 1;
        let placed = photos.into_iter().zip(0_i64..).map(|(photo, order)| (last - order, photo));
        found.extend(placed.filter(|(place, _)| (start..end).contains(place)).map(|(_, photo)| photo));
    }
    Ok((found, live.photos))
}

/// The pictures with these identifiers, as far as their posts are out; the order is that of the list.
pub(crate) fn named(db: &Connection, tenant: i64, live: Live, ids: &[String]) -> Result<Vec<Json>, Refused> {
    let mut places: Vec<(i64, i64)> = ids.iter().filter_map(|id| place(id)).collect();
    places.sort_unstable_by_key(|(post, order)| (-post, *order));
    places.dedup();
    let mut found = Vec::new();
    for (post, order) in places {
        found.extend(at(db, tenant, live, post, order)?);
    }
    Ok(found)
}

/// One picture, if its post is out.
pub(crate) fn find(db: &Connection, tenant: i64, live: Live, id: &str) -> Result<Option<Json>, Refused> {
    let Some((post, order)) = place(id) else { return Ok(None) };
    at(db, tenant, live, post, order)
}

fn place(id: &str) -> Option<(i64, i64)> {
    PHOTO.row(id).map(|row| (row / MOST, row % MOST))
}

fn at(db: &Connection, tenant: i64, live: Live, post: i64, order: i64) -> Result<Option<Json>, Refused> {
    let sql = "SELECT document FROM post WHERE id = ?1 AND tenant_id = ?2 AND position <= ?3";
    let document: Option<String> = row(db, sql, (post, tenant, live.count), |row| row.get(0))?;
    let Some(document) = document else { return Ok(None) };
    Ok(usize::try_from(order).ok().and_then(|order| parse(&document).ok()?.into_iter().nth(order)))
}

fn parse(document: &str) -> Result<Vec<Json>, Refused> {
    let document: Document = serde_json::from_str(document).map_err(|error| Refused::failure(&error))?;
    Ok(document.photos)
}
