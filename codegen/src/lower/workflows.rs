//! From the jobs of the Arazzo document to the workflows of the catalogue.

use super::flatten::flatten;
use super::{Lowering, names};
use crate::document::{self, RuntimeValue, WorkflowPayload};
use crate::model::{Expression, OperationId, Payload, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep};
use crate::source::Sourced;

impl Lowering<'_> {
    /// Every workflow, by name.
    pub(super) fn workflows(&mut self) -> Vec<Workflow> {
        let document = self.document;
        let mut workflows: Vec<Workflow> =
            document.workflows.iter().map(|workflow| self.workflow(workflow)).collect();
        workflows.sort_by(|one, other| one.id.cmp(&other.id));
        workflows
    }

    fn workflow(&mut self, workflow: &document::Workflow) -> Workflow {
        let mut inputs: Vec<_> = workflow.inputs.iter().map(|input| self.workflow_input(input)).collect();
        inputs.sort_by(|one, other| one.name.cmp(&other.name));
        Workflow {
            inputs,
            id: workflow.id.value.clone(),
            summary: text(workflow.summary.as_ref()),
            description: text(workflow.description.as_ref()),
            steps: workflow.steps.iter().map(step).collect(),
            outputs: outputs(&workflow.outputs),
        }
    }

    fn workflow_input(&mut self, input: &document::WorkflowInput) -> WorkflowInput {
        let flat = flatten(self, input.schema.schema);
        WorkflowInput {
            name: input.name.value.clone(),
            doc: flat.description.unwrap_or_default(),
            required: input.required,
            json_schema: self.json_schema(input.schema),
            default: flat.default.map(|node| node.to_json().to_string()),
        }
    }
}

fn step(step: &document::WorkflowStep) -> WorkflowStep {
    let operation = &step.operation.value;
    WorkflowStep {
        id: step.id.value.clone(),
        doc: text(step.description.as_ref()),
        operation: names::operation_id(operation).unwrap_or_else(|| OperationId::new(operation.as_str())),
        parameters: step
            .parameters
            .iter()
            .map(|(name, value)| (name.value.clone(), expression(&value.value)))
            .collect(),
        body: step.body.as_ref().map(payload),
        expected: step.expected.iter().map(|status| status.value).collect(),
        outputs: outputs(&step.outputs),
    }
}

fn outputs(outputs: &[document::WorkflowOutput]) -> Vec<WorkflowOutput> {
    let mut outputs: Vec<WorkflowOutput> = outputs
        .iter()
        .map(|output| WorkflowOutput {
            name: output.name.value.clone(),
            value: expression(&output.value.value),
        })
        .collect();
    outputs.sort_by(|one, other| one.name.cmp(&other.name));
    outputs
}

fn payload(payload: &WorkflowPayload) -> Payload {
    match payload {
        WorkflowPayload::Value(value) => Payload::Value(expression(&value.value)),
        WorkflowPayload::List(items) => Payload::List(items.iter().map(self::payload).collect()),
        WorkflowPayload::Object(entries) => {
            let mut entries: Vec<_> =
                entries.iter().map(|(name, value)| (name.value.clone(), self::payload(value))).collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Payload::Object(entries)
        }
    }
}

fn expression(value: &RuntimeValue) -> Expression {
    match value {
        RuntimeValue::Constant(node) => Expression::Constant(node.to_json().to_string()),
        RuntimeValue::Input(name) => Expression::Input(name.clone()),
        RuntimeValue::StepOutput { step, output } => {
            Expression::StepOutput { step: step.clone(), output: output.clone() }
        }
        RuntimeValue::ResponseBody(pointer) => Expression::ResponseBody(pointer.clone()),
        RuntimeValue::Status => Expression::Status,
    }
}

fn text(text: Option<&Sourced<String>>) -> String {
    text.map(|text| text.value.trim().to_owned()).unwrap_or_default()
}
