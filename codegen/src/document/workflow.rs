//! The jobs of `workflows.arazzo.yaml`.

use super::{Node, SchemaUse, WorkflowAction};
use crate::source::{Sourced, Span};

/// A job of several calls.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// The object.
    pub span: Span,
    /// `workflowId`: `weekly_dashboard`.
    pub id: Sourced<String>,
    /// One line.
    pub summary: Option<Sourced<String>>,
    /// What it does.
    pub description: Option<Sourced<String>>,
    /// The properties of `inputs`: those that are required in the order of `required`, then the others.
    pub inputs: Vec<WorkflowInput>,
    /// The calls, in order.
    pub steps: Vec<WorkflowStep>,
    /// What the caller gets.
    pub outputs: Vec<WorkflowOutput>,
    /// `x-surfaces`: that it is one operation for `ChatGPT`.
    pub action: Option<WorkflowAction>,
}

/// Something that the caller of a workflow passes.
#[derive(Debug, Clone)]
pub struct WorkflowInput {
    /// Its name: `start_date`.
    pub name: Sourced<String>,
    /// Its values, with description and default.
    pub schema: SchemaUse,
    /// Whether `required` names it.
    pub required: bool,
}

/// One call of a workflow.
#[derive(Debug, Clone)]
pub struct WorkflowStep {
    /// The object.
    pub span: Span,
    /// `stepId`: `summary`.
    pub id: Sourced<String>,
    /// What it is for.
    pub description: Option<Sourced<String>>,
    /// `operationId`: `get_instagram_summary`.
    pub operation: Sourced<String>,
    /// The parameters, by name.
    pub parameters: Vec<(Sourced<String>, Sourced<RuntimeValue>)>,
    /// `requestBody.payload`.
    pub body: Option<WorkflowPayload>,
    /// The statuses that `successCriteria` names; empty: any success.
    pub expected: Vec<Sourced<u16>>,
    /// What later steps may use.
    pub outputs: Vec<WorkflowOutput>,
}

/// A named result.
#[derive(Debug, Clone)]
pub struct WorkflowOutput {
    /// Its name: `post_id`.
    pub name: Sourced<String>,
    /// Where it comes from.
    pub value: Sourced<RuntimeValue>,
}

/// A value that is known only when the workflow runs, or a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum RuntimeValue {
    /// A constant.
    Constant(Node),
    /// `$inputs.name`
    Input(String),
    /// `$steps.step.outputs.name`
    StepOutput {
        /// The step.
        step: String,
        /// Its output.
        output: String,
    },
    /// `$response.body#/pointer`: the pointer.
    ResponseBody(String),
    /// `$statusCode`
    Status,
}

/// A body with places for values.
#[derive(Debug, Clone, PartialEq)]
pub enum WorkflowPayload {
    /// A value.
    Value(Sourced<RuntimeValue>),
    /// An object.
    Object(Vec<(Sourced<String>, WorkflowPayload)>),
    /// A list.
    List(Vec<WorkflowPayload>),
}
