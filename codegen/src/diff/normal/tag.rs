//! What tells the kinds of a value apart: the discriminator, with the values that stand for each kind written out.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::shape;
use super::shape::Tag;
use super::slot::slot;
use crate::document::{Discriminator, SchemaId, SchemaUse, Schemas};

/// The discriminator of a choice among these.
pub(super) fn tag(schemas: &Schemas, discriminator: &Discriminator, values: &[SchemaUse]) -> Tag {
    let property = &discriminator.property.value;
    let mut by_kind = BTreeMap::new();
    for one in values {
        let mapped = discriminator.mapping.iter().filter(|(_, used)| used.schema == one.schema);
        let mut own: BTreeSet<String> = mapped.map(|(value, _)| value.value.clone()).collect();
        if own.is_empty() {
            own.extend(unmapped(schemas, *one, property));
        }
        by_kind.insert(slot(schemas, *one), own);
    }
    Tag { property: property.clone(), values: by_kind }
}

/// The value that no `mapping` names: the only one that the kind's own property takes, else the kind's name.
fn unmapped(schemas: &Schemas, one: SchemaUse, property: &str) -> Option<String> {
    let schema = &schemas[one.schema];
    let own = declared(schemas, one.schema, property, &mut BTreeSet::new());
    let own = own.map(|used| shape(schemas, &slot(schemas, used)));
    let constant = own.and_then(|own| own.closed).filter(|values| values.len() == 1);
    let constant = constant
        .and_then(|values| values.first().and_then(|value| serde_json::from_str::<String>(value).ok()));
    let name = schema.name.as_ref().or(schema.title.as_ref());
    constant.or_else(|| name.map(|name| name.value.clone()))
}

/// The property as the schema itself declares it, else as what it is made of does.
fn declared(
    schemas: &Schemas,
    id: SchemaId,
    property: &str,
    visited: &mut BTreeSet<SchemaId>,
) -> Option<SchemaUse> {
    if !visited.insert(id) {
        return None;
    }
    let schema = &schemas[id];
    let own = schema.property(property).map(|property| property.schema);
    let mut members = schema.reference.iter().chain(&schema.all_of);
    own.or_else(|| members.find_map(|member| declared(schemas, member.schema, property, visited)))
}
