//! The weekly dashboard in one call: eight calls that only read, and what failed among them.

use std::time::Instant;

use axum::response::Response;
use cc_api::time::Zoned;
use cc_api::time::civil::Date;
use cc_api::time::tz::TimeZone;
use cc_api::{Client, ErrorKind, Timestamp};
use cc_workflows::dashboard::{WORKFLOW, inputs};
use cc_workflows::{Cause, Runner, WorkflowError};
use serde_json::{Map, Value};

use crate::call::{Ended, json, left, lets_in};
use crate::document::DASHBOARD;
use crate::fit::fit;
use crate::refusal::Refusal;

/// Gathers the week. Parameters of the document are inputs of the workflow; what is left out is this week's.
pub(crate) async fn gather(client: &Client, given: Map<String, Value>, until: Instant) -> Ended {
    match run(client, given, until).await {
        Ok(answer) => Ended { answer: Ok(answer), let_in: true },
        Err((refusal, let_in)) => Ended { answer: Err(refusal), let_in },
    }
}

async fn run(
    client: &Client,
    given: Map<String, Value>,
    until: Instant,
) -> Result<Response, (Refusal, bool)> {
    let workflow = cc_workflows::find(WORKFLOW);
    let workflow =
        workflow.ok_or_else(|| (Refusal::new(503, "no_dashboard", "There is no dashboard."), false))?;
    room(client, workflow.steps.len(), until).await.map_err(|refusal| (refusal, false))?;
    let start = given.get("start_date").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let mut all = inputs(start.unwrap_or_else(today));
    all.extend(given);
    let ran = Runner::new(client).keep_going().run(workflow, all).await.map_err(|error| why(&error))?;
    let mut answer = ran.outputs;
    if !ran.failures.is_empty() {
        let missing: Vec<String> = ran.failures.iter().map(ToString::to_string).collect();
        answer.insert("missing".to_owned(), missing.into());
    }
    let text = fit(Value::Object(answer), DASHBOARD, None);
    json(200, text, DASHBOARD).map_err(|refusal| (refusal, true))
}

/// The day that it is in UTC.
fn today() -> Date {
    Zoned::new(Timestamp::now(), TimeZone::UTC).date()
}

/// Waits until all calls fit into the quota, if that is soon enough; half a dashboard helps nobody.
async fn room(client: &Client, calls: usize, until: Instant) -> Result<(), Refusal> {
    let report = client.quota().await;
    let calls = u32::try_from(calls).unwrap_or(u32::MAX);
    if report.windows.is_empty() || report.left() >= calls {
        return Ok(());
    }
    let wait = report.estimate(calls).duration_since(report.at);
    let wait = std::time::Duration::try_from(wait).unwrap_or_default();
    if wait <= left(until) / 2 {
        tokio::time::sleep(wait).await;
        return Ok(());
    }
    let message = format!(
        "{DASHBOARD}: it takes {calls} requests, and the key has {} left in its quota. Tell the user when it can go on, and don't \
         call before.",
        report.left()
    );
    Err(Refusal::new(429, "too_many_requests", message).again_in(wait))
}

/// Why there is no dashboard, and whether the API has let the key in.
fn why(error: &WorkflowError) -> (Refusal, bool) {
    match error.cause() {
        Cause::Call { error, .. } => match error.operation().and_then(cc_api::catalogue::find) {
            Some(operation) => (Refusal::of(operation, error), lets_in(error)),
            None => (Refusal::new(502, "api_failed", error.to_string()), error.kind() != ErrorKind::Auth),
        },
        Cause::Input { .. } => (Refusal::new(422, "invalid_arguments", error.to_string()), false),
        _ => (Refusal::new(502, "api_failed", error.to_string()), false),
    }
}
