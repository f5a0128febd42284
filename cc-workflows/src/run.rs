//! A run: the steps one after another, each in sight of what came before.

use std::fmt;

use cc_api::catalogue::{self, Operation, Safety, Workflow, WorkflowStep};
use cc_api::{AnyKey, Client};
use serde_json::{Map, Value};

use crate::error::{Cause, WorkflowError};
use crate::inputs;
use crate::progress::Progress;
use crate::resolve::Scope;
use crate::step::{Finished, Quota, StepRun, carry_out};

/// What a run gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WorkflowRun {
    /// The workflow, by its name.
    pub workflow: &'static str,
    /// The inputs, defaults included.
    pub inputs: Map<String, Value>,
    /// The steps that were finished, in order.
    pub steps: Vec<StepRun>,
    /// The reads that failed; only a [`Runner`] that keeps going has any.
    pub failures: Vec<Cause>,
    /// The outputs; one that the answers didn't hold is not among them.
    pub outputs: Map<String, Value>,
}

impl WorkflowRun {
    /// How many requests it took.
    pub fn requests(&self) -> u32 {
        let failed: u32 = self.failures.iter().map(Cause::requests).sum();
        self.steps.iter().map(|step| step.requests).sum::<u32>() + failed
    }

    /// What the server said last about the quota of the key.
    pub fn quota(&self) -> Option<Quota> {
        self.steps.iter().rev().find_map(|step| step.quota)
    }
}

/// Runs a workflow with these inputs. The first step that fails ends it.
pub async fn run<K>(
    client: &Client<K>,
    workflow: &Workflow,
    inputs: Map<String, Value>,
) -> Result<WorkflowRun, WorkflowError> {
    Runner::new(client).run(workflow, inputs).await
}

/// Runs workflows, and tells how far it is.
///
/// ```
/// # use cc_api::{Client, fake::FakeTransport};
/// use cc_workflows::{Progress, Runner, find};
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let inputs = serde_json::from_str(r#"{"start_date": "2026-11-23", "end_date": "2026-11-29"}"#)?;
/// let tell = |progress: &Progress<'_>| {
///     let (done, all) = progress.done();
///     eprintln!("{done} of {all}");
/// };
/// let workflow = find("weekly_dashboard").ok_or("there is no such workflow")?;
/// let run = Runner::new(&client).on_progress(tell).keep_going().run(workflow, inputs).await?;
/// println!("{} requests", run.requests());
/// # Ok(()) }
/// ```
pub struct Runner<'a, K = AnyKey> {
    client: &'a Client<K>,
    observer: Option<Observer<'a>>,
    keeps_going: bool,
}

/// What is called before and after each step.
type Observer<'a> = Box<dyn FnMut(&Progress<'_>) + Send + 'a>;

impl<'a, K> Runner<'a, K> {
    /// A runner that tells nothing and ends at the first step that fails.
    pub fn new(client: &'a Client<K>) -> Self {
        Self { client, observer: None, keeps_going: false }
    }

    /// Calls this before and after each step.
    #[must_use]
    pub fn on_progress(mut self, observer: impl FnMut(&Progress<'_>) + Send + 'a) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Goes on after a read that failed, if others may still succeed: for jobs that gather what there is.
    ///
    /// What changes something is still the end when it fails, and so is what every call would meet with: a bad key,
    /// a lapsed membership, a quota that is used up, no connection. If nothing succeeds, the first failure is the
    /// error.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keeps_going = true;
        self
    }

    /// Runs a workflow with these inputs.
    pub async fn run(
        mut self,
        workflow: &Workflow,
        inputs: Map<String, Value>,
    ) -> Result<WorkflowRun, WorkflowError> {
        let id = workflow.id;
        let inputs = inputs::complete(workflow, inputs).map_err(|cause| {
            WorkflowError::new(id, cause, Vec::new()).of_changing(changes(workflow), false)
        })?;
        let mut scope = Scope::new(inputs.clone());
        let (mut steps, mut failures) = (Vec::new(), Vec::new());
        let total = workflow.steps.len();
        for (number, step) in (1..).zip(workflow.steps) {
            self.tell(&Progress::Started { number, total, step: step.id, purpose: step.doc });
            let operation = catalogue::find(step.operation);
            match step_of(self.client, operation, step, &scope).await {
                Ok(Finished { run, outputs }) => {
                    self.tell(&Progress::Finished { number, total, run: &run });
                    scope.finish(step.id, outputs);
                    steps.push(run);
                }
                Err(cause) => {
                    let reads = operation.is_some_and(|operation| operation.safety == Safety::Read);
                    let goes_on = self.keeps_going && reads && !cause.is_about_all_calls();
                    self.tell(&Progress::Failed { number, total, cause: &cause, goes_on });
                    if !goes_on {
                        let error =
                            WorkflowError::new(id, cause, steps).of_changing(changes(workflow), !reads);
                        return Err(error.after(failures));
                    }
                    scope.fail(step.id);
                    failures.push(cause);
                }
            }
        }
        if let (true, Some(_)) = (steps.is_empty(), failures.first()) {
            let first = failures.remove(0);
            return Err(WorkflowError::new(id, first, steps).after(failures));
        }
        let outputs = outputs(workflow, &scope);
        Ok(WorkflowRun { workflow: id, inputs, steps, failures, outputs })
    }

    fn tell(&mut self, progress: &Progress<'_>) {
        if let Some(observer) = &mut self.observer {
            observer(progress);
        }
    }
}

impl<K> fmt::Debug for Runner<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner")
            .field("client", self.client)
            .field("keeps_going", &self.keeps_going)
            .finish_non_exhaustive()
    }
}

async fn step_of<K>(
    client: &Client<K>,
    operation: Option<&'static Operation>,
    step: &WorkflowStep,
    scope: &Scope,
) -> Result<Finished, Cause> {
    let unknown = Cause::UnknownOperation { step: step.id, operation: step.operation };
    carry_out(client, operation.ok_or(unknown)?, step, scope).await
}

/// Whether any step of the workflow changes something.
fn changes(workflow: &Workflow) -> bool {
    crate::operations(workflow).any(|operation| operation.safety != Safety::Read)
}

fn outputs(workflow: &Workflow, scope: &Scope) -> Map<String, Value> {
    let values = workflow.outputs.iter().filter_map(|output| {
        let value = scope.known(output.value)?;
        Some((output.name.to_owned(), value))
    });
    values.collect()
}
