//! Why a workflow ended early: which step, why, what was changed before it, and what to do next.

use std::fmt;

use cc_api::catalogue::WorkflowStep;
use cc_api::{Error, ErrorKind};

use crate::step::StepRun;

/// That a workflow ended early.
///
/// It prints as one line: `plan_trending_post: step `plan`: add_to_schedule: …; nothing was changed`.
#[derive(Debug, Clone)]
pub struct WorkflowError {
    workflow: &'static str,
    cause: Box<Cause>,
    finished: Vec<StepRun>,
    /// The reads that failed before, in a run that kept going.
    failures: Vec<Cause>,
    /// Whether any step of the workflow changes something: otherwise there is nothing to say about it.
    changes: bool,
    /// Whether the step that failed changes something.
    failed_step_changes: bool,
}

/// Why a step, or the whole workflow, came to nothing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Cause {
    /// An input is missing, unknown, or not what its schema says. Nothing was sent.
    Input {
        /// The input.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The catalogue has no such operation: the group that it belongs to is switched off.
    UnknownOperation {
        /// The step.
        step: &'static str,
        /// The operation.
        operation: &'static str,
    },
    /// The step needs something that an earlier one did not give. It was not sent.
    MissingOutput {
        /// The step.
        step: &'static str,
        /// The earlier step.
        from: &'static str,
        /// The output of the earlier step.
        output: &'static str,
        /// Why it isn't there.
        why: String,
    },
    /// The call of the step failed.
    Call {
        /// The step.
        step: &'static str,
        /// What went wrong, with the operation.
        error: Error,
    },
    /// The call succeeded with a status that the workflow doesn't go on from.
    Status {
        /// The step.
        step: &'static str,
        /// The statuses that it goes on from.
        expected: &'static [u16],
        /// What became of the step.
        run: Box<StepRun>,
    },
}

impl WorkflowError {
    pub(crate) fn new(workflow: &'static str, cause: Cause, finished: Vec<StepRun>) -> Self {
        let changes = finished.iter().any(|step| step.changes);
        Self {
            workflow,
            cause: Box::new(cause),
            finished,
            failures: Vec::new(),
            changes,
            failed_step_changes: false,
        }
    }

    /// Says whether the workflow, and whether the step that failed, is there to change something.
    pub(crate) fn of_changing(mut self, workflow: bool, failed_step: bool) -> Self {
        self.changes |= workflow;
        self.failed_step_changes = failed_step;
        self
    }

    /// Adds the reads that failed before.
    pub(crate) fn after(mut self, failures: Vec<Cause>) -> Self {
        self.failures = failures;
        self
    }

    /// The workflow, by its name.
    pub fn workflow(&self) -> &'static str {
        self.workflow
    }

    /// The step that failed; none if it was an input.
    pub fn step(&self) -> Option<&'static str> {
        self.cause.step()
    }

    /// Why.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// The steps that were finished before, with what they gave.
    pub fn finished(&self) -> &[StepRun] {
        &self.finished
    }

    /// The reads that failed before, in a run that kept going.
    pub fn failures(&self) -> &[Cause] {
        &self.failures
    }

    /// The operations that changed something before it failed, each with its step.
    pub fn changed(&self) -> impl Iterator<Item = &StepRun> {
        let odd = match &*self.cause {
            Cause::Status { run, .. } => Some(&**run),
            _ => None,
        };
        self.finished.iter().chain(odd).filter(|step| step.changes)
    }

    /// Whether the step that failed may have changed something all the same.
    pub fn may_have_changed_more(&self) -> bool {
        match &*self.cause {
            Cause::Call { error, .. } => self.failed_step_changes && error.may_have_happened(),
            _ => false,
        }
    }

    /// How many requests were sent.
    pub fn requests(&self) -> u32 {
        let failed: u32 = self.failures.iter().map(Cause::requests).sum();
        self.finished.iter().map(|step| step.requests).sum::<u32>() + failed + self.cause.requests()
    }
}

impl Cause {
    pub(crate) fn refused(step: &WorkflowStep, error: Error) -> Self {
        Self::Call { step: step.id, error }
    }

    /// The step that failed; none if it was an input.
    pub fn step(&self) -> Option<&'static str> {
        match self {
            Self::Input { .. } => None,
            Self::UnknownOperation { step, .. }
            | Self::MissingOutput { step, .. }
            | Self::Call { step, .. }
            | Self::Status { step, .. } => Some(step),
        }
    }

    /// How many requests the step took.
    pub fn requests(&self) -> u32 {
        match self {
            Self::Call { error, .. } => error.attempts(),
            Self::Status { run, .. } => run.requests,
            Self::Input { .. } | Self::UnknownOperation { .. } | Self::MissingOutput { .. } => 0,
        }
    }

    /// Whether every other call would fail in the same way, so that sending more would only cost requests.
    pub(crate) fn is_about_all_calls(&self) -> bool {
        let Self::Call { error, .. } = self else { return false };
        matches!(
            error.kind(),
            ErrorKind::Config
                | ErrorKind::Connect
                | ErrorKind::Tls
                | ErrorKind::Auth
                | ErrorKind::PaymentRequired
                | ErrorKind::RateLimited
                | ErrorKind::QuotaWait
                | ErrorKind::Cancelled
                | ErrorKind::Store
        )
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { name, why } => write!(f, "input `{name}`: {why}"),
            Self::UnknownOperation { operation, .. } => {
                write!(f, "the catalogue has no operation `{operation}`; switch its group on when you build")
            }
            Self::MissingOutput { from, output, why, .. } => {
                write!(f, "it needs `{output}` of the step `{from}`: {why}")
            }
            Self::Call { error, .. } => error.fmt(f),
            Self::Status { expected, run, .. } => {
                let expected: Vec<_> = expected.iter().map(u16::to_string).collect();
                let (operation, status, expected) = (run.operation, run.status, expected.join(" or "));
                write!(f, "{operation} answered with status {status}; the workflow goes on from {expected}")
            }
        }
    }
}

impl fmt::Display for WorkflowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.workflow)?;
        if let Some(step) = self.step() {
            write!(f, "step `{step}`: ")?;
        }
        self.cause.fmt(f)?;
        let done: Vec<_> =
            self.changed().map(|step| format!("`{}` ({})", step.step, step.operation)).collect();
        if !done.is_empty() {
            write!(
                f,
                "; already carried out: {}; look at what was done before you run it again",
                done.join(", ")
            )
        } else if self.changes && !self.may_have_changed_more() {
            f.write_str("; nothing was changed")
        } else {
            Ok(()) // The error of the call says itself that it may have been carried out.
        }
    }
}

impl std::error::Error for WorkflowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.cause {
            Cause::Call { error, .. } => Some(error),
            _ => None,
        }
    }
}
