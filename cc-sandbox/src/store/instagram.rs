//! The connected Instagram account, its posts, and what they have come to at a time.
//!
//! Stored is what a post comes to in the end. Half of it is there after [`HALF_MS`], and more with every hour: each figure is worked
//! out for the time that is asked about, so that figures grow with the sandbox's clock.

use rusqlite::{Connection, Row};

use super::{count, row, rows};
use crate::ident::Kind;
use crate::input::PageRequest;

/// Posts on Instagram: `ig_12`.
pub(crate) const MEDIA: Kind = Kind("ig");

/// The figures that posts can be sorted by; columns of the table bear the same names.
pub(crate) const SORTABLE: &[&str] = &["reach", "views", "likes", "comments", "shares", "saves"];

/// After how long a post has half of what it comes to: 36 hours.
const HALF_MS: i64 = 36 * 60 * 60 * 1000;

/// The Instagram account that an account has connected.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) row: i64,
    pub(crate) username: String,
    pub(crate) name: Option<String>,
    pub(crate) biography: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) picture_url: Option<String>,
    pub(crate) following: i64,
    pub(crate) first_followers: i64,
    pub(crate) since: i64,
}

/// A post, with its figures at a time.
#[derive(Debug)]
pub(crate) struct Media {
    pub(crate) row: i64,
    pub(crate) kind: String,
    pub(crate) caption: Option<String>,
    pub(crate) published_at: i64,
    pub(crate) reach: i64,
    pub(crate) views: i64,
    pub(crate) likes: i64,
    pub(crate) comments: i64,
    pub(crate) shares: i64,
    pub(crate) saves: i64,
    pub(crate) average_watch_seconds: Option<f64>,
}

/// What all posts together have come to at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Totals {
    pub(crate) posts: i64,
    pub(crate) reach: i64,
    pub(crate) views: i64,
    pub(crate) interactions: i64,
    pub(crate) profile_views: i64,
    pub(crate) website_clicks: i64,
    pub(crate) follows: i64,
}

/// The Instagram account that is connected, if there is one.
pub(crate) fn connected(db: &Connection, tenant: i64, account: i64) -> rusqlite::Result<Option<Connected>> {
    let sql = "SELECT instagram_account.id, username, name, biography, website, picture_url, following,
            first_followers, connected_at
        FROM instagram_account JOIN account ON account.id = instagram_account.account_id
        WHERE account.tenant_id = ?1 AND account_id = ?2 AND disconnected_at IS NULL";
    row(db, sql, (tenant, account), |row| {
        Ok(Connected {
            row: row.get(0)?,
            username: row.get(1)?,
            name: row.get(2)?,
            biography: row.get(3)?,
            website: row.get(4)?,
            picture_url: row.get(5)?,
            following: row.get(6)?,
            first_followers: row.get(7)?,
            since: row.get(8)?,
        })
    })
}

/// What the posts have come to at this time, together.
pub(crate) fn totals(db: &Connection, instagram: i64, at: i64) -> rusqlite::Result<Totals> {
    let sums = [
        "reach",
        "views",
        "likes",
        "comments",
        "shares",
        "saves",
        "profile_views",
        "website_clicks",
        "follows",
    ]
    .map(|column| format!("coalesce(sum({}), 0)", grown(column)))
    .join(", ");
    let sql = format!("SELECT count(*), {sums} {PUBLISHED}");
    db.prepare_cached(&sql)?.query_row((instagram, at), |row| {
        let figure = |index| row.get::<_, i64>(index);
        Ok(Totals {
            posts: figure(0)?,
            reach: figure(1)?,
            views: figure(2)?,
            interactions: figure(3)? + figure(4)? + figure(5)? + figure(6)?,
            profile_views: figure(7)?,
            website_clicks: figure(8)?,
            follows: figure(9)?,
        })
    })
}

/// One page of the posts that are out, those with most of a figure first, and how many there are.
pub(crate) fn list(
    db: &Connection,
    instagram: i64,
    now: i64,
    sort_by: &'static str,
    page: PageRequest,
) -> rusqlite::Result<(Vec<Media>, i64)> {
    let sql = format!(
        "SELECT {} {PUBLISHED} ORDER BY {} DESC, published_at DESC, id DESC LIMIT ?3 OFFSET ?4",
        columns(),
        grown(sort_by)
    );
    let found = rows(db, &sql, (instagram, now, page.limit, page.offset), read)?;
    Ok((found, count(db, &format!("SELECT count(*) {PUBLISHED}"), (instagram, now))?))
}

/// A post that is out.
pub(crate) fn media(db: &Connection, instagram: i64, now: i64, id: &str) -> rusqlite::Result<Option<Media>> {
    let sql = format!("SELECT {} {PUBLISHED} AND id = ?3", columns());
    row(db, &sql, (instagram, now, MEDIA.row(id).unwrap_or(0)), read)
}

/// Cuts the link and keeps the figures; false if there is no link.
pub(crate) fn disconnect(db: &Connection, account: i64, now: i64) -> rusqlite::Result<bool> {
    let sql = "UPDATE instagram_account SET disconnected_at = ?2
        WHERE account_id = ?1 AND disconnected_at IS NULL";
    Ok(db.prepare_cached(sql)?.execute((account, now))? > 0)
}

/// Cuts the link if there is one, and deletes the figures; false if nothing is kept.
pub(crate) fn delete(db: &Connection, account: i64) -> rusqlite::Result<bool> {
    let sql = "DELETE FROM instagram_media
        WHERE instagram_id IN (SELECT id FROM instagram_account WHERE account_id = ?1)";
    db.prepare_cached(sql)?.execute([account])?;
    let sql = "DELETE FROM instagram_account WHERE account_id = ?1";
    Ok(db.prepare_cached(sql)?.execute([account])? > 0)
}

/// The posts of account ?1 that are out at the time ?2.
const PUBLISHED: &str = "FROM instagram_media WHERE instagram_id = ?1 AND published_at <= ?2";

/// How much of a figure there is at the time ?2. It never falls, and a larger figure never drops below a smaller one.
fn grown(column: &str) -> String {
    format!("({column} * (?2 - published_at) / (?2 - published_at + {HALF_MS}))")
}

fn columns() -> String {
    let figures: Vec<String> = SORTABLE.iter().map(|column| grown(column)).collect();
    format!("id, kind, caption, published_at, {}, average_watch_seconds", figures.join(", "))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Media> {
    Ok(Media {
        row: row.get(0)?,
        kind: row.get(1)?,
        caption: row.get(2)?,
        published_at: row.get(3)?,
        reach: row.get(4)?,
        views: row.get(5)?,
        likes: row.get(6)?,
        comments: row.get(7)?,
        shares: row.get(8)?,
        saves: row.get(9)?,
        average_watch_seconds: row.get(10)?,
    })
}

impl Media {
    /// Likes, comments, shares and saves together.
    pub(crate) fn interactions(&self) -> i64 {
        self.likes + self.comments + self.shares + self.saves
    }
}

impl Totals {
    /// What came about since an earlier time.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            posts: self.posts - earlier.posts,
            reach: self.reach - earlier.reach,
            views: self.views - earlier.views,
            interactions: self.interactions - earlier.interactions,
            profile_views: self.profile_views - earlier.profile_views,
            website_clicks: self.website_clicks - earlier.website_clicks,
            follows: self.follows - earlier.follows,
        }
    }
}
