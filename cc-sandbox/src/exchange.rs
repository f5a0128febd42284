//! One request and its answer: the body is read, the answer is written down, and a scripted fault does its work between.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use http::{Response, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::answer::{answer, answer_unknown};
use crate::app::App;
use crate::fault::{Asked, Fault, dropped, spoil};
use crate::handler::Handler;
use crate::input::RawInput;
use crate::recent::Served;
use crate::refused::Refused;
use crate::variant::Answered;

/// How large a body may be.
pub(crate) const BODY_LIMIT: usize = 1 << 20;

/// What a request asks for.
pub(crate) enum Aim {
    /// An operation, with the parameters of its path.
    Operation(Handler, Vec<(String, String)>),
    /// Nothing that there is.
    Nothing(Refused),
}

/// Answers a request.
pub(crate) async fn exchange(app: &Arc<App>, request: Request, aim: Aim) -> Response<Body> {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let operation = match &aim {
        Aim::Operation(handler, _) => Some(handler.operation.id),
        Aim::Nothing(_) => None,
    };
    let fault = app.script.meet(Asked { method: &method, path: &path, operation });
    let turned_away = fault.as_ref().is_some_and(Fault::turns_away);
    if let Some(fault) = fault.as_ref().filter(|fault| turned_away && fault.drops_connection()) {
        fault.wait().await;
        return dropped();
    }
    let request_id = app.next_request_id();
    let outcome = match aim {
        Aim::Nothing(refused) => answer_unknown(app, RawInput::bare(request), refused).await,
        Aim::Operation(handler, path) => match read(app, request).await {
            Ok(raw) if turned_away => answer_unknown(app, raw, scripted()).await,
            Ok(raw) => answer(app, handler, RawInput { path, ..raw }, &request_id).await,
            Err((raw, refused)) => answer_unknown(app, raw, refused).await,
        },
    };
    let answered = Answered { operation, times: outcome.times() };
    let response = app.stage.alter(&answered, outcome.into_response(&request_id));
    let status = response.status().as_u16();
    app.recent.add(Served { at: app.clock.now(), request_id, method, path, operation, status });
    match fault {
        Some(fault) => spoil(&fault, response).await,
        None => response.map(Body::from),
    }
}

/// Stands in for the answer that a fault replaces.
fn scripted() -> Refused {
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, "scripted_fault", "A scripted fault of the sandbox.")
}

impl RawInput {
    /// A request without its body.
    fn bare(request: Request) -> Self {
        let (parts, _) = request.into_parts();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        Self { query, headers: parts.headers, ..Self::default() }
    }
}

/// Takes a request apart, with its whole body.
pub(crate) async fn read(app: &App, request: Request) -> Result<RawInput, (RawInput, Refused)> {
    let (parts, body) = request.into_parts();
    let raw = RawInput::bare(Request::from_parts(parts, Body::empty()));
    let announced = raw.headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > BODY_LIMIT) {
        return Err((raw, too_large()));
    }
    let whole = Limited::new(body, BODY_LIMIT).collect();
    match tokio::time::timeout(app.options.body_timeout, whole).await {
        Ok(Ok(body)) => Ok(RawInput { body: body.to_bytes(), ..raw }),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err((raw, too_large())),
        Ok(Err(error)) => {
            let message = format!("The body did not arrive whole: {error}.");
            Err((raw, Refused::new(StatusCode::BAD_REQUEST, "body_cut", message)))
        }
        Err(_) => {
            let message = "The body took too long to arrive.";
            Err((raw, Refused::new(StatusCode::REQUEST_TIMEOUT, "body_slow", message)))
        }
    }
}

fn too_large() -> Refused {
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is larger than 1 MiB.")
}
