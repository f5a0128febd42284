//! Posts of the library, with the marks of the account that looks at them.

use cc_api::Date;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use serde_json::value::RawValue;

use super::{library, row};
use crate::ident::Kind;
use crate::input::PageRequest;
use crate::refused::Refused;
use crate::reply::Json;

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

/// What posts are narrowed down to. Several filters together narrow further.
#[derive(Debug, Default)]
pub(crate) struct PostFilter {
    /// The kind of post, by name.
    pub(crate) content_type: Option<String>,
    /// Only what trends, or only what does not.
    pub(crate) trending: Option<bool>,
    /// Rows of pillars; any of them.
    pub(crate) pillars: Option<Vec<i64>>,
    /// Rows of tags; any of them.
    pub(crate) tags: Option<Vec<i64>>,
    pub(crate) audience: Option<i64>,
    /// Only what is picked for the account, or only what is not.
    pub(crate) picked: Option<bool>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// Only the posts of these rows.
    pub(crate) posts: Option<Vec<i64>>,
}

/// One page of posts, the newest first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    viewer: Viewer,
    filter: &PostFilter,
    page: PageRequest,
) -> Result<(Vec<Json>, i64), Refused> {
    if filter.is_empty() { list_all(db, viewer, page) } else { list_some(db, viewer, filter, page) }
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

/// Sets the marks that are given, and leaves the others.
pub(crate) fn mark(
    db: &Connection,
    account: i64,
    post: i64,
    is_favorite: Option<bool>,
    is_used: Option<bool>,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO post_mark (account_id, post_id, is_favorite, is_used)
         VALUES (?1, ?2, coalesce(?3, 0), coalesce(?4, 0))
         ON CONFLICT DO UPDATE SET is_favorite = coalesce(?3, is_favorite), is_used = coalesce(?4, is_used)",
    )?
    .execute((account, post, is_favorite, is_used))?;
    Ok(())
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

/// Every post that is out: a page is found by its positions, wherever in the list it is.
fn list_all(db: &Connection, viewer: Viewer, page: PageRequest) -> Result<(Vec<Json>, i64), Refused> {
    let count = live(db, viewer.tenant, viewer.today)?.count;
    let last = count - page.offset;
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} WHERE post.tenant_id = ?1 AND post.position > ?4 AND post.position <= ?5
         ORDER BY post.position DESC"
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query
        .query_map((viewer.tenant, viewer.account, viewer.day(), last - page.limit, last), |row| {
            Ok(whole(row))
        })?;
    let posts = rows.map(|row| row?).collect::<Result<_, Refused>>()?;
    Ok((posts, count))
}

fn list_some(
    db: &Connection,
    viewer: Viewer,
    filter: &PostFilter,
    page: PageRequest,
) -> Result<(Vec<Json>, i64), Refused> {
    let mut values: Vec<Sql> = vec![viewer.tenant.into(), viewer.account.into(), viewer.day().into()];
    let condition = filter.condition(&mut values);
    // The parameter of the account is named so that both statements take the same values.
    let count = format!("SELECT count(*) FROM post WHERE ?2 IS NOT NULL AND {condition}");
    let count = db.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let next = values.len() + 1;
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} WHERE {condition} ORDER BY post.position DESC LIMIT ?{next} OFFSET ?{}",
        next + 1
    );
    values.push(page.limit.into());
    values.push(page.offset.into());
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(params_from_iter(&values), |row| Ok(whole(row)))?;
    let posts = rows.map(|row| row?).collect::<Result<_, Refused>>()?;
    Ok((posts, count))
}

/// The post as the API answers it: its own part, what it shares with others, and the account's part.
fn whole(row: &Row<'_>) -> Result<Json, Refused> {
    let text = |index| row.get_ref(index)?.as_str().map_err(|error| Refused::failure(&error));
    let flag = |index| row.get::<_, Option<bool>>(index).map(|flag| flag.unwrap_or(false));
    let (own, labels) = (text(1)?, text(6)?);
    let caption: Option<String> = row.get(5)?;
    let caption = serde_json::to_string(&caption).map_err(|error| Refused::failure(&error))?;
    // Both parts are objects; they become one.
    let own = own.strip_suffix('}').unwrap_or(own);
    let labels = labels.trim_start_matches('{').strip_suffix('}').unwrap_or(labels);
    let whole = format!(
        r#"{own},{labels},"isTrending":{},"isFavorite":{},"isUsed":{},"aiCaption":{caption}}}"#,
        flag(2)?,
        flag(3)?,
        flag(4)?,
    );
    RawValue::from_string(whole).map_err(|error| Refused::failure(&error))
}

impl Viewer {
    fn day(self) -> String {
        self.today.to_string()
    }
}

impl PostFilter {
    fn is_empty(&self) -> bool {
        let Self { content_type, trending, pillars, tags, audience, picked, from, to, posts } = self;
        content_type.is_none()
            && trending.is_none()
            && pillars.is_none()
            && tags.is_none()
            && audience.is_none()
            && picked.is_none()
            && from.is_none()
            && to.is_none()
            && posts.is_none()
    }

    /// The condition in SQL; its values are added to those of the viewer.
    fn condition(&self, values: &mut Vec<Sql>) -> String {
        let mut parts = vec!["post.tenant_id = ?1 AND post.publish_date <= ?3".to_owned()];
        match self.trending {
            Some(true) => parts.push("post.trends_until >= ?3".to_owned()),
            Some(false) => parts.push("(post.trends_until >= ?3) IS NOT TRUE".to_owned()),
            None => {}
        }
        let mut part = |sql: &str, value: Sql| {
            values.push(value);
            parts.push(sql.replace("{}", &format!("?{}", values.len())));
        };
        if let Some(name) = &self.content_type {
            let sql =
                "post.content_type_id IN (SELECT id FROM content_type WHERE tenant_id = ?1 AND name = {})";
            part(sql, name.clone().into());
        }
        if let Some(rows) = &self.pillars {
            part("post.pillar_id IN (SELECT value FROM json_each({}))", list_of(rows));
        }
        if let Some(rows) = &self.tags {
            let sql =
                "post.id IN (SELECT post_id FROM post_tag WHERE tag_id IN (SELECT value FROM json_each({})))";
            part(sql, list_of(rows));
        }
        if let Some(row) = self.audience {
            part("post.id IN (SELECT post_id FROM post_audience WHERE audience_id = {})", row.into());
        }
        if let Some(picked) = self.picked {
            part(&picked_condition(), picked.into());
        }
        if let Some(day) = self.from {
            part("post.publish_date >= {}", day.to_string().into());
        }
        if let Some(day) = self.to {
            part("post.publish_date <= {}", day.to_string().into());
        }
        if let Some(rows) = &self.posts {
            part("post.id IN (SELECT value FROM json_each({}))", list_of(rows));
        }
        parts.join(" AND ")
    }
}

/// What is picked for an account: posts of a pillar or with a tag that is.
fn picked_condition() -> String {
    format!(
        "(post.pillar_id IN ({}) OR post.id IN (SELECT post_id FROM post_tag WHERE tag_id IN ({}))) = {{}}",
        library::picked_pillars("?2"),
        library::picked_tags("?2"),
    )
}

/// Rows as one value, for `json_each`.
pub(crate) fn list_of(rows: &[i64]) -> Sql {
    let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
    Sql::Text(format!("[{}]", rows.join(",")))
}
