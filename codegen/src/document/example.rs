//! Examples of bodies, answers and parameters.

use super::{Node, Reference};
use crate::source::{Sourced, Span};

/// An entry of `examples`, or the one that `example` holds.
#[derive(Debug, Clone)]
pub struct Example {
    /// Where it is attached: the entry of `examples`, or the value of `example`.
    pub span: Span,
    /// Its name: `made_up`. None for a plain `example`.
    pub name: Option<Sourced<String>>,
    /// The reference through which it is attached: `../examples/get_posts.response.json`.
    pub reference: Option<Reference>,
    /// One line about it.
    pub summary: Option<Sourced<String>>,
    /// The value itself. None if there is only an `externalValue`.
    pub value: Option<Node>,
    /// `externalValue`: an address that nobody checks.
    pub external_value: Option<Sourced<String>>,
}
