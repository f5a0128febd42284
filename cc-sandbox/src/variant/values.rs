//! Changes of values: another type, another form.

use serde_json::{Value, json};

use super::change::{TextForm, ValueType};
use super::dates;

/// The value as another type; none if it is null, or of that type already.
pub(super) fn retyped(value: &Value, to: ValueType) -> Option<Value> {
    if value.is_null() || type_of(value) == Some(to) {
        return None;
    }
    Some(match to {
        ValueType::Text => value.to_string().into(),
        ValueType::Number => number(value).into(),
        ValueType::Boolean => is_something(value).into(),
        ValueType::List => json!([value]),
        ValueType::Object => json!({ "value": value }),
    })
}

/// The text in another form; none if it is no text of a form that can be told apart, or has the form already.
pub(super) fn reformatted(value: &Value, to: TextForm) -> Option<Value> {
    let text = value.as_str()?;
    match dates::reformatted(text, to) {
        None if to == TextForm::Plain => plain(text).map(Value::from),
        other => other,
    }
}

fn type_of(value: &Value) -> Option<ValueType> {
    Some(match value {
        Value::Null => return None,
        Value::String(_) => ValueType::Text,
        Value::Number(_) => ValueType::Number,
        Value::Bool(_) => ValueType::Boolean,
        Value::Array(_) => ValueType::List,
        Value::Object(_) => ValueType::Object,
    })
}

/// A number that belongs to the value: the one in it (`post_42`), or how much there is of it.
fn number(value: &Value) -> u64 {
    let size = |count: usize| count.try_into().unwrap_or(u64::MAX);
    match value {
        Value::Bool(is) => u64::from(*is),
        Value::Array(items) => size(items.len()),
        Value::Object(fields) => size(fields.len()),
        Value::String(text) => {
            let digits = text.split(|letter: char| !letter.is_ascii_digit()).find(|run| !run.is_empty());
            digits.and_then(|run| run.parse().ok()).unwrap_or_else(|| size(text.chars().count()))
        }
        Value::Number(_) | Value::Null => 0,
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// An address without what makes it one: `example.com/a`, `ann at example.com`.
fn plain(text: &str) -> Option<String> {
    match text.split_once("://") {
        Some((_, rest)) => Some(rest.to_owned()),
        None => text.split_once('@').map(|(name, host)| format!("{name} at {host}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_becomes_any_other_type() {
        use ValueType::{Boolean, List, Number, Object, Text};
        let cases = [
            (json!(5), Text, json!("5")),
            (json!(true), Text, json!("true")),
            (json!(["a"]), Text, json!("[\"a\"]")),
            (json!("post_42"), Number, json!(42)),
            (json!("four"), Number, json!(4)),
            (json!(false), Number, json!(0)),
            (json!(["a", "b"]), Number, json!(2)),
            (json!({"a": 1}), Number, json!(1)),
            (json!(0), Boolean, json!(false)),
            (json!(0.5), Boolean, json!(true)),
            (json!(""), Boolean, json!(false)),
            (json!([]), Boolean, json!(false)),
            (json!({}), Boolean, json!(true)),
            (json!("a"), List, json!(["a"])),
            (json!({"a": 1}), List, json!([{"a": 1}])),
            (json!(5), Object, json!({"value": 5})),
            (json!([1]), Object, json!({"value": [1]})),
        ];
        for (value, to, wanted) in cases {
            assert_eq!(retyped(&value, to), Some(wanted), "{value} {to:?}");
        }
    }

    #[test]
    fn null_and_what_has_the_type_stay() {
        for (value, to) in [
            (json!(null), ValueType::Text),
            (json!("a"), ValueType::Text),
            (json!(1), ValueType::Number),
            (json!(true), ValueType::Boolean),
            (json!([]), ValueType::List),
            (json!({}), ValueType::Object),
        ] {
            assert_eq!(retyped(&value, to), None, "{value}");
        }
    }

    #[test]
    fn an_address_becomes_plain_and_nothing_else_does() {
        for (value, wanted) in [
            (json!("https://example.com/a?b"), Some(json!("example.com/a?b"))),
            (json!("ann@example.com"), Some(json!("ann at example.com"))),
            (json!("2026-03-04"), Some(json!("March 4, 2026"))),
            (json!("words"), None),
            (json!(5), None),
            (json!(null), None),
        ] {
            assert_eq!(reformatted(&value, TextForm::Plain), wanted, "{value}");
        }
    }
}
