//! What may stand at a place: the schemas that all hold there, and whether null does too.
//!
//! `$ref` with words beside it, an `allOf` of one, `anyOf` with null, a `oneOf` of one: all of them are
//! ways to write the same slot, and come out of [`slot`] as the same one. What such a wrapper adds for its own
//! place only (a default, words, that it is read only) is kept apart, as the generator keeps the name of what it wraps.

use std::collections::BTreeSet;

use crate::document::{Schema, SchemaId, SchemaUse, Schemas};

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff) struct Slot {
    /// The schemas that all hold, each once. Those that only pass on to others are not among them.
    pub(in crate::diff) parts: Vec<SchemaId>,
    /// The wrappers that were taken off: what they say holds for this place and not wherever the parts are used.
    pub(in crate::diff) wrappers: Vec<SchemaId>,
    /// Whether null may stand there whatever the schemas say.
    pub(in crate::diff) nullable: bool,
}

impl Slot {
    /// The slot of what nothing is said about.
    pub(in crate::diff) fn anything() -> Self {
        Self { parts: Vec::new(), wrappers: Vec::new(), nullable: false }
    }

    /// The schemas without what is only said here.
    pub(in crate::diff) fn bare(&self) -> Self {
        Self { parts: self.parts.clone(), ..Self::anything() }
    }

    /// Only what is said here.
    pub(in crate::diff) fn wrapping(&self) -> Self {
        Self { wrappers: self.wrappers.clone(), ..Self::anything() }
    }

    /// The only schema that holds, if there is one.
    pub(in crate::diff) fn only(&self) -> Option<SchemaId> {
        match self.parts.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The name under which it is known everywhere: of the component that it is, if it is just that.
    pub(in crate::diff) fn name<'d>(&self, schemas: &'d Schemas) -> Option<&'d str> {
        schemas[self.only()?].name.as_ref().map(|name| name.value.as_str())
    }
}

/// What stands where a schema is used.
pub(in crate::diff) fn slot(schemas: &Schemas, used: SchemaUse) -> Slot {
    joint_slot(schemas, &[used.schema])
}

/// What stands where all of these hold: a property that two members of an `allOf` declare.
pub(in crate::diff) fn joint_slot(schemas: &Schemas, ids: &[SchemaId]) -> Slot {
    let mut slot = Slot::anything();
    let mut visited = BTreeSet::new();
    for id in ids {
        gather(schemas, *id, &mut slot, &mut visited);
    }
    slot
}

fn gather(schemas: &Schemas, id: SchemaId, slot: &mut Slot, visited: &mut BTreeSet<SchemaId>) {
    if !visited.insert(id) {
        return;
    }
    let schema = &schemas[id];
    match passes_on(schemas, schema) {
        // A component keeps its name even where it only points at another one: `Kind` is a type then.
        Some((next, nullable)) if schema.name.is_none() => {
            slot.nullable |= nullable;
            slot.wrappers.push(id);
            gather(schemas, next, slot, visited);
        }
        _ if !slot.parts.contains(&id) => slot.parts.push(id),
        _ => {}
    }
}

/// The schema that this one is only another way to write, and whether null is added to it.
fn passes_on(schemas: &Schemas, schema: &Schema) -> Option<(SchemaId, bool)> {
    if says_something(schema) {
        return None;
    }
    let choices = || schema.one_of.iter().chain(&schema.any_of);
    let values: Vec<SchemaId> =
        choices().map(|one| one.schema).filter(|id| !is_null(&schemas[*id])).collect();
    let has_null = choices().any(|one| is_null(&schemas[one.schema]));
    let next = match (schema.reference, schema.all_of.as_slice(), values.as_slice()) {
        (Some(one), [], []) => one.schema,
        (None, [one], []) => one.schema,
        (None, [], [one]) => *one,
        _ => return None,
    };
    Some((next, has_null || schema.is_nullable()))
}

/// Whether the schema says something about values itself, so that a type of its own would be made of it.
fn says_something(schema: &Schema) -> bool {
    schema.value_types().next().is_some()
        || schema.boolean.is_some()
        || schema.format.is_some()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || schema.known_values.is_some()
        || schema.id_type.is_some()
        || schema.secret.is_some()
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || schema.additional.is_some()
        || schema.items.is_some()
        || schema.discriminator.is_some()
}

/// Whether null is all that fits.
pub(in crate::diff) fn is_null(schema: &Schema) -> bool {
    let null_type = !schema.types.is_empty() && schema.value_types().next().is_none();
    null_type || schema.constant.as_ref().is_some_and(|node| node.kind() == "null")
}
