//! Parameters: new, gone, moved, renamed, and what they take.
//!
//! A shared parameter is one place, `parameter:Limit`, however many operations name it.

use super::schema::Role;
use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::normal::Side;
use crate::diff::pair::{ParameterPair, pair_parameters};
use crate::diff::place::{Part, Place};
use crate::document::{Operation, Parameter};

impl Comparison<'_> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let pairs = pair_parameters(base, head, |one, other| {
            one.schema.map(|used| self.base.shape(&self.base.slot(used)).types.clone())
                == other.schema.map(|used| self.head.shape(&self.head.slot(used)).types.clone())
        });
        for pair in &pairs.both {
            self.parameter_pair(pair, site);
        }
    }

    fn parameter_pair(&mut self, pair: &ParameterPair<'_>, site: &Site) {
        let site = parameter_site(site, pair.base, pair.head);
        let (Some(before), Some(after)) = (values(self.base, pair.base), values(self.head, pair.head)) else {
            return;
        };
        let always = pair.base.is_required() || pair.head.is_required();
        let role = if always { Role::Required } else { Role::Optional };
        self.slots(&before, &after, Direction::Request, role, &site);
    }
}

/// What may be given for a parameter.
fn values(side: &Side<'_>, parameter: &Parameter) -> Option<crate::diff::normal::Slot> {
    let content = || parameter.content.iter().find_map(|media| media.schema);
    parameter.schema.or_else(content).map(|used| side.slot(used))
}

/// The site of a parameter of both: of the component if both share one of the same name.
fn parameter_site(site: &Site, base: &Parameter, head: &Parameter) -> Site {
    let place = match (shared_name(base), shared_name(head)) {
        (Some(before), Some(after)) if before == after => Place::Parameter(before),
        _ => site.place.part(part(base)),
    };
    Site::new(place, &base.address, Some(base.span), Some(head.span))
}

/// The name of the component that a parameter is, if it is one.
pub(super) fn shared_name(parameter: &Parameter) -> Option<String> {
    parameter.reference.as_ref()?;
    parameter.address.last_segment()
}

/// The part of the operation that a parameter is.
pub(super) fn part(parameter: &Parameter) -> Part {
    let name = crate::diff::pair::wire_name(parameter);
    Part::Parameter { place: parameter.place.value.as_str(), name }
}
