//! Limits of numbers and texts.

use std::cmp::Ordering;

use regex_lite::Regex;
use serde_json::Number;

use super::compare::{is_multiple, order};
use super::{Outcome, Place, formats};
use crate::document::{Schema, Value};

pub(super) fn check(schema: &Schema, at: &Place<'_>, outcome: &mut Outcome) {
    match &at.node.value {
        Value::Number(number) => numbers(schema, number, at, outcome),
        Value::Text(text) => {
            lengths(schema, text, at, outcome);
            pattern(schema, text, at, outcome);
        }
        _ => {}
    }
    if let Some(format) = &schema.format
        && let Some(wanted) = formats::misfit(&format.value, at.node)
    {
        outcome.misfit(at, format!("is not {wanted}"), format.span, wanted);
    }
}

fn numbers(schema: &Schema, number: &Number, at: &Place<'_>, outcome: &mut Outcome) {
    use Ordering::{Equal, Greater, Less};
    let bounds = &schema.bounds;
    let limits: [(_, &[Ordering], _); 4] = [
        (&bounds.minimum, &[Equal, Greater], "at least"),
        (&bounds.maximum, &[Equal, Less], "at most"),
        (&bounds.exclusive_minimum, &[Greater], "more than"),
        (&bounds.exclusive_maximum, &[Less], "less than"),
    ];
    for (limit, allowed, in_words) in limits {
        if let Some(limit) = limit
            && order(number, &limit.value).is_some_and(|found| !allowed.contains(&found))
        {
            let wanted = format!("{in_words} {}", limit.value);
            outcome.misfit(at, format!("is {number}, not {wanted}"), limit.span, wanted);
        }
    }
    if let Some(step) = &bounds.multiple_of
        && !is_multiple(number, &step.value)
    {
        let wanted = format!("a multiple of {}", step.value);
        outcome.misfit(at, format!("is {number}, not {wanted}"), step.span, wanted);
    }
}

/// Lengths are counted in characters, as the standard says, not in bytes.
fn lengths(schema: &Schema, text: &str, at: &Place<'_>, outcome: &mut Outcome) {
    let length = text.chars().count() as u64;
    if let Some(least) = schema.bounds.min_length.as_ref().filter(|least| length < least.value) {
        let wanted = format!("at least {} long", least.value);
        outcome.misfit(at, format!("has {length} characters and has to be {wanted}"), least.span, wanted);
    }
    if let Some(most) = schema.bounds.max_length.as_ref().filter(|most| length > most.value) {
        let wanted = format!("at most {} long", most.value);
        outcome.misfit(at, format!("has {length} characters and may be {wanted}"), most.span, wanted);
    }
}

/// What the expression can't be read as here (a look-ahead, for one) is not judged.
fn pattern(schema: &Schema, text: &str, at: &Place<'_>, outcome: &mut Outcome) {
    let Some(pattern) = &schema.bounds.pattern else { return };
    match Regex::new(&pattern.value) {
        Ok(regex) if !regex.is_match(text) => {
            outcome.misfit(at, "doesn't match the pattern", pattern.span, "the pattern");
        }
        Ok(_) => {}
        Err(_) => outcome.uncertain = true,
    }
}
