//! The storage for uploads, as object storage stands beside an API: no tenant, no key, no rate limit.
//!
//! A file is sent with `PUT` to the address that `create_signed_file` answered, and lies at its `fileUrl` from then on.
//! Refusals are plain texts, and a refused upload leaves nothing behind. Files come from anybody: they are only handed
//! out to be saved, never to be shown as a page of this origin.

mod signature;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::routing::put;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Limited};

use crate::app::App;
use crate::refused::Refused;
use crate::secret;
use crate::store::uploads::{self, Announced};
pub(crate) use signature::{Claim, Signer};

/// How large a file may be: 25 MiB.
pub(crate) const FILE_LIMIT: i64 = 25 << 20;

/// How much all files together may take: the database in memory holds no more than 1 GiB.
const BUCKET_LIMIT: i64 = 512 << 20;

/// Where the file with this key lies: `http://127.0.0.1:4010/_bucket/…`.
pub(crate) fn address(app: &App, file_key: &str) -> String {
    format!("{}/_bucket/{file_key}", app.origin())
}

/// The routes of the bucket.
pub(crate) fn routes(app: &Arc<App>) -> Router {
    Router::new().route("/_bucket/{*key}", put(receive).get(serve)).with_state(Arc::clone(app))
}

/// Why a request is refused: a status and a text for people.
type Refusal = (StatusCode, String);

async fn receive(
    State(app): State<Arc<App>>,
    Path(file_key): Path<String>,
    request: Request,
) -> Response<Body> {
    match store(&app, file_key, request).await {
        Ok(etag) => {
            let mut response = Response::new(Body::empty());
            set(response.headers_mut(), header::ETAG, &etag);
            response
        }
        Err(refusal) => refused(refusal),
    }
}

/// Checks an upload, in the order in which it can be: the address, the type, then what comes.
async fn store(app: &Arc<App>, file_key: String, request: Request) -> Result<String, Refusal> {
    let (parts, body) = request.into_parts();
    let wanted = file_key.clone();
    let announced = app.db.read(move |db| Ok(uploads::announced(db, &wanted)?)).await.map_err(failed)?;
    // A key that was never given out is refused in the words of a wrong signature: nobody may ask which ones there are.
    let announced = announced.ok_or_else(wrong_signature)?;
    check_signature(app, &file_key, &announced, parts.uri.query().unwrap_or_default())?;

    let sent_type = parts.headers.get(header::CONTENT_TYPE).and_then(|text| text.to_str().ok()).unwrap_or("");
    if !sent_type.eq_ignore_ascii_case(&announced.content_type) {
        let message =
            format!("The file was announced as {}; its Content-Type differs.", announced.content_type);
        return Err((StatusCode::BAD_REQUEST, message));
    }
    let content = read(body, &parts.headers).await?;
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    if announced.size.is_some_and(|announced| announced != size) {
        let message = format!("The file has {size} bytes, and was announced with another size.");
        return Err((StatusCode::BAD_REQUEST, message));
    }
    if size == 0 {
        return Err((StatusCode::BAD_REQUEST, "The file is empty.".to_owned()));
    }
    let etag = format!("\"{}\"", secret::new_uuid().map_err(failed)?);
    let kept = etag.clone();
    let fits = app.db.write(move |db| {
        let fits = uploads::total(db, &file_key)? + size <= BUCKET_LIMIT;
        if fits {
            uploads::keep(db, &file_key, &kept, &content)?;
        }
        Ok(fits)
    });
    if !fits.await.map_err(failed)? {
        return Err((StatusCode::INSUFFICIENT_STORAGE, "The sandbox keeps no more than 512 MiB.".to_owned()));
    }
    Ok(etag)
}

/// The address must have been signed by this very process, and be in time.
fn check_signature(app: &App, file_key: &str, announced: &Announced, query: &str) -> Result<(), Refusal> {
    let argument = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let expires =
        argument("expires").and_then(|text| text.parse::<i64>().ok()).ok_or_else(wrong_signature)?;
    let signature = argument("signature").ok_or_else(wrong_signature)?;
    let claim = Claim { file_key, content_type: &announced.content_type, size: announced.size, expires };
    if !app.signer.vouches(claim, &signature) {
        return Err(wrong_signature());
    }
    if app.clock.now().as_second() > expires {
        return Err((StatusCode::FORBIDDEN, "The address has expired; ask for a new one.".to_owned()));
    }
    Ok(())
}

async fn read(body: Body, headers: &HeaderMap) -> Result<Bytes, Refusal> {
    let too_large = || (StatusCode::PAYLOAD_TOO_LARGE, "A file may have 25 MiB at most.".to_owned());
    let length = headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: i64| length > FILE_LIMIT) {
        return Err(too_large());
    }
    let limit = usize::try_from(FILE_LIMIT).unwrap_or(usize::MAX);
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Err(error) => Err((StatusCode::BAD_REQUEST, format!("The file did not arrive whole: {error}."))),
    }
}

async fn serve(State(app): State<Arc<App>>, Path(file_key): Path<String>) -> Response<Body> {
    let wanted = file_key.clone();
    let stored = match app.db.read(move |db| Ok(uploads::stored(db, &wanted)?)).await {
        Ok(Some(stored)) => stored,
        Ok(None) => return refused((StatusCode::NOT_FOUND, "There is no such file.".to_owned())),
        Err(error) => return refused(failed(error)),
    };
    let mut response = Response::new(Body::from(stored.content));
    let headers = response.headers_mut();
    let name = file_key.rsplit('/').next().unwrap_or_default();
    set(headers, header::CONTENT_TYPE, &stored.content_type);
    set(headers, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::ETAG, &stored.etag);
    response
}

fn refused((status, message): Refusal) -> Response<Body> {
    let mut response = Response::new(Body::from(message));
    *response.status_mut() = status;
    set(response.headers_mut(), header::CONTENT_TYPE, "text/plain; charset=utf-8");
    set(response.headers_mut(), header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

fn wrong_signature() -> Refusal {
    (StatusCode::FORBIDDEN, "The signature does not fit this address.".to_owned())
}

fn failed(refused: Refused) -> Refusal {
    (refused.status, refused.message)
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
