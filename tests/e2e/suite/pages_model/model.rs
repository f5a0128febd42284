//! The pages of one account as they should be, and how an answer is compared with them.

use std::collections::BTreeSet;

use cc_api::page_builder::WebPage;
use serde_json::{Value, json};

/// A page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) is_published: bool,
    /// Whether visitors could see it at any time.
    pub(super) was_published: bool,
    pub(super) components: Vec<Component>,
    /// Identifiers and addresses.
    pub(super) links: Vec<(String, String)>,
}

/// What stands on a page.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) heading: Option<String>,
    pub(super) is_visible: bool,
    /// Identifiers and addresses.
    pub(super) pictures: Vec<(String, String)>,
}

/// The pages of the account, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) pages: Vec<Page>,
    present: BTreeSet<String>,
    gone: BTreeSet<String>,
}

impl Model {
    /// The status that a slug is refused with, for a new page or for this one.
    pub(super) fn refusal_of(&self, slug: &str, page: Option<usize>) -> Option<u16> {
        let is_taken =
            self.pages.iter().enumerate().any(|(other, it)| Some(other) != page && it.slug == slug);
        if slug.contains(' ') { Some(422) } else { is_taken.then_some(409) }
    }

    /// The slug that a page gets without asking for one.
    pub(super) fn free_slug(&self, made: &str) -> String {
        let is_free = |slug: &String| self.pages.iter().all(|page| page.slug != *slug);
        let numbered = (2..).map(|number| format!("{made}-{number}"));
        std::iter::once(made.to_owned()).chain(numbered).find(is_free).unwrap()
    }

    /// Every identifier names one thing, and none ever names a second one.
    pub(super) fn check_identifiers(&mut self) {
        let mut present = BTreeSet::new();
        for id in self.pages.iter().flat_map(Page::ids) {
            assert!(present.insert(id.to_owned()), "{id} stands twice");
            assert!(!self.gone.contains(id), "{id} came back");
        }
        let gone: Vec<String> = self.present.difference(&present).cloned().collect();
        self.gone.extend(gone);
        self.present = present;
    }
}

impl Page {
    /// What the answer has to look like. Places are those in the lists.
    pub(super) fn shape(&self) -> Value {
        let components = self.components.iter().zip(0..).map(|(component, order)| {
            let pictures = component.pictures.iter().zip(0..).map(
                |((id, url), order)| json!({ "id": id, "in": component.id, "url": url, "order": order }),
            );
            json!({
                "id": component.id,
                "on": self.id,
                "kind": component.kind,
                "heading": component.heading,
                "isVisible": component.is_visible,
                "order": order,
                "pictures": pictures.collect::<Vec<Value>>(),
            })
        });
        let links = self.links.iter().zip(0..);
        let links =
            links.map(|((id, url), order)| json!({ "id": id, "on": self.id, "url": url, "order": order }));
        json!({
            "id": self.id,
            "slug": self.slug,
            "title": self.title,
            "status": if self.is_published { "published" } else { "draft" },
            "hasAddress": self.is_published,
            "wasPublished": self.was_published,
            "components": components.collect::<Vec<Value>>(),
            "links": links.collect::<Vec<Value>>(),
        })
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        let components = self.components.iter().flat_map(|component| {
            let pictures = component.pictures.iter().map(|(id, _)| id.as_str());
            std::iter::once(component.id.as_str()).chain(pictures)
        });
        let links = self.links.iter().map(|(id, _)| id.as_str());
        std::iter::once(self.id.as_str()).chain(components).chain(links)
    }
}

/// An answer in the same form.
pub(super) fn shape(page: &WebPage) -> Value {
    let components = page.components.iter().flatten().map(|component| {
        let pictures = component.images.iter().flatten().map(|picture| {
            json!({ "id": picture.id, "in": picture.component_id, "url": picture.url, "order": picture.order })
        });
        json!({
            "id": component.id,
            "on": component.page_id,
            "kind": component.kind,
            "heading": component.heading,
            "isVisible": component.is_visible,
            "order": component.order,
            "pictures": pictures.collect::<Vec<Value>>(),
        })
    });
    let links = page.social_links.iter().flatten();
    let links =
        links.map(|link| json!({ "id": link.id, "on": link.page_id, "url": link.url, "order": link.order }));
    json!({
        "id": page.id,
        "slug": page.slug,
        "title": page.title,
        "status": page.status,
        "hasAddress": page.url.is_some(),
        "wasPublished": page.published_at.is_some(),
        "components": components.collect::<Vec<Value>>(),
        "links": links.collect::<Vec<Value>>(),
    })
}

/// The number taken round and round, so that it always names something; none of an empty list.
pub(super) fn pick(number: usize, length: usize) -> Option<usize> {
    (length > 0).then(|| number % length)
}

/// Puts something at the place that is wanted, at the end without one and beyond it.
pub(super) fn insert<T>(list: &mut Vec<T>, order: Option<i64>, entry: T) {
    let end = list.len();
    let place = order.map_or(end, |order| usize::try_from(order).unwrap().min(end));
    list.insert(place, entry);
}
