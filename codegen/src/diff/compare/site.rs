//! Where the comparison is: what the finding will say, and what makes two findings the same one.

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
    /// Where it is in the base.
    pub(super) base: Option<Span>,
    /// Where it is in the head.
    pub(super) head: Option<Span>,
}

impl Site {
    /// The site of something that stands at an address of one of the documents, the base's if it is there.
    pub(super) fn new(place: Place, address: &Address, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = format!("{:?}{}", address.file, address.pointer);
        Self { place, cause, path: Vec::new(), base, head }
    }

    /// A site that only its place tells from others.
    pub(super) fn of(place: Place, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = place.to_string();
        Self { place, cause, path: Vec::new(), base, head }
    }

    /// A part of the same operation, written in its place.
    pub(super) fn part(&self, part: Part, base: Option<Span>, head: Option<Span>) -> Self {
        let cause = format!("{}{part}", self.cause);
        Self { place: self.place.part(part), cause, path: Vec::new(), base, head }
    }

    /// A step into a schema.
    pub(super) fn child(&self, step: &str, base: Option<Span>, head: Option<Span>) -> Self {
        let path: Vec<String> = self.path.iter().cloned().chain([step.to_owned()]).collect();
        Self {
            place: self.place.child(step),
            cause: format!("{}/{step}", self.cause),
            path,
            base: base.or(self.base),
            head: head.or(self.head),
        }
    }

    /// The site in the words of a message: `` `owner/name` ``, else what the thing is.
    pub(super) fn called(&self, otherwise: &str) -> String {
        if self.path.is_empty() { otherwise.to_owned() } else { format!("`{}`", self.path.join("/")) }
    }
}
