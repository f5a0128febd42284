//! Schemas that are referred to by another name than before, or written in place.

use super::Pair;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::normal::{Shape, Slot};
use crate::diff::rules::Rule;

/// A slot, and the component that it is.
type Named<'s> = (&'s Slot, Option<&'s str>);

impl Comparison<'_> {
    /// Whether a component of the base is that of the head, under its name or a new one.
    pub(super) fn is_same_component(&self, before: &str, after: &str) -> bool {
        match self.renames.get(before) {
            Some(renamed) => renamed == after,
            None => before == after,
        }
    }

    /// Compares what has another name than before. Whether all is said with that.
    pub(super) fn another_name(&mut self, pair: &Pair<'_>, base: Named<'_>, head: Named<'_>) -> bool {
        if kind(&pair.base) != kind(&pair.head) || kind(&pair.base) == "plain" {
            return false;
        }
        match (base.1, head.1) {
            (Some(before), Some(after)) => {
                self.swapped(pair, base.0, head.0, before, after);
                true
            }
            (before, after) => {
                self.written_in_place(pair, before, after);
                false
            }
        }
    }

    /// Another component is referred to. What that means on the wire is what a comparison of the two would find.
    fn swapped(&mut self, pair: &Pair<'_>, base: &Slot, head: &Slot, before: &str, after: &str) {
        let differences = self.trial(base, head, pair.direction);
        let wire = differences.iter().map(|finding| finding.wire).max().unwrap_or(Wire::None);
        let rust = self.rust_of_change(pair.site);
        if wire == Wire::None && rust == Some(Rust::None) {
            return;
        }
        let rule = match pair.direction {
            Direction::Request => Rule::RequestTypeChanged,
            Direction::Response => Rule::ResponseTypeChanged,
        };
        let worst = differences.iter().find(|finding| finding.wire == wire && wire != Wire::None);
        let how = match worst {
            Some(worst) if differences.len() == 1 => format!(": {}", worst.message),
            Some(worst) => format!(": {}, and {} more", worst.message, differences.len() - 1),
            None => String::from(", which says the same"),
        };
        let called = pair.site.called("the value");
        let message = format!("{called} was a `{before}` and is a `{after}`{how}");
        let finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after))
            .wire(wire);
        self.note_for(pair.site, finding, rust);
    }

    /// A component is written out in place, or the other way round: a matter of the type's name.
    fn written_in_place(&mut self, pair: &Pair<'_>, before: Option<&str>, after: Option<&str>) {
        let Some((old, new)) = self.type_names(pair.site) else { return };
        let called = pair.site.called("the value");
        let message = match before {
            Some(name) => format!("{called} was a `{name}` and is written out in place"),
            None => format!("{called} was written out in place and is a `{}`", after.unwrap_or_default()),
        };
        let finding = Finding::new(Rule::SchemaInlined, pair.site.place.clone(), message)
            .before(pair.site.said(&old))
            .after(pair.site.said(&new))
            .hint(format!("keep the old name: `pub type {old} = {new};`"));
        self.inlined.extend(before.or(after).map(str::to_owned));
        self.note(pair.site, finding);
    }

    /// Whether two slots take the same values, as far as anybody can tell from outside.
    pub(in crate::diff::compare) fn is_alike(&mut self, base: &Slot, head: &Slot) -> bool {
        if let (Some(before), Some(after)) = (self.base.name(base), self.head.name(head))
            && self.is_same_component(before, after)
        {
            return base.nullable == head.nullable;
        }
        let shapes = (self.base.shape(base), self.head.shape(head));
        shapes.0.types == shapes.1.types
            && shapes.0.nullable == shapes.1.nullable
            && shapes.0.format == shapes.1.format
            && shapes.0.secret == shapes.1.secret
            && [Direction::Request, Direction::Response]
                .into_iter()
                .all(|direction| self.trial(base, head, direction).is_empty())
    }
}

/// What a schema is, in a word; `plain` if no type of the crate is called by its name.
pub(in crate::diff::compare) fn kind(shape: &Shape) -> &'static str {
    if !shape.choices.is_empty() {
        "choice"
    } else if shape.is_object() {
        "object"
    } else if shape.known.is_some() || is_text_list(shape) {
        "enum"
    } else {
        "plain"
    }
}

fn is_text_list(shape: &Shape) -> bool {
    shape.closed.as_ref().is_some_and(|values| values.iter().all(|value| value.starts_with('"')))
}
