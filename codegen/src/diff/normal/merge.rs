//! Puts everything that holds for a slot into one shape: `allOf`, what stands beside a `$ref`, and choices that are
//! no choices.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{Additional, Member, Shape, json};
use super::slot::{Slot, is_null, joint_slot, slot};
use super::{limits::Limits, tag};
use crate::document::{AdditionalProperties, Node, Schema, SchemaId, SchemaType, SchemaUse, Schemas};
use crate::source::Span;

/// Takes a slot apart.
pub(in crate::diff) fn shape(schemas: &Schemas, slot: &Slot) -> Shape {
    let mut merge = Merge {
        schemas,
        shape: Shape::empty(),
        properties: BTreeMap::new(),
        required: BTreeSet::new(),
        types: None,
        visited: BTreeSet::new(),
    };
    for id in &slot.parts {
        merge.add(*id);
    }
    for id in slot.wrappers.iter().rev() {
        merge.annotate(&schemas[*id]);
    }
    let mut shape = merge.finish();
    shape.nullable |= slot.nullable;
    shape
}

struct Merge<'d> {
    schemas: &'d Schemas,
    shape: Shape,
    /// Each property with the schemas that hold for it, and where it is named first.
    properties: BTreeMap<String, (Vec<SchemaId>, Span)>,
    required: BTreeSet<String>,
    /// The types on which all parts agree so far. None: nothing is said.
    types: Option<BTreeSet<SchemaType>>,
    visited: BTreeSet<SchemaId>,
}

impl Merge<'_> {
    /// Lets one more schema hold, and what it refers to before it.
    fn add(&mut self, id: SchemaId) {
        if !self.visited.insert(id) {
            return;
        }
        let schema = &self.schemas[id];
        for member in schema.reference.iter().chain(&schema.all_of) {
            self.add(member.schema);
        }
        self.add_types(schema);
        self.add_properties(schema);
        self.add_choices(schema);
        self.add_values(schema);
        let types: BTreeSet<SchemaType> = schema.value_types().collect();
        let format = schema.format.as_ref().map(|format| format.value.as_str());
        let shape = &mut self.shape;
        // A whole number may have 64 bits unless something else is said.
        let format = format.filter(|format| *format != "int64");
        // A password is a secret like any other.
        shape.secret |= schema.is_secret();
        let format = format.filter(|format| *format != "password" || !schema.is_secret());
        match format.filter(|format| is_plain_words(format, &types)) {
            Some(words) => drop(shape.words.insert(words.to_owned())),
            None => replace(&mut shape.format, format.map(str::to_owned)),
        }
        replace(&mut shape.id_type, schema.id_type.as_ref().map(|name| name.value.clone()));
        replace(&mut shape.items, schema.items.map(|items| slot(self.schemas, items)));
        self.annotate(schema);
    }

    /// Takes in what says nothing about the kind of value.
    fn annotate(&mut self, schema: &Schema) {
        let shape = &mut self.shape;
        replace(&mut shape.default, schema.default.as_ref().map(json));
        shape.limits.narrow(&schema.bounds);
        shape.limits.others.extend(schema.unsupported.iter().map(|keyword| keyword.value.clone()));
        shape.read_only |= schema.read_only;
        shape.write_only |= schema.write_only;
        if schema.removal.is_deprecated() || schema.removal.sunset.is_some() {
            shape.removal = schema.removal.clone();
        }
        let text = |text: &Option<crate::source::Sourced<String>>| {
            text.as_ref().map(|text| text.value.trim().to_owned()).filter(|text| !text.is_empty())
        };
        replace(&mut shape.title, text(&schema.title));
        replace(&mut shape.description, text(&schema.description));
        shape.words.extend(schema.examples.iter().map(json));
        shape.span = shape.span.or(Some(schema.span));
    }

    fn add_types(&mut self, schema: &Schema) {
        let own: BTreeSet<SchemaType> = schema.value_types().collect();
        if !own.is_empty() {
            let both =
                self.types.take().map_or_else(|| own.clone(), |before| SchemaType::common(&before, &own));
            self.types = Some(both);
        }
        let null_value = schema.enumeration.iter().flatten().any(|node| node.kind() == "null");
        self.shape.nullable |= schema.is_nullable() || null_value;
        if schema.boolean == Some(false) {
            self.types = Some(BTreeSet::new());
        }
    }

    fn add_properties(&mut self, schema: &Schema) {
        for property in &schema.properties {
            let entry = self.properties.entry(property.name.value.clone());
            let (parts, _) = entry.or_insert_with(|| (Vec::new(), property.name.span));
            if !parts.contains(&property.schema.schema) {
                parts.push(property.schema.schema);
            }
        }
        self.required.extend(schema.required.iter().map(|name| name.value.clone()));
        match schema.additional.as_ref().map(|additional| additional.value) {
            None => {}
            Some(AdditionalProperties::Anything) => self.shape.additional = Additional::Anything,
            Some(AdditionalProperties::Nothing) => self.shape.additional = Additional::Nothing,
            Some(AdditionalProperties::Schema(used)) => {
                self.shape.additional = Additional::Of(slot(self.schemas, used));
            }
        }
    }

    /// `oneOf` and `anyOf`. What is a choice among plain types only is said by types.
    fn add_choices(&mut self, schema: &Schema) {
        let listed: Vec<SchemaUse> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
        // `Pet` says `oneOf: [Cat, Dog]`, `Cat` says `allOf: [Pet, …]`: a cat is no choice again.
        if listed.is_empty() || listed.iter().any(|one| self.visited.contains(&one.schema)) {
            return;
        }
        let (nulls, values): (Vec<SchemaUse>, Vec<SchemaUse>) =
            listed.into_iter().partition(|one| is_null(&self.schemas[one.schema]));
        self.shape.nullable |= !nulls.is_empty();
        if let Some(types) = self.plain_types(&values) {
            let both =
                self.types.take().map_or_else(|| types.clone(), |before| SchemaType::common(&before, &types));
            self.types = Some(both);
        } else if let Some(constants) = self.constants(&values) {
            self.types = self.types.take().or_else(|| Some(BTreeSet::from([SchemaType::String])));
            self.shape.closed = Some(constants);
        } else if let [one] = values.as_slice() {
            self.add(one.schema);
        } else {
            let mut slots: Vec<Slot> = values.iter().map(|one| slot(self.schemas, *one)).collect();
            slots.sort();
            slots.dedup();
            self.shape.choices = slots;
        }
        if let Some(discriminator) = &schema.discriminator {
            self.shape.tag = Some(tag::tag(self.schemas, discriminator, &values));
        }
    }

    fn plain_types(&self, values: &[SchemaUse]) -> Option<BTreeSet<SchemaType>> {
        let plain = |one: &SchemaUse| {
            let schema = &self.schemas[one.schema];
            let types: Vec<SchemaType> = schema.value_types().collect();
            let container = types.iter().any(|own| matches!(own, SchemaType::Array | SchemaType::Object));
            (schema.name.is_none() && !types.is_empty() && !container && says_only_types(schema))
                .then_some(types)
        };
        let all: Option<Vec<Vec<SchemaType>>> = values.iter().map(plain).collect();
        all.filter(|all| !all.is_empty()).map(|all| all.into_iter().flatten().collect())
    }

    /// The values of a choice among constants of text, which is an `enum` by another name.
    fn constants(&self, values: &[SchemaUse]) -> Option<BTreeSet<String>> {
        let text = |one: &SchemaUse| {
            let schema = &self.schemas[one.schema];
            schema.constant.as_ref().filter(|node| node.as_text().is_some()).map(json)
        };
        let all: Option<BTreeSet<String>> = values.iter().map(text).collect();
        all.filter(|all| !all.is_empty())
    }

    fn add_values(&mut self, schema: &Schema) {
        let is_value = |node: &&Node| node.kind() != "null";
        let listed =
            schema.enumeration.as_ref().map(|nodes| nodes.iter().filter(is_value).map(json).collect());
        let constant = schema.constant.as_ref().filter(is_value).map(|node| BTreeSet::from([json(node)]));
        for values in [listed, constant].into_iter().flatten() {
            let both = self.shape.closed.take().map_or_else(
                || values.clone(),
                |before: BTreeSet<String>| before.intersection(&values).cloned().collect(),
            );
            self.shape.closed = Some(both);
        }
        if let Some(known) = &schema.known_values {
            let text = |value: &String| serde_json::Value::from(value.as_str()).to_string();
            self.shape.known = Some(known.value.iter().map(|value| text(&value.value)).collect());
        }
    }

    fn finish(mut self) -> Shape {
        let schemas = self.schemas;
        let required = self.required;
        let members = self.properties.into_iter().map(|(name, (parts, span))| {
            let member =
                Member { slot: joint_slot(schemas, &parts), required: required.contains(&name), span };
            (name, member)
        });
        self.shape.properties = members.collect();
        self.shape.untyped =
            self.types.is_none() && self.shape.closed.is_none() && self.shape.choices.is_empty();
        let nothing_at_all =
            self.shape.untyped && self.shape.properties.is_empty() && self.shape.items.is_none();
        self.shape.nullable |= nothing_at_all;
        self.shape.types = self.types.unwrap_or_else(|| implied_types(&self.shape));
        self.shape.limits.normalise(&self.shape.types);
        let both = || BTreeSet::from([String::from("false"), String::from("true")]);
        self.shape.closed = self.shape.closed.take().filter(|values| *values != both());
        self.shape
    }
}

/// The types of a shape that says nothing about them, by what else it says.
fn implied_types(shape: &Shape) -> BTreeSet<SchemaType> {
    let values = shape.closed.iter().flatten();
    let mut types: BTreeSet<SchemaType> = values.filter_map(|value| type_of(value)).collect();
    if !shape.properties.is_empty() {
        types.insert(SchemaType::Object);
    }
    if shape.items.is_some() {
        types.insert(SchemaType::Array);
    }
    if shape.known.is_some() || shape.id_type.is_some() || shape.secret {
        types.insert(SchemaType::String);
    }
    if types.is_empty() && shape.choices.is_empty() {
        types.extend(SchemaType::ALL.into_iter().filter(|own| *own != SchemaType::Null));
    }
    types
}

/// The type of a value that is written as JSON.
fn type_of(json: &str) -> Option<SchemaType> {
    match serde_json::from_str(json).ok()? {
        serde_json::Value::Null => None,
        serde_json::Value::Bool(_) => Some(SchemaType::Boolean),
        serde_json::Value::Number(number) if number.is_f64() => Some(SchemaType::Number),
        serde_json::Value::Number(_) => Some(SchemaType::Integer),
        serde_json::Value::String(_) => Some(SchemaType::String),
        serde_json::Value::Array(_) => Some(SchemaType::Array),
        serde_json::Value::Object(_) => Some(SchemaType::Object),
    }
}

fn says_only_types(schema: &Schema) -> bool {
    schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.known_values.is_none()
        && schema.id_type.is_none()
        && schema.secret.is_none()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && Limits::of(&schema.bounds).is_empty()
}

/// Whether a format says nothing about which values fit: how large a number is kept, how a text is shown.
fn is_plain_words(format: &str, types: &BTreeSet<SchemaType>) -> bool {
    let is_text = types.contains(&SchemaType::String) || types.is_empty();
    match format {
        "decimal" => !is_text && !types.contains(&SchemaType::Number),
        "int32" => !types.contains(&SchemaType::Integer),
        "float" | "double" => true,
        _ => !is_text,
    }
}

fn replace<T>(place: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *place = value;
    }
}
