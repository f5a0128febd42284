//! Links to social networks on web pages.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::pages::{Owner, PAGE};
use super::places::Places;
use super::{row, rows};
use crate::ident::Kind;

/// Social links: `link_6`.
pub(crate) const LINK: Kind = Kind("link");

/// The social networks, each with the host of its addresses.
pub(crate) const PLATFORMS: [(&str, &str); 6] = [
    ("instagram", "instagram.com"),
    ("facebook", "facebook.com"),
    ("youtube", "youtube.com"),
    ("tiktok", "tiktok.com"),
    ("linkedin", "linkedin.com"),
    ("pinterest", "pinterest.com"),
];

const LINKS: Places = Places { table: "social_link", list: "page_id" };

/// A social link, as the API answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocialLink {
    #[serde(skip)]
    row: i64,
    /// The row of its page.
    #[serde(skip)]
    pub(crate) page: i64,
    id: String,
    page_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<String>,
    url: String,
    order: i64,
}

/// The links of a page in their order.
pub(crate) fn of_page(db: &Connection, page: i64) -> rusqlite::Result<Vec<SocialLink>> {
    let sql = format!("SELECT {COLUMNS} FROM social_link AS link WHERE page_id = ?1 ORDER BY position");
    rows(db, &sql, [page], read)
}

/// A link on the owner's pages.
pub(crate) fn find(db: &Connection, owner: Owner, link: i64) -> rusqlite::Result<Option<SocialLink>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM social_link AS link JOIN page ON page.id = link.page_id
         WHERE link.id = ?1 AND page.tenant_id = ?2 AND page.account_id = ?3"
    );
    row(db, &sql, (link, owner.tenant, owner.account), read)
}

/// Puts a link on a page, at the end without a place; its row.
pub(crate) fn add(
    db: &Connection,
    page: i64,
    platform: Option<&str>,
    url: &str,
    order: Option<i64>,
) -> rusqlite::Result<i64> {
    let position = LINKS.make_room(db, page, order)?;
    db.prepare_cached("INSERT INTO social_link (page_id, position, platform, url) VALUES (?1, ?2, ?3, ?4)")?
        .insert((page, position, platform, url))
}

/// Changes a link. What is none stays as it is.
pub(crate) fn change(
    db: &Connection,
    link: &SocialLink,
    platform: Option<&str>,
    url: Option<&str>,
    order: Option<i64>,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE social_link SET platform = coalesce(?2, platform), url = coalesce(?3, url) WHERE id = ?1",
    )?
    .execute((link.row, platform, url))?;
    if let Some(order) = order {
        LINKS.put_at(db, link.page, link.row, link.order, order)?;
    }
    Ok(())
}

/// Removes a link from its page.
pub(crate) fn delete(db: &Connection, link: &SocialLink) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM social_link WHERE id = ?1")?.execute([link.row])?;
    LINKS.close_gap(db, link.page, link.order)
}

/// Copies the links of one page to another.
pub(crate) fn copy_all(db: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO social_link (page_id, position, platform, url)
         SELECT ?2, position, platform, url FROM social_link WHERE page_id = ?1 ORDER BY position",
    )?
    .execute((from, to))?;
    Ok(())
}

/// The platform that an address leads to.
pub(crate) fn platform_of(url: &str) -> Option<&'static str> {
    let uri: http::Uri = url.parse().ok()?;
    let host = uri.host()?.to_ascii_lowercase();
    let is_of =
        |known: &str| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    PLATFORMS.iter().find(|(_, known)| is_of(known)).map(|(name, _)| *name)
}

const COLUMNS: &str = "link.id, link.page_id, link.platform, link.url, link.position";

fn read(row: &Row<'_>) -> rusqlite::Result<SocialLink> {
    let (link, page) = (row.get(0)?, row.get(1)?);
    Ok(SocialLink {
        row: link,
        page,
        id: LINK.id(link),
        page_id: PAGE.id(page),
        platform: row.get(2)?,
        url: row.get(3)?,
        order: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::platform_of;

    #[test]
    fn an_address_says_which_platform_it_is() {
        let cases = [
            ("https://www.instagram.com/mayatorres", Some("instagram")),
            ("https://YouTube.com/@maya", Some("youtube")),
            ("https://notinstagram.com/maya", None),
            ("https://instagram.com.example/maya", None),
            ("https://torreshome.example", None),
        ];
        for (url, platform) in cases {
            assert_eq!(platform_of(url), platform, "{url}");
        }
    }
}
