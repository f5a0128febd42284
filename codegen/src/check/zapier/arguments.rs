//! What a step asks for and what it sends by itself: whether the operation takes it, and whether anything is missing.

use super::{broken, is_relative, place};
use crate::check::places::did_you_mean;
use crate::check::shape::{arguments, certain_parts, parts, properties, request};
use crate::diagnostic::Findings;
use crate::document::{Operation, SchemaId, SpecDocument, Value, ZapKind, ZapStep};
use crate::source::Sourced;

pub(super) fn check(document: &SpecDocument, operation: &Operation, step: &ZapStep, findings: &mut Findings) {
    let known = names(document, operation, step, findings);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let asked = step.fields.iter().map(|field| &field.name);
    for name in asked.chain(step.fixed.iter().map(|(name, _)| name)) {
        if !known.contains(&name.value.as_str()) {
            findings.push(
                broken(name.span, format!("`{}` takes no `{}`", operation.display_name(), name.value))
                    .label("this value would go nowhere")
                    .help(did_you_mean(&name.value, &known, "this operation takes no arguments")),
            );
        }
    }
    twice(step, findings);
    for name in required(document, operation, step) {
        let is_given = |other: &Sourced<String>| other.value == name;
        let given = step.fields.iter().any(|field| is_given(&field.name))
            || step.fixed.iter().any(|(other, _)| is_given(other));
        if !given && !step.is(ZapKind::Account) {
            findings.push(
                broken(place(step), format!("the step doesn't say where `{name}` comes from"))
                    .label(format!("`{}` needs it", operation.display_name()))
                    .help(format!("ask for it below `fields`, or set it below `fixed: {{ {name}: … }}`")),
            );
        }
    }
    days(step, findings);
}

fn twice(step: &ZapStep, findings: &mut Findings) {
    for field in &step.fields {
        if let Some((fixed, _)) = step.fixed.iter().find(|(name, _)| name.value == field.name.value) {
            findings.push(
                broken(field.name.span, format!("`{}` is asked for and set", field.name.value))
                    .label("people would be asked in vain")
                    .other(fixed.span, "set here")
                    .help("keep one of the two"),
            );
        }
    }
}

/// Days that count from today: `today`, `today-31`.
fn days(step: &ZapStep, findings: &mut Findings) {
    for (name, value) in step.fixed.iter().filter(|(_, node)| is_relative(&node.value)) {
        let Value::Text(text) = &value.value else { continue };
        let rest = text.trim_start_matches("today");
        let is_right = rest.is_empty() || (rest.starts_with(['+', '-']) && rest[1..].parse::<u16>().is_ok());
        if !is_right {
            findings.push(
                broken(value.span, format!("`{text}` is no day"))
                    .label(format!("for `{}`", name.value))
                    .help("write `today`, `today-31` or `today+60`"),
            );
        }
    }
}

/// What may be asked for or set: arguments, or the values of one entry of the list that `each` names.
fn names(
    document: &SpecDocument,
    operation: &Operation,
    step: &ZapStep,
    findings: &mut Findings,
) -> Vec<String> {
    let schemas = &document.schemas;
    let known = arguments(schemas, operation);
    let Some(each) = &step.each else { return known.into_iter().map(str::to_owned).collect() };
    let Some(entry) = entry(document, operation, step) else {
        findings.push(
            broken(each.span, format!("`{}` takes no list `{}`", operation.display_name(), each.value))
                .label("the values would go nowhere")
                .help(did_you_mean(&each.value, &known, "this operation takes no arguments")),
        );
        return Vec::new();
    };
    properties(schemas, entry).iter().map(|property| property.name.value.clone()).collect()
}

/// One entry of the list that `each` names.
fn entry(document: &SpecDocument, operation: &Operation, step: &ZapStep) -> Option<SchemaId> {
    let schemas = &document.schemas;
    let (each, body) = (step.each.as_ref()?, request(operation)?.schema?.schema);
    let list = properties(schemas, body).into_iter().find(|property| property.name.value == each.value)?;
    parts(schemas, list.schema.schema)
        .into_iter()
        .find_map(|part| schemas[part].items)
        .map(|items| items.schema)
}

/// What the operation can't do without, but for the size of a page.
fn required(document: &SpecDocument, operation: &Operation, step: &ZapStep) -> Vec<String> {
    let schemas = &document.schemas;
    let parameters = operation.parameters.iter().filter(|parameter| parameter.is_required());
    let body = match &step.each {
        Some(_) => entry(document, operation, step),
        None => request(operation).and_then(|body| body.schema).map(|body| body.schema),
    };
    let fields = body.map(|body| certain_parts(schemas, body)).unwrap_or_default();
    let fields = fields.into_iter().flat_map(|part| &schemas[part].required).map(|name| name.value.clone());
    parameters.map(|parameter| parameter.name.value.clone()).chain(fields).collect()
}
