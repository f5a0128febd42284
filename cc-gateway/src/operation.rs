//! Serving an operation: whose key, is there room, what was passed, and then the call.

use std::time::Instant;

use axum::extract::Request;
use axum::response::Response;
use http::Method;

use crate::app::App;
use crate::call::{Call, Ended};
use crate::dashboard;
use crate::document::{Kind, Served};
use crate::front::Noted;
use crate::input;
use crate::keys::{Key, unfit};
use crate::places::one_after_the_other;
use crate::refusal::Refusal;

/// Answers a request to an operation; the answer carries what the log has to know.
pub(crate) async fn serve(
    app: &App,
    served: &Served,
    path: Vec<(String, String)>,
    request: Request,
) -> Response {
    let begun = Instant::now();
    let mut noted = Noted { operation: served.id, key: None };
    let operation = match served.kind {
        Kind::Operation(operation) => Some(operation),
        Kind::Dashboard => None,
    };
    let answered =
        tokio::time::timeout(app.budget, answer(app, served, path, request, begun, &mut noted)).await;
    let answered = answered.unwrap_or_else(|_| Err(Refusal::too_slow(operation, app.budget)));
    let mut response = answered.unwrap_or_else(Refusal::response);
    response.extensions_mut().insert(noted);
    response
}

async fn answer(
    app: &App,
    served: &Served,
    path: Vec<(String, String)>,
    request: Request,
    begun: Instant,
    noted: &mut Noted,
) -> Result<Response, Refusal> {
    if request.method() == Method::HEAD {
        return Err(Refusal::new(405, "no_such_method", "HEAD is not served; use GET."));
    }
    let key = Key::of(request.headers())?;
    noted.key = Some(key.id.fingerprint());
    let _place = app.places.take()?;
    let entered = app.keys.enter(key).map_err(|_| unfit())?.ok_or_else(one_after_the_other)?;
    let client = &entered.client;

    let given = input::texts(served, &path, request.uri().query())?;
    let until = begun + app.budget;
    let Ended { answer, let_in } = match served.kind {
        Kind::Dashboard => dashboard::gather(client, given, until).await,
        Kind::Operation(operation) => {
            let (head, body) = request.into_parts();
            let reading = input::body(served, operation, &head.headers, body);
            let slow =
                |_| Refusal::new(408, "body_too_slow", "The body of the request did not arrive in time.");
            let members = tokio::time::timeout(app.body_timeout, reading).await.map_err(slow)??;
            let given = given.into_iter().chain(members).collect();
            let arguments = input::arguments(served, operation, given)?;
            Call { client, operation, arguments, until }.send().await
        }
    };
    if let_in {
        app.keys.let_in(&entered);
    }
    answer
}
