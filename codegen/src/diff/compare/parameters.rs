//! Parameters: new, gone, moved, renamed, and what they take.
//!
//! A shared parameter is one place, `parameter:Limit`, however many operations name it. What paging speaks of is
//! left to it.

use std::collections::BTreeSet;

use super::arguments::{has_own_type, is_argument, same_name, type_stem};
use super::paging::Spoken;
use super::schema::Role;
use super::site::Site;
use super::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::{Side, Slot};
use crate::diff::pair::{Fate, ParameterPair, pair_parameters, wire_name};
use crate::diff::place::{Part, Place};
use crate::diff::rules::Rule;
use crate::document::{Operation, Parameter, ParameterPlace, SpecDocument};

impl Comparison<'_> {
    /// Compares the parameters of an operation. `moved`: it is served elsewhere, so that another path needs no word.
    pub(super) fn parameters<'p>(
        &mut self,
        base: &'p Operation,
        head: &'p Operation,
        spoken: &Spoken,
        moved: bool,
        site: &Site,
    ) -> Vec<ParameterPair<'p>> {
        let pairs =
            pair_parameters(base, head, |one, other| likeness(self.base, one) == likeness(self.head, other));
        let in_path = |parameter: &Parameter| parameter.place.value == ParameterPlace::Path;
        // What is gone or has another name is named as the base has it.
        let old = Site { place: super::operations::place(base), ..site.clone() };
        for parameter in pairs.removed.iter().filter(|one| !spoken.of(one) && !in_path(one)) {
            self.parameter_removed(parameter, &old);
        }
        for parameter in pairs.added.iter().filter(|one| !spoken.of(one) && !in_path(one)) {
            self.parameter_added(parameter, site);
        }
        for pair in &pairs.both {
            let known = spoken.of(pair.base) || spoken.of(pair.head);
            self.parameter_pair(pair, moved, known, if pair.fate == Fate::Stayed { site } else { &old });
        }
        pairs.both
    }

    fn parameter_removed(&mut self, parameter: &Parameter, site: &Site) {
        let site = self.lone_site(parameter, site, 1);
        let message = format!("{} is gone", called(parameter));
        let finding = Finding::new(Rule::ParameterRemoved, site.place.clone(), message)
            .before(label(parameter))
            .rust(if is_argument(parameter) { Rust::Breaking } else { Rust::None });
        self.note(&site, finding);
    }

    fn parameter_added(&mut self, parameter: &Parameter, site: &Site) {
        let site = self.lone_site(parameter, site, 0);
        let (rule, word) = if parameter.is_required() {
            (Rule::RequiredParameterAdded, "new and required")
        } else {
            (Rule::OptionalParameterAdded, "new")
        };
        let mut finding = Finding::new(rule, site.place.clone(), format!("{} is {word}", called(parameter)))
            .after(label(parameter));
        if !is_argument(parameter) {
            finding.rust = Rust::None;
        }
        self.note(&site, finding);
    }

    /// Compares a parameter of both. `known`: another rule spoke of its name, its place and whether it is required.
    fn parameter_pair(&mut self, pair: &ParameterPair<'_>, moved: bool, known: bool, site: &Site) {
        let site = parameter_site(site, pair.base, pair.head);
        match pair.fate {
            Fate::Stayed => self.inlined(pair, &site),
            Fate::Moved | Fate::Renamed if known => {}
            Fate::Moved => self.relocated(pair, moved, &site),
            Fate::Renamed => self.renamed(pair, moved, &site),
        }
        let made = is_argument(pair.base) && is_argument(pair.head);
        self.at_most(if made { Rust::Breaking } else { Rust::None }, |comparison| {
            if !known {
                comparison.obligation(pair, &site);
            }
            comparison.removal(&pair.base.removal, &pair.head.removal, &called(pair.base), &site);
            comparison.values(pair, &site);
        });
        self.serialization(pair, &site);
        self.parameter_words(pair.base, pair.head, &site);
    }

    /// The type of a value that has no name of its own is named after the parameter, or its component.
    fn inlined(&mut self, pair: &ParameterPair<'_>, site: &Site) {
        let (before, after) = (type_stem(pair.base), type_stem(pair.head));
        if before != after && self.own_type(pair) && is_argument(pair.base) && is_argument(pair.head) {
            let message = format!("the type of {} has another name", called(pair.base));
            let mut finding = Finding::new(Rule::SchemaInlined, site.place.clone(), message);
            (finding.before, finding.after) = (before, after);
            self.note(site, finding);
        }
    }

    fn own_type(&self, pair: &ParameterPair<'_>) -> bool {
        has_own_type(self.base, pair.base) && has_own_type(self.head, pair.head)
    }

    fn relocated(&mut self, pair: &ParameterPair<'_>, moved: bool, site: &Site) {
        if moved && [pair.base, pair.head].iter().any(|one| one.place.value == ParameterPlace::Path) {
            return;
        }
        let (from, to) = (pair.base.place.value.as_str(), pair.head.place.value.as_str());
        let message = format!("`{}` travelled in the {from} and travels in the {to}", pair.base.name.value);
        let made = [pair.base, pair.head].map(is_argument);
        let keeps_setter = made[0] == made[1]
            && (!made[0] || pair.base.is_required() || same_name(pair.base, pair.head))
            && (!self.own_type(pair) || type_stem(pair.base) == type_stem(pair.head));
        let finding = Finding::new(Rule::ParameterLocationChanged, site.place.clone(), message)
            .before(label(pair.base))
            .after(label(pair.head))
            .rust(if keeps_setter { Rust::None } else { Rust::Breaking })
            .hint("read it in the old place too until released clients have moved");
        self.note(site, finding);
    }

    fn renamed(&mut self, pair: &ParameterPair<'_>, moved: bool, site: &Site) {
        let in_path = pair.base.place.value == ParameterPlace::Path;
        if in_path && moved {
            return;
        }
        let (before, after) = (&pair.base.name.value, &pair.head.name.value);
        let (rule, word) = if in_path {
            (Rule::PathParameterRenamed, "")
        } else {
            (Rule::ParameterRenamed, " (renamed, assumed)")
        };
        let made = is_argument(pair.base) || is_argument(pair.head);
        let type_moves = self.own_type(pair) && type_stem(pair.base) != type_stem(pair.head);
        let setter_moves = !pair.base.is_required() && !same_name(pair.base, pair.head);
        let rust = if made && (type_moves || setter_moves) { Rust::Breaking } else { Rust::None };
        let mut finding =
            Finding::new(rule, site.place.clone(), format!("`{before}` is called `{after}`{word}"))
                .before(before)
                .after(after)
                .rust(rust);
        if !in_path {
            finding = finding.hint("take the old name too until released clients have moved");
        }
        self.note(site, finding);
    }

    fn obligation(&mut self, pair: &ParameterPair<'_>, site: &Site) {
        let rule = match (pair.base.is_required(), pair.head.is_required()) {
            (false, true) => Rule::ParameterBecameRequired,
            (true, false) => Rule::ParameterBecameOptional,
            _ => return,
        };
        let word = |parameter: &Parameter| if parameter.is_required() { "required" } else { "optional" };
        let (before, after) = (word(pair.base), word(pair.head));
        let message = format!("{} was {before} and is {after}", called(pair.base));
        let finding = Finding::new(rule, site.place.clone(), message);
        self.note(site, finding.before(before).after(after));
    }

    fn values(&mut self, pair: &ParameterPair<'_>, site: &Site) {
        let (Some(before), Some(after)) = (values(self.base, pair.base), values(self.head, pair.head)) else {
            return;
        };
        let always = pair.base.is_required() || pair.head.is_required();
        let role = if always { Role::Required } else { Role::Optional };
        self.slots(&before, &after, Direction::Request, role, site);
    }

    /// The site of a parameter that only one document has: the component's, if nothing uses it on the other side.
    fn lone_site(&self, parameter: &Parameter, site: &Site, other_side: usize) -> Site {
        let spans = if other_side == 1 {
            (Some(parameter.span), site.head)
        } else {
            (site.base, Some(parameter.span))
        };
        match shared_name(parameter) {
            Some(name) if !self.shared[other_side].contains(&name) => {
                Site::new(Place::Parameter(name), &parameter.address, spans.0, spans.1)
            }
            None if parameter.from_path_item => {
                Site::new(site.place.part(part(parameter)), &parameter.address, spans.0, spans.1)
            }
            _ => site.part(part(parameter), spans.0, spans.1),
        }
    }
}

/// What may be given for a parameter.
pub(super) fn values(side: &Side<'_>, parameter: &Parameter) -> Option<Slot> {
    let content = || parameter.content.iter().find_map(|media| media.schema);
    parameter.schema.or_else(content).map(|used| side.slot(used))
}

/// What has to be the same for one parameter to be the other under a new name.
fn likeness(side: &Side<'_>, parameter: &Parameter) -> Option<String> {
    let slot = values(side, parameter)?;
    let shape = side.shape(&slot);
    let items = shape.items.as_ref().map(|items| side.shape(items));
    let kind = |shape: &crate::diff::normal::Shape| {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {}",
            shape.types, shape.format, shape.closed, shape.known, shape.id_type, shape.secret
        )
    };
    Some(format!("{} {:?}", kind(&shape), items.map(|items| kind(&items))))
}

/// The site of a parameter of both: of the component if both share one of the same name.
pub(super) fn parameter_site(site: &Site, base: &Parameter, head: &Parameter) -> Site {
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

/// The components that operations name as parameters.
pub(super) fn shared_names(document: &SpecDocument) -> BTreeSet<String> {
    document.operations.iter().flat_map(|operation| &operation.parameters).filter_map(shared_name).collect()
}

/// The part of the operation that a parameter is.
pub(super) fn part(parameter: &Parameter) -> Part {
    Part::Parameter { place: parameter.place.value.as_str(), name: wire_name(parameter) }
}

/// A parameter in `before` and `after`: `query:limit`.
fn label(parameter: &Parameter) -> String {
    format!("{}:{}", parameter.place.value.as_str(), wire_name(parameter))
}

/// A parameter in messages: ``the query parameter `limit` ``.
pub(super) fn called(parameter: &Parameter) -> String {
    match parameter.place.value {
        ParameterPlace::Query | ParameterPlace::Path => {
            format!("the {} parameter `{}`", parameter.place.value.as_str(), parameter.name.value)
        }
        place => format!("the {} `{}`", place.as_str(), parameter.name.value),
    }
}
