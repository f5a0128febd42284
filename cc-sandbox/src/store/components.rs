//! Components of web pages.

use cc_api::Patch;
use rusqlite::{Connection, Row};
use serde::Serialize;

use super::pages::{Owner, PAGE};
use super::pictures::{self, Picture};
use super::places::Places;
use super::{changed, row, rows};
use crate::ident::Kind;

/// Components: `component_12`.
pub(crate) const COMPONENT: Kind = Kind("component");

/// Kinds of components.
pub(crate) const KINDS: [&str; 5] = ["header", "text", "image", "gallery", "button"];

const COMPONENTS: Places = Places { table: "page_component", list: "page_id" };

/// A component, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Component {
    #[serde(skip)]
    pub(crate) row: i64,
    /// The row of its page.
    #[serde(skip)]
    pub(crate) page: i64,
    id: String,
    page_id: String,
    kind: String,
    heading: Option<String>,
    body: Option<String>,
    button_label: Option<String>,
    button_url: Option<String>,
    order: i64,
    is_visible: bool,
    images: Vec<Picture>,
}

/// A component to be made.
#[derive(Debug, Default)]
pub(crate) struct NewComponent<'a> {
    pub(crate) kind: &'a str,
    pub(crate) heading: Option<&'a str>,
    pub(crate) body: Option<&'a str>,
    pub(crate) button_label: Option<&'a str>,
    pub(crate) button_url: Option<&'a str>,
    /// The place that it is to have; at the end without one.
    pub(crate) order: Option<i64>,
}

/// What becomes of a component. What is absent or none stays as it is.
#[derive(Debug)]
pub(crate) struct ComponentChange {
    pub(crate) heading: Patch<String>,
    pub(crate) body: Patch<String>,
    pub(crate) button_label: Patch<String>,
    pub(crate) button_url: Patch<String>,
    pub(crate) is_visible: Option<bool>,
    pub(crate) order: Option<i64>,
}

/// The components of a page in their order, with their pictures.
pub(crate) fn of_page(db: &Connection, page: i64) -> rusqlite::Result<Vec<Component>> {
    let sql =
        format!("SELECT {COLUMNS} FROM page_component AS component WHERE page_id = ?1 ORDER BY position");
    let mut components = rows(db, &sql, [page], read)?;
    for component in &mut components {
        component.images = pictures::of_component(db, component.row)?;
    }
    Ok(components)
}

/// A component of the owner's pages.
pub(crate) fn find(db: &Connection, owner: Owner, component: i64) -> rusqlite::Result<Option<Component>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM page_component AS component JOIN page ON page.id = component.page_id
         WHERE component.id = ?1 AND page.tenant_id = ?2 AND page.account_id = ?3"
    );
    let Some(mut component) = row(db, &sql, (component, owner.tenant, owner.account), read)? else {
        return Ok(None);
    };
    component.images = pictures::of_component(db, component.row)?;
    Ok(Some(component))
}

/// Puts a component on a page; its row.
pub(crate) fn add(db: &Connection, page: i64, new: &NewComponent<'_>) -> rusqlite::Result<i64> {
    let position = COMPONENTS.make_room(db, page, new.order)?;
    db.prepare_cached(
        "INSERT INTO page_component (page_id, position, kind, heading, body, button_label, button_url)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .insert((page, position, new.kind, new.heading, new.body, new.button_label, new.button_url))
}

/// Changes a component.
pub(crate) fn change(db: &Connection, old: &Component, change: &ComponentChange) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE page_component SET heading = ?2, body = ?3, button_label = ?4, button_url = ?5,
             is_visible = coalesce(?6, is_visible) WHERE id = ?1",
    )?
    .execute((
        old.row,
        changed(old.heading.as_deref(), &change.heading),
        changed(old.body.as_deref(), &change.body),
        changed(old.button_label.as_deref(), &change.button_label),
        changed(old.button_url.as_deref(), &change.button_url),
        change.is_visible,
    ))?;
    if let Some(order) = change.order {
        COMPONENTS.put_at(db, old.page, old.row, old.order, order)?;
    }
    Ok(())
}

/// Takes a component off its page; its pictures go with it.
pub(crate) fn delete(db: &Connection, component: &Component) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM page_component WHERE id = ?1")?.execute([component.row])?;
    COMPONENTS.close_gap(db, component.page, component.order)
}

/// Copies the components of one page to another, with their pictures.
pub(crate) fn copy_all(db: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO page_component (page_id, position, kind, heading, body, button_label, button_url, is_visible)
         SELECT ?2, position, kind, heading, body, button_label, button_url, is_visible
         FROM page_component WHERE page_id = ?1 ORDER BY position",
    )?
    .execute((from, to))?;
    // A component and its copy have the same place.
    db.prepare_cached(
        "INSERT INTO component_image (component_id, position, url, alt_text)
         SELECT copy.id, image.position, image.url, image.alt_text
         FROM component_image AS image
         JOIN page_component AS original ON original.id = image.component_id AND original.page_id = ?1
         JOIN page_component AS copy ON copy.page_id = ?2 AND copy.position = original.position
         ORDER BY original.position, image.position",
    )?
    .execute((from, to))?;
    Ok(())
}

const COLUMNS: &str = "component.id, component.page_id, component.kind, component.heading, component.body,
    component.button_label, component.button_url, component.position, component.is_visible";

fn read(row: &Row<'_>) -> rusqlite::Result<Component> {
    let (component, page) = (row.get(0)?, row.get(1)?);
    Ok(Component {
        row: component,
        page,
        id: COMPONENT.id(component),
        page_id: PAGE.id(page),
        kind: row.get(2)?,
        heading: row.get(3)?,
        body: row.get(4)?,
        button_label: row.get(5)?,
        button_url: row.get(6)?,
        order: row.get(7)?,
        is_visible: row.get(8)?,
        images: Vec::new(),
    })
}
