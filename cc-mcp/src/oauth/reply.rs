//! Answers, and reading what comes: small, in time, and of the type that it says.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cc_serve::Visit;
use serde_json::{Value, json};

/// The largest form or registration.
const LARGEST: usize = 32 << 10;
/// How long a caller may take to send it.
const PATIENCE: Duration = Duration::from_secs(10);

/// JSON that no cache keeps.
pub(super) fn json(status: StatusCode, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body.to_string()).into_response()
}

/// A failure in the words of the standard.
pub(super) fn fault(error: &str, what: &str) -> Response {
    let status = if error == "temporarily_unavailable" {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::BAD_REQUEST
    };
    json(status, &json!({ "error": error, "error_description": what }))
}

pub(super) fn unavailable() -> Response {
    fault("temporarily_unavailable", "the server can't look that up now; try again later")
}

pub(super) fn too_often(wait: u64) -> Response {
    let words = json!({ "error": "slow_down", "error_description": format!("too many requests; come again in {wait} s") });
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, &words);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    response
}

/// A page: framed by nobody, without scripts, kept by no cache, and telling no other host where it was. Forms may be sent here
/// only; what a client does with the answer may lead on.
pub(super) fn page(status: StatusCode, html: String, nonce: &str, redirect_uri: Option<&str>) -> Response {
    let own_machine = redirect_uri.filter(|uri| uri.starts_with("http://")).and_then(|uri| {
        let rest = uri.strip_prefix("http://")?;
        rest.split(['/', '?']).next().map(|authority| format!(" http://{authority}"))
    });
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self' https:{}; frame-ancestors 'none'; base-uri 'none'",
        own_machine.unwrap_or_default()
    );
    let headers: [(HeaderName, &str); 7] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, &policy),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    (status, headers, html).into_response()
}

/// Who calls, for limits. What a caller says of itself counts only where a proxy of ours has added it.
pub(super) fn caller(parts: &Parts, proxied: bool) -> IpAddr {
    let peer = parts.extensions.get::<Visit>().map(|visit| visit.caller.ip());
    let added = parts.headers.get_all("X-Forwarded-For").iter().next_back();
    let added = added.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    added.filter(|_| proxied).or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

/// The body of a request of this type; the answer to one that has none.
pub(super) async fn body(request: Request, kind: &str) -> Result<(Parts, Vec<u8>), Response> {
    let (parts, body): (Parts, Body) = request.into_parts();
    let said =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind) {
        let words =
            json!({ "error": "invalid_request", "error_description": format!("the body has to be {kind}") });
        return Err(json(StatusCode::UNSUPPORTED_MEDIA_TYPE, &words));
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => Ok((parts, bytes.to_vec())),
        Ok(Err(_)) => {
            let words = json!({ "error": "invalid_request", "error_description": "the body is too large, or broke off" });
            Err(json(StatusCode::PAYLOAD_TOO_LARGE, &words))
        }
        Err(_) => {
            let words = json!({ "error": "invalid_request", "error_description": "the body took too long" });
            Err(json(StatusCode::REQUEST_TIMEOUT, &words))
        }
    }
}
