//! What a schema says about itself: limits, null, and lists of nobody knows what.

use super::places::{key, schema_title};
use super::validate::less;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Schema, SchemaId, SchemaType, SpecDocument};
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (_, schema) in document.schemas.iter() {
        impossible_bounds(schema, findings);
        one_of_with_null(document, schema, findings);
        list_of_anything(schema, findings);
    }
}

fn impossible_bounds(schema: &Schema, findings: &mut Findings) {
    let bounds = &schema.bounds;
    let numbers = [
        ("minimum", &bounds.minimum, "maximum", &bounds.maximum, true),
        ("exclusiveMinimum", &bounds.exclusive_minimum, "maximum", &bounds.maximum, false),
        ("minimum", &bounds.minimum, "exclusiveMaximum", &bounds.exclusive_maximum, false),
        ("exclusiveMinimum", &bounds.exclusive_minimum, "exclusiveMaximum", &bounds.exclusive_maximum, false),
    ];
    for (low_key, low, high_key, high, may_be_equal) in numbers {
        if let (Some(low), Some(high)) = (low, high) {
            let fits = less(&low.value, &high.value) || (may_be_equal && !less(&high.value, &low.value));
            contradiction(fits, (low_key, low), (high_key, high), findings);
        }
    }
    let counts = [
        ("minLength", &bounds.min_length, "maxLength", &bounds.max_length),
        ("minItems", &bounds.min_items, "maxItems", &bounds.max_items),
        ("minProperties", &bounds.min_properties, "maxProperties", &bounds.max_properties),
    ];
    for (low_key, low, high_key, high) in counts {
        if let (Some(low), Some(high)) = (low, high) {
            contradiction(low.value <= high.value, (low_key, low), (high_key, high), findings);
        }
    }
    if let Some(step) = bounds.multiple_of.as_ref().filter(|step| !less(&0.into(), &step.value)) {
        findings.push(
            Diagnostic::new(Code::ImpossibleBounds, step.span, format!("`multipleOf` is {}", step.value))
                .label("not above zero")
                .why("Nothing is a multiple of zero, and the standard has no negative steps.")
                .help("write a number above zero"),
        );
    }
}

fn contradiction<T: std::fmt::Display>(
    fits: bool,
    (low_key, low): (&str, &Sourced<T>),
    (high_key, high): (&str, &Sourced<T>),
    findings: &mut Findings,
) {
    if fits {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::ImpossibleBounds,
            low.span,
            format!("nothing fits: `{low_key}` is {} and `{high_key}` is {}", low.value, high.value),
        )
        .label("at least this")
        .other(high.span, "at most this")
        .help("exchange the two, or mend the wrong one"),
    );
}

fn one_of_with_null(document: &SpecDocument, schema: &Schema, findings: &mut Findings) {
    let is_null = |id: SchemaId| {
        let member = &document.schemas[id];
        !member.types.is_empty() && member.types.iter().all(|kind| kind.value == SchemaType::Null)
    };
    let Some(null) = schema.one_of.iter().find(|member| is_null(member.schema)) else { return };
    let refers = schema.one_of.iter().any(|member| member.by_reference);
    let help = if refers {
        "write `anyOf` in place of `oneOf`"
    } else {
        "write null among the types: `type: [string, 'null']`; for an object, `anyOf` in place of `oneOf`"
    };
    let place = key(document, &schema.address, "oneOf").unwrap_or(schema.span);
    findings.push(
        Diagnostic::new(
            Code::OneOfWithNull,
            place,
            format!("{} is `oneOf` something and null", schema_title(schema)),
        )
        .label("tools get this wrong")
        .other(null.span, "null")
        .help(help),
    );
}

fn list_of_anything(schema: &Schema, findings: &mut Findings) {
    let Some(kind) = schema.types.iter().find(|kind| kind.value == SchemaType::Array) else { return };
    let has_other_parts = schema.reference.is_some()
        || !schema.all_of.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || schema.unsupported.iter().any(|key| key.value == "prefixItems");
    if schema.items.is_some() || has_other_parts {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::ListOfAnything,
            kind.span,
            format!("{} is a list of nobody knows what", schema_title(schema)),
        )
        .label("no `items` beside this")
        .help("say what the entries are: `items: { type: string }`; `items: {}` if they may be anything"),
    );
}
