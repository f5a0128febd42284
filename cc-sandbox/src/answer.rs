//! From a request to its answer: who is calling, may they, what did they pass, and then the handler.

use std::sync::Arc;

use bytes::Bytes;
use cc_api::catalogue::{Access, Operation, Safety};
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::gate::{self, Caller, Credential, Identity};
use crate::handler::{Call, Handler};
use crate::input::{Input, RawInput};
use crate::quota::{Reading, Verdict};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::secret::hex;
use crate::store::effects::{self, Applied};
use crate::store::usage;
use crate::variant::Times;

/// What became of a request, with the reading of the rate limit that goes into its headers.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) result: Result<Reply, Refused>,
    reading: Reading,
    /// The credential that it was counted for.
    counted: Option<i64>,
}

/// Answers a request to an operation.
pub(crate) async fn answer(app: &Arc<App>, handler: Handler, raw: RawInput, request_id: &str) -> Outcome {
    let now = app.clock.now();
    let shared = Arc::clone(app);
    let request_id = request_id.to_owned();
    let outcome = if handler.operation.safety == Safety::Read {
        app.db.read(move |db| Ok(handle(&shared, handler, &raw, db, now))).await
    } else {
        write(app, handler, raw, now, request_id).await
    };
    let outcome = outcome.unwrap_or_else(|refused| Outcome::uncounted(app, now, Err(refused)));
    outcome.keep_count(app, now).await
}

/// Answers a request that is no operation's: unknown paths and methods count like any other request.
pub(crate) async fn answer_unknown(app: &Arc<App>, raw: RawInput, refused: Refused) -> Outcome {
    let now = app.clock.now();
    let shared = Arc::clone(app);
    let outcome = app.db.read(move |db| {
        let identity = identify(db, &raw)?;
        let (counted, reading, full) = count(&shared, identity.as_ref(), now);
        Ok(Outcome { result: Err(full.unwrap_or(refused)), reading, counted })
    });
    let outcome = outcome.await.unwrap_or_else(|refused| Outcome::uncounted(app, now, Err(refused)));
    outcome.keep_count(app, now).await
}

/// Runs the handler in a transaction. A refusal rolls it back, and carries its headers out.
async fn write(
    app: &Arc<App>,
    handler: Handler,
    raw: RawInput,
    now: Timestamp,
    request_id: String,
) -> Result<Outcome, Refused> {
    let shared = Arc::clone(app);
    let written = app.db.write(move |db| {
        let outcome = handle(&shared, handler, &raw, db, now);
        if outcome.result.is_err() {
            return Err(Undone::Refused(Box::new(outcome)));
        }
        note_effect(db, handler, &raw, now, &request_id)?;
        Ok(outcome)
    });
    match written.await {
        Ok(outcome) => Ok(outcome),
        Err(Undone::Refused(outcome)) => Ok(*outcome),
        Err(Undone::Failed(refused)) => Err(refused),
    }
}

/// Why the transaction of a call is rolled back.
enum Undone {
    /// The call is refused, and that is its answer.
    Refused(Box<Outcome>),
    /// The database failed.
    Failed(Refused),
}

impl From<Refused> for Undone {
    fn from(refused: Refused) -> Self {
        Self::Failed(refused)
    }
}

impl From<rusqlite::Error> for Undone {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

fn handle(app: &App, handler: Handler, raw: &RawInput, db: &Connection, now: Timestamp) -> Outcome {
    let identity = match identify(db, raw) {
        Ok(identity) => identity,
        Err(refused) => return Outcome::uncounted(app, now, Err(refused)),
    };
    let (counted, reading, full) = count(app, identity.as_ref(), now);
    let result = match full {
        Some(full) => Err(full),
        None => run(app, handler, raw, db, now, identity),
    };
    Outcome { result, reading, counted }
}

fn run(
    app: &App,
    handler: Handler,
    raw: &RawInput,
    db: &Connection,
    now: Timestamp,
    identity: Option<Identity>,
) -> Result<Reply, Refused> {
    let caller = admit(app, handler.operation, raw, db, now, identity)?;
    let input = Input::read(handler.operation, raw)?;
    (handler.run)(&Call { db, caller: &caller, input: &input, now, app })
}

/// Who is let in, and as whom. A public operation asks for the tenant only, and takes no notice of a credential.
fn admit(
    app: &App,
    operation: &Operation,
    raw: &RawInput,
    db: &Connection,
    now: Timestamp,
    identity: Option<Identity>,
) -> Result<Caller, Refused> {
    if operation.access == Access::Public {
        // Public operations name no 403: a tenant that is missing is an input that is wrong.
        let invalid = |refused| Refused { status: StatusCode::UNPROCESSABLE_ENTITY, ..refused };
        let tenant = gate::tenant(db, &raw.headers).map_err(invalid)?;
        return Ok(Caller { tenant, account: 0, credential: Credential::Anonymous });
    }
    let Some(identity) = identity else {
        let message = "Send `Authorization: Bearer …` with an API key or a session token that is in force.";
        return Err(Refused::unauthorized("unauthorized", message));
    };
    let caller = identity.enter(db, operation, gate::tenant(db, &raw.headers)?, now)?;
    let documented = gate::check_access(operation, &caller, app.options.scope_policy);
    app.stage.admit(operation, documented, |scope| gate::check_scope(&caller, scope))?;
    Ok(caller)
}

fn identify(db: &Connection, raw: &RawInput) -> Result<Option<Identity>, Refused> {
    gate::bearer(&raw.headers).map_or(Ok(None), |secret| gate::identify(db, secret))
}

/// Counts the request for its credential. Requests without one in force are not counted: the documents limit keys.
fn count(app: &App, identity: Option<&Identity>, now: Timestamp) -> (Option<i64>, Reading, Option<Refused>) {
    let Some(identity) = identity else { return (None, app.quota.peek(0, now), None) };
    match app.quota.take(identity.usage, now) {
        Verdict::Taken(reading) => (Some(identity.usage), reading, None),
        Verdict::Refused(reading, seconds) => {
            let message =
                format!("This credential has used up its requests. The next one is free in {seconds} s.");
            let full = Refused::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", message);
            (None, reading, Some(Refused { retry_after: Some(seconds), ..full }))
        }
    }
}

/// Writes the ledger: that the call was applied, and by which request.
fn note_effect(
    db: &Connection,
    handler: Handler,
    raw: &RawInput,
    at: Timestamp,
    request_id: &str,
) -> Result<(), Refused> {
    let mut content = Sha256::new();
    for (name, value) in &raw.path {
        content.update(format!("{name}={value}\n"));
    }
    content.update(&raw.query);
    content.update(b"\n");
    content.update(&raw.body);
    let account = identify(db, raw)?.map_or(0, |identity| identity.account);
    let request_digest = hex(&content.finalize());
    let operation = handler.operation.id;
    effects::note(db, &Applied { at, operation, account, request_id, request_digest: &request_digest })?;
    Ok(())
}

impl Outcome {
    /// An answer to a request that counts for nobody.
    pub(crate) fn uncounted(app: &App, now: Timestamp, result: Result<Reply, Refused>) -> Self {
        Self { result, reading: app.quota.peek(0, now), counted: None }
    }

    /// Where the state outlives the process, so do the counts: a restart is no way around the limit.
    async fn keep_count(self, app: &Arc<App>, now: Timestamp) -> Self {
        let Some(credential) = self.counted.filter(|_| app.db.is_lasting()) else { return self };
        let at = now.as_millisecond();
        let kept = app.db.write(move |db| Ok(usage::keep(db, (credential, at))?));
        match kept.await {
            Ok(()) => self,
            Err(refused) => Self { result: Err(refused), ..self },
        }
    }

    /// The times that its headers tell.
    pub(crate) fn times(&self) -> Times {
        let retry_after = self.result.as_ref().err().and_then(|refused| refused.retry_after);
        Times { now: self.reading.now, opens: self.reading.opens, retry_after }
    }

    /// The answer as HTTP.
    pub(crate) fn into_response(self, request_id: &str) -> Response<Bytes> {
        let retry_after = self.times().retry_after;
        let (status, body) = match self.result {
            Ok(reply) => (reply.status, reply.body),
            Err(refused) => (refused.status, Some(refused.to_json().to_string().into_bytes())),
        };
        let is_json = body.is_some();
        let mut response = Response::new(Bytes::from(body.unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if is_json {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let mut set = |name: &'static str, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        set("x-ratelimit-limit", &self.reading.limit.to_string());
        set("x-ratelimit-remaining", &self.reading.remaining.to_string());
        set("x-ratelimit-reset", &self.reading.reset);
        set("x-request-id", request_id);
        if let Some(seconds) = retry_after {
            set("retry-after", &seconds.to_string());
        }
        if status == StatusCode::UNAUTHORIZED {
            set("www-authenticate", "Bearer");
        }
        response
    }
}
