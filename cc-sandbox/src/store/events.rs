//! Live events, and who has a place in them.
//!
//! An event is over when it ends; one without an end counts as over an hour after it began. Whoever had a place then has
//! taken part.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::{count, packed, row, rows, unpacked};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;

/// Events: `event_5`.
pub(crate) const EVENT: Kind = Kind("event");
/// Types of event: `event_type_2`.
pub(crate) const EVENT_TYPE: Kind = Kind("event_type");

/// Who looks, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visitor {
    pub(crate) tenant: i64,
    pub(crate) account: i64,
    pub(crate) now_ms: i64,
}

/// What events are narrowed down to. Several filters together narrow further.
#[derive(Debug, Default)]
pub(crate) struct EventFilter {
    pub(crate) category: Option<String>,
    /// A type, by slug or identifier.
    pub(crate) kind: Option<String>,
    /// Any of these tags.
    pub(crate) tags: Option<Vec<String>>,
    /// Only what is not over yet, or only what is.
    pub(crate) upcoming: Option<bool>,
}

/// An event, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LiveEvent {
    pub(crate) id: String,
    slug: String,
    pub(crate) title: String,
    description: Option<String>,
    category: Option<String>,
    #[serde(rename = "type")]
    kind: Option<EventType>,
    tags: Vec<String>,
    starts_at: String,
    ends_at: Option<String>,
    host: Option<String>,
    image_url: Option<String>,
    pub(crate) join_url: Option<String>,
    recording_url: Option<String>,
    pub(crate) attendee_status: Option<&'static str>,
    #[serde(skip)]
    pub(crate) row: i64,
    #[serde(skip)]
    pub(crate) is_over: bool,
    #[serde(skip)]
    pub(crate) registered_at: Option<i64>,
}

/// A type of event, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventType {
    id: String,
    slug: String,
    name: String,
    description: Option<String>,
    live_event_count: i64,
}

/// What [`read`] reads. ?1 is the tenant, ?2 the account, ?3 the time.
const COLUMNS: &str = "event.id, event.slug, event.title, event.description, event.category, event.tags,
    event.starts_at, event.ends_at, event.host, event.image_url, event.join_url, event.recording_url,
    coalesce(event.ends_at, event.starts_at + 3600000) <= ?3, place.registered_at,
    type.id, type.slug, type.name, type.description,
    (SELECT count(*) FROM event AS other WHERE other.type_id = type.id)";

const SOURCE: &str = "FROM event
    LEFT JOIN event_type AS type ON type.id = event.type_id
    LEFT JOIN event_place AS place ON place.event_id = event.id AND place.account_id = ?2
    WHERE event.tenant_id = ?1";

/// The condition of a filter: ?4 category, ?5 type by slug, ?6 type by row, ?7 tags, ?8 upcoming.
const FITS: &str = "AND (?4 IS NULL OR event.category = ?4)
    AND (?5 IS NULL OR type.slug = ?5 OR type.id = ?6)
    AND (?7 IS NULL OR EXISTS (SELECT 1 FROM json_each(event.tags) AS own
         WHERE own.value IN (SELECT value FROM json_each(?7))))
    AND (?8 IS NULL OR (coalesce(event.ends_at, event.starts_at + 3600000) > ?3) = ?8)";

/// One page of events and how many there are: those to come by their start, any others the latest first.
pub(crate) fn list(
    db: &Connection,
    visitor: Visitor,
    filter: &EventFilter,
    page: PageRequest,
) -> rusqlite::Result<(Vec<LiveEvent>, i64)> {
    let EventFilter { category, kind, tags, upcoming } = filter;
    let Visitor { tenant, account, now_ms } = visitor;
    let kind_row = kind.as_deref().and_then(|kind| EVENT_TYPE.row(kind));
    let tags = tags.as_deref().map(packed);
    let found = count(
        db,
        &format!("SELECT count(*) {SOURCE} {FITS}"),
        (tenant, account, now_ms, category, kind, kind_row, &tags, upcoming),
    )?;
    let sql = format!(
        "SELECT {COLUMNS} {SOURCE} {FITS}
         ORDER BY CASE WHEN ?8 THEN event.starts_at ELSE -event.starts_at END, event.id LIMIT ?9 OFFSET ?10"
    );
    let values =
        (tenant, account, now_ms, category, kind, kind_row, &tags, upcoming, page.limit, page.offset);
    Ok((rows(db, &sql, values, read)?, found))
}

/// The event with this identifier or slug.
pub(crate) fn find(
    db: &Connection,
    visitor: Visitor,
    id_or_slug: &str,
) -> rusqlite::Result<Option<LiveEvent>> {
    let sql = format!("SELECT {COLUMNS} {SOURCE} AND (event.id = ?4 OR event.slug = ?5)");
    let Visitor { tenant, account, now_ms } = visitor;
    row(db, &sql, (tenant, account, now_ms, EVENT.row(id_or_slug), id_or_slug), read)
}

/// The types that have events, by name.
pub(crate) fn types(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<EventType>> {
    rows(
        db,
        "SELECT type.id, type.slug, type.name, type.description, count(*)
         FROM event_type AS type JOIN event ON event.type_id = type.id
         WHERE type.tenant_id = ?1 GROUP BY type.id ORDER BY type.name, type.id",
        [tenant],
        |row| read_type(row, 0),
    )
}

/// Whether every place is taken.
pub(crate) fn is_full(db: &Connection, event: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT guests + (SELECT count(*) FROM event_place WHERE event_id = ?1) >= capacity
               FROM event WHERE id = ?1";
    // Without a capacity the comparison is null.
    let full: Option<bool> = db.prepare_cached(sql)?.query_row([event], |row| row.get(0))?;
    Ok(full.unwrap_or(false))
}

/// Gives the account a place.
pub(crate) fn register(db: &Connection, account: i64, event: i64, at: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO event_place (event_id, account_id, registered_at) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute((event, account, at))?;
    Ok(())
}

/// Takes the account's place back.
pub(crate) fn unregister(db: &Connection, account: i64, event: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM event_place WHERE event_id = ?1 AND account_id = ?2";
    db.prepare_cached(sql)?.execute((event, account))?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<LiveEvent> {
    let (is_over, registered_at): (bool, Option<i64>) = (row.get(12)?, row.get(13)?);
    let join_url: Option<String> = row.get(10)?;
    let recording_url: Option<String> = row.get(11)?;
    let kind: Option<i64> = row.get(14)?;
    Ok(LiveEvent {
        id: EVENT.id(row.get(0)?),
        slug: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        category: row.get(4)?,
        kind: kind.map(|_| read_type(row, 14)).transpose()?,
        tags: unpacked(row.get_ref(5)?.as_str()?),
        starts_at: instant(row.get(6)?),
        ends_at: row.get::<_, Option<i64>>(7)?.map(instant),
        host: row.get(8)?,
        image_url: row.get(9)?,
        join_url: join_url.filter(|_| registered_at.is_some() && !is_over),
        recording_url: recording_url.filter(|_| is_over),
        attendee_status: registered_at.map(|_| if is_over { "attended" } else { "registered" }),
        row: row.get(0)?,
        is_over,
        registered_at,
    })
}

/// A type, from this column on.
fn read_type(row: &Row<'_>, first: usize) -> rusqlite::Result<EventType> {
    Ok(EventType {
        id: EVENT_TYPE.id(row.get(first)?),
        slug: row.get(first + 1)?,
        name: row.get(first + 2)?,
        description: row.get(first + 3)?,
        live_event_count: row.get(first + 4)?,
    })
}
