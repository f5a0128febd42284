//! The full-text index over posts and events.
//!
//! It knows no kinds and no tenants: a match counts if it is a post of the tenant that is out, or an event of it. The
//! number of a match is that of the post, or that of the event with a minus.

use rusqlite::{Connection, Row, named_params};
use serde::Serialize;

use super::posts::{PILLAR, TAG, Viewer};
use super::{Choice, rows};
use crate::input::PageRequest;

/// An event, as a search finds and shows it.
#[derive(Debug)]
pub(crate) struct FindableEvent<'a> {
    pub(crate) tenant: i64,
    pub(crate) row: i64,
    pub(crate) slug: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) image_url: Option<&'a str>,
    pub(crate) starts_at: i64,
}

/// What a search is narrowed down to. Kinds of post, pillars and tags are those of posts: with one of them no event fits.
#[derive(Debug, Default)]
pub(crate) struct SearchFilter {
    /// `post` or `event`.
    pub(crate) kind: Option<String>,
    /// The kind of post, by name.
    pub(crate) content_type: Option<String>,
    /// The row of a pillar.
    pub(crate) pillar: Option<i64>,
    /// The row of a tag.
    pub(crate) tag: Option<i64>,
}

/// Something that was found.
#[derive(Debug)]
pub(crate) struct Hit {
    /// The row of a post, or that of an event with a minus.
    pub(crate) row: i64,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) excerpt: Option<String>,
    pub(crate) image_url: Option<String>,
    pub(crate) content_type: Option<String>,
    /// The row of the pillar.
    pub(crate) pillar: Option<i64>,
    pub(crate) starts_at: Option<i64>,
    pub(crate) is_favorite: bool,
    pub(crate) is_used: bool,
}

/// What would narrow a search, the choices with the most matches first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Choices {
    kinds: Vec<Choice>,
    content_types: Vec<Choice>,
    pillars: Vec<Choice>,
    tags: Vec<Choice>,
}

/// Adds the posts of a tenant to the index.
pub(crate) fn add_posts(db: &Connection, tenant: i64) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO search_index (rowid, title, body)
         SELECT id, title, body FROM search_text WHERE id IN (SELECT id FROM post WHERE tenant_id = ?1)",
        [tenant],
    )?;
    Ok(())
}

/// Adds an event to the index.
pub(crate) fn add_event(db: &Connection, event: &FindableEvent<'_>) -> rusqlite::Result<()> {
    let FindableEvent { tenant, row, slug, title, body, image_url, starts_at } = *event;
    db.prepare_cached(
        "INSERT INTO findable_event (id, tenant_id, slug, title, body, image_url, starts_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((-row, tenant, slug, title, body, image_url, starts_at))?;
    db.prepare_cached("INSERT INTO search_index (rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute((-row, title, body))?;
    Ok(())
}

/// The words of a text, each once and in quotes, where nothing is an operator: what the index is asked for. Whatever is
/// no letter and no digit only separates words.
pub(crate) fn quoted_words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(|word| format!("\"{}\"", word.to_lowercase())).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// What the index is asked for: all of the words. Without one it is a phrase of no words, which nothing has.
fn expression(words: &[String]) -> String {
    if words.is_empty() { "\"\"".to_owned() } else { words.join(" ") }
}

/// One page of what has all of these words and fits the filter, the best match first, and how much there is.
pub(crate) fn find(
    db: &Connection,
    viewer: Viewer,
    words: &[String],
    filter: &SearchFilter,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Hit>, i64)> {
    let count = format!("SELECT count(*) FROM ({MATCHES}) AS found WHERE {CONDITION}");
    let sql = format!(
        "{SHOWN} FROM (SELECT id, score FROM ({MATCHES}) AS found WHERE {CONDITION}
                       ORDER BY score, id DESC LIMIT :limit OFFSET :offset) AS hit {JOINS}
         ORDER BY hit.score, hit.id DESC"
    );
    let (words, today) = (expression(words), viewer.today.to_string());
    let number = db.prepare_cached(&count)?.query_row(
        named_params! {
            ":words": words, ":tenant": viewer.tenant, ":today": today, ":kind": filter.kind,
            ":content_type": filter.content_type, ":pillar": filter.pillar, ":tag": filter.tag,
        },
        |row| row.get(0),
    )?;
    let values = named_params! {
        ":words": words, ":tenant": viewer.tenant, ":today": today, ":kind": filter.kind,
        ":content_type": filter.content_type, ":pillar": filter.pillar, ":tag": filter.tag,
        ":account": viewer.account, ":limit": page.limit, ":offset": page.offset,
    };
    Ok((rows(db, &sql, values, hit)?, number))
}

/// What would narrow a search for these words; without words, everything that is there.
pub(crate) fn choices(
    db: &Connection,
    viewer: Viewer,
    words: Option<&[String]>,
) -> rusqlite::Result<Choices> {
    let words = words.map(expression);
    let matches = if words.is_some() { MATCHES } else { EVERYTHING };
    let today = viewer.today.to_string();
    let ask = |choices: &str, read: fn(&Row<'_>) -> rusqlite::Result<Choice>| {
        let sql = format!("WITH found AS MATERIALIZED ({matches}) {choices}");
        let values = named_params! { ":words": words, ":tenant": viewer.tenant, ":today": today };
        rows(db, &sql, values, read)
    };
    Ok(Choices {
        kinds: ask(
            "SELECT kind.column1, kind.column2, (SELECT count(*) FROM found WHERE kind = kind.column1)
             FROM (VALUES ('post', 'Posts'), ('event', 'Events')) AS kind ORDER BY 3 DESC, 1 DESC",
            |row| choice(row, row.get(0)?),
        )?,
        content_types: ask(
            "SELECT type.name, type.name, count(found.id) FROM content_type AS type
             LEFT JOIN found ON found.type = type.id WHERE type.tenant_id = :tenant
             GROUP BY type.id ORDER BY 3 DESC, type.id",
            |row| choice(row, row.get(0)?),
        )?,
        pillars: ask(
            "SELECT pillar.id, pillar.name, count(found.id) FROM pillar
             LEFT JOIN found ON found.pillar = pillar.id WHERE pillar.tenant_id = :tenant
             GROUP BY pillar.id ORDER BY 3 DESC, pillar.id",
            |row| choice(row, PILLAR.id(row.get(0)?)),
        )?,
        tags: ask(
            "SELECT tag.id, tag.name, (SELECT count(*) FROM found JOIN post_tag AS tagged ON tagged.post_id = found.id
                                       WHERE tagged.tag_id = tag.id)
             FROM tag WHERE tag.tenant_id = :tenant ORDER BY 3 DESC, tag.id",
            |row| choice(row, TAG.id(row.get(0)?)),
        )?,
    })
}

/// What has the words. A word in a title weighs four times one in the text.
const MATCHES: &str = "
    SELECT post.id AS id, 'post' AS kind, bm25(search_index, 4.0, 1.0) AS score, post.content_type_id AS type,
           post.pillar_id AS pillar
    FROM search_index CROSS JOIN post ON post.id = search_index.rowid
    WHERE search_index MATCH :words AND post.tenant_id = :tenant AND post.publish_date <= :today
    UNION ALL
    SELECT event.id, 'event', bm25(search_index, 4.0, 1.0), NULL, NULL
    FROM search_index CROSS JOIN findable_event AS event ON event.id = search_index.rowid
    WHERE search_index MATCH :words AND event.tenant_id = :tenant";

/// Everything that could be found. The words are named because every query takes the same values.
const EVERYTHING: &str = "
    SELECT id, 'post' AS kind, content_type_id AS type, pillar_id AS pillar FROM post
    WHERE tenant_id = :tenant AND publish_date <= :today
    UNION ALL
    SELECT id, 'event', NULL, NULL FROM findable_event WHERE tenant_id = :tenant AND :words IS NULL";

const CONDITION: &str = "(:kind IS NULL OR found.kind = :kind)
    AND (:content_type IS NULL OR found.type IN (
        SELECT id FROM content_type WHERE tenant_id = :tenant AND name = :content_type))
    AND (:pillar IS NULL OR found.pillar = :pillar)
    AND (:tag IS NULL OR found.id IN (SELECT post_id FROM post_tag WHERE tag_id = :tag))";

/// What `hit` reads.
const SHOWN: &str = "SELECT hit.id, coalesce(post.slug, event.slug), coalesce(post.title, event.title),
    (SELECT nullif(snippet(search_index, 1, '', '', '…', 24), '') FROM search_index
         WHERE search_index MATCH :words AND search_index.rowid = hit.id),
    coalesce(post.document ->> '$.photos[0].url', event.image_url), type.name, post.pillar_id, event.starts_at,
    coalesce(mark.is_favorite, 0), coalesce(mark.is_used, 0)";

const JOINS: &str = "LEFT JOIN post ON post.id = hit.id
    LEFT JOIN content_type AS type ON type.id = post.content_type_id
    LEFT JOIN post_mark AS mark ON mark.account_id = :account AND mark.post_id = post.id
    LEFT JOIN findable_event AS event ON event.id = hit.id";

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        row: row.get(0)?,
        slug: row.get(1)?,
        title: row.get(2)?,
        excerpt: row.get(3)?,
        image_url: row.get(4)?,
        content_type: row.get(5)?,
        pillar: row.get(6)?,
        starts_at: row.get(7)?,
        is_favorite: row.get(8)?,
        is_used: row.get(9)?,
    })
}

fn choice(row: &Row<'_>, value: String) -> rusqlite::Result<Choice> {
    Ok(Choice { value, name: row.get(1)?, count: row.get(2)? })
}
