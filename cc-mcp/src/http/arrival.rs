//! A request with all of its body: there in time, or refused. Whoever sends one slowly holds nothing for longer.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The largest body; the arguments of a call are a few hundred bytes.
pub(super) const LARGEST: usize = 1 << 20;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for the body of whatever is passed on.
pub(super) async fn awaited(request: Request, next: Next) -> Response {
    match whole(request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    }
}

/// The request when its body is there.
pub(crate) async fn whole(request: Request) -> Result<Request, Response> {
    let (head, body) = request.into_parts();
    let refused = match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST)).await {
        Ok(Ok(body)) => return Ok(Request::from_parts(head, Body::from(body))),
        Ok(Err(_)) => (StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB, or broke off."),
        Err(_) => (StatusCode::REQUEST_TIMEOUT, "The body did not arrive within 10 seconds; send it again."),
    };
    Err(refused.into_response())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::StatusCode;

    use super::{LARGEST, whole};

    #[tokio::test]
    async fn a_body_is_taken_up_to_its_bound() {
        assert!(whole(Request::new(Body::from(vec![b' '; LARGEST]))).await.is_ok());
        let refused = whole(Request::new(Body::from(vec![b' '; LARGEST + 1]))).await.unwrap_err();
        assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
