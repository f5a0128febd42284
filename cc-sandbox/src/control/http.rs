//! The back door over HTTP, below `/_sandbox`, only with `--control`.
//!
//! | request | body | what it does |
//! | --- | --- | --- |
//! | `GET clock` | | says the time, and whether it stands still |
//! | `PUT clock` | `now`, `advanceSeconds`, `hold` | sets the clock, moves it, holds it or lets it go |
//! | `POST faults` | a [`Fault`] | scripts a fault; says its number |
//! | `GET faults` | | every fault, with how many requests it has met |
//! | `DELETE faults` | | forgets them all |
//! | `PUT variant` | `changes` | plays another variant of the API |
//! | `GET variant` | | its changes, with how often each has made a difference |
//! | `DELETE variant` | | plays the document again |
//! | `GET effects` | | the ledger: every call that was applied |
//! | `POST accounts` | `email`, `tenant` | signs somebody up, or logs in who is there; answers with a session token |
//! | `POST lapse`, `POST renew` | `email`, `tenant` | ends or renews a membership |
//!
//! None of it takes a credential or counts against a limit. Bodies are JSON and say that they are: so a page in a browser,
//! which may send plain texts anywhere, cannot reach this.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use axum::routing::{get, post};
use cc_api::BoxFuture;
use cc_schema::strict;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Control;
use crate::answer::Outcome;
use crate::app::App;
use crate::exchange::read;
use crate::fault::Fault;
use crate::input::RawInput;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::variant::Variant;

/// The routes of the back door.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_sandbox/clock", get(by(show_clock)).put(by(set_clock)))
        .route("/_sandbox/faults", get(by(faults)).post(by(script)).delete(by(clear_faults)))
        .route("/_sandbox/variant", get(by(varied)).put(by(play)).delete(by(play_document)))
        .route("/_sandbox/effects", get(by(effects)))
        .route("/_sandbox/accounts", post(by(enter)))
        .route("/_sandbox/lapse", post(by(lapse)))
        .route("/_sandbox/renew", post(by(renew)))
}

/// What a route does with a request.
type Work = fn(Control<'_>, &RawInput) -> Result<Reply, Refused>;

/// The route that does this work, on a thread that may wait for the database.
fn by(work: Work) -> impl Fn(State<Arc<App>>, Request) -> BoxFuture<'static, Response<Body>> + Clone + Send {
    move |State(app), request| Box::pin(async move { serve(app, request, work).await })
}

async fn serve(app: Arc<App>, request: Request, work: Work) -> Response<Body> {
    let result = match read(&app, request).await {
        Ok(raw) => {
            let shared = Arc::clone(&app);
            let done = tokio::task::spawn_blocking(move || work(Control { app: &shared }, &raw)).await;
            done.unwrap_or_else(|panic| Err(Refused::failure(&panic)))
        }
        Err((_, refused)) => Err(refused),
    };
    let outcome = Outcome::uncounted(&app, app.clock.now(), result);
    outcome.into_response(&app.next_request_id()).map(Body::from)
}

fn show_clock(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    Reply::ok(&json!({ "now": control.now().to_string(), "held": control.is_clock_held() }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockChange {
    now: Option<Timestamp>,
    advance_seconds: Option<i64>,
    hold: Option<bool>,
}

fn set_clock(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let change: ClockChange = parse(raw)?;
    let ClockChange { now, advance_seconds, hold } = change;
    if now.is_none() && advance_seconds.is_none() && hold.is_none() {
        return Err(invalid("One of now, advanceSeconds and hold is wanted."));
    }
    if now.is_some() || hold.is_some() {
        let hold = hold.unwrap_or(control.is_clock_held());
        control.set_clock(now.unwrap_or(control.now()), hold);
    }
    control.advance(SignedDuration::from_secs(advance_seconds.unwrap_or(0)));
    show_clock(control, raw)
}

fn script(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let fault: Fault = parse(raw)?;
    let id = control.script(fault).map_err(|error| invalid(&error.to_string()))?;
    Reply::created(&json!({ "id": id }))
}

fn faults(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    Reply::ok(&json!({ "faults": control.faults() }))
}

fn clear_faults(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    control.clear_faults();
    Reply::empty()
}

fn play(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let variant = Variant::from_json(&parse(raw)?).map_err(|error| invalid(&error.to_string()))?;
    control.play(Some(variant));
    varied(control, raw)
}

fn varied(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    Reply::ok(&json!({ "changes": control.varied() }))
}

fn play_document(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    control.play(None);
    Reply::empty()
}

fn effects(control: Control<'_>, _: &RawInput) -> Result<Reply, Refused> {
    let effects = control.effects().map_err(|error| Refused::failure(&error))?;
    Reply::ok(&json!({ "effects": effects }))
}

/// Somebody who has an account, or is to have one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Somebody {
    email: String,
    /// The vendor's own, if none is named.
    tenant: Option<String>,
}

impl Somebody {
    fn read(raw: &RawInput) -> Result<Self, Refused> {
        let somebody: Self = parse(raw)?;
        if somebody.email.contains('@') { Ok(somebody) } else { Err(invalid("email: must be an address")) }
    }

    fn tenant(&self) -> &str {
        let own = cc_api::API.tenant.and_then(|tenant| tenant.default).unwrap_or_default();
        self.tenant.as_deref().unwrap_or(own)
    }
}

fn enter(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let who = Somebody::read(raw)?;
    let shown = |token: String| json!({ "tenant": who.tenant(), "email": who.email, "sessionToken": token });
    if let Ok(token) = control.log_in(who.tenant(), &who.email) {
        return Reply::ok(&shown(token));
    }
    control.sign_up(who.tenant(), &who.email).map_err(|error| invalid(&error.to_string()))?;
    let token = control.log_in(who.tenant(), &who.email).map_err(|error| Refused::failure(&error))?;
    Reply::created(&shown(token))
}

fn lapse(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let who = Somebody::read(raw)?;
    control.lapse(who.tenant(), &who.email).map_err(|error| invalid(&error.to_string()))?;
    Reply::empty()
}

fn renew(control: Control<'_>, raw: &RawInput) -> Result<Reply, Refused> {
    let who = Somebody::read(raw)?;
    control.renew(who.tenant(), &who.email).map_err(|error| invalid(&error.to_string()))?;
    Reply::empty()
}

fn parse<T: DeserializeOwned>(raw: &RawInput) -> Result<T, Refused> {
    let content_type = raw.headers.get(header::CONTENT_TYPE).and_then(|text| text.to_str().ok());
    let media_type = content_type.unwrap_or("").split(';').next().unwrap_or("").trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = "The body must be sent as application/json.";
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
    }
    let body: Value = strict(&raw.body).map_err(|error| invalid(&format!("not valid JSON: {error}")))?;
    if !body.is_object() {
        return Err(invalid("The body must be a JSON object."));
    }
    serde_json::from_value(body).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Refused {
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message)
}
