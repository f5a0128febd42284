//! Schemas: what may stand at a place, before and after.
//!
//! `slots` settles which component it is and cuts circles; then each part of a shape has a file of its own.
//! What a difference weighs depends on the direction: callers send less than what is taken, and read more than
//! what comes.

mod members;
mod types;

use std::rc::Rc;

use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::normal::{Shape, Slot};
use crate::diff::place::Place;

/// What a slot is to a program, which decides what a change of it does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole of a body or of an answer.
    Whole,
    /// A value that need not be there, before nor after: an `Option` or a setter.
    Optional,
    /// A value that is always there, before or after: a plain field or an argument.
    Required,
    /// An item of a list, a value of a map, a member of a union.
    Element,
}

/// Two shapes that are compared, and where.
pub(super) struct Pair<'s> {
    pub(super) base: Rc<Shape>,
    pub(super) head: Rc<Shape>,
    pub(super) direction: Direction,
    pub(super) role: Role,
    pub(super) site: &'s Site,
}

impl Comparison<'_> {
    /// Compares what may stand at a place.
    pub(super) fn slots(&mut self, base: &Slot, head: &Slot, direction: Direction, role: Role, site: &Site) {
        let shapes = (self.base.shape(base), self.head.shape(head));
        let names = (self.base.name(base), self.head.name(head));
        let at_component = match names {
            (Some(before), Some(after)) if before == after => Some(component(before, &shapes.0, &shapes.1)),
            _ => None,
        };
        let is_new = self.visited.insert((base.clone(), head.clone(), direction));
        let site = at_component.as_ref().unwrap_or(site);
        let pair = Pair { base: shapes.0, head: shapes.1, direction, role, site };
        self.nullability(&pair, base, head);
        if is_new {
            self.shapes(&pair);
        }
    }

    /// Compares two shapes part by part.
    fn shapes(&mut self, pair: &Pair<'_>) {
        if self.types(pair) {
            self.members(pair);
        }
    }
}

/// The site of a component under the same name in both documents.
fn component(name: &str, base: &Shape, head: &Shape) -> Site {
    let place = Place::Schema { name: name.to_owned(), path: Vec::new() };
    Site::of(place, base.span, head.span)
}
