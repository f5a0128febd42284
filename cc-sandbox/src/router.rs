//! The routes. Methods and paths come from the catalogue; nothing is typed by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::bail;
use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Response, StatusCode, header};
use axum::routing::{MethodFilter, on};
use cc_api::catalogue::{self, Method, Operation};
use http_body_util::{BodyExt as _, Limited};

use crate::answer::{Outcome, answer, answer_unknown};
use crate::app::App;
use crate::handler::Handler;
use crate::input::RawInput;
use crate::recent::Served;
use crate::refused::Refused;
use crate::routes;

/// What every path of the API begins with.
pub(crate) const BASE_PATH: &str = "/api";

/// How large a body may be.
const BODY_LIMIT: usize = 1 << 20;

/// Every operation with its handler.
pub(crate) fn api(app: &Arc<App>) -> anyhow::Result<Router> {
    let handlers = handlers()?;
    let mut router = Router::new();
    for operation in catalogue::all() {
        let Some(&handler) = handlers.get(operation.id) else { continue };
        let filter = filter(operation)?;
        let serve = move |State(app): State<Arc<App>>, path: RawPathParams, request: Request| async move {
            serve(&app, handler, &path, request).await
        };
        router = router.route(&format!("{BASE_PATH}{}", operation.path), on(filter, serve));
    }
    let router = router.method_not_allowed_fallback(wrong_method).fallback(unknown_path);
    Ok(router.with_state(Arc::clone(app)))
}

/// The handlers by operation, each operation at most once.
pub(crate) fn handlers() -> anyhow::Result<BTreeMap<&'static str, Handler>> {
    let mut all = BTreeMap::new();
    for handler in routes::all() {
        if all.insert(handler.operation.id, *handler).is_some() {
            bail!("{} has two handlers", handler.operation.id);
        }
    }
    Ok(all)
}

fn filter(operation: &Operation) -> anyhow::Result<MethodFilter> {
    Ok(match operation.method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
        other => bail!("{}: no route for the method {other}", operation.id),
    })
}

async fn serve(app: &Arc<App>, handler: Handler, path: &RawPathParams, request: Request) -> Response<Body> {
    let request_id = app.next_request_id();
    let (method, uri) = (request.method().to_string(), request.uri().path().to_owned());
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let outcome = match read(request).await {
        Ok(raw) => answer(app, handler, RawInput { path, ..raw }, &request_id).await,
        Err((raw, refused)) => answer_unknown(app, raw, refused).await,
    };
    finish(app, outcome, (method, uri, Some(handler.operation.id)), &request_id)
}

async fn unknown_path(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let message = format!("There is no {}. The reference is at {}/docs.", request.uri().path(), app.origin());
    refuse(&app, request, Refused::new(StatusCode::NOT_FOUND, "no_such_path", message)).await
}

async fn wrong_method(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let message = format!("{} is not a method of {}.", request.method(), request.uri().path());
    refuse(&app, request, Refused::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", message)).await
}

async fn refuse(app: &Arc<App>, request: Request, refused: Refused) -> Response<Body> {
    let request_id = app.next_request_id();
    let asked = (request.method().to_string(), request.uri().path().to_owned(), None);
    let raw = RawInput { headers: request.headers().clone(), ..RawInput::default() };
    let outcome = answer_unknown(app, raw, refused).await;
    finish(app, outcome, asked, &request_id)
}

fn finish(
    app: &App,
    outcome: Outcome,
    (method, path, operation): (String, String, Option<&'static str>),
    request_id: &str,
) -> Response<Body> {
    let response = outcome.into_response(request_id);
    let status = response.status().as_u16();
    app.recent.add(Served {
        at: app.clock.now(),
        request_id: request_id.to_owned(),
        method,
        path,
        operation,
        status,
    });
    response.map(Body::from)
}

/// Takes a request apart, with its whole body.
async fn read(request: Request) -> Result<RawInput, (RawInput, Refused)> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let raw = RawInput { query, headers: parts.headers, ..RawInput::default() };
    let announced = raw.headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > BODY_LIMIT) {
        return Err((raw, too_large()));
    }
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => Ok(RawInput { body: body.to_bytes(), ..raw }),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err((raw, too_large())),
        Err(error) => {
            let message = format!("The body did not arrive whole: {error}.");
            Err((raw, Refused::new(StatusCode::BAD_REQUEST, "body_cut", message)))
        }
    }
}

fn too_large() -> Refused {
    let message = "The body is larger than 1 MiB.";
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message)
}
