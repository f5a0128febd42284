//! The types of requests and answers.

use super::{Deprecation, Evidence, FieldName, TagName, TypeName, WireName};

/// A type as it is used: in a field, an argument or an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeRef {
    /// Text.
    Text,
    /// Text that hides itself: `format: password`, or `x-secret`.
    Secret,
    /// True or false.
    Boolean,
    /// A whole number that fits 64 bits.
    Integer,
    /// A number with a fraction.
    Number,
    /// A number kept as text, to the last digit: `format: decimal`.
    Decimal,
    /// A point in time: `format: date-time`.
    Timestamp,
    /// A day: `format: date`.
    Date,
    /// A month: `format: year-month`, `2026-11`.
    YearMonth,
    /// A week, by the day on which it starts: `format: week`, `2026-11-23`.
    Week,
    /// Any JSON.
    Json,
    /// A type of its own: `Post`.
    Named(TypeName),
    /// A list.
    List(Box<TypeRef>),
    /// An object with free keys.
    Map(Box<TypeRef>),
    /// The type or null, where null says something: inside lists and maps.
    Nullable(Box<TypeRef>),
    /// The same type behind a pointer, where a type contains itself.
    Boxed(Box<TypeRef>),
}

/// A type of its own.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Its name: `ScheduleEntry`.
    pub name: TypeName,
    /// What it is.
    pub doc: String,
    /// How it is known; holds for its fields unless they say otherwise.
    pub evidence: Evidence,
    /// Where it is written.
    pub home: TypeHome,
    /// What it is made of.
    pub shape: Shape,
    /// Whether a request can contain it.
    pub in_requests: bool,
    /// Whether an answer can contain it.
    pub in_answers: bool,
    /// That it is going away, if it is.
    pub deprecation: Option<Deprecation>,
    /// Its JSON Schema as compact JSON; named types are `{"$ref":"#/$defs/Name"}`.
    pub json_schema: String,
}

/// Where a type is written: with the only tag that uses it, or with the shared ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeHome {
    /// Several tags use it; the list is the tags', in the model's order.
    Common(Vec<TagName>),
    /// One tag uses it.
    Tag(TagName),
}

/// What a type is made of.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object: fields by name, unknown ones kept.
    Object {
        /// The declared fields, by name.
        fields: Vec<Field>,
    },
    /// Text from an open set: known values by name, others kept as they are.
    OpenEnum {
        /// The known values, in the document's order.
        values: Vec<EnumValue>,
    },
    /// The identifier of something: text that can't be mistaken for another.
    Id,
    /// One of several types.
    Union {
        /// The property whose value tells them apart; without one the first that fits best is taken.
        tag: Option<WireName>,
        /// The members, in the document's order.
        members: Vec<UnionMember>,
    },
    /// Another type under a name of its own, because it is recursive without being an object: a list of itself.
    Alias(TypeRef),
}

/// A field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in Rust: `canva_url`.
    pub name: FieldName,
    /// Its name in JSON: `canvaUrl`.
    pub wire_name: WireName,
    /// Its type when present.
    pub ty: TypeRef,
    /// Whether it is always there.
    pub presence: Presence,
    /// What it means.
    pub doc: String,
    /// How it is known, where that differs from the type's own mark.
    pub evidence: Option<Evidence>,
    /// That it is going away, if it is.
    pub deprecation: Option<Deprecation>,
}

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always, and never null: `T`.
    Required,
    /// Absent, null or a value, the first two meaning the same: `Option<T>`.
    Optional,
    /// Absent, null and a value mean three things, as in the body of a PATCH: `Patch<T>`.
    ThreeState,
}

/// A known value of an open set.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// Its name in Rust: `EmailTemplate`.
    pub name: TypeName,
    /// The text that travels: `Email Template`.
    pub wire: String,
}

/// A member of a union.
#[derive(Debug, Clone)]
pub struct UnionMember {
    /// Its name in Rust: `Cat`.
    pub name: TypeName,
    /// The value of the tag that means it, if there is a tag.
    pub tag_value: Option<String>,
    /// Its type.
    pub ty: TypeRef,
}
