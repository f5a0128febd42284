//! Paging as a concept: whether a listing is cut into pages, by what, how large they are, and where they end.
//!
//! What is said here is not said again as a change of parameters or properties.

use std::collections::BTreeSet;

use super::Comparison;
use super::answers::page_site;
use super::listing::{Paging, answer};
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::normal::Side;
use crate::diff::pair::wire_name;
use crate::diff::place::{Part, Place};
use crate::diff::rules::Rule;
use crate::document::{Operation, Parameter, ParameterPlace};

/// What paging says about an operation, for those that compare the rest.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    silent: BTreeSet<(ParameterPlace, String)>,
    /// Whether both documents mark it as a listing in pages, so that a page is no type.
    pub(super) is_made_of_pages: bool,
    /// The property with the entries then.
    pub(super) items: Option<String>,
}

impl Spoken {
    /// Whether everything is said about a parameter that is new or gone.
    pub(super) fn of(&self, parameter: &Parameter) -> bool {
        self.silent.contains(&(parameter.place.value, wire_name(parameter)))
    }

    /// Has the rules about parameters keep silent about one, since a rule of more meaning spoke of it.
    pub(super) fn silence_parameter(&mut self, place: ParameterPlace, name: String) {
        self.silent.insert((place, name));
    }

    fn silence(&mut self, paging: &Paging<'_>) {
        let parameters = paging.size.into_iter().chain(paging.position);
        self.silent.extend(parameters.map(|parameter| (parameter.place.value, wire_name(parameter))));
    }
}

impl Comparison<'_> {
    /// Compares how a listing is cut into pages.
    pub(super) fn paging(&mut self, base: &Operation, head: &Operation, site: &Site) -> Spoken {
        let sides = (self.base, self.head);
        let (before, after) = (sides.0.paging(base), sides.1.paging(head));
        let mut spoken = Spoken::default();
        match (&before, &after) {
            (None, Some(after)) if after.style.is_some() && takes(base, after) => {
                self.paging_marked(None, Some(after), site);
            }
            (Some(before), None) if before.style.is_some() && takes(head, before) => {
                self.paging_marked(Some(before), None, site);
            }
            (None, Some(after)) if sides.0.is_listing(base) || after.style.is_some() => {
                self.paging_added(after, site);
                spoken.silence(after);
            }
            (Some(before), None) => {
                self.paging_changed(before, None, site);
                spoken.silence(before);
            }
            (Some(before), Some(after)) => {
                let is_other = before.by.is_some() && before.by != after.by
                    || names(before).zip(names(after)).is_some_and(|(was, is)| was != is);
                if is_other {
                    self.paging_changed(before, Some(after), site);
                    spoken.silence(before);
                    spoken.silence(after);
                } else if before.style.is_some() != after.style.is_some() {
                    self.paging_marked(Some(before), Some(after), site);
                }
                self.page_size(before, after, site);
                self.page_total(before, after, (base, head), site);
                spoken.is_made_of_pages = before.style.is_some() && after.style.is_some();
                spoken.items =
                    after.style.and_then(|style| style.items.as_ref()).map(|items| items.value.clone());
            }
            _ => {}
        }
        spoken
    }

    fn paging_added(&mut self, after: &Paging<'_>, site: &Site) {
        let required = after.size.into_iter().chain(after.position).any(Parameter::is_required);
        let breaks = after.style.is_some() || required;
        let message = format!("the listing comes in pages now, by {}", described(after));
        let finding = Finding::new(Rule::PaginationAdded, site.place.clone(), message)
            .after(described(after))
            .rust(if breaks { Rust::Breaking } else { Rust::Additive })
            .wire(if required { Wire::Breaking } else { Wire::Warning });
        self.note(site, finding);
    }

    fn paging_changed(&mut self, before: &Paging<'_>, after: Option<&Paging<'_>>, site: &Site) {
        let is = after.map_or_else(|| String::from("nothing"), described);
        let message = format!("pages were found by {} and are by {is}", described(before));
        let finding = Finding::new(Rule::PaginationStyleChanged, site.place.clone(), message)
            .before(described(before))
            .after(is)
            .hint("take the old parameters too until released clients have moved");
        self.note(site, finding);
    }

    /// The mark alone makes a stream of entries of a call that gave a page, or the other way round.
    fn paging_marked(&mut self, before: Option<&Paging<'_>>, after: Option<&Paging<'_>>, site: &Site) {
        let is_marked = |paging: Option<&Paging<'_>>| paging.is_some_and(|paging| paging.style.is_some());
        let word = |paging| if is_marked(paging) { "marked" } else { "not marked" };
        let (was, is) = (word(before), word(after));
        let message = format!("the listing was {was} as one in pages and is {is}");
        let finding = Finding::new(Rule::PaginationStyleChanged, site.place.clone(), message)
            .before(was)
            .after(is)
            .wire(Wire::None);
        self.note(site, finding);
    }

    fn page_size(&mut self, before: &Paging<'_>, after: &Paging<'_>, site: &Site) {
        let (Some(base), Some(head)) = (before.size, after.size) else { return };
        let site = super::parameters::parameter_site(site, base, head);
        let shapes = [(self.base, base), (self.head, head)].map(|(side, parameter)| {
            super::parameters::values(side, parameter).map(|slot| side.shape(&slot))
        });
        let [Some(was), Some(is)] = shapes else { return };
        let own_or_styled = |paging: &Paging<'_>, own: &Option<String>| {
            let of_style = || Some(paging.style?.default_size.as_ref()?.value.to_string());
            own.clone().or_else(of_style)
        };
        let defaults = (own_or_styled(before, &was.default), own_or_styled(after, &is.default));
        if defaults.0 != defaults.1 {
            let text = |size: &Option<String>| size.clone().unwrap_or_else(|| String::from("unknown"));
            let message =
                format!("a page had {} entries by default and has {}", text(&defaults.0), text(&defaults.1));
            let mut finding = Finding::new(Rule::PageDefaultChanged, site.place.clone(), message);
            (finding.before, finding.after) = defaults;
            self.note(&site, finding);
        }
        self.mute_values(Rule::RequestDefaultChanged, (base, head), &site);
        self.page_maximum((base, head), &site);
    }

    fn page_maximum(&mut self, sizes: (&Parameter, &Parameter), site: &Site) {
        let limits = |side: &Side<'_>, parameter| {
            super::parameters::values(side, parameter).map(|slot| side.shape(&slot).limits.clone())
        };
        let (Some(mut was), Some(mut is)) = (limits(self.base, sizes.0), limits(self.head, sizes.1)) else {
            return;
        };
        let most = (was.most.take(), is.most.take());
        let lowered = match most {
            (Some(was), Some(is)) => is.at < was.at || is.at <= was.at && is.exclusive && !was.exclusive,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !lowered {
            return;
        }
        let [before, after] = [most.0, most.1].map(|edge| edge.map(|edge| edge.at.to_string()));
        let message = format!(
            "a page could have {} entries and can have {}",
            before.as_deref().unwrap_or("any number of"),
            after.as_deref().unwrap_or("any number")
        );
        let mut finding = Finding::new(Rule::PageMaximumLowered, site.place.clone(), message);
        (finding.before, finding.after) = (before, after);
        self.note(site, finding);
        // If other limits changed too, what is said about all of them is not silenced.
        if was == is {
            self.mute_values(Rule::RequestConstraintTightened, sizes, site);
        }
    }

    /// Keeps a rule silent about the values of a parameter: at its own place, or at the component that they are.
    fn mute_values(&mut self, rule: Rule, sizes: (&Parameter, &Parameter), site: &Site) {
        self.muted.insert((rule, site.cause.clone()));
        let name = super::parameters::values(self.base, sizes.0).and_then(|slot| self.base.name(&slot));
        if let Some(name) = name {
            let place = Place::Schema { name: name.to_owned(), path: Vec::new() };
            self.muted.insert((rule, place.to_string()));
        }
    }

    fn page_total(
        &mut self,
        before: &Paging<'_>,
        after: &Paging<'_>,
        operations: (&Operation, &Operation),
        site: &Site,
    ) {
        let Some((name, was_required)) = &before.total else { return };
        let now = match &after.total {
            None => "is gone",
            Some((_, required)) if *was_required && !required => "may be missing",
            Some(_) => return,
        };
        let (Some(base), Some(head)) = (answer(operations.0), answer(operations.1)) else { return };
        let slots = (self.base.slot(base), self.head.slot(head));
        let Some(answer) = super::statuses::success(operations.0).first().copied() else { return };
        let part = Part::Response(answer.status.value.to_string());
        let site = Site::new(site.place.part(part), &answer.address, Some(answer.span), site.head);
        let site = page_site(self, &slots, &site).child(name, None, None);
        let message = format!("`{name}`, the number of all entries, {now}");
        // A stream of entries reads the total if there is one; a page that is a type has a field for it.
        let is_type = before.style.is_none() || after.style.is_none();
        let finding = Finding::new(Rule::PageTotalRemoved, site.place.clone(), message)
            .before(name)
            .rust(if is_type { Rust::Breaking } else { Rust::Warning });
        let finding = if after.total.is_some() { finding.after("optional") } else { finding };
        self.note(&site, finding);
        for rule in [Rule::ResponsePropertyRemoved, Rule::ResponsePropertyBecameOptional] {
            self.muted.insert((rule, site.cause.clone()));
        }
    }
}

/// Whether an operation takes the parameters of a way to page.
fn takes(operation: &Operation, paging: &Paging<'_>) -> bool {
    let mut needed = paging.size.into_iter().chain(paging.position);
    needed.all(|one| operation.parameters.iter().any(|other| other.is_same(one)))
}

/// The names that a style gives to its parameters and to the list: another name is another style.
fn names<'d>(paging: &Paging<'d>) -> Option<[Option<&'d str>; 3]> {
    // Without a mark a parameter that has another name is a parameter that has another name.
    let style = paging.style?;
    Some(
        [&style.limit, &style.offset, &style.items].map(|name| name.as_ref().map(|name| name.value.as_str())),
    )
}

/// The way to page in words: `limit, offset`.
fn described(paging: &Paging<'_>) -> String {
    let names = paging.size.into_iter().chain(paging.position).map(|parameter| parameter.name.value.as_str());
    let names: Vec<&str> = names.collect();
    match (names.is_empty(), paging.style) {
        (true, Some(style)) => style.name.value.clone(),
        _ => names.join(", "),
    }
}
