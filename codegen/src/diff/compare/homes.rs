//! In which group a type is written: `content::Post`, or `common::Post` once another group uses it too.
//!
//! No document says so: it follows from who uses the type, so the generator is asked.

use std::collections::BTreeMap;

use super::Comparison;
use super::identity::{RenamedTags, group};
use super::site::Site;
use crate::Profile;
use crate::check::can_be_walked;
use crate::diagnostic::Findings;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::pair::{OperationPair, OperationPairs};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::SpecDocument;
use crate::lower::{lower, names};
use crate::model::{TypeHome, TypeName};
use crate::source::Span;

impl Comparison<'_> {
    /// Compares where types are written. A group that is called otherwise, or that an operation moved to, has a
    /// finding of its own.
    pub(super) fn homes(&mut self, pairs: &OperationPairs<'_>, tags: &RenamedTags) {
        if pairs
            .both
            .iter()
            .any(|pair| super::identity::group(pair.base) != super::identity::group(pair.head))
            && tags.iter().all(|(before, after)| before == after)
        {
            return;
        }
        let (before, after) = (homes(self.base.document), homes(self.head.document));
        let (of_base, of_head) = (spans(self.base.document), spans(self.head.document));
        for (name, was) in &before {
            let Some(is) = after.get(name) else { continue };
            if was == is || tags.get(was) == Some(is) {
                continue;
            }
            let called =
                of_base.get(name).map_or_else(|| name.to_string(), |(called, _)| (*called).to_owned());
            let place = Place::Schema { name: called, path: Vec::new() };
            let span = |spans: &BTreeMap<TypeName, (&str, Span)>| spans.get(name).map(|(_, span)| *span);
            let site = Site::of(place.clone(), span(&of_base), span(&of_head));
            let (was, is) = (format!("{was}::{name}"), format!("{is}::{name}"));
            let why =
                if is.starts_with("common::") { "more than one group uses it" } else { "one group uses it" };
            let message = format!("the type `{was}` is `{is}` now, since {why}");
            let finding = Finding::new(Rule::SchemaRenamed, place, message).before(was).after(is);
            self.note(&site, finding.rust(Rust::Breaking).hint("re-export it from the old module"));
        }
    }
}

/// The module of each type; none where the generator can't go.
fn homes(document: &SpecDocument) -> BTreeMap<TypeName, String> {
    if !can_be_walked(document) {
        return BTreeMap::new();
    }
    let model = lower(document, &mut Findings::new(Profile::General));
    let home = |home: &TypeHome| match home {
        TypeHome::Common(_) => String::from("common"),
        TypeHome::Tag(tag) => tag.as_str().to_owned(),
    };
    model.types.iter().map(|def| (def.name.clone(), home(&def.home))).collect()
}

/// Where the components are that types are made of, and what they are called there.
fn spans(document: &SpecDocument) -> BTreeMap<TypeName, (&str, Span)> {
    let definitions = document.definitions.iter();
    definitions
        .filter_map(|own| {
            Some((names::type_name(&own.name.value)?, (own.name.value.as_str(), own.name.span)))
        })
        .collect()
}
