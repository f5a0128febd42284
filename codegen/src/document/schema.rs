//! Schemas, kept in one arena: each stands there once, however many references lead to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use super::{Address, Node, Removal};
use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// A schema of the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

/// All schemas of a document, by address. Cycles are natural here: a use is only an id.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    list: Vec<Schema>,
    by_address: BTreeMap<Address, SchemaId>,
}

/// A place where a schema is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaUse {
    /// The schema, all references followed.
    pub schema: SchemaId,
    /// Where it is used: the schema itself, or the reference to it.
    pub span: Span,
    /// Whether it is used by `$ref`, and so under its own name.
    pub by_reference: bool,
}

/// A schema as it was written.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The object.
    pub span: Span,
    /// Where it stands.
    pub address: Address,
    /// Its name, if it is an entry of `components.schemas` or of the flat map that a shared file is: `Post`.
    pub name: Option<Sourced<String>>,
    /// `true` or `false` in place of an object: everything or nothing is valid.
    pub boolean: Option<bool>,
    /// A `$ref` with other keys beside it: the value has to fit that schema too.
    pub reference: Option<SchemaUse>,
    /// `title`.
    pub title: Option<Sourced<String>>,
    /// What it is.
    pub description: Option<Sourced<String>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
    /// `type`, one or several; null is one of them. Empty: nothing is said.
    pub types: Vec<Sourced<SchemaType>>,
    /// `format`: `date-time`, `uuid`, `decimal`, `year-month`, `week` …
    pub format: Option<Sourced<String>>,
    /// `enum`: a closed set. None: nothing is said.
    pub enumeration: Option<Vec<Node>>,
    /// `const`.
    pub constant: Option<Node>,
    /// `x-known-values`: an open set of texts.
    pub known_values: Option<Sourced<Vec<Sourced<String>>>>,
    /// `x-id`: the name of the id type.
    pub id_type: Option<Sourced<String>>,
    /// `x-secret`: whether it is text that nobody may see.
    pub secret: Option<Sourced<bool>>,
    /// `properties`, in the order of the document.
    pub properties: Vec<Property>,
    /// `required`, in the order of the document.
    pub required: Vec<Sourced<String>>,
    /// `additionalProperties`.
    pub additional: Option<Sourced<AdditionalProperties>>,
    /// `items`.
    pub items: Option<SchemaUse>,
    /// `allOf`.
    pub all_of: Vec<SchemaUse>,
    /// `oneOf`.
    pub one_of: Vec<SchemaUse>,
    /// `anyOf`.
    pub any_of: Vec<SchemaUse>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// Limits of numbers, texts, lists and objects.
    pub bounds: Bounds,
    /// `default`.
    pub default: Option<Node>,
    /// `example` and `examples`.
    pub examples: Vec<Node>,
    /// `readOnly`: only in answers.
    pub read_only: bool,
    /// `writeOnly`: only in requests.
    pub write_only: bool,
    /// `nullable: true`, a word of `OpenAPI` 3.0: reported, and read as what it means.
    pub nullable: bool,
    /// That it is going away.
    pub removal: Removal,
    /// Keywords of JSON Schema that are valid but not understood here (`not`, `if`, `prefixItems` …).
    pub unsupported: Vec<Sourced<String>>,
}

/// An entry of `properties`.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its name: `canvaUrl`.
    pub name: Sourced<String>,
    /// Its values.
    pub schema: SchemaUse,
}

/// `additionalProperties`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdditionalProperties {
    /// `true`: whatever it is.
    Anything,
    /// `false`: none.
    Nothing,
    /// Values that fit a schema.
    Schema(SchemaUse),
}

/// `discriminator`.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The object.
    pub span: Span,
    /// The property that tells the members apart.
    pub property: Sourced<String>,
    /// `mapping`: a value and the schema that it means.
    pub mapping: Vec<(Sourced<String>, SchemaUse)>,
}

/// Limits. Numbers are kept as JSON has them, since a limit may have a fraction.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    /// `minimum`.
    pub minimum: Option<Sourced<serde_json::Number>>,
    /// `maximum`.
    pub maximum: Option<Sourced<serde_json::Number>>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Sourced<serde_json::Number>>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Sourced<serde_json::Number>>,
    /// `multipleOf`.
    pub multiple_of: Option<Sourced<serde_json::Number>>,
    /// `minLength`.
    pub min_length: Option<Sourced<u64>>,
    /// `maxLength`.
    pub max_length: Option<Sourced<u64>>,
    /// `pattern`.
    pub pattern: Option<Sourced<String>>,
    /// `minItems`.
    pub min_items: Option<Sourced<u64>>,
    /// `maxItems`.
    pub max_items: Option<Sourced<u64>>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<Sourced<u64>>,
    /// `maxProperties`.
    pub max_properties: Option<Sourced<u64>>,
}

/// A word of `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum SchemaType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Schemas {
    /// The schema at an address, if it is in the arena.
    pub fn find(&self, address: &Address) -> Option<SchemaId> {
        self.by_address.get(address).copied()
    }

    /// All schemas with their ids, in the order in which they were reached.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        (0..).map(SchemaId).zip(&self.list)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes a place for the schema at an address, so that what it contains can refer to it.
    pub(super) fn insert(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.by_address.insert(schema.address.clone(), id);
        self.list.push(schema);
        id
    }

    /// Puts what was read into the place that was taken for it.
    pub(super) fn replace(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.list.get_mut(id.0 as usize) {
            *place = schema;
        }
    }
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        &self.list[id.0 as usize]
    }
}

impl Schema {
    /// Whether `type` names this one.
    pub fn has_type(&self, wanted: SchemaType) -> bool {
        self.types.iter().any(|own| own.value == wanted)
    }

    /// Whether null is one of the types, by either version of the standard.
    pub fn is_nullable(&self) -> bool {
        self.nullable || self.has_type(SchemaType::Null)
    }

    /// The types other than null.
    pub fn value_types(&self) -> impl Iterator<Item = SchemaType> {
        self.types.iter().map(|own| own.value).filter(|own| *own != SchemaType::Null)
    }

    /// Whether it is text that nobody may see, by its format or by `x-secret`.
    pub fn is_secret(&self) -> bool {
        let by_format = self.format.as_ref().is_some_and(|format| format.value == "password");
        let by_mark = self.secret.as_ref().is_some_and(|mark| mark.value);
        let may_be_text = self.types.is_empty() || self.has_type(SchemaType::String);
        may_be_text && (by_format || by_mark)
    }

    /// Whether the property is required.
    pub fn requires(&self, property: &str) -> bool {
        self.required.iter().any(|name| name.value == property)
    }

    /// The property with that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.value == name)
    }
}

impl SchemaType {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// The types that both sets allow; an integer is a number too.
    pub fn common(one: &BTreeSet<Self>, other: &BTreeSet<Self>) -> BTreeSet<Self> {
        let mut both: BTreeSet<Self> = one.intersection(other).copied().collect();
        let narrowed =
            |a: &BTreeSet<Self>, b: &BTreeSet<Self>| a.contains(&Self::Integer) && b.contains(&Self::Number);
        if narrowed(one, other) || narrowed(other, one) {
            both.insert(Self::Integer);
        }
        both
    }

    /// The word used in the document: `integer`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::SchemaType::{self, Integer, Number, String};

    #[test]
    fn an_integer_is_a_number_too() {
        for (one, other, both) in [
            (&[Integer][..], &[Number][..], &[Integer][..]),
            (&[Number], &[Integer, String], &[Integer]),
            (&[String], &[Number], &[]),
            (&[Number, String], &[Number], &[Number]),
        ] {
            let set = |types: &[SchemaType]| types.iter().copied().collect::<BTreeSet<_>>();
            assert_eq!(SchemaType::common(&set(one), &set(other)), set(both), "{one:?} {other:?}");
        }
    }
}
