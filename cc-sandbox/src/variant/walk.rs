//! The walk through an answer beside its schema: where each named type stands, and what changes there.

use serde_json::Value;

use super::change::Kind;
use super::stage::Played;
use super::{fields, schemas};

/// Makes all changes of values and fields in an answer; says whether there were any.
///
/// Parts come before the whole: what lies inside an object is found by the document's names, and changed, before the
/// object's own fields are.
pub(super) fn walk(played: &Played, schema: &Value, answer: &mut Value) -> bool {
    let mut walk = Walk { played, met: vec![0; played.changes().len()], has_changed: false };
    walk.visit(schema, answer);
    walk.has_changed
}

struct Walk<'p> {
    played: &'p Played,
    /// How many places each change has met in this answer.
    met: Vec<u64>,
    has_changed: bool,
}

impl Walk<'_> {
    fn visit(&mut self, schema: &Value, value: &mut Value) {
        if let Some(name) = schemas::reference(schema) {
            if let Some(definition) = schemas::named(name) {
                self.visit(definition, value);
            }
            return self.change(name, value);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            if let Some(choice) = meant(choices, value) {
                self.visit(choice, value);
            }
            return;
        }
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    if let Some(schema) =
                        schema["properties"].get(name).or(schema.get("additionalProperties"))
                    {
                        self.visit(schema, value);
                    }
                }
            }
            Value::Array(items) => {
                let Some(schema) = schema.get("items") else { return };
                for item in items {
                    self.visit(schema, item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Makes the changes of this named type at one of its places.
    fn change(&mut self, name: &str, value: &mut Value) {
        for &index in self.played.of_schema(name) {
            match (&self.played.changes()[index].kind, &mut *value) {
                (Kind::Field { field, what, .. }, Value::Object(object)) => {
                    fields::change(object, field, what, || self.is_due(index));
                }
                (Kind::Word { to, .. }, Value::String(text)) if self.is_due(index) => text.clone_from(to),
                _ => {}
            }
        }
    }

    /// Counts a place that a change fits, and says whether it is one of those that are to change.
    fn is_due(&mut self, index: usize) -> bool {
        self.met[index] += 1;
        let is_due = self.met[index].is_multiple_of(self.played.changes()[index].every);
        if is_due {
            self.played.hit(index);
            self.has_changed = true;
        }
        is_due
    }
}

/// The choice that a value is one of. Null has no parts, whatever it stands for.
fn meant<'s>(choices: &'s [Value], value: &Value) -> Option<&'s Value> {
    let mut others = choices.iter().filter(|choice| choice["type"] != "null" && !value.is_null());
    let fits = |choice: &&Value| {
        let mut complaints = Vec::new();
        cc_schema::check(choice, value, "", &mut complaints);
        complaints.is_empty()
    };
    let first = others.next()?;
    if others.clone().next().is_none() {
        Some(first)
    } else {
        std::iter::once(first).chain(others).find(fits)
    }
}
