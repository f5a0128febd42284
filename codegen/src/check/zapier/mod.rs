//! `x-zapier`: whether each step fits its operation, leads somewhere, and reads as Zapier's published checks want it.

mod arguments;
mod items;
mod wording;

use super::places::{did_you_mean, operation_name};
use super::shape::{answers, properties};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    Example, MediaType, Operation, SchemaId, SpecDocument, Value, ZapField, ZapKind, ZapStep,
};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let all: Vec<(&Operation, &ZapStep)> = steps(document).collect();
    for (operation, step) in &all {
        sensitive(operation, step, findings);
        arguments::check(document, operation, step, findings);
        items::check(document, operation, step, findings);
        dropdowns(document, &all, step, findings);
        sample(operation, step, findings);
        wording::check(document, step, findings);
    }
    repeated_keys(&all, findings);
}

fn steps(document: &SpecDocument) -> impl Iterator<Item = (&Operation, &ZapStep)> {
    document
        .operations
        .iter()
        .flat_map(|operation| operation.zapier.iter().map(move |step| (operation, step)))
}

fn broken(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::BrokenZapStep, span, message)
}

/// Where a step is named.
fn place(step: &ZapStep) -> Span {
    let named = step.key.as_ref().or(step.label.as_ref());
    named.map_or(step.span, |name| name.span)
}

fn sensitive(operation: &Operation, step: &ZapStep, findings: &mut Findings) {
    if operation.is_sensitive() {
        findings.push(
            Diagnostic::new(
                Code::SensitiveZapStep,
                place(step),
                format!("`{}` is sensitive, and a step of Zaps", operation.display_name()),
            )
            .label("this would run without anybody looking")
            .other(operation_name(operation), "this has `x-sensitive: true`")
            .help("remove the step"),
        );
    }
}

fn repeated_keys(all: &[(&Operation, &ZapStep)], findings: &mut Findings) {
    let keys: Vec<&Sourced<String>> = all.iter().filter_map(|(_, step)| step.key.as_ref()).collect();
    for (at, key) in keys.iter().enumerate() {
        if let Some(first) = keys[..at].iter().find(|other| other.value == key.value) {
            findings.push(
                Diagnostic::new(
                    Code::RepeatedZapKey,
                    key.span,
                    format!("another step has the key `{}` already", key.value),
                )
                .label("the second one")
                .other(first.span, "the first one")
                .help("give it another key; one that Zaps use already has to stay"),
            );
        }
    }
    let mut accounts = all.iter().filter(|(_, step)| step.is(ZapKind::Account));
    if let (Some((_, first)), Some((_, second))) = (accounts.next(), accounts.next()) {
        findings.push(
            Diagnostic::new(Code::RepeatedZapKey, second.span, "a second operation shows the account")
                .label("the second one")
                .other(first.span, "the first one")
                .help("keep the one whose answer tells best whose account it is"),
        );
    }
}

/// `list_posts.id.title` of a dropdown, `find_post.id` of a search: whether there is such a step with such values.
fn dropdowns(
    document: &SpecDocument,
    all: &[(&Operation, &ZapStep)],
    step: &ZapStep,
    findings: &mut Findings,
) {
    for field in &step.fields {
        if let Some(dropdown) = &field.dropdown {
            target(document, all, dropdown, &[ZapKind::Dropdown, ZapKind::Trigger], 2, findings);
        }
        if let Some(search) = &field.search {
            target(document, all, search, &[ZapKind::Search], 1, findings);
        }
        search_alone(field, findings);
    }
}

fn search_alone(field: &ZapField, findings: &mut Findings) {
    if let (Some(search), None) = (&field.search, &field.dropdown) {
        findings.push(
            Diagnostic::new(
                Code::BrokenDropdown,
                search.span,
                format!("`{}` can be searched for but not chosen", field.name.value),
            )
            .label("without a dropdown, Zapier offers no search either")
            .help("add `dropdown: …` beside it"),
        );
    }
}

fn target(
    document: &SpecDocument,
    all: &[(&Operation, &ZapStep)],
    written: &Sourced<String>,
    kinds: &[ZapKind],
    values: usize,
    findings: &mut Findings,
) {
    let finding = |message: String| Diagnostic::new(Code::BrokenDropdown, written.span, message);
    let mut parts = written.value.split('.');
    let key = parts.next().unwrap_or_default();
    let names: Vec<&str> = parts.collect();
    if names.len() != values {
        let form = if values == 2 { "list_posts.id.title" } else { "find_post.id" };
        findings.push(
            finding(format!("`{}` doesn't say what to take", written.value))
                .label(format!("written as in `{form}`"))
                .help(
                    "name the step, then the value that is sent, then the one that is shown, if it is a list",
                ),
        );
        return;
    }
    let fits = |step: &ZapStep| kinds.iter().any(|kind| step.is(*kind));
    let is_named = |step: &ZapStep| step.key.as_ref().is_some_and(|own| own.value == key);
    let Some((operation, step)) = all.iter().find(|(_, step)| fits(step) && is_named(step)) else {
        let known: Vec<&str> = all
            .iter()
            .filter(|(_, step)| fits(step))
            .filter_map(|(_, step)| step.key.as_ref())
            .map(|key| key.value.as_str())
            .collect();
        findings.push(
            finding(format!("no step to choose from is called `{key}`"))
                .label("there is no such list")
                .help(did_you_mean(key, &known, "mark an operation as one first")),
        );
        return;
    };
    let known = items::names(document, operation, step);
    for name in names {
        if !known.iter().any(|known| known == name) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            findings.push(
                finding(format!("the items of `{key}` have no `{name}`"))
                    .label("this value would be empty")
                    .other(place(step), "the list")
                    .help(did_you_mean(name, &known, "its answer has no values by name")),
            );
        }
    }
}

fn sample(operation: &Operation, step: &ZapStep, findings: &mut Findings) {
    if step.is(ZapKind::Account) || step.is(ZapKind::Dropdown) {
        return;
    }
    let bodies: Vec<&MediaType> = answers(operation).collect();
    let examples: Vec<&Example> = bodies.iter().flat_map(|body| &body.examples).collect();
    let known: Vec<&str> =
        examples.iter().filter_map(|example| example.name.as_ref()).map(|name| name.value.as_str()).collect();
    let (span, message) = match &step.sample {
        None => (place(step), format!("a step of `{}` has no sample", operation.display_name())),
        Some(name) if known.contains(&name.value.as_str()) => return,
        Some(name) => (name.span, format!("`{}` has no example `{}`", operation.display_name(), name.value)),
    };
    findings.push(Diagnostic::new(Code::NoZapSample, span, message).label("nothing to show").help(
        match known.first() {
            Some(name) => format!("add `sample: {name}`, an example of its answer"),
            None => String::from("give its answer an example first, then name it: `sample: made_up`"),
        },
    ));
}

/// The schema of one item that comes out: an entry of the page, or the answer itself.
fn item(document: &SpecDocument, operation: &Operation) -> Option<SchemaId> {
    let body = answers(operation).find_map(|body| body.schema)?.schema;
    let schemas = &document.schemas;
    let style = operation
        .pagination
        .as_ref()
        .and_then(|name| document.paging_styles.iter().find(|style| style.name.value == name.value));
    let Some(items) = style.and_then(|style| style.items.as_ref()) else { return Some(body) };
    let list = properties(schemas, body).into_iter().find(|property| property.name.value == items.value)?;
    super::shape::parts(schemas, list.schema.schema)
        .into_iter()
        .find_map(|part| schemas[part].items)
        .map(|of| of.schema)
}

/// Whether a value is text that counts from today: `today-31`.
fn is_relative(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.starts_with("today"))
}
