//! Parameters in paths, queries and headers.

use super::{Address, Example, MediaType, Reference, Removal, SchemaUse};
use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where the operation names it: the object itself, or the reference to it.
    pub span: Span,
    /// Where the object itself stands.
    pub address: Address,
    /// The reference, if it is shared.
    pub reference: Option<Reference>,
    /// Whether it stands on the path item and so holds for all operations there.
    pub from_path_item: bool,
    /// Its name: `content_type`.
    pub name: Sourced<String>,
    /// `in`.
    pub place: Sourced<ParameterPlace>,
    /// Whether the call makes no sense without it. Path parameters always are.
    pub required: Option<Sourced<bool>>,
    /// What it means.
    pub description: Option<Sourced<String>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
    /// `style`, if it is said.
    pub style: Option<Sourced<ParameterStyle>>,
    /// `explode`, if it is said.
    pub explode: Option<Sourced<bool>>,
    /// `allowReserved`, if it is said.
    pub allow_reserved: Option<Sourced<bool>>,
    /// Its values.
    pub schema: Option<SchemaUse>,
    /// `content`, which some use in place of `schema`.
    pub content: Vec<MediaType>,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
    /// That it is going away.
    pub removal: Removal,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum ParameterPlace {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the standard")]
pub enum ParameterStyle {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl Parameter {
    /// Whether both are the same parameter: name and place say which one it is.
    pub fn is_same(&self, other: &Self) -> bool {
        self.place.value == other.place.value && self.name.value == other.name.value
    }

    /// Whether the call makes no sense without it.
    pub fn is_required(&self) -> bool {
        self.place.value == ParameterPlace::Path || self.required.as_ref().is_some_and(|mark| mark.value)
    }

    /// The style, said or standard: `simple` in paths and headers, `form` elsewhere.
    pub fn effective_style(&self) -> ParameterStyle {
        match (&self.style, self.place.value) {
            (Some(style), _) => style.value,
            (None, ParameterPlace::Path | ParameterPlace::Header) => ParameterStyle::Simple,
            (None, ParameterPlace::Query | ParameterPlace::Cookie) => ParameterStyle::Form,
        }
    }

    /// Whether lists and objects are taken apart, said or standard: only with `form` and `deepObject`.
    pub fn effective_explode(&self) -> bool {
        self.explode.as_ref().map_or(
            matches!(self.effective_style(), ParameterStyle::Form | ParameterStyle::DeepObject),
            |mark| mark.value,
        )
    }
}

impl ParameterPlace {
    /// The word used in the document: `query`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// All of them.
    pub const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Cookie];
}

impl ParameterStyle {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Matrix,
        Self::Label,
        Self::Simple,
        Self::Form,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::DeepObject,
    ];

    /// The word used in the document: `deepObject`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Label => "label",
            Self::Simple => "simple",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }
}
