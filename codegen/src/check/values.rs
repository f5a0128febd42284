//! Values that stand in a schema: defaults, `const`, and the lists of `enum` and `x-known-values`.

use std::collections::BTreeMap;

use super::places::{key, schema_title};
use super::validate::{Direction, Misfit, canonical, validate};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Node, Schema, SchemaId, SpecDocument, Value};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (id, schema) in document.schemas.iter() {
        misfit_value(document, id, schema, findings);
        closed_set(document, schema, findings);
        repeated_value(document, schema, findings);
    }
}

fn misfit_value(document: &SpecDocument, id: SchemaId, schema: &Schema, findings: &mut Findings) {
    let title = schema_title(schema);
    let mut judge = |value: &Node, what: &str| {
        for misfit in validate(&document.schemas, id, value, Direction::Either) {
            findings.push(misfit_of(&format!("{what} of {title}"), &misfit));
        }
    };
    if let Some(value) = &schema.default {
        judge(value, "the default");
    }
    if let Some(value) = &schema.constant {
        judge(value, "`const`");
    }
    for value in schema.enumeration.iter().flatten() {
        judge(value, "a value of `enum`");
    }
    // An open list of texts beside another type is an idle key, and not a misfit of each of its values.
    if schema.types.is_empty() || schema.has_type(crate::document::SchemaType::String) {
        for value in schema.known_values.iter().flat_map(|values| &values.value) {
            let node = Node { span: value.span, value: Value::Text(value.value.clone()) };
            judge(&node, "a known value");
        }
    }
}

fn misfit_of(what: &str, misfit: &Misfit) -> Diagnostic {
    let subject = if misfit.path.is_empty() { String::from("it") } else { format!("`{}`", misfit.path) };
    Diagnostic::new(Code::MisfitValue, misfit.span, format!("{what} doesn't fit: {subject} {}", misfit.fault))
        .label(misfit.fault.clone())
        .other(misfit.rule, misfit.wanted.clone())
        .help("mend the value, or what the schema says")
}

fn closed_set(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let Some(values) = &schema.enumeration else { return };
    let place = key(document, &schema.address, "enum").unwrap_or(schema.span);
    let all_text = values.iter().all(|value| matches!(value.value, Value::Text(_) | Value::Null));
    let help = if all_text {
        "write `x-known-values` in place of `enum`"
    } else {
        "remove `enum`, and say in the description which values are known"
    };
    findings.push(
        Diagnostic::new(
            Code::ClosedSet,
            place,
            format!("{} is a closed set of values", schema_title(schema)),
        )
        .label("becomes a closed type in other languages")
        .help(help),
    );
}

fn repeated_value(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let title = schema_title(schema);
    let mut empty = |what: &str, span: Span| {
        findings.push(
            Diagnostic::new(Code::RepeatedValue, span, format!("`{what}` of {title} is empty"))
                .label("no value at all")
                .help(format!("list the values, or remove `{what}`")),
        );
    };
    let enumeration = schema.enumeration.as_deref();
    if enumeration.is_some_and(<[Node]>::is_empty) {
        empty("enum", key(document, &schema.address, "enum").unwrap_or(schema.span));
    }
    if let Some(known) = schema.known_values.as_ref().filter(|known| known.value.is_empty()) {
        empty("x-known-values", known.span);
    }
    let values = enumeration.unwrap_or_default();
    repeated("enum", &title, values.iter().map(|value| (canonical(value), value.span)), findings);
    let known = schema.known_values.as_ref().map_or(&[][..], |known| &known.value);
    repeated("x-known-values", &title, known.iter().map(text_and_place), findings);
    repeated("required", &title, schema.required.iter().map(text_and_place), findings);
}

fn text_and_place(value: &Sourced<String>) -> (String, Span) {
    (value.value.clone(), value.span)
}

fn repeated(what: &str, title: &str, values: impl Iterator<Item = (String, Span)>, findings: &mut Findings) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for (value, span) in values {
        let Some(first) = seen.get(&value) else {
            seen.insert(value, span);
            continue;
        };
        findings.push(
            Diagnostic::new(Code::RepeatedValue, span, format!("`{what}` of {title} names this twice"))
                .label("the second time")
                .other(*first, "the first time")
                .help("remove one of them"),
        );
    }
}
