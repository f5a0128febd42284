//! Folds the bodies of answers into what was seen: a value and the schema that describes it are walked side by side.

use serde_json::Value;

use super::observed::{Observed, Slot};
use super::shape::type_of;
use super::text_form::TextForm;
use crate::document::{AdditionalProperties, Schema, SchemaId, SchemaType, SchemaUse, SpecDocument};

/// Deeper values are not looked at: a reader of JSON refuses them long before.
const DEEPEST: usize = 200;

/// A walk through one answer.
pub(super) struct Fold<'d, 'o> {
    pub(super) document: &'d SpecDocument,
    pub(super) observed: &'o mut Observed,
    /// The operation whose answer it is.
    pub(super) operation: usize,
}

impl Fold<'_, '_> {
    /// Takes a value that stands at a place where a schema is used.
    pub(super) fn take(&mut self, slot: Slot, used: SchemaUse, value: &Value) {
        self.take_at(slot, used, value, 0);
    }

    fn take_at(&mut self, slot: Slot, used: SchemaUse, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let seen = self.observed.slots.entry(slot).or_default();
        seen.samples += 1;
        seen.operations.insert(self.operation);
        if value.is_null() {
            seen.nulls += 1;
            return;
        }
        self.describe(used.schema, value, depth);
    }

    fn describe(&mut self, id: SchemaId, value: &Value, depth: usize) {
        let schema = &self.document.schemas[id];
        // What holds null beside one other schema is that schema, for a value that is not null.
        if let Some(member) = self.member(schema, value) {
            return self.describe(member.schema, value, depth + 1);
        }
        if let Some(reference) = schema.reference {
            self.describe(reference.schema, value, depth + 1);
        }
        for part in &schema.all_of {
            self.describe(part.schema, value, depth + 1);
        }
        let kind = type_of(value);
        let fits = fits(schema, kind);
        let seen = self.observed.schemas.entry(id).or_default();
        seen.take_kind(kind, self.operation);
        if !fits {
            seen.misfits.take(value);
            return;
        }
        match value {
            Value::String(text) => {
                *seen.forms.entry(TextForm::of(text)).or_default() += 1;
                if schema.known_values.is_some() || schema.enumeration.is_some() {
                    seen.take_word(text);
                }
            }
            Value::Number(number) if is_out_of_bounds(schema, number) => seen.out_of_bounds += 1,
            Value::Array(items) => {
                if let Some(used) = schema.items {
                    for item in items {
                        self.take_at(Slot::Items(id), used, item, depth + 1);
                    }
                }
            }
            Value::Object(object) => self.take_object(id, object, depth),
            _ => {}
        }
    }

    fn take_object(&mut self, id: SchemaId, object: &serde_json::Map<String, Value>, depth: usize) {
        let schema = &self.document.schemas[id];
        for (name, value) in object {
            if let Some(property) = schema.property(name) {
                let seen = self.observed.schemas.entry(id).or_default();
                *seen.present.entry(name.clone()).or_default() += 1;
                self.take_at(Slot::Property(id, name.clone()), property.schema, value, depth + 1);
                continue;
            }
            match schema.additional.as_ref().map(|additional| additional.value) {
                Some(AdditionalProperties::Schema(used)) => {
                    self.take_at(Slot::Values(id), used, value, depth + 1);
                }
                Some(AdditionalProperties::Anything) => {}
                _ if self.is_named_elsewhere(schema, name) => {}
                _ => {
                    let seen = self.observed.schemas.entry(id).or_default();
                    seen.unnamed.entry(name.clone()).or_default().take(value);
                }
            }
        }
    }

    /// Whether a part of the schema names the property, so that another walk of the same object takes it.
    fn is_named_elsewhere(&self, schema: &Schema, name: &str) -> bool {
        let mut parts = schema.all_of.iter().chain(&schema.reference);
        // An object without properties of its own says nothing about them.
        (schema.properties.is_empty() && schema.types.is_empty())
            || parts.any(|part| self.document.schemas[part.schema].property(name).is_some())
    }

    /// The member of a choice that a value belongs to: the only one of its kind, or the one that its discriminator names.
    fn member(&self, schema: &Schema, value: &Value) -> Option<SchemaUse> {
        let members = if schema.any_of.is_empty() { &schema.one_of } else { &schema.any_of };
        let is_null = |used: &&SchemaUse| {
            let types = &self.document.schemas[used.schema].types;
            types.len() == 1 && types[0].value == SchemaType::Null
        };
        let mut values = members.iter().filter(|used| !is_null(used));
        let first = values.next()?;
        if values.next().is_none() {
            return Some(*first);
        }
        let kind = type_of(value);
        let named = schema.discriminator.as_ref().and_then(|discriminator| {
            let word = value.get(&discriminator.property.value)?.as_str()?;
            discriminator.mapping.iter().find(|(own, _)| own.value == word).map(|(_, used)| *used)
        });
        let of_kind = |used: &&SchemaUse| {
            let member = &self.document.schemas[used.schema];
            !member.types.is_empty() && fits(member, kind)
        };
        named.or_else(|| members.iter().find(of_kind).copied())
    }
}

/// Whether the document says that values of this kind may stand here.
fn fits(schema: &Schema, kind: SchemaType) -> bool {
    schema.types.is_empty()
        || schema.has_type(kind)
        || (kind == SchemaType::Integer && schema.has_type(SchemaType::Number))
}

fn is_out_of_bounds(schema: &Schema, number: &serde_json::Number) -> bool {
    let number = number.as_f64().unwrap_or(0.0);
    let bound = |bound: &Option<crate::source::Sourced<serde_json::Number>>| bound.as_ref()?.value.as_f64();
    bound(&schema.bounds.minimum).is_some_and(|least| number < least)
        || bound(&schema.bounds.maximum).is_some_and(|most| number > most)
}
