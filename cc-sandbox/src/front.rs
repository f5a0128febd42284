//! What stands before all routes: whom the request was meant for, how large its head is, and faults that cut a connection.
//!
//! A page in a browser may send requests to a port of its own machine. Without CORS headers it cannot read the answers,
//! unless its own name is made to lead to 127.0.0.1 after it was loaded (DNS rebinding). Then its requests name its
//! own host, and not ours: so a sandbox that listens on loopback answers only to names of loopback.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use cc_serve::Incoming;
use http::uri::Authority;
use http::{HeaderValue, Request, Response, StatusCode, Version, header};
use tower_service::Service as _;

use crate::answer::Outcome;
use crate::app::App;
use crate::fault::{CutOff, Dropped};
use crate::refused::Refused;

/// How many bytes the head of a request may have. The server below reads twice that.
const HEAD_LIMIT: usize = 32 << 10;

/// Answers a request of any connection; an error makes hyper close it.
pub(crate) async fn front(
    app: Arc<App>,
    mut router: Router,
    request: Request<Incoming>,
) -> Result<Response<Body>, CutOff> {
    if let Err(refused) = check_form(&request).and_then(|()| check_host(&app, &request)) {
        let outcome = Outcome::uncounted(&app, app.clock.now(), Err(refused));
        return Ok(outcome.into_response(&app.next_request_id()).map(Body::from));
    }
    let Ok(response) = router.call(request).await;
    if response.extensions().get::<Dropped>().is_some() { Err(CutOff) } else { Ok(response) }
}

fn check_form<B>(request: &Request<B>) -> Result<(), Refused> {
    let has = |name| request.headers().contains_key(name);
    if has(header::CONTENT_LENGTH) && has(header::TRANSFER_ENCODING) {
        let message = "A request says how long its body is, or that it comes in chunks, not both.";
        return Err(Refused::new(StatusCode::BAD_REQUEST, "two_lengths", message));
    }
    let address = request.uri().path_and_query().map_or(0, |text| text.as_str().len());
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    if address + headers.sum::<usize>() <= HEAD_LIMIT {
        return Ok(());
    }
    let message = "The path, the query and the headers have more than 32 KiB together.";
    Err(Refused::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "head_too_large", message))
}

/// Lets only requests in that name a host of loopback, or the address listened on. HTTP/1.1 wants exactly one `Host`.
fn check_host<B>(app: &App, request: &Request<B>) -> Result<(), Refused> {
    if app.options.expose {
        return Ok(());
    }
    let mut named: Vec<&[u8]> =
        request.headers().get_all(header::HOST).iter().map(HeaderValue::as_bytes).collect();
    if named.len() > 1 || (named.is_empty() && request.version() == Version::HTTP_11) {
        let message = "A request names its host once, in the header Host.";
        return Err(Refused::new(StatusCode::BAD_REQUEST, "host_missing", message));
    }
    named.extend(request.uri().authority().map(|authority| authority.as_str().as_bytes()));
    if named.into_iter().all(|host| is_ours(host, app.options.address)) {
        return Ok(());
    }
    let message = "This sandbox answers only to names of this machine, such as 127.0.0.1 and localhost. \
        Started with --expose it answers to every name.";
    Err(Refused::new(StatusCode::MISDIRECTED_REQUEST, "host_unknown", message))
}

fn is_ours(host: &[u8], listened_on: IpAddr) -> bool {
    let Ok(authority) = Authority::from_maybe_shared(Bytes::copy_from_slice(host)) else { return false };
    // Whoever names a user is not a browser's page, and not a client that knows what it does.
    if authority.as_str().contains('@') {
        return false;
    }
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || address == listened_on,
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::is_ours;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for host in
            ["127.0.0.1:4010", "127.0.0.1", "localhost", "LocalHost:80", "[::1]:4010", "[::1]", "127.0.0.2"]
        {
            assert!(is_ours(host.as_bytes(), loopback), "{host}");
        }
        for host in [
            "attacker.example",
            "attacker.example:4010",
            "127.0.0.1.attacker.example",
            "localhost.attacker.example",
            "10.0.0.1",
            "0.0.0.0",
            "localhost@attacker.example",
            "attacker.example@localhost",
            "a b",
            "",
            "\u{e9}",
        ] {
            assert!(!is_ours(host.as_bytes(), loopback), "{host}");
        }
        assert!(is_ours(b"10.0.0.1:4010", IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1))));
    }
}
