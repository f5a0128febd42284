//! When two values are the same, and which of two numbers is smaller.

use std::cmp::Ordering;

use serde_json::Number;

use crate::document::{Node, Value};

/// Whether two values are equal as JSON: 1 is 1.0, and the order of keys says nothing.
pub(super) fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Number(one), Value::Number(other)) => order(one, other) == Some(Ordering::Equal),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(entries), Value::Map(others)) => {
            entries.len() == others.len()
                && entries
                    .iter()
                    .all(|entry| other.get(&entry.key.value).is_some_and(|value| same(&entry.value, value)))
        }
        (one, other) => one == other,
    }
}

/// A text that two values share if they are equal as JSON: for finding a value among many.
pub(in super::super) fn canonical(node: &Node) -> String {
    match &node.value {
        Value::Number(number) => match whole(number) {
            Some(number) => number.to_string(),
            None => format!("{:?}", number.as_f64()),
        },
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{:?}:{}", entry.key.value, canonical(&entry.value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Value::Null => String::from("null"),
        Value::Bool(value) => value.to_string(),
    }
}

/// Whether one number is smaller than the other.
pub(in super::super) fn less(one: &Number, other: &Number) -> bool {
    order(one, other) == Some(Ordering::Less)
}

/// Whole numbers are compared exactly, others as far as a float goes.
pub(super) fn order(one: &Number, other: &Number) -> Option<Ordering> {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

/// Whether it has no fraction, however it is written: 1.0 is whole.
pub(super) fn is_whole(number: &Number) -> bool {
    whole(number).is_some() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
}

/// Whether it is a multiple. Decimal fractions are no exact floats, so the quotient may miss by a little.
pub(super) fn is_multiple(number: &Number, of: &Number) -> bool {
    if let (Some(number), Some(of)) = (whole(number), whole(of)) {
        return of != 0 && number % of == 0;
    }
    let (Some(number), Some(of)) = (number.as_f64(), of.as_f64()) else { return true };
    let quotient = number / of;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}

/// The number without a fraction, however it is written.
fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15)?;
        format!("{value:.0}").parse().ok()
    })
}
