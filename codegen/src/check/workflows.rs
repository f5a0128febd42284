//! Workflows: whether each step calls something, with what it needs, from values that somebody provides.

use super::places::{did_you_mean, operation_name};
use super::shape::{Found, answers, follow};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    MediaType, Operation, RuntimeValue, SpecDocument, StatusKey, Workflow, WorkflowOutput, WorkflowPayload,
    WorkflowStep,
};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    repeated(document.workflows.iter().map(|workflow| &workflow.id), "workflows", findings);
    for workflow in &document.workflows {
        repeated(workflow.steps.iter().map(|step| &step.id), "steps", findings);
        for (index, step) in workflow.steps.iter().enumerate() {
            let scope = Scope { workflow, before: &workflow.steps[..index] };
            values_of_step(&scope, step, findings);
            match document.operation(&step.operation.value) {
                Some(operation) => {
                    super::step_arguments::check(document, step, operation, findings);
                    unexpected_status(step, operation, findings);
                    for output in &step.outputs {
                        unknown_output(document, operation, output, findings);
                    }
                }
                None => unknown_step_operation(document, step, findings),
            }
        }
        let scope = Scope { workflow, before: &workflow.steps };
        for output in &workflow.outputs {
            unknown_step_value(&scope, &output.value, findings);
        }
    }
}

fn repeated<'w>(names: impl Iterator<Item = &'w Sourced<String>>, what: &str, findings: &mut Findings) {
    let names: Vec<_> = names.collect();
    for (index, name) in names.iter().enumerate() {
        if let Some(first) = names[..index].iter().find(|first| first.value == name.value) {
            findings.push(
                Diagnostic::new(
                    Code::RepeatedStep,
                    name.span,
                    format!("two {what} are called `{}`", name.value),
                )
                .label("the second one")
                .other(first.span, "the first one")
                .help("give one of them another name"),
            );
        }
    }
}

fn unknown_step_operation(document: &SpecDocument, step: &WorkflowStep, findings: &mut Findings) {
    let ids = document.operations.iter().filter_map(|operation| operation.id.as_ref());
    let known: Vec<&str> = ids.map(|id| id.value.as_str()).collect();
    let name = &step.operation;
    findings.push(
        Diagnostic::new(
            Code::UnknownStepOperation,
            name.span,
            format!("the step `{}` calls an unknown operation, `{}`", step.id.value, name.value),
        )
        .label("no operation has this id")
        .help(did_you_mean(&name.value, &known, "name an operation of this document")),
    );
}

fn unexpected_status(step: &WorkflowStep, operation: &Operation, findings: &mut Findings) {
    let comes = |status: u16| {
        operation.responses.iter().any(|response| match response.status.value {
            StatusKey::Code(code) => code == status,
            StatusKey::Range(hundred) => u16::from(hundred) == status / 100,
            StatusKey::Default => true,
        })
    };
    let Some(first) = step.expected.first().filter(|_| !step.expected.iter().any(|one| comes(one.value)))
    else {
        return;
    };
    let success = operation.responses.iter().find(|response| response.status.value.is_success());
    let name = operation.display_name();
    let mut finding = Diagnostic::new(
        Code::UnexpectedStatus,
        first.span,
        format!("the step `{}` waits for {}, which `{name}` never answers", step.id.value, first.value),
    )
    .label("not among its answers")
    .help("name a status that the operation answers with");
    if let Some(success) = success {
        finding = finding.other(success.status.span, "this means success");
    }
    findings.push(finding);
}

/// What an expression may refer to.
struct Scope<'w> {
    workflow: &'w Workflow,
    /// The steps that have run.
    before: &'w [WorkflowStep],
}

fn values_of_step(scope: &Scope<'_>, step: &WorkflowStep, findings: &mut Findings) {
    for (_, value) in &step.parameters {
        unknown_step_value(scope, value, findings);
    }
    if let Some(body) = &step.body {
        values_of_payload(scope, body, findings);
    }
    for output in &step.outputs {
        if !matches!(output.value.value, RuntimeValue::ResponseBody(_) | RuntimeValue::Status) {
            unknown_step_value(scope, &output.value, findings);
        }
    }
}

fn values_of_payload(scope: &Scope<'_>, payload: &WorkflowPayload, findings: &mut Findings) {
    match payload {
        WorkflowPayload::Value(value) => unknown_step_value(scope, value, findings),
        WorkflowPayload::Object(entries) => {
            for (_, value) in entries {
                values_of_payload(scope, value, findings);
            }
        }
        WorkflowPayload::List(items) => {
            for item in items {
                values_of_payload(scope, item, findings);
            }
        }
    }
}

fn unknown_step_value(scope: &Scope<'_>, value: &Sourced<RuntimeValue>, findings: &mut Findings) {
    match &value.value {
        RuntimeValue::Constant(_) => {}
        RuntimeValue::Input(name) => {
            let known: Vec<&str> =
                scope.workflow.inputs.iter().map(|input| input.name.value.as_str()).collect();
            if !known.contains(&name.as_str()) {
                let message = format!("the workflow has no input `{name}`");
                let help = did_you_mean(name, &known, "declare it under `inputs`");
                findings.push(nobody(value.span, message).label("nobody passes this").help(help));
            }
        }
        RuntimeValue::StepOutput { step, output } => step_output(scope, step, output, value.span, findings),
        RuntimeValue::ResponseBody(_) | RuntimeValue::Status => findings.push(
            nobody(value.span, String::from("there is no answer at this place"))
                .label("which answer?")
                .why("Only the outputs of a step look into its answer.")
                .help("make it an output of the step, and write `$steps.step.outputs.name` here"),
        ),
    }
}

fn nobody(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::UnknownStepValue, span, message)
}

fn step_output(scope: &Scope<'_>, step: &str, output: &str, span: Span, findings: &mut Findings) {
    let Some(found) = scope.before.iter().find(|before| before.id.value == step) else {
        let finding = if let Some(later) = scope.workflow.steps.iter().find(|later| later.id.value == step) {
            nobody(span, format!("the step `{step}` has not run yet at this place"))
                .label("used before it is there")
                .other(later.id.span, "runs later")
                .help("move the step that provides the value before the one that uses it")
        } else {
            let known: Vec<&str> = scope.before.iter().map(|before| before.id.value.as_str()).collect();
            nobody(span, format!("there is no step `{step}`"))
                .label("no step has this id")
                .help(did_you_mean(step, &known, "no step has run at this place"))
        };
        findings.push(finding);
        return;
    };
    let known: Vec<&str> = found.outputs.iter().map(|output| output.name.value.as_str()).collect();
    if !known.contains(&output) {
        findings.push(
            nobody(span, format!("the step `{step}` has no output `{output}`"))
                .label("nobody provides this")
                .other(found.id.span, "this step")
                .help(did_you_mean(output, &known, "add it to the `outputs` of the step")),
        );
    }
}

fn unknown_output(
    document: &SpecDocument,
    operation: &Operation,
    output: &WorkflowOutput,
    findings: &mut Findings,
) {
    let RuntimeValue::ResponseBody(pointer) = &output.value.value else { return };
    let look = |answer: &MediaType| Some(follow(&document.schemas, answer.schema?.schema, pointer));
    let found: Vec<Found> = answers(operation).filter_map(look).collect();
    let name = operation.display_name();
    let finding = |message: String| {
        Diagnostic::new(Code::UnknownOutput, output.value.span, message)
            .other(operation_name(operation), "the operation that answers")
    };
    if found.is_empty() {
        findings.push(
            finding(format!("`{name}` answers without a body, so there is no `{}`", output.name.value))
                .label("nothing to look into")
                .help("remove the output, or take `$statusCode`"),
        );
        return;
    }
    // What one of several answers has may be there.
    let nowhere = found.iter().find_map(|found| match found {
        Found::Nothing { step, known } => Some((step, known)),
        _ => None,
    });
    let all_nowhere = found.iter().all(|found| matches!(found, Found::Nothing { .. }));
    if let (Some((step, known)), true) = (nowhere, all_nowhere) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        findings.push(
            finding(format!("the answer of `{name}` has nothing at `{pointer}`"))
                .label(format!("no `{step}` is declared there"))
                .help(did_you_mean(step, &known, "nothing is declared there")),
        );
    }
}
