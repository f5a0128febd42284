//! Fields whose type changed though nothing changed about them: since their type is used in another way.
//!
//! In what only requests contain, leaving a field out and sending null are two things; once answers contain it too
//! they are one. A type that contains itself now has a pointer where it does.

use super::Comparison;
use super::components::{Component, place};
use super::rust::words;
use crate::diff::finding::Finding;
use crate::diff::level::Wire;
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::model::{Field, Presence, Shape, TypeDef};

impl Comparison<'_> {
    /// Notes the fields of a component's type that differ in the crate and have no finding yet.
    pub(super) fn fields_of_type(&mut self, before: &Component<'_>, after: &Component<'_>) {
        let types = (self.base.type_of_component(before.name), self.head.type_of_component(after.name));
        let (Some(base), Some(head)) = types else { return };
        for (field, other) in both(base, head) {
            let same = field.presence == other.presence && self.same_type(&field.ty, &other.ty);
            if same || self.is_spoken_of(before.name, field.wire_name.as_str()) {
                continue;
            }
            let rule = if base.in_requests { Rule::RequestTypeChanged } else { Rule::ResponseTypeChanged };
            let (was, is) = (text(field), text(other));
            let message = format!(
                "`{}` was `{was}` in Rust and is `{is}`, since its type is used in another way",
                field.wire_name
            );
            let place = place(before.name).child(field.wire_name.as_str());
            let finding = Finding::new(rule, place, message).before(was).after(is).wire(Wire::None);
            self.about(finding, Some(before), Some(after));
        }
    }

    /// Whether something was found at the property, or inside it.
    fn is_spoken_of(&self, component: &str, property: &str) -> bool {
        let key = (component.to_owned(), property.to_owned());
        self.spoken.borrow().contains(&key)
            || self.found.places().any(|place| match place {
                Place::Schema { name, path } => {
                    name == component && path.first().is_some_and(|first| first == property)
                }
                _ => false,
            })
    }
}

/// The fields that both types have.
fn both<'t>(base: &'t TypeDef, head: &'t TypeDef) -> Vec<(&'t Field, &'t Field)> {
    let (Shape::Object { fields }, Shape::Object { fields: others }) = (&base.shape, &head.shape) else {
        return Vec::new();
    };
    let same = |field: &Field| others.iter().find(|other| other.wire_name == field.wire_name);
    fields.iter().filter_map(|field| Some((field, same(field)?))).collect()
}

fn text(field: &Field) -> String {
    let own = words(&field.ty);
    match field.presence {
        Presence::Required => own,
        Presence::Optional => format!("Option<{own}>"),
        Presence::ThreeState => format!("Patch<{own}>"),
    }
}
