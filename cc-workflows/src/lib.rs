//! Jobs of several calls: runs the workflows of the catalogue, and shows the weekly dashboard.
//!
//! A workflow is data (`spec/workflows.arazzo.yaml`, compiled into [`cc_api::catalogue::workflows`]); this crate is
//! the one place that carries it out, so that the command line, assistants and the demo agree, number for number.
//!
//! ```
//! use cc_workflows::{find, required_scopes};
//!
//! let workflow = find("weekly_dashboard").ok_or("there is no such workflow")?;
//! assert_eq!(required_scopes(workflow).to_string(), "calendar:read, content:read, instagram:read");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`run()`] takes a client, a workflow and its inputs as JSON, and gives a [`WorkflowRun`]: outputs, and what
//!   became of each step. [`Runner`] does the same with progress, and can go on after reads that failed.
//! - [`WorkflowError`] says which step failed and why, what was changed before it, and what to do next.
//! - [`dashboard::Dashboard`] is the typed view of the weekly dashboard; [`render`] writes it for a terminal and as
//!   one HTML page without any outside request, with the same content.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod dashboard;
mod error;
mod inputs;
pub mod page;
mod progress;
pub mod render;
mod resolve;
mod run;
mod step;

use cc_api::ScopeSet;
use cc_api::catalogue::{self, Operation, Workflow};

pub use error::{Cause, WorkflowError};
pub use progress::Progress;
pub use run::{Runner, WorkflowRun, run};
pub use step::{Quota, StepRun};

/// The workflow with this name: `weekly_dashboard`.
pub fn find(id: &str) -> Option<&'static Workflow> {
    catalogue::workflows().iter().find(|workflow| workflow.id == id)
}

/// The least privilege for a workflow: the scopes that its operations declare, and no others.
pub fn required_scopes(workflow: &Workflow) -> ScopeSet {
    ScopeSet::required_by(operations(workflow))
}

/// The operations that a workflow calls, in the order of its steps.
pub fn operations(workflow: &Workflow) -> impl Iterator<Item = &'static Operation> {
    workflow.steps.iter().filter_map(|step| catalogue::find(step.operation))
}
