//! Every way in which an answer may differ from its example, and what a reader has to make of it.
//!
//! The sweep walks example and schema together. At each object a field is added that the schema does not know; each
//! field of the schema is removed, set to null and given values of wrong types.

use serde_json::{Map, Value, json};

use crate::node::Node;

/// The field that no schema knows.
pub const UNKNOWN: &str = "x-from-the-future";

/// A changed answer.
#[derive(Debug, Clone)]
pub struct Mutation {
    /// What was done, and where: `$.results[0].title set to null`.
    pub what: String,
    /// The changed answer.
    pub document: Value,
    /// What a reader has to make of it.
    pub expected: Expected,
}

/// What a reader has to make of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// It reads it and writes the same again, but for what [`same`] takes for the same.
    Kept,
    /// It reads it and writes this.
    Written(Value),
    /// It refuses it, and says where: `$.results[0]`; for a missing field the message names that, too.
    Refused {
        /// Where, as the error shows it.
        path: String,
        /// The field that is missing there, if one is.
        field: Option<String>,
    },
}

/// All changes to an example. `total` names the field that says how many entries there are on all pages, if the
/// example is a page: a listing goes on without it.
pub fn all(schema: Node<'_>, example: &Value, total: Option<&str>) -> Vec<Mutation> {
    let mut sweep = Sweep { example, total, found: Vec::new() };
    sweep.visit(schema, example, &Place::default());
    sweep.found
}

/// Whether two answers say the same: null is as good as absent; an instant and a number may be written in several
/// ways.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let present =
                |fields: &Map<String, Value>| fields.values().filter(|value| !value.is_null()).count();
            let has = |(name, value): (&String, &Value)| b.get(name).is_some_and(|other| same(value, other));
            present(a) == present(b) && a.iter().filter(|(_, value)| !value.is_null()).all(has)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::String(a), Value::String(b)) => a == b || instant(a).is_some_and(|at| instant(b) == Some(at)),
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn instant(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok()
}

struct Sweep<'a> {
    example: &'a Value,
    total: Option<&'a str>,
    found: Vec<Mutation>,
}

/// A place in the answer, as a JSON pointer and as the path that errors show.
#[derive(Debug, Clone, Default)]
struct Place {
    pointer: String,
    path: String,
}

impl Place {
    fn field(&self, name: &str) -> Self {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("{}/{escaped}", self.pointer), path: format!("{}.{name}", self.path) }
    }

    fn entry(&self, index: usize) -> Self {
        Self { pointer: format!("{}/{index}", self.pointer), path: format!("{}[{index}]", self.path) }
    }

    fn shown(&self) -> String {
        format!("${}", self.path)
    }

    fn refused(&self) -> Expected {
        Expected::Refused { path: self.shown(), field: None }
    }
}

impl Sweep<'_> {
    fn visit(&mut self, schema: Node<'_>, value: &Value, place: &Place) {
        let schema = without_null(schema);
        match value {
            Value::Object(fields) if schema.get("properties").is_some() => self.object(schema, fields, place),
            Value::Array(list) => {
                let Some(items) = schema.get("items") else { return };
                for (index, entry) in list.iter().enumerate() {
                    let place = place.entry(index);
                    self.wrong_types(items, &place);
                    self.visit(items, entry, &place);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: Node<'_>, fields: &Map<String, Value>, place: &Place) {
        let unknown = json!({ "deep": [1, null, { "er": "ü" }] });
        let document = self.changed(place, |object| drop(object.insert(UNKNOWN.to_owned(), unknown)));
        self.push(format!("{} with a field of its own", place.shown()), document, Expected::Kept);
        for (name, property) in schema.map("properties") {
            let Some(value) = fields.get(name) else { continue };
            if place.path.is_empty() && self.total == Some(name) {
                self.total(name, property);
            } else {
                self.field(schema, name, property, place);
                self.visit(property, value, &place.field(name));
            }
        }
    }

    fn field(&mut self, schema: Node<'_>, name: &str, property: Node<'_>, object: &Place) {
        let place = object.field(name);
        let required =
            schema.list("required").iter().any(|known| known.value() == name) && !is_nullable(property);
        let document = self.changed(object, |object| drop(object.shift_remove(name)));
        let removed = if required {
            Expected::Refused { path: object.shown(), field: Some(name.to_owned()) }
        } else {
            Expected::Kept
        };
        self.push(format!("{} without {name}", object.shown()), document, removed);
        let null = self.replaced(&place, &Value::Null);
        let read = if required { place.refused() } else { Expected::Kept };
        self.push(format!("{} set to null", place.shown()), null, read);
        self.wrong_types(property, &place);
    }

    fn wrong_types(&mut self, property: Node<'_>, place: &Place) {
        let property = without_null(property);
        for value in misfits(property) {
            let document = self.replaced(place, &value);
            let digits = value.as_u64().filter(|_| is_name(property)).map(|number| json!(number.to_string()));
            let expected =
                digits.map_or(place.refused(), |text| Expected::Written(self.replaced(place, &text)));
            self.push(format!("{} set to {value}", place.shown()), document, expected);
        }
    }

    /// The number of all entries may be missing or anything: it is then not known.
    fn total(&mut self, name: &str, property: Node<'_>) {
        let root = Place::default();
        let without = self.changed(&root, |object| drop(object.shift_remove(name)));
        self.push(format!("$ without {name}"), without.clone(), Expected::Kept);
        for value in misfits(property).into_iter().chain([Value::Null]) {
            let document = self.replaced(&root.field(name), &value);
            self.push(format!("$.{name} set to {value}"), document, Expected::Written(without.clone()));
        }
    }

    fn push(&mut self, what: String, document: Value, expected: Expected) {
        self.found.push(Mutation { what, document, expected });
    }

    fn replaced(&self, place: &Place, value: &Value) -> Value {
        let mut document = self.example.clone();
        if let Some(target) = document.pointer_mut(&place.pointer) {
            *target = value.clone();
        }
        document
    }

    fn changed(&self, place: &Place, change: impl FnOnce(&mut Map<String, Value>)) -> Value {
        let mut document = self.example.clone();
        if let Some(object) = document.pointer_mut(&place.pointer).and_then(Value::as_object_mut) {
            change(object);
        }
        document
    }
}

/// Values that the schema has no place for; none if it takes anything.
fn misfits(schema: Node<'_>) -> Vec<Value> {
    let type_of = |name: &Value| name.as_str().filter(|name| *name != "null").map(str::to_owned);
    let kind = match schema.value().get("type") {
        Some(Value::Array(types)) => types.iter().find_map(type_of),
        Some(name) => type_of(name),
        None => None,
    };
    let no_date = matches!(schema.text("format"), Some("date" | "date-time" | "year-month" | "week"));
    match kind.as_deref() {
        Some("string") if no_date => vec![json!(7), json!("neither day nor hour")],
        Some("string") => vec![json!(7), json!({ "text": "seven" })],
        Some("integer") => vec![json!("seven"), json!(1.5)],
        Some("number") => vec![json!("seven"), json!([7])],
        Some("boolean") => vec![json!("yes"), json!(1)],
        Some("array") => vec![json!("seven"), json!({ "0": "seven" })],
        Some("object") => vec![json!("seven"), json!(["seven"])],
        _ => Vec::new(),
    }
}

/// Whether the text is an identifier or comes from an open set: then a whole number is taken for its digits.
fn is_name(schema: Node<'_>) -> bool {
    schema.text("x-id").is_some() || schema.get("x-known-values").is_some()
}

fn is_nullable(schema: Node<'_>) -> bool {
    let has_null =
        |types: &Value| types.as_array().is_some_and(|types| types.iter().any(|name| name == "null"));
    schema.value().get("type").is_some_and(has_null)
        || schema.list("anyOf").iter().any(|member| is_null(*member))
}

/// The schema without the null beside it: `anyOf: [{ $ref: … }, { type: 'null' }]`.
fn without_null(schema: Node<'_>) -> Node<'_> {
    schema.list("anyOf").into_iter().find(|member| !is_null(*member)).unwrap_or(schema)
}

fn is_null(schema: Node<'_>) -> bool {
    schema.text("type") == Some("null")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::same;

    #[test]
    fn null_is_as_good_as_absent_and_instants_and_numbers_are_compared_by_value() {
        assert!(same(&json!({ "a": null, "b": [null] }), &json!({ "b": [null] })));
        assert!(same(&json!("2026-11-23T09:00:00.000Z"), &json!("2026-11-23T10:00:00+01:00")));
        assert!(!same(&json!({ "a": "" }), &json!({})));
        assert!(!same(&json!("2026-11-23"), &json!("2026-11-24")));
        assert!(same(&json!({ "b": 1, "a": 20 }), &json!({ "a": 20.0, "b": 1 })));
        assert!(!same(&json!(20), &json!("20")));
    }
}
