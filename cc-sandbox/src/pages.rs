//! The pages for people, beside the API: the landing page, and the reference below `/docs`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use http::StatusCode;

use crate::app::App;
use crate::docs::{self, Facts, html};
use crate::landing;
use crate::sandbox::Access;

/// What the pages show.
#[derive(Debug, Clone)]
struct Shown {
    app: Arc<App>,
    access: Arc<Access>,
}

/// The routes. They are no part of the API: no credential, no rate limit.
pub(crate) fn routes(app: &Arc<App>, access: &Access) -> Router {
    let shown = Shown { app: Arc::clone(app), access: Arc::new(access.clone()) };
    Router::new()
        .route("/", get(front))
        .route("/docs", get(reference))
        .route("/docs/", get(reference))
        .route("/docs/{*file}", get(reference))
        .with_state(shown)
}

async fn front(State(Shown { app, access }): State<Shown>) -> Response {
    match landing::page(&app, &access).await {
        Ok(page) => html::page(page).map(Body::from),
        Err(refused) => failed(refused.status, &refused.message),
    }
}

async fn reference(State(Shown { app, access }): State<Shown>, request: Request) -> Response {
    let facts = Facts {
        base_url: &access.base_url,
        tenant: &access.tenant,
        session_token: &access.session_token,
        full_key: &access.keys.full,
        options: &app.options,
    };
    match docs::answer(request.uri().path(), request.headers(), &facts) {
        Some(answer) => answer.map(Body::from),
        None => failed(StatusCode::NOT_FOUND, "There is no such page. The reference is at /docs."),
    }
}

fn failed(status: StatusCode, message: &str) -> Response {
    let mut page = html::page(html::escape(message)).map(|page: Bytes| Body::from(page));
    *page.status_mut() = status;
    page
}
