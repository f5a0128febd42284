//! `GET /docs`: the reference of the API, from the same document that the client is made of.
//!
//! The page is Scalar's, as it was published, out of this program; it calls nobody. What it shows is the document with
//! the sandbox as its server, and with a chapter on what is inferred: statuses that no source names, and the choices
//! that the sandbox makes where the documents leave something open.

mod choices;
mod decided;
mod document;
pub(crate) mod html;
mod statuses;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HOST, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::json;

use crate::options::Options;

const PAGE: &str = include_str!("../../assets/docs.html");
const START: &str = include_str!("../../assets/docs.js");
/// The settings that the site of `cargo xtask docs` has as well.
const QUIET: &str = include_str!("../../assets/quiet.js");
const STYLE: &str = include_str!("../../assets/page.css");
/// Compressed, as it is stored: browsers take it as it is.
const SCALAR: &[u8] = include_bytes!("../../assets/scalar/standalone.js.gz");

/// What the pages have to know of the sandbox that they are served by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// Where the API is: `http://127.0.0.1:4010/api`.
    pub(crate) base_url: &'a str,
    /// The tenant's slug.
    pub(crate) tenant: &'a str,
    /// A session token that works.
    pub(crate) session_token: &'a str,
    /// A key that holds every scope.
    pub(crate) full_key: &'a str,
    /// How the sandbox was started.
    pub(crate) options: &'a Options,
}

/// The answer to a GET of a path below `/docs`; none if there is no such page.
pub(crate) fn answer(path: &str, headers: &HeaderMap, facts: &Facts<'_>) -> Option<Response<Bytes>> {
    match path {
        "/docs" | "/docs/" => Some(html::page(page(facts))),
        "/docs/openapi.json" => {
            let server = html::as_called(facts.base_url, headers.get(HOST));
            let text = document::for_sandbox(&server, facts.options);
            Some(file("application/json", Bytes::from(text)))
        }
        "/docs/assets/docs.js" => {
            Some(file("text/javascript; charset=utf-8", Bytes::from_static(START.as_bytes())))
        }
        "/docs/assets/quiet.js" => {
            Some(file("text/javascript; charset=utf-8", Bytes::from_static(QUIET.as_bytes())))
        }
        "/docs/assets/page.css" => {
            Some(file("text/css; charset=utf-8", Bytes::from_static(STYLE.as_bytes())))
        }
        "/docs/assets/scalar.js" => Some(scalar(headers)),
        _ => None,
    }
}

fn page(facts: &Facts<'_>) -> String {
    let credentials =
        json!({ "key": facts.full_key, "session": facts.session_token, "tenant": facts.tenant }).to_string();
    // In JSON a `<` stands in texts only; escaped, none of them can end the element.
    html::fill(PAGE, &[("credentials", &credentials.replace('<', "\\u003c"))])
}

fn file(content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn scalar(headers: &HeaderMap) -> Response<Bytes> {
    let mut response = if takes_gzip(headers) {
        let mut response = file("text/javascript; charset=utf-8", Bytes::from_static(SCALAR));
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response
    } else {
        let why =
            "This file is kept compressed: ask for it with `Accept-Encoding: gzip` (curl --compressed).\n";
        let mut response = file("text/plain; charset=utf-8", Bytes::from_static(why.as_bytes()));
        *response.status_mut() = StatusCode::NOT_ACCEPTABLE;
        response
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether the client says that it can decompress. One that says nothing could take anything by the letter of HTTP, but
/// programs that say nothing do not decompress.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        matches!(name.trim(), "gzip" | "x-gzip" | "*") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str, headers: &HeaderMap) -> Option<Response<Bytes>> {
        let options = Options::default();
        let facts = Facts {
            base_url: "http://127.0.0.1:4010/api",
            tenant: "coffee-contracts",
            session_token: "session_</script>",
            full_key: "cc_full",
            options: &options,
        };
        answer(path, headers, &facts)
    }

    fn headers(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_credential_cannot_end_the_element_that_holds_it() {
        let page = get("/docs", &HeaderMap::new()).unwrap();
        let text = String::from_utf8(page.into_body().to_vec()).unwrap();
        assert!(text.contains(r#""session":"session_\u003c/script>""#), "{text}");
        assert!(!text.contains("{{"), "everything is filled in: {text}");
    }

    #[test]
    fn the_page_asks_for_files_of_this_program_only() {
        for text in [PAGE, START, QUIET, STYLE] {
            assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("\"//"), "{text}");
        }
        for path in
            ["/docs/assets/docs.js", "/docs/assets/quiet.js", "/docs/assets/page.css", "/docs/openapi.json"]
        {
            assert_eq!(get(path, &HeaderMap::new()).unwrap().status(), StatusCode::OK, "{path}");
        }
        assert!(get("/docs/assets/other.js", &HeaderMap::new()).is_none());
    }

    #[test]
    fn the_script_goes_out_compressed_and_only_to_those_who_can_read_it() {
        for (accepted, status) in [
            (Some("gzip, deflate, br"), StatusCode::OK),
            (Some("br, gzip;q=0.5"), StatusCode::OK),
            (Some("*"), StatusCode::OK),
            (Some("gzip;q=0, identity"), StatusCode::NOT_ACCEPTABLE),
            (Some("identity"), StatusCode::NOT_ACCEPTABLE),
            (None, StatusCode::NOT_ACCEPTABLE),
        ] {
            let sent = accepted.map_or_else(HeaderMap::new, |value| headers(ACCEPT_ENCODING, value));
            let response = get("/docs/assets/scalar.js", &sent).unwrap();
            assert_eq!(response.status(), status, "{accepted:?}");
            let compressed = response.headers().get(CONTENT_ENCODING).is_some();
            assert_eq!(compressed, status == StatusCode::OK, "{accepted:?}");
            assert_eq!(response.body().starts_with(&[0x1f, 0x8b]), compressed, "{accepted:?}");
        }
    }

    #[test]
    fn the_document_names_the_sandbox_by_the_name_it_was_called_by() {
        for (host, server) in
            [("localhost:4010", "http://localhost:4010/api"), ("<evil>", "http://127.0.0.1:4010/api")]
        {
            let response = get("/docs/openapi.json", &headers(HOST, host)).unwrap();
            let document: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            assert_eq!(document["servers"][0]["url"], server);
        }
    }
}
