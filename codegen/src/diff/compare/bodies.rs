//! What is sent.

use super::schema::Role;
use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::place::Part;
use crate::document::{MediaType, Operation};

impl Comparison<'_> {
    /// Compares the bodies of requests.
    pub(super) fn request_body(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let (Some(before), Some(after)) = (&base.request_body, &head.request_body) else { return };
        let place = site.place.part(Part::Request);
        let site = Site::new(place, &before.address, Some(before.span), Some(after.span));
        self.contents(&before.content, &after.content, Direction::Request, &site);
    }

    /// Compares what is said about the same media types.
    pub(super) fn contents(
        &mut self,
        base: &[MediaType],
        head: &[MediaType],
        direction: Direction,
        site: &Site,
    ) {
        for before in base {
            let same = head.iter().find(|after| essence(after) == essence(before));
            let schemas = same.and_then(|after| before.schema.zip(after.schema));
            if let Some((before, after)) = schemas {
                let (before, after) = (self.base.slot(before), self.head.slot(after));
                self.slots(&before, &after, direction, Role::Whole, site);
            }
        }
    }
}

/// The media type without what is only spelling.
pub(super) fn essence(media: &MediaType) -> String {
    media.name.value.chars().filter(|own| !own.is_whitespace()).collect::<String>().to_ascii_lowercase()
}
