//! Posts of the library, with the marks of the account that looks at them.

mod filter;

use std::collections::BTreeMap;

use cc_api::Date;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use serde_json::value::RawValue;

use super::row;
use crate::ident::Kind;
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::reply::Json;

pub(crate) use filter::{PostFilter, list_of};

/// Posts: `post_42`.
pub(crate) const POST: Kind = Kind("post");
/// Pillars: `pillar_3`.
pub(crate) const PILLAR: Kind = Kind("pillar");
/// Audiences: `audience_2`.
pub(crate) const AUDIENCE: Kind = Kind("audience");
/// Tags: `tag_7`.
pub(crate) const TAG: Kind = Kind("tag");

/// Who looks, and when: what is out already, and whose marks are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewer {
    pub(crate) tenant: i64,
    pub(crate) account: i64,
    pub(crate) today: Date,
}

/// How far a library has come out: the newest post that is out, by which everything before it is counted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Live {
    /// The number of posts that are out, which is the position of the newest.
    pub(crate) count: i64,
    /// Its row; no post of the tenant with a greater one is out.
    pub(crate) row: i64,
    /// How many pictures the posts have that are out.
    pub(crate) photos: i64,
}

/// One page of posts, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    viewer: Viewer,
    filter: &PostFilter,
    page: PageRequest,
) -> Result<(Vec<Json>, i64), Refused> {
    let mut posts = Vec::new();
    let count = each(db, viewer, filter, page, &mut |row| {
        posts.push(whole(row)?);
        Ok(())
    })?;
    Ok((posts, count))
}

/// The same as the body of an answer. Posts are long, and this is what is asked for most: each is copied once, from
/// the database into the body.
pub(crate) fn page_body(
    db: &Connection,
    viewer: Viewer,
    filter: &PostFilter,
    page: PageRequest,
) -> Result<Vec<u8>, Refused> {
    let mut body = b"{\"results\":[".to_vec();
    let mut separator: &[u8] = b"";
    let count = each(db, viewer, filter, page, &mut |row| {
        body.extend_from_slice(separator);
        separator = b",";
        write(row, &mut body)
    })?;
    body.extend_from_slice(format!("],\"count\":{count}}}").as_bytes());
    Ok(body)
}

/// Those of these posts that are out, by their rows.
pub(crate) fn of_rows(
    db: &Connection,
    viewer: Viewer,
    wanted: Vec<i64>,
) -> Result<BTreeMap<i64, Json>, Refused> {
    let all = PageRequest { limit: i64::try_from(wanted.len()).unwrap_or(i64::MAX), offset: 0 };
    let filter = PostFilter { posts: Some(wanted), ..PostFilter::default() };
    let mut posts = BTreeMap::new();
    each(db, viewer, &filter, all, &mut |row| {
        posts.insert(row.get(0)?, whole(row)?);
        Ok(())
    })?;
    Ok(posts)
}

/// The post with this identifier or slug, if it is out.
pub(crate) fn find(
    db: &Connection,
    viewer: Viewer,
    id_or_slug: &str,
) -> Result<Option<(i64, Json)>, Refused> {
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} WHERE post.tenant_id = ?1 AND post.publish_date <= ?3 AND (post.id = ?4 OR post.slug = ?5)"
    );
    let row = POST.row(id_or_slug).unwrap_or(0);
    let mut query = db.prepare_cached(&sql)?;
    let found = query.query_row((viewer.tenant, viewer.account, viewer.day(), row, id_or_slug), |row| {
        Ok((row.get(0)?, whole(row)))
    });
    found.optional()?.map(|(row, document)| Ok((row, document?))).transpose()
}

/// How far the library of a tenant has come out on a day: positions have no gaps, so the last one is the number.
pub(crate) fn live(db: &Connection, tenant: i64, today: Date) -> rusqlite::Result<Live> {
    let sql = "SELECT position, id, photos_before + photo_count FROM post
               WHERE tenant_id = ?1 AND publish_date <= ?2 ORDER BY publish_date DESC, position DESC LIMIT 1";
    let newest = row(db, sql, (tenant, today.to_string()), |row| {
        Ok(Live { count: row.get(0)?, row: row.get(1)?, photos: row.get(2)? })
    })?;
    Ok(newest.unwrap_or_default())
}

/// What `whole` reads. ?1 is the tenant, ?2 the account, ?3 the day.
const COLUMNS: &str = "post.id, post.document, post.trends_until >= ?3, mark.is_favorite, mark.is_used, caption.text, labels.document";

const JOINS: &str = "FROM post JOIN post_labels AS labels ON labels.id = post.labels_id
    LEFT JOIN post_mark AS mark ON mark.account_id = ?2 AND mark.post_id = post.id
    LEFT JOIN ai_caption AS caption ON caption.account_id = ?2 AND caption.post_id = post.id";

/// Goes through a page of posts; says how many posts there are on all pages.
fn each(
    db: &Connection,
    viewer: Viewer,
    filter: &PostFilter,
    page: PageRequest,
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), Refused>,
) -> Result<i64, Refused> {
    let mut values: Vec<Sql> = vec![viewer.tenant.into(), viewer.account.into(), viewer.day().into()];
    let (sql, count) = if filter.is_empty() {
        // Every post that is out: a page is found by its positions, wherever in the list it is.
        let count = live(db, viewer.tenant, viewer.today)?.count;
        let last = count.saturating_sub(page.offset);
        values.extend([last.saturating_sub(page.limit).into(), last.into()]);
        let condition = "post.tenant_id = ?1 AND post.position > ?4 AND post.position <= ?5";
        (format!("SELECT {COLUMNS} {JOINS} WHERE {condition} ORDER BY post.position DESC"), count)
    } else {
        let condition = filter.condition(&mut values);
        // The parameter of the account is named so that both statements take the same values.
        let count = format!("SELECT count(*) FROM post WHERE ?2 IS NOT NULL AND {condition}");
        let count = db.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?;
        let next = values.len() + 1;
        values.extend([page.limit.into(), page.offset.into()]);
        let pages = format!("ORDER BY post.position DESC LIMIT ?{next} OFFSET ?{}", next + 1);
        (format!("SELECT {COLUMNS} {JOINS} WHERE {condition} {pages}"), count)
    };
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(&values))?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(count)
}

/// The post as the API answers it.
fn whole(row: &Row<'_>) -> Result<Json, Refused> {
    let mut text = Vec::new();
    write(row, &mut text)?;
    let text = String::from_utf8(text).map_err(|error| Refused::failure(&error))?;
    RawValue::from_string(text).map_err(|error| Refused::failure(&error))
}

/// Writes a post: its own part, what it shares with others, and the account's part.
fn write(row: &Row<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    let text = |index| row.get_ref(index)?.as_bytes().map_err(|error| Refused::failure(&error));
    let flag = |index| row.get::<_, Option<bool>>(index).map(|flag| flag.unwrap_or(false));
    let (own, labels) = (text(1)?, text(6)?);
    // Both parts are objects; they become one.
    out.extend_from_slice(own.strip_suffix(b"}").unwrap_or(own));
    out.push(b',');
    let labels = labels.strip_prefix(b"{").unwrap_or(labels);
    out.extend_from_slice(labels.strip_suffix(b"}").unwrap_or(labels));
    for (name, index) in [("isTrending", 2), ("isFavorite", 3), ("isUsed", 4)] {
        out.extend_from_slice(b",\"");
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(if flag(index)? { b"\":true" } else { b"\":false" });
    }
    out.extend_from_slice(b",\"aiCaption\":");
    let caption: Option<String> = row.get(5)?;
    serde_json::to_writer(&mut *out, &caption).map_err(|error| Refused::failure(&error))?;
    out.push(b'}');
    Ok(())
}

impl Viewer {
    fn day(self) -> String {
        self.today.to_string()
    }
}
