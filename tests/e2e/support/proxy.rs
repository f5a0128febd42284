//! A run through a proxy that holds requests and answers against the document: `CC_E2E_PROXY=http://127.0.0.1:4100`.
//!
//! `cargo xtask ci` starts Prism as that proxy, and behind it a relay that finds each test's own sandbox by a header. What
//! a test does is the same with and without it. Where one sends on purpose what the document forbids, Prism stops the
//! request; then the sandbox is asked directly, and has to refuse it as well.

use cc_api::transport::{Request, TransportError};
use http::HeaderValue;
use http::header::{CONNECTION, CONTENT_TYPE};

use crate::checked::{Raw, ask};

/// Names the port of the sandbox that a request is for.
const PORT: &str = "x-sandbox-port";

/// The type of what the proxy says in its own name; the sandbox's refusals are plain JSON.
const PROBLEM: &str = "application/problem+json";

/// How the proxy calls a request that the document forbids.
const REFUSED: [&str; 4] =
    ["#UNPROCESSABLE_ENTITY", "#UNAUTHORIZED", "#INVALID_CONTENT_TYPE", "#NO_PATH_MATCHED_ERROR"];

/// Where the proxy is, if this run has one.
pub(crate) fn address() -> Option<String> {
    std::env::var("CC_E2E_PROXY").ok().filter(|address| !address.is_empty())
}

/// Sends a request through the proxy.
///
/// # Panics
/// If the proxy objects to the answer, or to a request that the sandbox accepts.
pub(crate) async fn ask_through(
    http: &reqwest::Client,
    proxy: &str,
    request: &Request,
) -> Result<Raw, TransportError> {
    let mut through = request.clone();
    let port = request.url.split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("a port");
    through.headers.insert(PORT, HeaderValue::from_str(port).expect("digits"));
    // Prism hangs up on idle connections after a few seconds, and a call that met that would fail.
    through.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let answer = ask(http, &format!("{proxy}{}", request.target), &through).await?;
    let is_problem =
        answer.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(PROBLEM.as_bytes()));
    if !is_problem {
        return Ok(answer);
    }
    let said = String::from_utf8_lossy(&answer.body);
    assert!(
        REFUSED.iter().any(|kind| said.contains(kind)),
        "{}: the proxy objects to the answer: {said}",
        request.operation
    );
    let direct = ask(http, &request.url, request).await?;
    assert!(
        (400..500).contains(&direct.status),
        "{}: the proxy objects to a request that the sandbox answered with {}: {said}",
        request.operation,
        direct.status
    );
    Ok(direct)
}
