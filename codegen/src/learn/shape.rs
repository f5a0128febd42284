//! What values look like that the document says nothing about, or something else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::text_form::TextForm;
use crate::document::SchemaType;

/// Of more properties than this only the first by letters are kept: such names are data.
const MOST_PROPERTIES: usize = 100;

/// What was seen at one place, as counts: no value is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// How many values there were.
    pub samples: u64,
    /// How many of each type.
    pub kinds: BTreeMap<SchemaType, u64>,
    /// How many texts of each form.
    pub forms: BTreeMap<TextForm, u64>,
    /// What objects held.
    pub properties: BTreeMap<String, Shape>,
    /// What lists held.
    pub items: Option<Box<Shape>>,
}

/// The type of a value. A number without a fraction is an integer.
pub(super) fn type_of(value: &Value) -> SchemaType {
    match value {
        Value::Null => SchemaType::Null,
        Value::Bool(_) => SchemaType::Boolean,
        Value::Number(number) if number.is_f64() => SchemaType::Number,
        Value::Number(_) => SchemaType::Integer,
        Value::String(_) => SchemaType::String,
        Value::Array(_) => SchemaType::Array,
        Value::Object(_) => SchemaType::Object,
    }
}

impl Shape {
    /// Takes a value in.
    pub fn take(&mut self, value: &Value) {
        self.samples += 1;
        *self.kinds.entry(type_of(value)).or_default() += 1;
        match value {
            Value::String(text) => *self.forms.entry(TextForm::of(text)).or_default() += 1,
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                for item in items {
                    shape.take(item);
                }
            }
            Value::Object(object) => {
                for (name, value) in object {
                    self.properties.entry(name.clone()).or_default().take(value);
                    // The first names by letters stay, so that the order of the samples makes no difference.
                    if self.properties.len() > MOST_PROPERTIES {
                        self.properties.pop_last();
                    }
                }
            }
            _ => {}
        }
    }

    /// The kinds other than null, least first; an integer beside fractions is a number.
    pub fn value_kinds(&self) -> Vec<SchemaType> {
        let mut kinds: Vec<SchemaType> =
            self.kinds.keys().copied().filter(|kind| *kind != SchemaType::Null).collect();
        if kinds.contains(&SchemaType::Number) {
            kinds.retain(|kind| *kind != SchemaType::Integer);
        }
        kinds
    }

    /// Whether null was among the values.
    pub fn has_null(&self) -> bool {
        self.kinds.contains_key(&SchemaType::Null)
    }

    /// The form that all texts had, if it is one; texts that are empty have none and stand against none.
    pub fn form(&self) -> Option<TextForm> {
        let mut forms = self.forms.keys().copied().filter(|form| *form != TextForm::Empty);
        let first = forms.next()?;
        let all_alike = forms.all(|form| form == first);
        // A whole number among fractions is one of them.
        let numbers = self.forms.keys().all(|form| matches!(form, TextForm::Digits | TextForm::Decimal));
        match (all_alike, numbers) {
            (true, _) => Some(first),
            (false, true) => Some(TextForm::Decimal),
            (false, false) => None,
        }
    }

    /// What it is, in words: `a date`, `an integer, or null`, `an object with 3 fields`.
    pub fn in_words(&self) -> String {
        let mut words: Vec<String> =
            self.value_kinds().into_iter().map(|kind| self.kind_in_words(kind)).collect();
        if self.has_null() {
            words.push("null".to_owned());
        }
        match words.len() {
            0 => "nothing".to_owned(),
            _ => words.join(", or "),
        }
    }

    fn kind_in_words(&self, kind: SchemaType) -> String {
        match kind {
            SchemaType::Null => "null".to_owned(),
            SchemaType::Boolean => "true or false".to_owned(),
            SchemaType::Integer => "an integer".to_owned(),
            SchemaType::Number => "a number".to_owned(),
            SchemaType::String => self.form().unwrap_or(TextForm::Plain).name().to_owned(),
            SchemaType::Array => match self.items.as_deref().filter(|items| items.samples > 0) {
                Some(items) => format!("a list of {}", items.in_words()),
                None => "an empty list".to_owned(),
            },
            SchemaType::Object => match self.properties.len() {
                1 => "an object with 1 field".to_owned(),
                many => format!("an object with {many} fields"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Shape;
    use crate::document::SchemaType;
    use crate::learn::text_form::TextForm;

    fn seen(values: &[Value]) -> Shape {
        let mut shape = Shape::default();
        for value in values {
            shape.take(value);
        }
        shape
    }

    #[test]
    fn a_shape_says_what_all_values_have_in_common() {
        for (values, kinds, form, words) in [
            (vec![json!(1), json!(2.5)], vec![SchemaType::Number], None, "a number"),
            (vec![json!(1), json!(null)], vec![SchemaType::Integer], None, "an integer, or null"),
            (vec![json!("2026-11-22"), json!("")], vec![SchemaType::String], Some(TextForm::Date), "a date"),
            (
                vec![json!("1"), json!("2.5")],
                vec![SchemaType::String],
                Some(TextForm::Decimal),
                "a number as text",
            ),
            (vec![json!("2026-11-22"), json!("soon")], vec![SchemaType::String], None, "text"),
            (vec![json!([1]), json!([])], vec![SchemaType::Array], None, "a list of an integer"),
            (vec![json!([])], vec![SchemaType::Array], None, "an empty list"),
            (vec![json!({ "a": 1 })], vec![SchemaType::Object], None, "an object with 1 field"),
            (
                vec![json!(true), json!("on")],
                vec![SchemaType::Boolean, SchemaType::String],
                Some(TextForm::Plain),
                "true or false, or text",
            ),
        ] {
            let shape = seen(&values);
            assert_eq!((shape.value_kinds(), shape.form(), shape.in_words().as_str()), (kinds, form, words));
        }
    }

    #[test]
    fn the_order_of_values_makes_no_difference() {
        let values = [json!({ "a": [1, null] }), json!({ "b": "x" }), json!(null)];
        let mut turned = values.clone();
        turned.reverse();
        assert_eq!(seen(&values), seen(&turned));
    }

    #[test]
    fn an_object_whose_names_are_data_does_not_grow_without_end() {
        let object: serde_json::Map<String, Value> =
            (0..5_000).map(|n| (format!("k{n}"), json!(n))).collect();
        assert_eq!(seen(&[Value::Object(object)]).properties.len(), 100);
    }
}
