//! Bodies that were put into an envelope, or taken out of one: what was the whole is now one property of an object.

use super::{Pair, Role};
use crate::diff::compare::Comparison;
use crate::diff::finding::Finding;
use crate::diff::normal::{Shape, Side, Slot};
use crate::diff::rules::Rule;
use crate::document::SchemaType;

impl Comparison<'_> {
    /// Notes an envelope. False: there is none, or it was there before.
    pub(super) fn envelope(&mut self, pair: &Pair<'_>, base: &Slot, head: &Slot) -> bool {
        if pair.role != Role::Whole || shares_a_property(&pair.base, &pair.head) {
            return false;
        }
        let put_in = pair
            .head
            .properties
            .iter()
            .find(|(_, member)| is_content(base, &pair.base, &member.slot, self.head));
        let put_in = put_in.map(|(name, member)| (name.clone(), member.slot.clone()));
        let taken_out = pair
            .base
            .properties
            .iter()
            .find(|(_, member)| is_content(head, &pair.head, &member.slot, self.base));
        let taken_out = taken_out.map(|(name, member)| (name.clone(), member.slot.clone()));
        let found = match (put_in, taken_out) {
            (Some((name, slot)), _) if self.is_alike(base, &slot) => (true, name),
            (_, Some((name, slot))) if self.is_alike(&slot, head) => (false, name),
            _ => return false,
        };
        let (before, after) = match &found {
            (true, name) => (String::from("the whole"), format!("`{name}`")),
            (false, name) => (format!("`{name}`"), String::from("the whole")),
        };
        let message = match &found {
            (true, name) => format!("the body is now `{name}` of a new object"),
            (false, name) => format!("what was `{name}` of an object is now the whole body"),
        };
        let finding = Finding::new(Rule::ResponseWrappedInEnvelope, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after));
        let rust = self.rust_of_change(pair.site);
        self.note_for(pair.site, finding, rust);
        true
    }
}

/// Whether a property may hold what was the whole: both are lists, or objects, of something.
fn is_content(whole: &Slot, shape: &Shape, inner: &Slot, side: &Side<'_>) -> bool {
    let inner = side.shape(inner);
    let holds = |shape: &Shape| shape.is_object() || shape.types.contains(&SchemaType::Array);
    !whole.parts.is_empty()
        && holds(shape)
        && !shape.untyped
        && inner.types == shape.types
        && inner.is_object() == shape.is_object()
}

/// Whether the objects have a property in common, so that one is rather a changed form of the other.
fn shares_a_property(base: &Shape, head: &Shape) -> bool {
    base.properties.keys().any(|name| head.properties.contains_key(name))
        || (base.properties.is_empty() && head.properties.is_empty())
}
