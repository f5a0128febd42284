//! The routes. Methods and paths come from the catalogue; nothing is typed by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::bail;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Response, StatusCode};
use axum::routing::{MethodFilter, on};
use cc_api::catalogue::{self, Method, Operation};

use crate::app::App;
use crate::control;
use crate::exchange::{Aim, exchange};
use crate::handler::Handler;
use crate::refused::Refused;
use crate::routes;

/// What every path of the API begins with.
pub(crate) const BASE_PATH: &str = "/api";

/// The parameters of a path, unless they do not decode to text.
type Params = Result<RawPathParams, RawPathParamsRejection>;

/// Every operation with its handler.
pub(crate) fn api(app: &Arc<App>) -> anyhow::Result<Router> {
    let handlers = handlers()?;
    let mut router = Router::new();
    for operation in catalogue::all() {
        let Some(&handler) = handlers.get(operation.id) else {
            bail!("{} has no handler", operation.id);
        };
        let filter = filter(operation)?;
        let serve = move |State(app): State<Arc<App>>, path: Params, request: Request| async move {
            let aim = match path {
                Ok(path) => Aim::Operation(handler, owned(&path)),
                // What does not decode to text names nothing.
                Err(_) => Aim::Nothing(no_such_path(&app, &request)),
            };
            exchange(&app, request, aim).await
        };
        router = router.route(&format!("{BASE_PATH}{}", operation.path), on(filter, serve));
    }
    if app.options.control {
        router = router.merge(control::routes());
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

fn owned(path: &RawPathParams) -> Vec<(String, String)> {
    path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
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

async fn unknown_path(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let refused = no_such_path(&app, &request);
    exchange(&app, request, Aim::Nothing(refused)).await
}

async fn wrong_method(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let message = format!("{} is not a method of {}.", request.method(), request.uri().path());
    let refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", message);
    exchange(&app, request, Aim::Nothing(refused)).await
}

fn no_such_path(app: &App, request: &Request) -> Refused {
    let message = format!("There is no {}. The reference is at {}/docs.", request.uri().path(), app.origin());
    Refused::new(StatusCode::NOT_FOUND, "no_such_path", message)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cc_api::catalogue;

    use super::handlers;

    #[test]
    fn coverage() {
        let handled: BTreeSet<&str> = handlers().unwrap().into_keys().collect();
        let documented: BTreeSet<&str> = catalogue::all().iter().map(|operation| operation.id).collect();
        assert_eq!(handled, documented);
        assert_eq!(handled.len(), 117);
    }
}
