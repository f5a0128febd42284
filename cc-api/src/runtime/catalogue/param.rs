//! What a caller may pass to an operation, and where it travels.

use super::Evidence;

/// Something that a caller may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// Its name for callers, unique within the operation: `content_type`.
    pub name: &'static str,
    /// Its name in the request: `contentType`. Empty for a body that is passed whole.
    pub wire: &'static str,
    /// Where it travels.
    pub place: Place,
    /// Whether the call makes no sense without it.
    pub required: bool,
    /// Whether null may be sent, which is not the same as leaving it out.
    pub nullable: bool,
    /// Its JSON Schema as compact JSON; named types are `{"$ref":"#/$defs/Name"}`.
    pub schema: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// How it is known.
    pub evidence: Evidence,
    /// Whether it is going away.
    pub deprecated: bool,
}

impl Param {
    /// What the macro fills in from.
    #[doc(hidden)]
    pub const BLANK: Self = Self {
        name: "",
        wire: "",
        place: Place::Body,
        required: false,
        nullable: false,
        schema: "true",
        doc: "",
        evidence: Evidence::Inferred,
        deprecated: false,
    };
}

/// Where an argument travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the path, one segment or part of one.
    Path,
    /// In the query string.
    Query(QueryStyle),
    /// In a header.
    Header,
    /// As one property of the JSON body.
    BodyField,
    /// As the JSON body itself.
    Body,
}

/// How a list or an object is written into a query string. Plain values are written alike in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `ids=1&ids=2`; objects: `a=1&b=2`.
    Repeated,
    /// `ids=1,2`.
    Commas,
    /// `filter[from]=1&filter[to]=2`.
    DeepObject,
}

/// How the body is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyShape {
    /// There is none.
    Empty,
    /// An object of the arguments placed as [`Place::BodyField`].
    Fields {
        /// Whether it is sent, as `{}`, even when none of them is set.
        required: bool,
    },
    /// The one argument placed as [`Place::Body`].
    Whole,
}
