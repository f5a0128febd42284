//! What the document says about the service as a whole.

use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// `info`.
#[derive(Debug, Clone)]
pub struct Info {
    /// The object, or the root file's first byte if there is none.
    pub span: Span,
    /// The title: `Coffee & Contracts API`.
    pub title: Option<Sourced<String>>,
    /// The version of the document: `0.1.0`.
    pub version: Option<Sourced<String>>,
    /// One line.
    pub summary: Option<Sourced<String>>,
    /// What the API is for.
    pub description: Option<Sourced<String>>,
}

/// An entry of `servers`.
#[derive(Debug, Clone)]
pub struct Server {
    /// The object.
    pub span: Span,
    /// The address, its variables replaced by their defaults.
    pub url: Sourced<String>,
    /// What distinguishes it.
    pub description: Option<Sourced<String>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
}

/// An entry of `tags`.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The object.
    pub span: Span,
    /// The name: `content`.
    pub name: Sourced<String>,
    /// What is in it.
    pub description: Option<Sourced<String>>,
}
