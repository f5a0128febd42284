//! `GET /`: where the sandbox is, whose keys are ready, what is in it, and what has been asked of it lately.

use std::sync::Arc;

use rusqlite::Connection;

use crate::app::App;
use crate::docs::html::{escape, fill};
use crate::gate::identify;
use crate::recent::Served;
use crate::refused::Refused;
use crate::sandbox::Access;
use crate::store;

const PAGE: &str = include_str!("../assets/landing.html");

/// Longer paths are cut: the page is for reading, and a client may send anything.
const LONGEST_PATH: usize = 200;

/// What the page shows.
#[derive(Debug)]
struct View<'a> {
    access: &'a Access,
    keys: Vec<ReadyKey<'a>>,
    /// Names and values: the clock, how many accounts and posts there are.
    state: Vec<(&'static str, String)>,
    /// The latest requests, newest first.
    recent: Vec<Served>,
}

/// A key that is ready.
#[derive(Debug)]
struct ReadyKey<'a> {
    key: &'a str,
    /// What it may do: `every scope`.
    holds: &'static str,
    /// What is left in each window: `27 of 30 a minute`.
    left: Vec<String>,
}

/// The page of this sandbox, as HTML.
pub(crate) async fn page(app: &Arc<App>, access: &Arc<Access>) -> Result<String, Refused> {
    let (own_app, own_access) = (Arc::clone(app), Arc::clone(access));
    app.db
        .read(move |db| {
            let keys = keys(db, &own_app, &own_access)?;
            let state = state(db, &own_app)?;
            Ok(html(&View { access: &own_access, keys, state, recent: own_app.recent.list() }))
        })
        .await
}

fn keys<'a>(db: &Connection, app: &App, access: &'a Access) -> Result<Vec<ReadyKey<'a>>, Refused> {
    let keys = [
        (access.keys.full.as_str(), "every scope"),
        (access.keys.read_only.as_str(), "the scopes that read"),
        (access.keys.organization.as_str(), "every scope, as the organization's admin"),
    ];
    let ready = keys.into_iter().map(|(key, holds)| {
        let left = match identify(db, key)? {
            Some(identity) => app.quota.left(identity.usage, app.clock.now()),
            None => vec![String::from("revoked")],
        };
        Ok(ReadyKey { key, holds, left })
    });
    ready.collect()
}

fn state(db: &Connection, app: &App) -> Result<Vec<(&'static str, String)>, Refused> {
    let count = |table: &str| store::count(db, &format!("SELECT count(*) FROM {table}"), []);
    let (accounts, posts): (i64, i64) = (count("account")?, count("post")?);
    let pace = if app.clock.is_held() { "held" } else { "running" };
    let mut rows = vec![
        ("Clock", format!("{}, {pace}", app.clock.now())),
        ("Accounts", accounts.to_string()),
        ("Posts", posts.to_string()),
        ("Kept", if app.db.is_lasting() { "in a file" } else { "until the sandbox stops" }.to_owned()),
    ];
    let changes = app.stage.list().len();
    if changes > 0 {
        rows.push(("Variant", format!("changes to the document: {changes}")));
    }
    Ok(rows)
}

fn html(view: &View<'_>) -> String {
    let state: String = view.state.iter().map(|(name, value)| row(&[escape(name), escape(value)])).collect();
    let keys: String = view
        .keys
        .iter()
        .map(|key| row(&[code(key.key), escape(key.holds), escape(&key.left.join(", "))]))
        .collect();
    let recent = if view.recent.is_empty() {
        row(&[String::from("None yet.")])
    } else {
        view.recent.iter().map(recent_row).collect()
    };
    let Access { base_url, tenant, session_token, keys: ready } = view.access;
    fill(
        PAGE,
        &[
            ("base_url", &escape(base_url)),
            ("tenant", &escape(tenant)),
            ("session_token", &escape(session_token)),
            ("curl", &escape(&example(base_url, &ready.read_only, tenant))),
            ("keys", &keys),
            ("state", &state),
            ("recent", &recent),
        ],
    )
}

/// A line for the shell that works as it stands.
fn example(base_url: &str, key: &str, tenant: &str) -> String {
    format!(
        "curl -H 'Authorization: Bearer {key}' -H 'X-Tenant-Slug: {tenant}' '{base_url}/user/content/posts-v2?limit=1'"
    )
}

fn recent_row(served: &Served) -> String {
    let mut path: String = served.path.chars().take(LONGEST_PATH).collect();
    if path.len() < served.path.len() {
        path.push('…');
    }
    let request = code(&format!("{} {path}", served.method));
    let operation = escape(served.operation.unwrap_or_default());
    row(&[
        escape(&served.at.to_string()),
        code(&served.request_id),
        request,
        operation,
        served.status.to_string(),
    ])
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// A row of a table; the cells are HTML already.
fn row(cells: &[String]) -> String {
    format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Keys;

    fn served(path: &str) -> Served {
        Served {
            at: jiff::Timestamp::UNIX_EPOCH,
            request_id: String::from("req_1"),
            method: String::from("GET"),
            path: path.to_owned(),
            operation: Some("get_posts"),
            status: 200,
        }
    }

    fn shown(recent: Vec<Served>) -> String {
        let text = |text: &str| text.to_owned();
        let access = Access {
            base_url: text("http://127.0.0.1:4010/api"),
            tenant: text("coffee-contracts"),
            session_token: text("session_abc"),
            keys: Keys { full: text("cc_full"), read_only: text("cc_read"), organization: text("cc_org") },
        };
        let left = vec![text("27 of 30 a minute"), text("1997 of 2000 a day")];
        let keys = vec![ReadyKey { key: "cc_full", holds: "every scope", left }];
        html(&View { access: &access, keys, state: vec![("Posts", text("412"))], recent })
    }

    #[test]
    fn the_page_tells_where_as_whom_and_what_is_left() {
        let page = shown(vec![served("/api/user/content/posts-v2")]);
        for part in [
            "http://127.0.0.1:4010/api",
            "X-Tenant-Slug: coffee-contracts",
            "<code>cc_full</code>",
            "27 of 30 a minute, 1997 of 2000 a day",
            "<td>Posts</td><td>412</td>",
            "<td><code>GET /api/user/content/posts-v2</code></td><td>get_posts</td><td>200</td>",
            "curl -H &#39;Authorization: Bearer cc_read&#39; -H &#39;X-Tenant-Slug: coffee-contracts&#39;",
        ] {
            assert!(page.contains(part), "{part} is missing in:\n{page}");
        }
        assert!(!page.contains("{{"), "everything is filled in: {page}");
    }

    #[test]
    fn a_request_cannot_write_markup_into_the_page() {
        let page = shown(vec![served("/<script>alert(1)</script>")]);
        assert!(page.contains("GET /&lt;script&gt;") && !page.contains("<script>"), "{page}");
    }

    #[test]
    fn a_long_path_is_cut_at_a_letter() {
        let page = shown(vec![served(&"ü".repeat(1_000))]);
        assert_eq!(page.matches('ü').count(), LONGEST_PATH);
    }
}
