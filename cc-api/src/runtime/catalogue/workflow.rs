//! A job of several calls, compiled into data.

/// A job of several calls: `weekly_dashboard`. The job is the description's own; how its calls are known stands with
/// the operations that it names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Workflow {
    /// Its name.
    pub id: &'static str,
    /// One line: `Show the week at a glance`.
    pub summary: &'static str,
    /// What it does, in Markdown.
    pub description: &'static str,
    /// What the caller passes, by name.
    pub inputs: &'static [WorkflowInput],
    /// The calls, in order.
    pub steps: &'static [WorkflowStep],
    /// What the caller gets.
    pub outputs: &'static [WorkflowOutput],
}

/// Something that the caller of a workflow passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkflowInput {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether the workflow makes no sense without it.
    pub required: bool,
    /// Its JSON Schema as compact JSON.
    pub schema: &'static str,
    /// What is taken when it is left out, as compact JSON.
    pub default: Option<&'static str>,
}

/// One call of a workflow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkflowStep {
    /// Its name.
    pub id: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The operation, by its name.
    pub operation: &'static str,
    /// The parameters by their names in the request.
    pub parameters: &'static [(&'static str, Expression)],
    /// The body, if there is one.
    pub body: Option<Payload>,
    /// The statuses that let the workflow go on; empty: any success.
    pub expected: &'static [u16],
    /// What later steps may use.
    pub outputs: &'static [WorkflowOutput],
}

/// A named result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkflowOutput {
    /// Its name.
    pub name: &'static str,
    /// Where it comes from.
    pub value: Expression,
}

/// A value that is known only when the workflow runs, or a constant.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Expression {
    /// A constant, as compact JSON.
    Constant(&'static str),
    /// An input of the workflow.
    Input(&'static str),
    /// An output of an earlier step.
    StepOutput {
        /// The step.
        step: &'static str,
        /// Its output.
        output: &'static str,
    },
    /// A value of the answer, by JSON pointer: in outputs of a step only.
    ResponseBody(&'static str),
    /// The status of the answer: in outputs of a step only.
    Status,
}

/// A body with places for values.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Payload {
    /// A value.
    Value(Expression),
    /// An object.
    Object(&'static [(&'static str, Payload)]),
    /// A list.
    List(&'static [Payload]),
}
