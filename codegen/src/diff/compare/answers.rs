//! What comes back.

use super::schema::Role;
use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::place::Part;
use crate::document::{Operation, Response};

impl Comparison<'_> {
    /// Compares the answers, those that mean success first.
    pub(super) fn answers(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let mut answers: Vec<&Response> = base.responses.iter().collect();
        answers.sort_by_key(|answer| (!answer.status.value.is_success(), answer.status.value));
        for before in answers {
            let after = head.responses.iter().find(|after| after.status.value == before.status.value);
            if let Some(after) = after {
                self.answer_pair(before, after, site);
            }
        }
    }

    fn answer_pair(&mut self, before: &Response, after: &Response, site: &Site) {
        let place = site.place.part(Part::Response(before.status.value.to_string()));
        let site = Site::new(place, &before.address, Some(before.span), Some(after.span));
        self.contents(&before.content, &after.content, Direction::Response, &site);
        for header in &before.headers {
            let same =
                after.headers.iter().find(|other| other.name.value.eq_ignore_ascii_case(&header.name.value));
            let schemas = same.and_then(|same| header.schema.zip(same.schema));
            if let Some((before, after)) = schemas {
                let (before, after) = (self.base.slot(before), self.head.slot(after));
                let site = site.child(&header.name.value.to_ascii_lowercase(), None, None);
                self.slots(&before, &after, Direction::Response, Role::Optional, &site);
            }
        }
    }
}
