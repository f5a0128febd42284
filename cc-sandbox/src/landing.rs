//! `GET /`: where the sandbox is, whose keys are ready, what is in it, and what has been asked of it lately.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;

use crate::docs::html::{escape, fill};

const PAGE: &str = include_str!("../assets/landing.html");

/// How many requests are remembered.
const REMEMBERED: usize = 25;

/// Longer paths are cut: the page is for reading, and a client may send anything.
const LONGEST_PATH: usize = 200;

/// What the page shows.
#[derive(Debug)]
pub(crate) struct View<'a> {
    /// Where the API is: `http://127.0.0.1:4010/api`.
    pub(crate) base_url: &'a str,
    /// The tenant's slug.
    pub(crate) tenant: &'a str,
    /// A session token that works.
    pub(crate) session_token: &'a str,
    /// The keys that are ready, the one for the example first.
    pub(crate) keys: Vec<ReadyKey<'a>>,
    /// Names and values: the clock, how many accounts and posts there are.
    pub(crate) state: Vec<(&'static str, String)>,
    /// The latest requests, newest first.
    pub(crate) recent: Vec<Noted>,
}

/// A key that is ready.
#[derive(Debug)]
pub(crate) struct ReadyKey<'a> {
    /// The key itself.
    pub(crate) key: &'a str,
    /// What it may do: `every scope`.
    pub(crate) holds: &'static str,
    /// What is left in each window: `27 of 30 a minute`.
    pub(crate) left: Vec<String>,
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    /// When, by the sandbox's clock.
    pub(crate) at: Timestamp,
    /// Method and path. Without the query: it may hold what somebody searched for.
    pub(crate) request: String,
    /// What was answered; none if the connection was dropped on purpose.
    pub(crate) status: Option<StatusCode>,
    /// How long it took, by the machine's clock.
    pub(crate) took: Duration,
}

/// The latest requests.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    requests: Mutex<VecDeque<Noted>>,
}

impl Recent {
    /// Remembers a request, and forgets the oldest.
    pub(crate) fn note(&self, mut request: Noted) {
        if let Some((at, _)) = request.request.char_indices().nth(LONGEST_PATH) {
            request.request.truncate(at);
            request.request.push('…');
        }
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.truncate(REMEMBERED - 1);
        requests.push_front(request);
    }

    /// The latest requests, newest first.
    pub(crate) fn latest(&self) -> Vec<Noted> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// The page as HTML.
pub(crate) fn page(view: &View<'_>) -> String {
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
    let key = view.keys.first().map_or("", |ready| ready.key);
    fill(
        PAGE,
        &[
            ("base_url", &escape(view.base_url)),
            ("tenant", &escape(view.tenant)),
            ("session_token", &escape(view.session_token)),
            ("curl", &escape(&example(view.base_url, key, view.tenant))),
            ("keys", &keys),
            ("state", &state),
            ("recent", &recent),
        ],
    )
}

/// A line for the shell that works as it stands.
pub(crate) fn example(base_url: &str, key: &str, tenant: &str) -> String {
    format!(
        "curl -H 'Authorization: Bearer {key}' -H 'X-Tenant-Slug: {tenant}' '{base_url}/user/content/posts-v2?limit=3'"
    )
}

fn recent_row(noted: &Noted) -> String {
    let status = noted.status.map_or_else(|| String::from("none"), |status| status.as_str().to_owned());
    let took = format!("{:.1} ms", noted.took.as_secs_f64() * 1_000.0);
    row(&[escape(&noted.at.to_string()), code(&noted.request), escape(&status), escape(&took)])
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

    fn noted(request: &str) -> Noted {
        Noted {
            at: Timestamp::UNIX_EPOCH,
            request: request.to_owned(),
            status: Some(StatusCode::OK),
            took: Duration::from_micros(1_234),
        }
    }

    fn shown(recent: Vec<Noted>) -> String {
        page(&View {
            base_url: "http://127.0.0.1:4010/api",
            tenant: "coffee-contracts",
            session_token: "session_abc",
            keys: vec![ReadyKey {
                key: "cc_full",
                holds: "every scope",
                left: vec![String::from("27 of 30 a minute"), String::from("1,997 of 2,000 a day")],
            }],
            state: vec![("Posts", String::from("412"))],
            recent,
        })
    }

    #[test]
    fn the_page_tells_where_as_whom_and_what_is_left() {
        let page = shown(vec![noted("GET /api/user/content/posts-v2")]);
        for part in [
            "http://127.0.0.1:4010/api",
            "X-Tenant-Slug: coffee-contracts",
            "<code>cc_full</code>",
            "27 of 30 a minute, 1,997 of 2,000 a day",
            "<td>Posts</td><td>412</td>",
            "<td><code>GET /api/user/content/posts-v2</code></td><td>200</td><td>1.2 ms</td>",
            "-H &#39;X-Tenant-Slug: coffee-contracts&#39; &#39;http://127.0.0.1:4010/api/user/content/posts-v2?limit=3&#39;",
        ] {
            assert!(page.contains(part), "{part} is missing in:\n{page}");
        }
        assert!(!page.contains("{{"), "everything is filled in: {page}");
    }

    #[test]
    fn a_request_cannot_write_markup_into_the_page() {
        let page = shown(vec![noted("GET /<script>alert(1)</script>")]);
        assert!(page.contains("GET /&lt;script&gt;") && !page.contains("<script>"), "{page}");
    }

    #[test]
    fn the_latest_requests_come_first_and_the_oldest_are_forgotten() {
        let recent = Recent::default();
        for number in 0..40 {
            recent.note(noted(&format!("GET /{number}")));
        }
        let latest = recent.latest();
        assert_eq!(latest.len(), REMEMBERED);
        assert_eq!(latest[0].request, "GET /39");
        assert_eq!(latest[REMEMBERED - 1].request, "GET /15");
    }

    #[test]
    fn a_long_path_is_cut_at_a_letter() {
        let recent = Recent::default();
        recent.note(noted(&"ü".repeat(1_000)));
        assert_eq!(recent.latest()[0].request.chars().count(), LONGEST_PATH + 1);
    }
}
