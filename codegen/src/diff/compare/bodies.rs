//! What is sent, and in which media types bodies and answers come.

use super::arguments::{Body, body, json};
use super::schema::Role;
use super::site::Site;
use super::words::media_examples;
use super::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::place::Part;
use crate::diff::rules::Rule;
use crate::document::{MediaType, Operation, RequestBody};

impl Comparison<'_> {
    /// Compares the bodies of requests.
    pub(super) fn request_body(&mut self, base: &Operation, head: &Operation, site: &Site) {
        let bodies = (body(self.base, base), body(self.head, head));
        let place = site.place.part(Part::Request);
        match (&base.request_body, &head.request_body) {
            (None, None) => {}
            (Some(before), None) => {
                let place = super::operations::place(base).part(Part::Request);
                let site = Site::new(place, &before.address, Some(before.span), site.head);
                self.body_removed(before, &bodies.0, &site);
            }
            (None, Some(after)) => {
                let site = Site::new(place, &after.address, site.base, Some(after.span));
                self.body_added(after, &bodies.1, &site);
            }
            (Some(before), Some(after)) => {
                let site = Site::new(place, &before.address, Some(before.span), Some(after.span));
                self.body_obligation(before, after, &bodies, &site);
                self.contents(&before.content, &after.content, Direction::Request, &site);
                let rest = self.rest(&before.address, &after.address, &["content", "required"]);
                let examples = [before, after].map(|body| media_examples(&body.content));
                if rest[0] != rest[1] || examples[0] != examples[1] {
                    self.note_words(&site, "the body");
                }
            }
        }
    }

    fn body_removed(&mut self, before: &RequestBody, form: &Body, site: &Site) {
        let finding = Finding::new(Rule::MediaTypeRemoved, site.place.clone(), "no body is taken any more")
            .before(essences(&before.content))
            .rust(if *form == Body::None { Rust::None } else { Rust::Breaking });
        self.note(site, finding);
    }

    fn body_added(&mut self, after: &RequestBody, form: &Body, site: &Site) {
        let (rule, word) = if is_required(after) {
            (Rule::RequestBodyBecameRequired, "must")
        } else {
            (Rule::RequestBodyAddedOptional, "may")
        };
        let finding = Finding::new(rule, site.place.clone(), format!("a body {word} be sent"))
            .after(essences(&after.content))
            .rust(added_weight(form));
        self.note(site, finding);
    }

    fn body_obligation(
        &mut self,
        before: &RequestBody,
        after: &RequestBody,
        forms: &(Body, Body),
        site: &Site,
    ) {
        let finding = match (is_required(before), is_required(after)) {
            (false, true) => {
                let message = "the body was optional and is required";
                let finding = Finding::new(Rule::RequestBodyBecameRequired, site.place.clone(), message)
                    .before("optional")
                    .after("required");
                // What was a setter and stays one is not touched by it.
                let weight = added_weight(&forms.1);
                finding.rust(if weight == Rust::Breaking { weight } else { Rust::None })
            }
            (true, false) => {
                let message = "the body was required and is optional";
                let finding = Finding::new(Rule::RequestPropertyBecameOptional, site.place.clone(), message)
                    .before("required")
                    .after("optional");
                let weight = added_weight(&forms.0);
                finding.rust(if weight == Rust::Breaking { weight } else { Rust::None })
            }
            _ => return,
        };
        self.note(site, finding);
    }

    /// Compares what is said about the same media types, and which are gone or new.
    pub(super) fn contents(
        &mut self,
        base: &[MediaType],
        head: &[MediaType],
        direction: Direction,
        site: &Site,
    ) {
        for before in base {
            let same = head.iter().find(|after| essence(after) == essence(before));
            if same.is_none() && !head.is_empty() {
                self.media_type_removed(before, head, site);
            }
            // JSON under another name is compared as JSON still.
            let same = same.or_else(|| if before.is_json() { json(head) } else { None });
            if let Some((before, after)) = same.and_then(|after| before.schema.zip(after.schema)) {
                let (before, after) = (self.base.slot(before), self.head.slot(after));
                self.slots(&before, &after, direction, Role::Whole, site);
            }
        }
        let is_new = |after: &&MediaType| !base.iter().any(|before| essence(before) == essence(after));
        let added: Vec<&MediaType> = head.iter().filter(is_new).collect();
        if base.is_empty() {
            return;
        }
        if json(base).is_none() && added.iter().any(|media| media.is_json()) {
            self.json_added(base, head, direction, site);
        } else if !added.is_empty() && added.len() + base.len() == head.len() {
            self.note_words(site, "the media types");
        }
    }

    fn media_type_removed(&mut self, before: &MediaType, head: &[MediaType], site: &Site) {
        let message = format!("`{}` is gone", before.name.value);
        let loses_json = before.is_json() && json(head).is_none();
        let finding = Finding::new(Rule::MediaTypeRemoved, site.place.clone(), message)
            .before(essence(before))
            .rust(if loses_json { Rust::Breaking } else { Rust::None });
        self.note(site, finding);
    }

    /// What could not be sent or read as a type before can now.
    fn json_added(&mut self, base: &[MediaType], head: &[MediaType], direction: Direction, site: &Site) {
        let rule = match direction {
            Direction::Request => Rule::RequestTypeWidened,
            Direction::Response => Rule::ResponseTypeChanged,
        };
        let finding = Finding::new(rule, site.place.clone(), "JSON is one of the media types now")
            .before(essences(base))
            .after(essences(head))
            .wire(Wire::Info);
        self.note(site, finding);
    }
}

/// What a body that is added means for programs: an argument more breaks them, setters don't.
fn added_weight(form: &Body) -> Rust {
    match form {
        Body::None => Rust::None,
        Body::Whole { required: true } => Rust::Breaking,
        Body::Fields { arguments, .. } if !arguments.is_empty() => Rust::Breaking,
        Body::Whole { .. } | Body::Fields { .. } => Rust::Additive,
    }
}

fn is_required(body: &RequestBody) -> bool {
    body.required.as_ref().is_some_and(|mark| mark.value)
}

/// The media type without what is only spelling.
fn essence(media: &MediaType) -> String {
    media.name.value.chars().filter(|own| !own.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

/// All media types, in one line.
pub(super) fn essences(content: &[MediaType]) -> String {
    let mut names: Vec<String> = content.iter().map(essence).collect();
    names.sort();
    names.join(", ")
}
