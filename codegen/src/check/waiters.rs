//! `x-waiter`: whether the question can be asked, and whether its answer can ever mean done.

use super::places::{did_you_mean, listed, operation_name};
use super::shape::{Found, answers, follow, parts};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{MediaType, Operation, SchemaId, SpecDocument, Value, Waiter};
use crate::model::Safety;
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        if let Some(waiter) = &operation.waiter {
            broken_waiter(document, operation, waiter, findings);
        }
    }
}

fn finding(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::BrokenWaiter, span, message)
}

fn broken_waiter(document: &SpecDocument, operation: &Operation, waiter: &Waiter, findings: &mut Findings) {
    final_values(waiter, findings);
    let Some(name) = &waiter.poll else { return };
    let Some(poll) = document.operation(&name.value) else {
        let ids = document.operations.iter().filter_map(|operation| operation.id.as_ref());
        let known: Vec<&str> = ids.map(|id| id.value.as_str()).collect();
        findings.push(
            finding(name.span, format!("the waiter asks an unknown operation, `{}`", name.value))
                .label("no operation has this id")
                .help(did_you_mean(&name.value, &known, "name an operation of this document")),
        );
        return;
    };
    if poll.effective_safety() != Safety::Read {
        findings.push(
            finding(name.span, format!("the waiter asks by `{}`, which changes something", name.value))
                .label("asked again and again")
                .other(operation_name(poll), "this is more than reading")
                .help("name an operation that only reads"),
        );
    }
    passed_arguments(waiter, poll, name, findings);
    for pass in &waiter.pass {
        pointer(document, operation, &pass.pointer, findings);
    }
    if let Some(watch) = &waiter.watch {
        let watched = pointer(document, poll, watch, findings);
        unknown_final_values(document, waiter, &watched, findings);
    }
}

fn final_values(waiter: &Waiter, findings: &mut Findings) {
    if waiter.done.is_empty() {
        findings.push(
            finding(waiter.span, String::from("the waiter names no value that means done"))
                .label("`done` is empty")
                .help("name at least one value: `done: [completed]`"),
        );
    }
    for failed in &waiter.failed {
        if let Some(done) = waiter.done.iter().find(|done| done.value == failed.value) {
            findings.push(
                finding(failed.span, format!("`{}` means both done and failed", failed.value))
                    .label("failed")
                    .other(done.span, "done")
                    .help("keep it in one of the two lists"),
            );
        }
    }
}

fn passed_arguments(waiter: &Waiter, poll: &Operation, name: &Sourced<String>, findings: &mut Findings) {
    let known: Vec<&str> = poll.parameters.iter().map(|parameter| parameter.name.value.as_str()).collect();
    for pass in &waiter.pass {
        let argument = &pass.argument;
        if !known.contains(&argument.value.as_str()) {
            findings.push(
                finding(argument.span, format!("`{}` takes no `{}`", name.value, argument.value))
                    .label("passed by the waiter")
                    .other(operation_name(poll), "the operation that is asked")
                    .help(did_you_mean(&argument.value, &known, "this operation takes no parameters")),
            );
        }
    }
    let passed = |wanted: &str| waiter.pass.iter().any(|pass| pass.argument.value == wanted);
    for parameter in poll.parameters.iter().filter(|parameter| parameter.is_required()) {
        let wanted = &parameter.name;
        if !passed(&wanted.value) {
            findings.push(
                finding(
                    name.span,
                    format!("the waiter asks `{}` without its `{}`", name.value, wanted.value),
                )
                .label(format!("needs `{}`", wanted.value))
                .other(wanted.span, "this is required")
                .help(format!("add `{}` to `pass`, with a pointer into the first answer", wanted.value)),
            );
        }
    }
}

/// What a pointer into the answer of an operation finds, in each form that the answer has.
fn pointer(
    document: &SpecDocument,
    operation: &Operation,
    pointer: &Sourced<String>,
    findings: &mut Findings,
) -> Vec<SchemaId> {
    if !pointer.value.is_empty() && !pointer.value.starts_with('/') {
        findings.push(
            finding(pointer.span, format!("`{}` is no JSON pointer", pointer.value))
                .label("a pointer begins with `/`")
                .help(format!("write `/{}`", pointer.value)),
        );
        return Vec::new();
    }
    let look = |answer: &MediaType| Some(follow(&document.schemas, answer.schema?.schema, &pointer.value));
    let found: Vec<Found> = answers(operation).filter_map(look).collect();
    let nowhere = found.iter().find_map(|found| match found {
        Found::Nothing { step, known } => Some((step, known)),
        _ => None,
    });
    if found.is_empty() {
        findings.push(
            finding(pointer.span, format!("no answer of `{}` has a JSON body", operation.display_name()))
                .label("nothing to look into")
                .other(operation_name(operation), "this operation")
                .help("describe the answer, or remove the waiter"),
        );
    } else if let Some((step, known)) = nowhere {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        findings.push(
            finding(
                pointer.span,
                format!("`{}` leads nowhere in the answer of `{}`", pointer.value, operation.display_name()),
            )
            .label(format!("no `{step}` is declared there"))
            .other(operation_name(operation), "the operation that answers")
            .help(did_you_mean(step, &known, "nothing is declared there")),
        );
    }
    found
        .into_iter()
        .flat_map(|found| if let Found::Schemas(ids) = found { ids } else { Vec::new() })
        .collect()
}

/// A value that is in none of the lists of the watched property would never come.
fn unknown_final_values(
    document: &SpecDocument,
    waiter: &Waiter,
    watched: &[SchemaId],
    findings: &mut Findings,
) {
    let schemas = watched.iter().flat_map(|id| parts(&document.schemas, *id)).map(|id| &document.schemas[id]);
    let mut known: Vec<&str> = Vec::new();
    let mut listed_at = None;
    for schema in schemas {
        if let Some(values) = &schema.known_values {
            listed_at = Some(values.span);
            known.extend(values.value.iter().map(|value| value.value.as_str()));
        }
        for value in schema.enumeration.iter().flatten() {
            listed_at = Some(schema.span);
            known.extend(if let Value::Text(text) = &value.value { Some(text.as_str()) } else { None });
        }
    }
    let Some(place) = listed_at else { return };
    for value in waiter.done.iter().chain(&waiter.failed) {
        if !known.contains(&value.value.as_str()) {
            findings.push(
                finding(value.span, format!("the waiter waits for `{}`, which never comes", value.value))
                    .label("not among the known values")
                    .other(place, format!("these are {}", listed(&known)))
                    .help(did_you_mean(&value.value, &known, "name one of the known values")),
            );
        }
    }
}
