//! A workflow as one operation: its inputs in the query, its outputs as the answer.

use serde_json::{Map, Value, json};

use super::Source;
use super::action::{Action, AnswerCase, Input, parsed};
use crate::document;
use crate::model::{BodyShape, Expression, Method, Place, QueryStyle, Safety, Workflow};

/// The workflows that are marked.
pub(super) fn actions<'d>(source: &Source<'d>) -> Vec<Action<'d>> {
    let written = source.document.workflows.iter();
    written.filter_map(|written| from_workflow(source, written)).collect()
}

fn from_workflow<'d>(source: &Source<'d>, written: &'d document::Workflow) -> Option<Action<'d>> {
    let action = written.action.as_ref()?;
    let workflow = source.model.workflows.iter().find(|workflow| workflow.id == written.id.value)?;
    let steps = || {
        let all = source.model.operations.iter();
        all.filter(|operation| workflow.steps.iter().any(|step| step.operation == operation.id))
    };
    // The strictest of its steps decides what the whole may do.
    let safety = steps().map(|operation| operation.safety).max().unwrap_or(Safety::Read);
    let only_reads = safety == Safety::Read;
    Some(Action {
        mark: &action.mark,
        id: &action.operation.value,
        method: if only_reads { Method::Get } else { Method::Post },
        path: &action.path.value,
        tag: &action.tag.value,
        summary: &workflow.summary,
        description: &workflow.description,
        place: written
            .description
            .as_ref()
            .or(written.summary.as_ref())
            .map_or(written.span, |text| text.span),
        safety,
        destructive: steps().any(|operation| operation.destructive),
        inputs: inputs(written, workflow),
        body: BodyShape::Empty,
        answers: vec![AnswerCase {
            status: 200,
            description: String::from("What the workflow gathered. What could not be had is left out."),
            schema: Some(answer(source, workflow)),
        }],
        refusals: refusals(steps().flat_map(|operation| &operation.refusals)),
        requests: workflow.steps.len(),
    })
}

fn inputs(written: &document::Workflow, workflow: &Workflow) -> Vec<Input> {
    let span = |name: &str| {
        let input = written.inputs.iter().find(|input| input.name.value == name);
        input.map_or(written.span, |input| input.name.span)
    };
    // What is required in the order of the document, the rest by name, as the model has it.
    let place = |name: &str| written.inputs.iter().position(|input| input.name.value == name);
    let mut inputs: Vec<_> = workflow.inputs.iter().collect();
    inputs.sort_by_key(|input| (!input.required, place(&input.name).filter(|_| input.required)));
    let query = |input: &&crate::model::WorkflowInput| Input {
        name: input.name.clone(),
        place: Place::Query(QueryStyle::Commas),
        required: input.required,
        doc: input.doc.clone(),
        schema: parsed(&input.json_schema),
        is_page_size: false,
        span: span(&input.name),
    };
    inputs.iter().map(query).collect()
}

/// All refusals of the steps, each status once.
fn refusals<'m>(all: impl Iterator<Item = &'m crate::model::Refusal>) -> Vec<(u16, String)> {
    let mut list: Vec<_> = all.map(|refusal| (refusal.status, refusal.doc.clone())).collect();
    list.sort();
    list.dedup_by_key(|(status, _)| *status);
    list
}

/// An object of the outputs.
fn answer(source: &Source<'_>, workflow: &Workflow) -> Value {
    let outputs = workflow.outputs.iter();
    let properties: Map<String, Value> =
        outputs.map(|output| (output.name.clone(), schema_of(source, workflow, &output.value))).collect();
    json!({ "type": "object", "description": workflow.summary, "properties": properties })
}

/// What an expression gives: what the step that it names reads out of its answer.
fn schema_of(source: &Source<'_>, workflow: &Workflow, expression: &Expression) -> Value {
    let found = match expression {
        Expression::StepOutput { step, output } => {
            let step = workflow.steps.iter().find(|own| own.id == *step);
            step.and_then(|step| {
                let value = &step.outputs.iter().find(|own| own.name == *output)?.value;
                let called = source.model.operations.iter().find(|one| one.id == step.operation)?;
                match value {
                    Expression::ResponseBody(pointer) => {
                        at(source, &parsed(called.answer.json_schema.as_deref()?), pointer)
                    }
                    Expression::Status => Some(json!({ "type": "integer" })),
                    _ => None,
                }
            })
        }
        Expression::Input(name) => {
            let input = workflow.inputs.iter().find(|input| input.name == *name);
            input.map(|input| parsed(&input.json_schema))
        }
        _ => None,
    };
    found.unwrap_or_else(|| json!({}))
}

/// The schema of the value that a JSON pointer leads to.
fn at(source: &Source<'_>, schema: &Value, pointer: &str) -> Option<Value> {
    let segments = pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"));
    let found = segments.into_iter().try_fold(schema, |schema, segment| {
        let schema = source.types.resolved(schema);
        let property = schema["properties"].get(&segment);
        let item = segment.parse::<usize>().ok().and_then(|_| schema.get("items"));
        property.or(item).or_else(|| schema.get("additionalProperties"))
    });
    found.cloned()
}
