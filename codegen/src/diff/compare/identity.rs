//! What an operation is called and where it is served.

use std::collections::BTreeMap;

use super::Comparison;
use super::operations::label;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::pair::{OperationPair, OperationPairs, anonymous};
use crate::diff::rules::Rule;
use crate::document::Operation;
use crate::lower::{names, operation_name};

/// Groups of which every operation moved to the same other one: the old name, then the new one.
pub(super) type RenamedTags = BTreeMap<String, String>;

impl Comparison<'_> {
    /// Compares path, method, `operationId` and group. Whether the path is another one.
    pub(super) fn identity(&mut self, pair: &OperationPair<'_>, tags: &RenamedTags, site: &Site) -> bool {
        let moved = self.path(pair, site);
        if !pair.assumed {
            self.operation_id(pair, site);
        }
        self.tag(pair, tags, site);
        moved
    }

    fn path(&mut self, pair: &OperationPair<'_>, site: &Site) -> bool {
        let OperationPair { base, head, .. } = *pair;
        let same_path = pair.same_address || anonymous(&base.path.value) == anonymous(&head.path.value);
        if same_path && base.method.value == head.method.value {
            return false;
        }
        let (before, after) = (label(base), label(head));
        let assumed = if pair.assumed { " (renamed, assumed)" } else { "" };
        let message = format!("{} was {before} and is {after}{assumed}", base.display_name());
        let arguments = |path: &str| path.matches('{').count();
        let keeps_shape = operation_name(base) == operation_name(head)
            && arguments(&base.path.value) == arguments(&head.path.value);
        let rust = if keeps_shape { Rust::None } else { Rust::Breaking };
        let site = Site { place: super::operations::place(base), ..site.clone() };
        let finding = Finding::new(Rule::OperationPathChanged, site.place.clone(), message)
            .before(before)
            .after(after)
            .rust(rust)
            .hint("serve the old address too until released clients have moved");
        self.note(&site, finding);
        true
    }

    fn operation_id(&mut self, pair: &OperationPair<'_>, site: &Site) {
        let id = |operation: &Operation| operation.id.as_ref().map(|id| id.value.clone());
        let (before, after) = (id(pair.base), id(pair.head));
        if before == after {
            return;
        }
        let text =
            |id: &Option<String>| id.as_ref().map_or_else(|| String::from("none"), |id| format!("`{id}`"));
        let message = format!("the operationId was {} and is {}", text(&before), text(&after));
        let mut finding = Finding::new(Rule::OperationIdChanged, site.place.clone(), message);
        finding.before = before;
        finding.after = after;
        if operation_name(pair.base) == operation_name(pair.head) {
            finding.rust = Rust::None;
        }
        self.note(site, finding);
    }

    fn tag(&mut self, pair: &OperationPair<'_>, renamed: &RenamedTags, site: &Site) {
        let (before, after) = (group(pair.base), group(pair.head));
        if before == after {
            if first_tag(pair.base) != first_tag(pair.head) {
                self.note_words(site, &pair.base.display_name());
            }
            return;
        }
        let is_renamed = renamed.get(&before) == Some(&after);
        let message = if is_renamed {
            format!("the group `{before}` is called `{after}`")
        } else {
            format!("{} moved from the group `{before}` to `{after}`", pair.base.display_name())
        };
        let mut site = site.clone();
        if is_renamed {
            site.cause = format!("tag {before}");
        }
        let finding = Finding::new(Rule::OperationTagMoved, site.place.clone(), message);
        self.note(&site, finding.before(before).after(after));
    }
}

/// The groups that have another name: every operation moved to the same other group.
pub(super) fn renamed_tags(pairs: &OperationPairs<'_>) -> RenamedTags {
    let mut moves: BTreeMap<String, Option<String>> = BTreeMap::new();
    for pair in &pairs.both {
        let after = group(pair.head);
        let known = moves.entry(group(pair.base)).or_insert_with(|| Some(after.clone()));
        if known.as_ref() != Some(&after) {
            *known = None;
        }
    }
    moves.into_iter().filter_map(|(before, after)| Some((before, after?))).collect()
}

/// What a method that has no name of its own is called is made from its path; whether that changed unseen.
pub(super) fn is_renamed_by_path(pair: &OperationPair<'_>) -> bool {
    let own_name = |operation: &Operation| operation.id.is_some();
    !own_name(pair.base) && !own_name(pair.head) && operation_name(pair.base) != operation_name(pair.head)
}

fn first_tag(operation: &Operation) -> Option<&str> {
    operation.tags.first().map(|tag| tag.value.as_str())
}

/// The name of an operation's group in programs.
fn group(operation: &Operation) -> String {
    let name = first_tag(operation).and_then(names::tag_name);
    name.map_or_else(|| String::from("general"), |name| name.as_str().to_owned())
}

/// The weight of a path that is written in another way but served as before.
pub(super) fn base_path_weight(pairs: &OperationPairs<'_>) -> (Wire, Rust) {
    let named_by_path = pairs.both.iter().any(is_renamed_by_path);
    (Wire::None, if named_by_path { Rust::Breaking } else { Rust::Warning })
}
