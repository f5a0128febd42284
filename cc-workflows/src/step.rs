//! One step: a call with what earlier steps gave, and what is kept of its answer.

use std::collections::BTreeMap;

use cc_api::catalogue::{BodyShape, Operation, Safety, WorkflowStep};
use cc_api::{Client, Error, JsonCall, Response};
use serde_json::{Map, Value};

use crate::error::Cause;
use crate::resolve::{Found, Scope, from_answer};

/// What became of a step.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StepRun {
    /// Its name: `top_posts`.
    pub step: &'static str,
    /// The operation it called: `get_instagram_posts`.
    pub operation: &'static str,
    /// What it is for: `The ten Instagram posts that reached most people.`
    pub purpose: &'static str,
    /// Whether the operation changes something.
    pub changes: bool,
    /// The status of the answer.
    pub status: u16,
    /// How many requests it took.
    pub requests: u32,
    /// The server's name for the request.
    pub request_id: Option<String>,
    /// What the answer's headers say about the quota.
    pub quota: Option<Quota>,
    /// What later steps can use; an output that the answer didn't hold is not among them.
    pub outputs: Map<String, Value>,
}

/// What the server says about the requests of a key. Which of its windows is meant is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many requests the window has.
    pub limit: u64,
    /// How many of them are left.
    pub remaining: u64,
}

/// A finished step, and its outputs with the reasons for those that are missing.
pub(crate) struct Finished {
    pub(crate) run: StepRun,
    pub(crate) outputs: BTreeMap<&'static str, Found>,
}

/// What a step needs of an answer, whether it counts as a success or not.
struct Answer {
    value: Value,
    status: u16,
    requests: u32,
    request_id: Option<String>,
    quota: Option<Quota>,
}

impl Answer {
    /// A call is one request: the runtime sends nothing twice.
    fn of<K>(response: Response<Value>, client: &Client<K>) -> Self {
        let quota = quota(client, &response);
        let Response { value, status, request_id, .. } = response;
        Self { value, status, requests: 1, request_id, quota }
    }
}

/// Sends the call of a step.
pub(crate) async fn carry_out<K>(
    client: &Client<K>,
    operation: &'static Operation,
    step: &WorkflowStep,
    scope: &Scope,
) -> Result<Finished, Cause> {
    let answer = match prepared(client.call(operation), operation, step, scope)?.send_with_response().await {
        Ok(response) => Answer::of(response, client),
        Err(error) => expected_refusal(step, &error).ok_or_else(|| Cause::refused(step, error))?,
    };
    let outputs: BTreeMap<_, _> = step
        .outputs
        .iter()
        .map(|output| (output.name, from_answer(output.value, answer.status, &answer.value, scope)))
        .collect();
    let run = StepRun {
        step: step.id,
        operation: operation.id,
        purpose: step.doc,
        changes: operation.safety != Safety::Read,
        status: answer.status,
        requests: answer.requests,
        request_id: answer.request_id,
        quota: answer.quota,
        outputs: values(&outputs),
    };
    if !step.expected.is_empty() && !step.expected.contains(&run.status) {
        return Err(Cause::Status { step: step.id, expected: step.expected, run: Box::new(run) });
    }
    Ok(Finished { run, outputs })
}

/// The call with its arguments.
fn prepared(
    mut call: JsonCall,
    operation: &Operation,
    step: &WorkflowStep,
    scope: &Scope,
) -> Result<JsonCall, Cause> {
    for (name, expression) in step.parameters {
        if let Some(value) = scope.needed(step, *expression)? {
            call = call.arg(name, value);
        }
    }
    let Some(payload) = &step.body else { return Ok(call) };
    Ok(match (scope.body(step, payload)?, operation.body) {
        (Some(Value::Object(members)), BodyShape::Fields { .. }) => call.args(&members),
        (Some(body), _) => call.arg("body", body),
        (None, _) => call,
    })
}

/// A refusal that the step counts on: its status is among the expected ones. A success that could not be read is none.
fn expected_refusal(step: &WorkflowStep, error: &Error) -> Option<Answer> {
    let expected = |status: &u16| !(200..300).contains(status) && step.expected.contains(status);
    Some(Answer {
        value: serde_json::from_slice(error.body()).unwrap_or(Value::Null),
        status: error.status().filter(expected)?,
        requests: error.attempts(),
        request_id: error.request_id().map(str::to_owned),
        quota: None,
    })
}

fn values(outputs: &BTreeMap<&'static str, Found>) -> Map<String, Value> {
    let found = outputs.iter().filter_map(|(name, found)| match found {
        Found::Value(value) => Some(((*name).to_owned(), value.clone())),
        Found::Nothing { .. } => None,
    });
    found.collect()
}

/// The numbers in the headers that the API names for its limits: how many there are, and how many are left.
fn quota<K>(client: &Client<K>, answer: &Response<Value>) -> Option<Quota> {
    let headers = client.api().rate_limits?.headers;
    let number = |ending: &str| {
        let name = headers.iter().find(|name| name.to_ascii_lowercase().ends_with(ending))?;
        answer.headers.get(*name)?.to_str().ok()?.trim().parse().ok()
    };
    Some(Quota { limit: number("-limit")?, remaining: number("-remaining")? })
}
