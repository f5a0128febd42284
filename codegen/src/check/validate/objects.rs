//! Lists and objects.

use std::collections::BTreeSet;

use super::{Direction, Misfit, Outcome, Place, Run, canonical};
use crate::diagnostic::nearest;
use crate::document::{AdditionalProperties, Entry, Node, Schema, Value};
use crate::source::Sourced;

impl<'d> Run<'d> {
    pub(super) fn list(&mut self, schema: &'d Schema, node: &'d Node, path: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let Value::List(items) = &node.value else { return outcome };
        let at = Place { node, path };
        let bounds = &schema.bounds;
        number_of(
            "entries",
            items.len(),
            bounds.min_items.as_ref(),
            bounds.max_items.as_ref(),
            &at,
            &mut outcome,
        );
        if bounds.unique_items
            && let Some(second) = repeated(items)
        {
            let at = Place { node: second, path: at.path };
            outcome.misfit(&at, "holds this entry twice", schema.span, "each entry once");
        }
        // With `prefixItems`, `items` is only about the rest.
        let has_prefix = schema.unsupported.iter().any(|key| key.value == "prefixItems");
        if let Some(each) = schema.items.filter(|_| !has_prefix) {
            for (index, item) in items.iter().enumerate() {
                let mut found = self.value(each.schema, item, &format!("{}/{index}", at.path));
                found.wrong_kind = false;
                outcome.add(found);
            }
        }
        outcome
    }

    pub(super) fn object(&mut self, schema: &'d Schema, node: &'d Node, path: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let Value::Map(entries) = &node.value else { return outcome };
        let at = Place { node, path };
        let bounds = &schema.bounds;
        let (least, most) = (bounds.min_properties.as_ref(), bounds.max_properties.as_ref());
        number_of("properties", entries.len(), least, most, &at, &mut outcome);
        for name in &schema.required {
            if node.get(&name.value).is_none() && !self.may_be_left_out(schema, &name.value) {
                outcome.misfit(&at, format!("has no `{}`", name.value), name.span, "this is required");
            }
        }
        for entry in entries {
            let mut found = self.entry(schema, entry, &format!("{path}/{}", entry.key.value));
            found.wrong_kind = false;
            outcome.add(found);
        }
        outcome
    }

    fn may_be_left_out(&self, schema: &Schema, name: &str) -> bool {
        let Some(property) = schema.property(name) else { return false };
        let property = &self.schemas[property.schema.schema];
        (property.read_only && self.direction != Direction::Response)
            || (property.write_only && self.direction != Direction::Request)
    }

    fn entry(&mut self, schema: &'d Schema, entry: &'d Entry, path: &str) -> Outcome {
        let key = &entry.key;
        if let Some(property) = schema.property(&key.value) {
            return self.value(property.schema.schema, &entry.value, path);
        }
        let mut outcome = Outcome::default();
        match schema.additional.as_ref() {
            Some(Sourced { value: AdditionalProperties::Schema(values), .. }) => {
                return self.value(values.schema, &entry.value, path);
            }
            Some(Sourced { value: AdditionalProperties::Nothing, span }) if !has_patterns(schema) => {
                let known = schema.properties.iter().map(|property| property.name.value.as_str());
                let meant =
                    nearest(&key.value, known).map_or(String::new(), |meant| format!(" (`{meant}`?)"));
                outcome.misfits.push(Misfit {
                    span: key.span,
                    path: path.to_owned(),
                    fault: format!("is no property of the schema{meant}"),
                    rule: *span,
                    wanted: String::from("no others than those declared"),
                });
            }
            _ => {}
        }
        outcome
    }
}

fn has_patterns(schema: &Schema) -> bool {
    schema.unsupported.iter().any(|key| key.value == "patternProperties")
}

fn number_of(
    what: &str,
    count: usize,
    least: Option<&Sourced<u64>>,
    most: Option<&Sourced<u64>>,
    at: &Place<'_>,
    outcome: &mut Outcome,
) {
    let count = count as u64;
    if let Some(least) = least.filter(|least| count < least.value) {
        let wanted = format!("at least {}", least.value);
        outcome.misfit(at, format!("has {count} {what}, not {wanted}"), least.span, wanted);
    }
    if let Some(most) = most.filter(|most| count > most.value) {
        let wanted = format!("at most {}", most.value);
        outcome.misfit(at, format!("has {count} {what}, not {wanted}"), most.span, wanted);
    }
}

/// The second of two equal entries.
fn repeated(items: &[Node]) -> Option<&Node> {
    let mut seen = BTreeSet::new();
    items.iter().find(|item| !seen.insert(canonical(item)))
}
