//! What stands before all routes: the form of a request, the headers of every answer, and the line of the log.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use cc_api::Timestamp;
use cc_serve::{Incoming, Visit};
use http::{HeaderName, HeaderValue, Method, Request, Version, header};
use tower_service::Service as _;

use crate::app::App;
use crate::log::Entry;
use crate::refusal::Refusal;

/// How many bytes the head of a request may have. The server below reads four times that.
const HEAD_LIMIT: usize = 16 << 10;

/// What an answer tells the log.
#[derive(Debug, Clone)]
pub(crate) struct Noted {
    /// The operation, or the page.
    pub(crate) operation: &'static str,
    /// Eight digits of the key's digest.
    pub(crate) key: Option<String>,
}

/// Answers a request of any connection; the connection ends with the answer, if it is the last one.
pub(crate) async fn front(
    app: Arc<App>,
    mut router: Router,
    request: Request<Incoming>,
    visit: Visit,
) -> Result<Response, Infallible> {
    // hyper reads the chunks where a request names a length as well. Nobody else may see a second request in what is left.
    let is_last = visit.is_last || request.headers().contains_key(header::TRANSFER_ENCODING);
    let (at, begun, method) = (Timestamp::now(), Instant::now(), known(request.method()));
    let mut response = match check_form(&request) {
        Ok(()) => {
            let Ok(response) = router.call(request).await;
            response
        }
        Err(refusal) => refusal.response(),
    };
    finish(&mut response);
    if is_last {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let noted = response.extensions_mut().remove::<Noted>();
    let (operation, key) = noted.map_or(("-", None), |noted| (noted.operation, noted.key));
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    app.log.write(&Entry { at, method, operation, status, took, key });
    Ok(response)
}

/// A method as the log has it: not what a caller made up.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("-")
}

fn check_form<B>(request: &Request<B>) -> Result<(), Refusal> {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return Err(Refusal::new(400, "host_missing", "A request names its host once, in the header Host."));
    }
    let target = request.uri().path_and_query().map_or(0, |text| text.as_str().len());
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    if target + headers.sum::<usize>() > HEAD_LIMIT {
        let message = "The path, the query and the headers have more than 16 KiB together. Call it again with less in \
                       them.";
        return Err(Refusal::new(431, "head_too_large", message));
    }
    Ok(())
}

/// What every answer carries: nobody keeps it, and no page of another origin reads it.
fn finish(response: &mut http::Response<Body>) {
    const ALWAYS: [(HeaderName, &str); 4] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}
