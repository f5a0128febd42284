//! `x-surfaces: { chatgpt: … }`: whether what is marked may be offered, and can be told apart.

use super::places::did_you_mean;
use crate::chatgpt::OPERATIONS;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{ActionMark, Operation, SpecDocument, Workflow, WorkflowAction};
use crate::model::{Method, Safety};
use crate::source::Span;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let operations: Vec<(&Operation, &ActionMark)> = document
        .operations
        .iter()
        .filter_map(|operation| Some((operation, operation.surfaces.chatgpt.as_ref()?)))
        .collect();
    let workflows: Vec<(&Workflow, &WorkflowAction)> = document
        .workflows
        .iter()
        .filter_map(|workflow| Some((workflow, workflow.action.as_ref()?)))
        .collect();
    sensitive(document, &operations, &workflows, findings);
    for (workflow, action) in &workflows {
        unfit_workflow(document, workflow, action, findings);
    }
    let mut marks: Vec<&ActionMark> = workflows.iter().map(|(_, action)| &action.mark).collect();
    marks.extend(operations.iter().map(|(_, mark)| *mark));
    no_settings(document, &marks, findings);
    too_many(&marks, findings);
    let of_class = |reads: bool| {
        let all = operations.iter().filter(move |(one, _)| (one.effective_safety() == Safety::Read) == reads);
        all.map(|(_, mark)| *mark).collect::<Vec<_>>()
    };
    repeated_order(&workflows.iter().map(|(_, action)| &action.mark).collect::<Vec<_>>(), findings);
    repeated_order(&of_class(true), findings);
    repeated_order(&of_class(false), findings);
}

fn broken(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::BrokenAction, span, message)
}

/// What is about money, passwords, keys or membership is kept off assistants, by itself and as a step.
fn sensitive(
    document: &SpecDocument,
    operations: &[(&Operation, &ActionMark)],
    workflows: &[(&Workflow, &WorkflowAction)],
    findings: &mut Findings,
) {
    let mut report = |operation: &Operation, span: Span| {
        let Some(mark) = operation.sensitive.as_ref().filter(|mark| mark.value) else { return };
        findings.push(
            Diagnostic::new(
                Code::SensitiveAction,
                span,
                format!("`{}` is sensitive, and marked for ChatGPT", operation.display_name()),
            )
            .label("ChatGPT could call it")
            .other(mark.span, "it is said to be sensitive here")
            .help("take one of the two marks away"),
        );
    };
    for (operation, mark) in operations {
        report(operation, mark.span);
    }
    for (workflow, action) in workflows {
        for step in &workflow.steps {
            if let Some(operation) = document.operation(&step.operation.value) {
                report(operation, action.mark.span);
            }
        }
    }
}

fn unfit_workflow(
    document: &SpecDocument,
    workflow: &Workflow,
    action: &WorkflowAction,
    findings: &mut Findings,
) {
    let known: Vec<&str> = document.tags.iter().map(|tag| tag.name.value.as_str()).collect();
    if !known.contains(&action.tag.value.as_str()) {
        findings.push(
            broken(action.tag.span, format!("the document has no tag `{}`", action.tag.value))
                .label(format!("where `{}` is to be found", action.operation.value))
                .help(did_you_mean(&action.tag.value, &known, "name a tag of the document")),
        );
    }
    if let Some(other) = document.operation(&action.operation.value) {
        findings.push(
            broken(
                action.operation.span,
                format!("an operation is called `{}` already", action.operation.value),
            )
            .label(format!("the name for the workflow `{}`", workflow.id.value))
            .other(other.span, "the operation")
            .help("give the workflow's operation another name"),
        );
    }
    let reads = |operation: &Operation| operation.effective_safety() == Safety::Read;
    let only_reads =
        workflow.steps.iter().all(|step| document.operation(&step.operation.value).is_none_or(reads));
    let method = if only_reads { Method::Get } else { Method::Post };
    let taken = document
        .operations
        .iter()
        .find(|one| one.path.value == action.path.value && one.method.value == method);
    if !action.path.value.starts_with('/') || action.path.value.contains(['{', '}', '?', '#', ' ']) {
        findings.push(
            broken(action.path.span, format!("`{}` is no path for a workflow", action.path.value))
                .label("its inputs travel in the query")
                .help("write a path without places for values, such as `/dashboard`"),
        );
    } else if let Some(other) = taken {
        findings.push(
            broken(action.path.span, format!("`{}` is the path of an operation already", action.path.value))
                .label(format!("the path for the workflow `{}`", workflow.id.value))
                .other(other.path.span, format!("the path of `{}`", other.display_name()))
                .help("give the workflow another path"),
        );
    }
}

fn no_settings(document: &SpecDocument, marks: &[&ActionMark], findings: &mut Findings) {
    let Some(first) = marks.first().filter(|_| document.actions.is_none()) else { return };
    findings.push(
        broken(first.span, String::from("ChatGPT has something to call, but no address to call it at"))
            .label("the first mark")
            .help("write `x-surfaces: { chatgpt: { server: … } }` into the root of the document as well"),
    );
}

fn too_many(marks: &[&ActionMark], findings: &mut Findings) {
    let Some(first) = marks.get(OPERATIONS) else { return };
    let count = marks.len();
    findings.push(
        Diagnostic::new(
            Code::ActionLimit,
            first.span,
            format!("{count} operations are marked for ChatGPT; it takes {OPERATIONS}"),
        )
        .label(format!("the first that is too many; {} have to go", count - OPERATIONS))
        .help("take the marks away that users will miss least"),
    );
}

/// Two of one class with the same place: what comes first would be left to chance.
fn repeated_order(marks: &[&ActionMark], findings: &mut Findings) {
    for (index, mark) in marks.iter().enumerate() {
        if let Some(first) = marks[..index].iter().find(|first| first.order.value == mark.order.value) {
            findings.push(
                broken(
                    mark.order.span,
                    format!("two operations have place {} for ChatGPT", mark.order.value),
                )
                .label("the second one")
                .other(first.order.span, "the first one")
                .help("give one of them another number; reads, changes and workflows are counted apart"),
            );
        }
    }
}
