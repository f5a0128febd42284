//! The requests of a recording, one after another, within a budget.

use cc_api::catalogue::Operation;
use cc_api::{API, Error, ErrorKind};
use cc_surface::{KnownScopes, Permission};
use serde_json::{Map, Value};

use super::plan::{Plan, SAMPLES, asked_for};
use super::values::Values;
use crate::Failure;
use crate::call::Opened;
use crate::commands::auth;
use crate::speech::Speech;

/// The entries that a listing is asked for: as many as it gives by itself.
const FEW: u64 = 25;
/// And once more than it may give, to find out how many that is.
const MANY: u64 = 500;

/// What became of an operation.
pub(super) struct Row {
    pub(super) operation: &'static Operation,
    /// How many answers of it were recorded.
    pub(super) samples: u32,
    /// The last of them in a few words, or why there is none.
    pub(super) found: String,
}

/// The requests so far.
pub(super) struct Rounds<'a> {
    opened: &'a Opened,
    speech: &'a Speech,
    budget: u32,
    /// How many were sent.
    pub(super) sent: u32,
    pub(super) rows: Vec<Row>,
    known: KnownScopes,
    values: Values,
    /// The listing with the most entries, and how many they are.
    longest: Option<(u64, &'static Operation)>,
}

impl<'a> Rounds<'a> {
    pub(super) fn new(opened: &'a Opened, budget: u32, speech: &'a Speech) -> Self {
        let known = opened.account.scopes.clone();
        let (rows, values) = (Vec::new(), Values::default());
        Self { opened, speech, budget, sent: 0, rows, known, values, longest: None }
    }

    /// Sends what was planned. Stops with what stands in the way of all that would follow.
    pub(super) async fn go(&mut self, plan: &Plan) -> Result<(), Failure> {
        for operation in &plan.plain {
            self.sample(operation, arguments(operation, FEW)).await?;
        }
        if let Some((_, operation)) = self.longest.filter(|(count, _)| *count > FEW) {
            self.sample(operation, arguments(operation, MANY)).await?;
        }
        for operation in &plan.by_value {
            let Some(param) = asked_for(operation) else { continue };
            let values = self.values.of(operation, param, SAMPLES);
            let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
            if values.is_empty() {
                self.miss(operation, format!("no answer held a value for `{}`", param.name));
            }
            for value in values {
                let mut arguments = arguments(operation, FEW);
                arguments.insert(param.name.to_owned(), value.into());
                self.sample(operation, arguments).await?;
            }
        }
        Ok(())
    }

    async fn sample(
        &mut self,
        operation: &'static Operation,
        arguments: Map<String, Value>,
    ) -> Result<(), Failure> {
        if let Permission::Missing(scopes) = self.known.permission(operation) {
            self.miss(operation, format!("the key lacks {scopes}"));
            return Ok(());
        }
        if self.sent == self.budget {
            self.miss(operation, "the budget was used up".to_owned());
            return Ok(());
        }
        self.speech.progress(&format!("{} of {} at most: {} …", self.sent + 1, self.budget, operation.id));
        self.sent += 1;
        let ended = self.opened.client.call(operation).args(&arguments).await;
        self.known.learn(operation, ended.as_ref().map(drop));
        let _ = self.opened.account.learn(&self.opened.home, operation, ended.as_ref().map(drop));
        match ended {
            Ok(answer) => {
                self.hit(operation, told(&answer));
                self.values.learn(operation, &answer);
                let total = operation.paging.and_then(|paging| paging.total);
                let count = total.and_then(|total| answer[total].as_u64()).unwrap_or_default();
                if self.longest.is_none_or(|(most, _)| count > most) && operation.paging.is_some() {
                    self.longest = Some((count, operation));
                }
            }
            // It was answered, and that is a sample, too.
            Err(error) if error.status().is_some() && error.kind() != ErrorKind::Auth => {
                self.hit(operation, refused(&error));
            }
            Err(error) => {
                self.miss(operation, "no answer".to_owned());
                return Err(error.into());
            }
        }
        Ok(())
    }

    fn hit(&mut self, operation: &'static Operation, found: String) {
        let row = self.row(operation);
        row.samples += 1;
        row.found = found;
    }

    fn miss(&mut self, operation: &'static Operation, why: String) {
        let row = self.row(operation);
        if row.samples == 0 {
            row.found = why;
        }
    }

    fn row(&mut self, operation: &'static Operation) -> &mut Row {
        let place = self.rows.iter().position(|row| row.operation.id == operation.id);
        let place = place.unwrap_or_else(|| {
            self.rows.push(Row { operation, samples: 0, found: String::new() });
            self.rows.len() - 1
        });
        &mut self.rows[place]
    }
}

/// What a call needs that nobody has to know anything for.
fn arguments(operation: &Operation, limit: u64) -> Map<String, Value> {
    let needed = operation.required_params().map(|param| (param.name.to_owned(), auth::something(param)));
    let mut arguments: Map<String, Value> = needed.collect();
    if let Some(param) = operation.paging.and_then(|paging| operation.params.get(usize::from(paging.limit))) {
        arguments.insert(param.name.to_owned(), limit.into());
    }
    arguments
}

/// An answer in a few words.
fn told(answer: &Value) -> String {
    match answer["results"].as_array().or_else(|| answer.as_array()).map(Vec::len) {
        Some(1) => "1 entry".to_owned(),
        Some(count) => format!("{count} entries"),
        None => "answered".to_owned(),
    }
}

/// A refusal in a few words, with the scopes that it names.
fn refused(error: &Error) -> String {
    let status = error.status().unwrap_or_default();
    let body = String::from_utf8_lossy(error.body());
    let scopes = API.scopes.iter().map(|scope| scope.name).filter(|name| body.contains(name));
    let named = scopes.collect::<Vec<_>>().join(", ");
    match status {
        200..=299 => format!("{status}, and not as the document has it"),
        403 if !named.is_empty() => format!("403, which names {named}"),
        _ => status.to_string(),
    }
}
