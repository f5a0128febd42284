//! Pictures in the components of web pages.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::components::COMPONENT;
use super::pages::Owner;
use super::places::Places;
use super::{row, rows};
use crate::ident::Kind;

/// Pictures in components: `picture_4`.
pub(crate) const PICTURE: Kind = Kind("picture");

const PICTURES: Places = Places { table: "component_image", list: "component_id" };

/// A picture in a component, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Picture {
    #[serde(skip)]
    row: i64,
    /// The row of its component.
    #[serde(skip)]
    component: i64,
    id: String,
    component_id: String,
    url: String,
    alt_text: Option<String>,
    order: i64,
}

/// The pictures of a component in their order.
pub(crate) fn of_component(db: &Connection, component: i64) -> rusqlite::Result<Vec<Picture>> {
    let sql =
        format!("SELECT {COLUMNS} FROM component_image AS image WHERE component_id = ?1 ORDER BY position");
    rows(db, &sql, [component], read)
}

/// Puts a picture into a component, at the end without a place; it as it is then.
pub(crate) fn add(
    db: &Connection,
    component: i64,
    url: &str,
    alt_text: Option<&str>,
    order: Option<i64>,
) -> rusqlite::Result<Option<Picture>> {
    let position = PICTURES.make_room(db, component, order)?;
    let picture = db
        .prepare_cached(
            "INSERT INTO component_image (component_id, position, url, alt_text) VALUES (?1, ?2, ?3, ?4)",
        )?
        .insert((component, position, url, alt_text))?;
    let sql = format!("SELECT {COLUMNS} FROM component_image AS image WHERE image.id = ?1");
    row(db, &sql, [picture], read)
}

/// A picture on the owner's pages, and the row of its page.
pub(crate) fn find(db: &Connection, owner: Owner, picture: i64) -> rusqlite::Result<Option<(Picture, i64)>> {
    let sql = format!(
        "SELECT {COLUMNS}, page.id FROM component_image AS image
         JOIN page_component AS component ON component.id = image.component_id
         JOIN page ON page.id = component.page_id
         WHERE image.id = ?1 AND page.tenant_id = ?2 AND page.account_id = ?3"
    );
    row(db, &sql, (picture, owner.tenant, owner.account), |row| Ok((read(row)?, row.get(5)?)))
}

/// Takes a picture out of its component.
pub(crate) fn delete(db: &Connection, picture: &Picture) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM component_image WHERE id = ?1")?.execute([picture.row])?;
    PICTURES.close_gap(db, picture.component, picture.order)
}

const COLUMNS: &str = "image.id, image.component_id, image.url, image.alt_text, image.position";

fn read(row: &Row<'_>) -> rusqlite::Result<Picture> {
    let (picture, component) = (row.get(0)?, row.get(1)?);
    Ok(Picture {
        row: picture,
        component,
        id: PICTURE.id(picture),
        component_id: COMPONENT.id(component),
        url: row.get(2)?,
        alt_text: row.get(3)?,
        order: row.get(4)?,
    })
}
