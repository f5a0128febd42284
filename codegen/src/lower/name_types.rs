//! Gives every type that needs one its name, and keeps two types from taking the same.
//!
//! A component keeps its own name. A type written in place is called by its `title`, else by the type it
//! stands in and the property: `PostPhoto` for the property `photo` of `Post`. An identifier is called as its
//! `x-id` says, wherever it stands.

use heck::ToPascalCase;

use super::flatten::Flat;
use super::{Lowering, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::SchemaId;
use crate::model::{Evidence, TypeName};
use crate::source::Span;

/// The name that a type gets if it is written in place and has no title: `PostPhoto`. Beside it how that is known
/// within which the type is written, where that is a statement with a mark.
#[derive(Debug, Clone)]
pub(super) struct InlineName(String, Option<Evidence>);

impl InlineName {
    /// Begins with the name of a type or an operation.
    pub(super) fn new(base: &str) -> Self {
        Self(base.to_pascal_case(), None)
    }

    /// The name for what stands in a part of it.
    pub(super) fn part(&self, part: &str) -> Self {
        Self(format!("{}{}", self.0, part.to_pascal_case()), self.1)
    }

    /// The same name within a statement that is known by this.
    pub(super) fn known_by(self, mark: Evidence) -> Self {
        Self(self.0, Some(mark))
    }

    /// How that is known within which the type is written.
    pub(super) fn mark(&self) -> Option<Evidence> {
        self.1
    }
}

impl Lowering<'_> {
    /// Takes the name for the schema; none if there is no name to be had, which has been reported.
    pub(super) fn take_name(&mut self, id: SchemaId, flat: &Flat, inline: &InlineName) -> Option<TypeName> {
        let schema = &self.document.schemas[id];
        let own = schema.name.as_ref().map(|name| (name.value.clone(), name.span));
        let title = flat.title.clone().map(|title| (title, schema.span));
        let (text, span) = own.or(title).unwrap_or_else(|| (inline.0.clone(), schema.span));
        let Some(name) = names::type_name(&text) else {
            let note = Diagnostic::new(Code::EmptyName, span, "this schema has an empty name")
                .label("needs a name")
                .why("a type is called by it")
                .help("give it a `title`, or move it under `components.schemas`");
            self.report(note);
            return None;
        };
        self.claim(&name, span, Some(id));
        Some(name)
    }

    /// Notes who has a name; a second owner is reported.
    pub(super) fn claim(&mut self, name: &TypeName, span: Span, owner: Option<SchemaId>) {
        let Some(&(first, holder)) = self.claimed.get(name) else {
            self.claimed.insert(name.clone(), (span, owner));
            return;
        };
        if holder != owner {
            self.findings.push(colliding_types(name, first, span));
        }
    }
}

/// Says that two types have one name; the same is said whichever of the two was met first.
pub(crate) fn colliding_types(name: &TypeName, one: Span, other: Span) -> Diagnostic {
    let (first, second) = (one.min(other), one.max(other));
    Diagnostic::new(Code::CollidingTypes, second, format!("two types would be called `{name}`"))
        .label("the second one")
        .other(first, "the first one")
        .help("rename one of them; a schema that is written in place can be given a `title`")
}
