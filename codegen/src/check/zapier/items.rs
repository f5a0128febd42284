//! What comes out of a step: whether it has the values that the mark names, and whether the kind of step fits.

use super::{broken, item};
use crate::check::places::{did_you_mean, operation_name};
use crate::check::shape::{Found, answers, follow, properties};
use crate::diagnostic::Findings;
use crate::document::{Operation, SpecDocument, ZapKind, ZapStep};
use crate::model::Safety;
use crate::source::Sourced;

pub(super) fn check(document: &SpecDocument, operation: &Operation, step: &ZapStep, findings: &mut Findings) {
    kind(operation, step, findings);
    key(step, findings);
    let known = names(document, operation, step);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let named = step.ids.iter().chain(&step.newest).chain(&step.show);
    for path in named.chain(step.keep.iter().map(|(name, _)| name)) {
        value(document, operation, path, &known, findings);
    }
    waiter(document, step, findings);
}

/// What one item has by name; a dropdown that is shown by several values has one more.
pub(super) fn names(document: &SpecDocument, operation: &Operation, step: &ZapStep) -> Vec<String> {
    let item = item(document, operation);
    let properties = item.map(|item| properties(&document.schemas, item)).unwrap_or_default();
    let shown = (!step.show.is_empty()).then(|| String::from("shown"));
    properties.iter().map(|property| property.name.value.clone()).chain(shown).collect()
}

fn kind(operation: &Operation, step: &ZapStep, findings: &mut Findings) {
    let Some(kind) = &step.kind else { return };
    let reads = operation.effective_safety() == Safety::Read;
    let message = match kind.value {
        ZapKind::Create if answers(operation).next().is_none() => "answers with nothing to go on with",
        ZapKind::Create => return,
        _ if !reads => "changes something",
        ZapKind::Trigger | ZapKind::Dropdown if operation.pagination.is_none() => "is no listing",
        _ => return,
    };
    findings.push(
        broken(kind.span, format!("`{}` {message}", operation.display_name()))
            .label("this kind of step is for other operations")
            .other(operation_name(operation), "the operation")
            .help("a change is a `create`; triggers and dropdowns need a listing with `x-pagination`"),
    );
}

/// Zapier's own rule for keys: two characters or more, a letter first, no dashes.
fn key(step: &ZapStep, findings: &mut Findings) {
    let Some(key) = &step.key else { return };
    let starts = key.value.starts_with(|first: char| first.is_ascii_lowercase());
    let fits = |other: char| other.is_ascii_lowercase() || other.is_ascii_digit() || other == '_';
    if !starts || key.value.len() < 2 || !key.value.chars().all(fits) {
        findings.push(
            broken(key.span, format!("`{}` can't be a key", key.value))
                .label("two characters or more, a letter first, no dashes")
                .help("write it in small letters with underscores: `new_post`"),
        );
    }
}

/// A value of an item, `post.id` below another.
fn value(
    document: &SpecDocument,
    operation: &Operation,
    path: &Sourced<String>,
    known: &[&str],
    findings: &mut Findings,
) {
    let pointer = format!("/{}", path.value.replace('.', "/"));
    let found = item(document, operation).map(|item| follow(&document.schemas, item, &pointer));
    if !matches!(found, Some(Found::Schemas(_) | Found::Anything)) {
        findings.push(
            broken(path.span, format!("what `{}` answers has no `{}`", operation.display_name(), path.value))
                .label("this value would always be missing")
                .help(did_you_mean(&path.value, known, "its answer has no values by name")),
        );
    }
}

fn waiter(document: &SpecDocument, step: &ZapStep, findings: &mut Findings) {
    let Some(name) = &step.waiter else { return };
    if document.operation(&name.value).is_none_or(|operation| operation.waiter.is_none()) {
        let waited = document.operations.iter().filter(|operation| operation.waiter.is_some());
        let known: Vec<&str> =
            waited.filter_map(|operation| operation.id.as_ref()).map(|id| id.value.as_str()).collect();
        findings.push(
            broken(name.span, format!("nobody says when `{}` is done", name.value))
                .label("it has no `x-waiter`")
                .help(did_you_mean(&name.value, &known, "give an operation an `x-waiter` first")),
        );
    }
}
