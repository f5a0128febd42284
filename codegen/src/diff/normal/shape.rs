//! A slot taken apart: everything that holds for its values, merged, with everything written out.
//!
//! Two shapes are equal when the same values fit and the same Rust comes out, however they were written:
//! null has one spelling, bounds of whole numbers are inclusive, a `const` is an `enum` of one, choices among
//! plain types are types, and lists whose order says nothing are sets.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::Limits;
use super::slot::Slot;
use crate::document::{Node, Removal, SchemaType};
use crate::source::Span;

/// Everything that holds for the values of a slot.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are statements of a schema, each independent of the others"
)]
pub(in crate::diff) struct Shape {
    /// The types other than null; an integer is no number here unless numbers fit too. All of them if nothing is said.
    pub(in crate::diff) types: BTreeSet<SchemaType>,
    /// Whether nothing is said about types, so that anything fits.
    pub(in crate::diff) untyped: bool,
    /// Whether null fits.
    pub(in crate::diff) nullable: bool,
    /// `format`, where it says which values fit or what type they have.
    pub(in crate::diff) format: Option<String>,
    /// The only values that fit, as JSON: `enum` or `const`, null taken out.
    pub(in crate::diff) closed: Option<BTreeSet<String>>,
    /// The known values of an open set: `x-known-values`.
    pub(in crate::diff) known: Option<BTreeSet<String>>,
    /// `x-id`.
    pub(in crate::diff) id_type: Option<String>,
    /// Whether it is text that nobody may see: `x-secret`, or its format.
    pub(in crate::diff) secret: bool,
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
    /// `title`, which a type is called by if it has no other name.
    pub(in crate::diff) title: Option<String>,
    /// `description`.
    pub(in crate::diff) description: Option<String>,
    /// What else is nothing but words: examples, and formats that say nothing about values.
    pub(in crate::diff) words: BTreeSet<String>,
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
    /// Its values for each kind.
    pub(in crate::diff) values: BTreeMap<Slot, BTreeSet<String>>,
}

impl Shape {
    /// The shape of anything: nothing is said.
    pub(super) fn empty() -> Self {
        Self {
            types: BTreeSet::new(),
            untyped: false,
            nullable: false,
            format: None,
            closed: None,
            known: None,
            id_type: None,
            secret: false,
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
            title: None,
            description: None,
            words: BTreeSet::new(),
            span: None,
        }
    }

    /// Whether it is an object with declared properties.
    pub(in crate::diff) fn is_object(&self) -> bool {
        !self.properties.is_empty() && self.choices.is_empty()
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
