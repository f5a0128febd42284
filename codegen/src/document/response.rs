//! Bodies: what is sent, what comes back.

use std::fmt;

use super::{Address, Example, Reference, SchemaUse};
use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// `requestBody`.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where the operation names it.
    pub span: Span,
    /// Where the object itself stands.
    pub address: Address,
    /// The reference, if it is shared.
    pub reference: Option<Reference>,
    /// What it is.
    pub description: Option<Sourced<String>>,
    /// Whether it has to be sent.
    pub required: Option<Sourced<bool>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
    /// The forms it may have.
    pub content: Vec<MediaType>,
}

/// An entry of `content`.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The object.
    pub span: Span,
    /// The media type: `application/json`.
    pub name: Sourced<String>,
    /// Its values.
    pub schema: Option<SchemaUse>,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
}

/// An entry of `responses`.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where the operation names it.
    pub span: Span,
    /// Where the object itself stands.
    pub address: Address,
    /// The reference, if it is shared.
    pub reference: Option<Reference>,
    /// Which answers it describes.
    pub status: Sourced<StatusKey>,
    /// When it comes.
    pub description: Option<Sourced<String>>,
    /// How it is known; inferred where nothing is said.
    pub evidence: Option<Sourced<Evidence>>,
    /// Its headers.
    pub headers: Vec<Header>,
    /// The forms it may have; none: it is empty.
    pub content: Vec<MediaType>,
    /// `links`, if there are some: the client has no use for them.
    pub ignored: Vec<Sourced<String>>,
}

/// A header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// Where the response names it.
    pub span: Span,
    /// Its name: `Retry-After`.
    pub name: Sourced<String>,
    /// The reference, if it is shared.
    pub reference: Option<Reference>,
    /// What it means.
    pub description: Option<Sourced<String>>,
    /// Whether every such answer has it.
    pub required: Option<Sourced<bool>>,
    /// Its values.
    pub schema: Option<SchemaUse>,
}

/// Which answers a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusKey {
    /// One status: `'200'`.
    Code(u16),
    /// A hundred of them: `2XX` is 2.
    Range(u8),
    /// All that no other names: `default`.
    Default,
}

impl StatusKey {
    /// Reads the key of a response.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Default);
        }
        if let [digit @ b'1'..=b'5', b'X', b'X'] = text.as_bytes() {
            return Some(Self::Range(digit - b'0'));
        }
        text.parse().ok().filter(|code| (100..600).contains(code) && text.len() == 3).map(Self::Code)
    }

    /// Whether it describes answers that let the caller go on: 200 to 299.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }
}

impl fmt::Display for StatusKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl MediaType {
    /// Whether this is JSON: `application/json`, `application/problem+json; charset=utf-8`.
    pub fn is_json(&self) -> bool {
        let essence = self.name.value.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        essence == "application/json" || essence.ends_with("+json")
    }
}
