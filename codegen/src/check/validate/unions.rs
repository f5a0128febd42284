//! `anyOf` and `oneOf`: which member was meant, and whether it fits.

use super::{Outcome, Place, Run, kind_of};
use crate::document::{Discriminator, Node, Schema, SchemaId, SchemaUse};
use crate::source::Span;

/// What the discriminator says about a value.
enum Chosen {
    /// This member.
    Member(SchemaId),
    /// A member that there is none of.
    Unknown,
    /// Nothing.
    Unsaid,
}

impl<'d> Run<'d> {
    pub(super) fn unions(&mut self, schema: &'d Schema, node: &'d Node, path: &str) -> Outcome {
        let mut outcome = Outcome::default();
        for (members, only_one) in [(&schema.any_of, false), (&schema.one_of, true)] {
            if members.is_empty() {
                continue;
            }
            let chosen =
                schema.discriminator.as_ref().map_or(Chosen::Unsaid, |by| self.chosen(by, members, node));
            match (chosen, &schema.discriminator) {
                (Chosen::Member(id), _) => outcome.add(self.value(id, node, path)),
                (Chosen::Unknown, Some(by)) => {
                    let value = node.get(&by.property.value).unwrap_or(node);
                    let path = format!("{path}/{}", by.property.value);
                    let at = Place { node: value, path: &path };
                    outcome.misfit(&at, "names none of the members", by.span, "tells the members apart");
                }
                _ => outcome.add(self.members(members, only_one, node, path)),
            }
        }
        outcome
    }

    fn chosen(&self, by: &Discriminator, members: &[SchemaUse], node: &Node) -> Chosen {
        let Some(value) = node.get(&by.property.value).and_then(Node::as_text) else { return Chosen::Unsaid };
        if let Some((_, member)) = by.mapping.iter().find(|(name, _)| name.value == value) {
            return Chosen::Member(member.schema);
        }
        let is_named = |member: &&SchemaUse| {
            self.schemas[member.schema].name.as_ref().is_some_and(|name| name.value == value)
        };
        let all_named = members.iter().all(|member| self.schemas[member.schema].name.is_some());
        match members.iter().find(is_named) {
            Some(member) => Chosen::Member(member.schema),
            None if all_named => Chosen::Unknown,
            None => Chosen::Unsaid,
        }
    }

    fn members(&mut self, members: &[SchemaUse], only_one: bool, node: &'d Node, path: &str) -> Outcome {
        let judged: Vec<Outcome> =
            members.iter().map(|member| self.value(member.schema, node, path)).collect();
        let at = Place { node, path };
        let mut fitting = judged.iter().zip(members).filter(|(outcome, _)| outcome.fits());
        if let Some((first, _)) = fitting.next() {
            let mut outcome = Outcome { uncertain: first.uncertain, ..Outcome::default() };
            let second = fitting.find(|(outcome, _)| !outcome.uncertain);
            if let Some((_, member)) = second.filter(|_| only_one && !first.uncertain) {
                let fault = "fits more than one member of `oneOf`";
                outcome.misfit(&at, fault, member.span, "this one fits as well as another");
            }
            return outcome;
        }
        drop(fitting);
        nearest_of(judged, members, &at)
    }
}

/// The one member of the right kind is the one that was meant; of several, the nearest is named.
fn nearest_of(judged: Vec<Outcome>, members: &[SchemaUse], at: &Place<'_>) -> Outcome {
    let count = judged.len();
    if judged.iter().all(|outcome| outcome.wrong_kind) {
        return of_no_kind(&judged, members, at);
    }
    let kinds_fit = judged.iter().filter(|outcome| !outcome.wrong_kind).count();
    let nearest = judged
        .into_iter()
        .zip(members)
        .filter(|(outcome, _)| !outcome.wrong_kind)
        .min_by_key(|(outcome, _)| outcome.misfits.len());
    let Some((nearest, member)) = nearest else { return Outcome::default() };
    if kinds_fit == 1 {
        return nearest;
    }
    let mut outcome = Outcome::default();
    let fault = match nearest.misfits.into_iter().next() {
        Some(misfit) if misfit.path == at.path => {
            format!("fits none of {count} members; by the nearest it {}", misfit.fault)
        }
        Some(misfit) => {
            format!("fits none of {count} members; by the nearest `{}` {}", misfit.path, misfit.fault)
        }
        None => format!("fits none of {count} members"),
    };
    outcome.misfit(at, fault, member.span, "the nearest of them");
    outcome
}

/// No member is of the value's kind: the kinds that would do are named together.
fn of_no_kind(judged: &[Outcome], members: &[SchemaUse], at: &Place<'_>) -> Outcome {
    let mut kinds: Vec<&str> = Vec::new();
    for misfit in judged.iter().filter_map(|outcome| outcome.misfits.first()) {
        if !kinds.contains(&misfit.wanted.as_str()) {
            kinds.push(&misfit.wanted);
        }
    }
    let (wanted, mut outcome) = (kinds.join(" or "), Outcome { wrong_kind: true, ..Outcome::default() });
    if let (Some(first), Some(last)) = (members.first(), members.last()) {
        let rule = Span { end: last.span.end, ..first.span };
        outcome.misfit(at, format!("is {}, not {wanted}", kind_of(at.node)), rule, wanted);
    }
    outcome
}
