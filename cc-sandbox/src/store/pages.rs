//! Web pages: themselves, their addresses, and copies of them.

use cc_api::Patch;
use rusqlite::{Connection, Row};
use serde::Serialize;

use super::components::{self, Component};
use super::social_links::{self, SocialLink};
use super::{changed, count, row, rows, slugs};
use crate::clock::instant;
use crate::ident::Kind;
use crate::input::PageRequest;

/// Web pages: `page_5`.
pub(crate) const PAGE: Kind = Kind("page");

/// The states of a page.
pub(crate) const DRAFT: &str = "draft";
/// Visitors can see it.
pub(crate) const PUBLISHED: &str = "published";

/// How long a slug may be that somebody chose.
const LONGEST_CHOSEN_SLUG: usize = 200;

/// Whose pages are looked at, and when. Nothing of anybody else is ever found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) tenant: i64,
    pub(crate) account: i64,
    pub(crate) now: i64,
}

/// A web page, as the API answers it. Without what stands on it in listings.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    #[serde(skip)]
    pub(crate) row: i64,
    id: String,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) style: Option<String>,
    status: String,
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Vec<Component>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    social_links: Option<Vec<SocialLink>>,
    created_at: String,
    updated_at: String,
    published_at: Option<String>,
}

/// What becomes of a page. What is none stays as it is.
#[derive(Debug, Default)]
pub(crate) struct PageChange<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) slug: Option<&'a str>,
    pub(crate) style: Patch<String>,
    pub(crate) status: Option<&'a str>,
}

/// One page of an account's pages, the newest first, and how many there are.
pub(crate) fn list(db: &Connection, owner: Owner, page: PageRequest) -> rusqlite::Result<(Vec<Page>, i64)> {
    let sql = format!("{SELECT} WHERE {MINE} ORDER BY page.id DESC LIMIT ?3 OFFSET ?4");
    let pages = rows(db, &sql, (owner.tenant, owner.account, page.limit, page.offset), read)?;
    let number = format!("SELECT count(*) FROM page WHERE {MINE}");
    Ok((pages, count(db, &number, (owner.tenant, owner.account))?))
}

/// The page with this identifier or slug, with all that stands on it. No slug looks like an identifier.
pub(crate) fn find(db: &Connection, owner: Owner, id_or_slug: &str) -> rusqlite::Result<Option<Page>> {
    let sql = format!("{SELECT} WHERE {MINE} AND (page.id = ?3 OR page.slug = ?4)");
    let wanted = (owner.tenant, owner.account, PAGE.row(id_or_slug).unwrap_or(0), id_or_slug);
    let Some(mut page) = row(db, &sql, wanted, read)? else { return Ok(None) };
    page.components = Some(components::of_page(db, page.row)?);
    page.social_links = Some(social_links::of_page(db, page.row)?);
    Ok(Some(page))
}

/// Makes a page, a draft without anything on it; its row.
pub(crate) fn create(
    db: &Connection,
    owner: Owner,
    title: &str,
    slug: &str,
    style: Option<&str>,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO page (tenant_id, account_id, slug, title, style, status, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?
    .insert((owner.tenant, owner.account, slug, title, style, DRAFT, owner.now))
}

/// Changes a page.
pub(crate) fn change(
    db: &Connection,
    owner: Owner,
    page: &Page,
    change: &PageChange<'_>,
) -> rusqlite::Result<()> {
    let style = changed(page.style.as_deref(), &change.style);
    // Visitors could first see a page when it was first published, however often it was a draft since.
    db.prepare_cached(
        "UPDATE page SET title = coalesce(?2, title), slug = coalesce(?3, slug), style = ?4,
             status = coalesce(?5, status), updated_at = ?6,
             published_at = CASE WHEN ?5 = 'published' THEN coalesce(published_at, ?6) ELSE published_at END
         WHERE id = ?1",
    )?
    .execute((page.row, change.title, change.slug, style, change.status, owner.now))?;
    Ok(())
}

/// Notes that something on a page has changed.
pub(crate) fn touch(db: &Connection, owner: Owner, page: i64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE page SET updated_at = ?2 WHERE id = ?1")?.execute((page, owner.now))?;
    Ok(())
}

/// Copies a page with all that stands on it; the row of the copy, which is a draft.
pub(crate) fn copy(db: &Connection, owner: Owner, page: &Page, title: &str) -> rusqlite::Result<i64> {
    let slug = free_slug(db, owner, title)?;
    let copy = create(db, owner, title, &slug, page.style.as_deref())?;
    components::copy_all(db, page.row, copy)?;
    social_links::copy_all(db, page.row, copy)?;
    Ok(copy)
}

/// Deletes a page; what stands on it goes with it.
pub(crate) fn delete(db: &Connection, page: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM page WHERE id = ?1")?.execute([page])?;
    Ok(())
}

/// Whether another page of the account than this one has the slug.
pub(crate) fn is_taken(db: &Connection, owner: Owner, slug: &str, except: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM page WHERE account_id = ?1 AND slug = ?2 AND id <> ?3";
    Ok(count(db, sql, (owner.account, slug, except))? > 0)
}

/// A slug made from a title, with a number if it is taken.
pub(crate) fn free_slug(db: &Connection, owner: Owner, title: &str) -> rusqlite::Result<String> {
    slugs::free(&slugs::slug_of(title, "page"), |slug| is_taken(db, owner, slug, 0))
}

/// Whether a text can be a slug: small letters and digits, with single hyphens between them, not too many.
pub(crate) fn is_slug(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    text.len() <= LONGEST_CHOSEN_SLUG && text.split('-').all(is_word)
}

const SELECT: &str =
    "SELECT page.id, page.slug, page.title, page.style, page.status, page.account_id, tenant.slug,
    page.created_at, page.updated_at, page.published_at FROM page JOIN tenant ON tenant.id = page.tenant_id";

const MINE: &str = "page.tenant_id = ?1 AND page.account_id = ?2";

fn read(row: &Row<'_>) -> rusqlite::Result<Page> {
    let (slug, status): (String, String) = (row.get(1)?, row.get(4)?);
    let (account, tenant): (i64, String) = (row.get(5)?, row.get(6)?);
    let url = format!("https://{tenant}.pages.example/{account}/{slug}");
    Ok(Page {
        row: row.get(0)?,
        id: PAGE.id(row.get(0)?),
        slug,
        title: row.get(2)?,
        style: row.get(3)?,
        url: (status == PUBLISHED).then_some(url),
        status,
        components: None,
        social_links: None,
        created_at: instant(row.get(7)?),
        updated_at: instant(row.get(8)?),
        published_at: row.get::<_, Option<i64>>(9)?.map(instant),
    })
}

#[cfg(test)]
mod tests {
    use super::is_slug;
    use crate::store::pages::PAGE;

    #[test]
    fn no_identifier_is_a_slug() {
        assert!(!is_slug(&PAGE.id(7)));
        assert!(is_slug(&"a".repeat(200)));
        for text in ["", "-", "a--b", "-a", "a-", "A", "a b", "a/b", "ä", &"a".repeat(201)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
