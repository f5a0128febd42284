//! A job of several calls, compiled from the Arazzo document.

use super::OperationId;

/// A job of several calls: `weekly_dashboard`.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Its name: `weekly_dashboard`.
    pub id: String,
    /// One line: `Show the week at a glance`.
    pub summary: String,
    /// What it does.
    pub description: String,
    /// What the caller passes, by name.
    pub inputs: Vec<WorkflowInput>,
    /// The calls, in order.
    pub steps: Vec<WorkflowStep>,
    /// What the caller gets.
    pub outputs: Vec<WorkflowOutput>,
}

/// Something that the caller of a workflow passes.
#[derive(Debug, Clone)]
pub struct WorkflowInput {
    /// Its name: `start_date`.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// Whether the workflow makes no sense without it.
    pub required: bool,
    /// Its JSON Schema as compact JSON.
    pub json_schema: String,
    /// What is taken when it is left out, as compact JSON: `"Reel"`.
    pub default: Option<String>,
}

/// One call of a workflow.
#[derive(Debug, Clone)]
pub struct WorkflowStep {
    /// Its name: `summary`.
    pub id: String,
    /// What it is for.
    pub doc: String,
    /// The operation: `get_instagram_summary`.
    pub operation: OperationId,
    /// The parameters by wire name, in the document's order.
    pub parameters: Vec<(String, Expression)>,
    /// The body, if there is one.
    pub body: Option<Payload>,
    /// The statuses that let the workflow go on; empty: any success.
    pub expected: Vec<u16>,
    /// What later steps may use: a name, and where it is in the answer.
    pub outputs: Vec<WorkflowOutput>,
}

/// A named result.
#[derive(Debug, Clone)]
pub struct WorkflowOutput {
    /// Its name: `post_id`.
    pub name: String,
    /// Where it comes from.
    pub value: Expression,
}

/// A value that is known only when the workflow runs, or a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A constant, as compact JSON: `true`.
    Constant(String),
    /// `$inputs.name`
    Input(String),
    /// `$steps.step.outputs.name`
    StepOutput {
        /// The step.
        step: String,
        /// Its output.
        output: String,
    },
    /// `$response.body#/pointer`: in outputs of a step only.
    ResponseBody(String),
    /// `$statusCode`: in outputs of a step only.
    Status,
}

/// A body with places for values.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// A value.
    Value(Expression),
    /// An object.
    Object(Vec<(String, Payload)>),
    /// A list.
    List(Vec<Payload>),
}
