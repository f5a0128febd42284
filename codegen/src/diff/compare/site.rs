//! Where the comparison is: what the finding will say, and what makes two findings the same one.

use std::fmt;

use crate::diff::place::{Part, Place};
use crate::document::Address;
use crate::source::Span;

/// Where the comparison is.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// What the finding will say.
    pub(super) place: Place,
    /// Where the compared thing is written: the same for all operations that share it.
    pub(super) cause: String,
    /// The way from the part of the operation or the component, for messages: `owner`, `[]`, `name`.
    pub(super) path: Vec<String>,
    /// What the generated crate has there: the part of an operation or the type that `way` starts from.
    pub(super) holder: Holder,
    /// The way from the holder. It is longer than `path` inside components that no type is made of.
    pub(super) way: Vec<String>,
    /// Where it is in the base.
    pub(super) base: Option<Span>,
    /// Where it is in the head.
    pub(super) head: Option<Span>,
}

/// What the way to a value starts from in the generated crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// A part of an operation, or a shared parameter.
    Place(Place),
    /// The type that is made of a component, by its name before and after.
    Component(String, String),
}

impl Site {
    /// The site of something that stands at an address of one of the documents, the base's if it is there.
    pub(super) fn new(place: Place, address: &Address, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = format!("{:?}{}", address.file, address.pointer);
        Self::starting(place, cause, base, head)
    }

    /// A site that only its place tells from others.
    pub(super) fn of(place: Place, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = place.to_string();
        Self::starting(place, cause, base, head)
    }

    fn starting(place: Place, cause: String, base: Option<Span>, head: Option<Span>) -> Self {
        let holder = Holder::Place(place.clone());
        Self { place, cause, path: Vec::new(), holder, way: Vec::new(), base, head }
    }

    /// The site of a component that is used here. `is_type`: a type is made of it, which its values start from then.
    pub(super) fn component(
        &self,
        names: (&str, &str),
        is_type: bool,
        base: Option<Span>,
        head: Option<Span>,
    ) -> Self {
        let place = Place::Schema { name: names.0.to_owned(), path: Vec::new() };
        let site = Self::of(place, base, head);
        if is_type {
            Self { holder: Holder::Component(names.0.to_owned(), names.1.to_owned()), ..site }
        } else {
            Self { holder: self.holder.clone(), way: self.way.clone(), ..site }
        }
    }

    /// The component or the part of an operation that the site is in.
    pub(super) fn root(&self) -> Self {
        let steps: usize = self.path.iter().map(|step| step.len() + 1).sum();
        let cause = self.cause.get(..self.cause.len() - steps).unwrap_or(&self.cause).to_owned();
        let place = match &self.place {
            Place::Schema { name, .. } => Place::Schema { name: name.clone(), path: Vec::new() },
            other => other.clone(),
        };
        Self { place, cause, path: Vec::new(), ..self.clone() }
    }

    /// The name of a property that was or is there, with the way to it where the place does not say that.
    pub(super) fn said_of(&self, name: &str) -> String {
        match self.place {
            Place::Schema { .. } => name.to_owned(),
            _ => self.path.join("/"),
        }
    }

    /// What was or is there, with the way to it where the place does not say that.
    pub(super) fn said(&self, text: impl fmt::Display) -> String {
        match self.place {
            Place::Schema { .. } => text.to_string(),
            _ if self.path.is_empty() => text.to_string(),
            _ => format!("{}: {text}", self.path.join("/")),
        }
    }

    /// A part of the same operation, written in its place.
    pub(super) fn part(&self, part: Part, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = format!("{}{part}", self.cause);
        Self::starting(self.place.part(part), cause, base, head)
    }

    /// A step into a schema.
    pub(super) fn child(&self, step: &str, base: Option<Span>, head: Option<Span>) -> Self {
        let longer = |way: &[String]| way.iter().cloned().chain([step.to_owned()]).collect();
        Self {
            place: self.place.child(step),
            cause: format!("{}/{step}", self.cause),
            path: longer(&self.path),
            holder: self.holder.clone(),
            way: longer(&self.way),
            base: base.or(self.base),
            head: head.or(self.head),
        }
    }

    /// The site in the words of a message: `` `owner/name` ``, else what the thing is.
    pub(super) fn called(&self, otherwise: &str) -> String {
        if self.path.is_empty() { otherwise.to_owned() } else { format!("`{}`", self.path.join("/")) }
    }
}
