//! A slot taken apart: everything that holds for its values, merged, with everything written out.
//!
//! Two shapes are equal when the same values fit and the same Rust comes out, however they were written:
//! null has one spelling, bounds of whole numbers are inclusive, a `const` is an `enum` of one, choices among
//! plain types are types, and lists whose order says nothing are sets.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::Limits;
use super::slot::{Slot, is_null, joint_slot, slot};
use crate::document::{
    AdditionalProperties, Discriminator, Node, Removal, Schema, SchemaId, SchemaType, SchemaUse, Schemas,
};
use crate::source::Span;

/// Everything that holds for the values of a slot.
#[derive(Debug, Clone)]
pub(in crate::diff) struct Shape {
    /// The types other than null; an integer is no number here unless numbers fit too. All of them if nothing is said.
    pub(in crate::diff) types: BTreeSet<SchemaType>,
    /// Whether nothing is said about types, so that anything fits.
    pub(in crate::diff) untyped: bool,
    /// Whether null fits.
    pub(in crate::diff) nullable: bool,
    /// `format`.
    pub(in crate::diff) format: Option<String>,
    /// The only values that fit, as JSON: `enum` or `const`, null taken out.
    pub(in crate::diff) closed: Option<BTreeSet<String>>,
    /// The known values of an open set: `x-known-values`.
    pub(in crate::diff) known: Option<BTreeSet<String>>,
    /// `x-id`.
    pub(in crate::diff) id_type: Option<String>,
    /// The properties by name.
    pub(in crate::diff) properties: BTreeMap<String, Member>,
    /// Other properties.
    pub(in crate::diff) additional: Additional,
    /// The items of a list.
    pub(in crate::diff) items: Option<Slot>,
    /// The kinds of values among which it is a choice.
    pub(in crate::diff) choices: Vec<Slot>,
    /// What tells them apart.
    pub(in crate::diff) tag: Option<Tag>,
    /// Limits of numbers, texts, lists and objects.
    pub(in crate::diff) limits: Limits,
    /// `default`, as JSON.
    pub(in crate::diff) default: Option<String>,
    /// Whether it is going away.
    pub(in crate::diff) removal: Removal,
    /// Whether it comes in answers only.
    pub(in crate::diff) read_only: bool,
    /// Whether it is sent in requests only.
    pub(in crate::diff) write_only: bool,
    /// What it is called and how it is described, with examples: nothing but words.
    pub(in crate::diff) words: Vec<String>,
    /// Where it stands.
    pub(in crate::diff) span: Option<Span>,
}

/// A property.
#[derive(Debug, Clone)]
pub(in crate::diff) struct Member {
    /// What may stand there.
    pub(in crate::diff) slot: Slot,
    /// Whether it must be there.
    pub(in crate::diff) required: bool,
    /// Where its name stands.
    pub(in crate::diff) span: Span,
}

/// Other properties than the declared ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::diff) enum Additional {
    /// Whatever they are; also when nothing is said.
    #[default]
    Anything,
    /// Whatever they are, and the document says so: the type is a map then, or has one.
    Welcome,
    /// None.
    Nothing,
    /// Values of a slot.
    Of(Slot),
}

/// What tells the kinds of a value apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) struct Tag {
    /// The property.
    pub(in crate::diff) property: String,
    /// Its value for each kind, by the name of its component.
    pub(in crate::diff) values: BTreeMap<String, String>,
}

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
        let shape = &mut self.shape;
        replace(&mut shape.format, schema.format.as_ref().map(|format| format.value.clone()));
        replace(&mut shape.id_type, schema.id_type.as_ref().map(|name| name.value.clone()));
        replace(&mut shape.items, schema.items.map(|items| slot(self.schemas, items)));
        replace(&mut shape.default, schema.default.as_ref().map(json));
        shape.limits.narrow(&schema.bounds);
        shape.read_only |= schema.read_only;
        shape.write_only |= schema.write_only;
        if schema.removal.is_deprecated() || schema.removal.sunset.is_some() {
            shape.removal = schema.removal.clone();
        }
        shape.words.extend(words(schema));
        shape.span = shape.span.or(Some(schema.span));
    }

    fn add_types(&mut self, schema: &Schema) {
        let own: BTreeSet<SchemaType> = schema.value_types().collect();
        if !own.is_empty() {
            let both = self.types.take().map_or_else(|| own.clone(), |before| common(&before, &own));
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
            Some(AdditionalProperties::Anything) => self.shape.additional = Additional::Welcome,
            Some(AdditionalProperties::Nothing) => self.shape.additional = Additional::Nothing,
            Some(AdditionalProperties::Schema(used)) => {
                self.shape.additional = Additional::Of(slot(self.schemas, used));
            }
        }
    }

    /// `oneOf` and `anyOf`. What is a choice among plain types only is said by types.
    fn add_choices(&mut self, schema: &Schema) {
        let listed: Vec<SchemaUse> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
        if listed.is_empty() {
            return;
        }
        let (nulls, values): (Vec<SchemaUse>, Vec<SchemaUse>) =
            listed.into_iter().partition(|one| is_null(&self.schemas[one.schema]));
        self.shape.nullable |= !nulls.is_empty();
        if let Some(types) = self.plain_types(&values) {
            let both = self.types.take().map_or_else(|| types.clone(), |before| common(&before, &types));
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
            self.shape.tag = Some(tag(self.schemas, discriminator, &values));
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
        self.shape
    }
}

impl Shape {
    fn empty() -> Self {
        Self {
            types: BTreeSet::new(),
            untyped: false,
            nullable: false,
            format: None,
            closed: None,
            known: None,
            id_type: None,
            properties: BTreeMap::new(),
            additional: Additional::default(),
            items: None,
            choices: Vec::new(),
            tag: None,
            limits: Limits::default(),
            default: None,
            removal: Removal::default(),
            read_only: false,
            write_only: false,
            words: Vec::new(),
            span: None,
        }
    }

    /// Whether it is an object with declared properties.
    pub(in crate::diff) fn is_object(&self) -> bool {
        !self.properties.is_empty() && self.choices.is_empty()
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
    if shape.known.is_some() || shape.id_type.is_some() {
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

fn tag(schemas: &Schemas, discriminator: &Discriminator, values: &[SchemaUse]) -> Tag {
    let mut by_name = BTreeMap::new();
    for one in values {
        let schema = &schemas[one.schema];
        let Some(name) = &schema.name else { continue };
        let mapped = discriminator.mapping.iter().find(|(_, used)| used.schema == one.schema);
        let value = mapped.map_or(&name.value, |(value, _)| &value.value);
        by_name.insert(name.value.clone(), value.clone());
    }
    Tag { property: discriminator.property.value.clone(), values: by_name }
}

/// The types that both allow; an integer is a number too.
fn common(one: &BTreeSet<SchemaType>, other: &BTreeSet<SchemaType>) -> BTreeSet<SchemaType> {
    let mut both: BTreeSet<SchemaType> = one.intersection(other).copied().collect();
    let narrowed = |a: &BTreeSet<SchemaType>, b: &BTreeSet<SchemaType>| {
        a.contains(&SchemaType::Integer) && b.contains(&SchemaType::Number)
    };
    if narrowed(one, other) || narrowed(other, one) {
        both.insert(SchemaType::Integer);
    }
    both
}

fn says_only_types(schema: &Schema) -> bool {
    schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.known_values.is_none()
        && schema.id_type.is_none()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && Limits::of(&schema.bounds).is_empty()
}

fn words(schema: &Schema) -> impl Iterator<Item = String> {
    let texts =
        [&schema.title, &schema.description].into_iter().flatten().map(|text| text.value.trim().to_owned());
    texts.chain(schema.examples.iter().map(json)).collect::<Vec<_>>().into_iter()
}

fn replace<T>(place: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *place = value;
    }
}

/// A node as JSON with sorted keys, so that equal values are equal texts.
pub(in crate::diff) fn json(node: &Node) -> String {
    sorted(&node.to_json()).to_string()
}

fn sorted(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            let by_key: BTreeMap<&String, &serde_json::Value> = map.iter().collect();
            by_key.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        serde_json::Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
