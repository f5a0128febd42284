//! The routes: the operations of the document, and a few pages of our own.

use std::sync::Arc;

use anyhow::{Result, bail};
use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use axum::routing::{MethodFilter, get, on};
use http::Method;

use crate::app::App;
use crate::refusal::Refusal;
use crate::{operation, pages};

/// Everything that is served.
pub(crate) fn router(app: &Arc<App>) -> Result<Router> {
    let mut router = Router::new()
        .route("/", get(pages::landing))
        .route("/privacy", get(pages::privacy))
        .route("/openapi.json", get(pages::document))
        .route("/healthz", get(pages::healthy))
        .route("/readyz", get(pages::ready));
    for (place, served) in app.document.operations.iter().enumerate() {
        let serve = move |State(app): State<Arc<App>>,
                          path: Result<RawPathParams, RawPathParamsRejection>,
                          request: Request| async move {
            let (Some(served), Ok(path)) = (app.document.operations.get(place), path) else {
                return nothing_there().await; // What does not decode to text names nothing.
            };
            let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            operation::serve(&app, served, path, request).await
        };
        router = router.route(&served.path, on(filter(&served.method)?, serve));
    }
    Ok(router.method_not_allowed_fallback(wrong_method).fallback(nothing_there).with_state(Arc::clone(app)))
}

fn filter(method: &Method) -> Result<MethodFilter> {
    match MethodFilter::try_from(method.clone()) {
        Ok(filter) => Ok(filter),
        Err(_) => bail!("there is no route for the method {method}"),
    }
}

async fn nothing_there() -> Response {
    let message = "There is nothing at this path. What this server does is in /openapi.json.";
    Refusal::new(404, "no_such_path", message).response()
}

async fn wrong_method() -> Response {
    let message = "This path has no such method. What this server does is in /openapi.json.";
    Refusal::new(405, "no_such_method", message).response()
}
