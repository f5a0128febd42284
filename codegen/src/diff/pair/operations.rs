//! Which operation of the head is which of the base.
//!
//! Method and path say it, whatever the places in the path are called; after that the `operationId`. Paths are
//! compared as they are served where a prefix moved between the addresses and the paths.

use std::collections::BTreeMap;

use crate::document::{Operation, SpecDocument};
use crate::model::Method;

/// Operations side by side.
#[derive(Debug, Default)]
pub(in crate::diff) struct OperationPairs<'d> {
    /// The same operation in both.
    pub(in crate::diff) both: Vec<(&'d Operation, &'d Operation)>,
    /// Only in the base.
    pub(in crate::diff) removed: Vec<&'d Operation>,
    /// Only in the head.
    pub(in crate::diff) added: Vec<&'d Operation>,
    /// Whether paths had to be compared as they are served, since a prefix moved.
    pub(in crate::diff) prefix_moved: bool,
}

/// Method and path, the names of its places left out.
type Key = (Method, String);

/// Pairs the operations of two documents.
pub(in crate::diff) fn pair_operations<'d>(
    base: &'d SpecDocument,
    head: &'d SpecDocument,
) -> OperationPairs<'d> {
    let plain = pair_by(base, head, |_, operation| anonymous(&operation.path.value));
    if plain.removed.is_empty() || plain.added.is_empty() {
        return plain;
    }
    let served = pair_by(base, head, |document, operation| {
        format!("{}{}", prefix(document), anonymous(&operation.path.value))
    });
    let moved = served.removed.len() < plain.removed.len() && prefix(base) != prefix(head);
    let mut best = if moved { OperationPairs { prefix_moved: true, ..served } } else { plain };
    pair_by_id(&mut best);
    best
}

fn pair_by<'d>(
    base: &'d SpecDocument,
    head: &'d SpecDocument,
    path: impl Fn(&SpecDocument, &Operation) -> String,
) -> OperationPairs<'d> {
    let key = |document: &SpecDocument, operation: &Operation| -> Key {
        (operation.method.value, path(document, operation))
    };
    let mut left: BTreeMap<Key, &Operation> =
        head.operations.iter().map(|operation| (key(head, operation), operation)).collect();
    let mut pairs = OperationPairs::default();
    for operation in &base.operations {
        match left.remove(&key(base, operation)) {
            Some(same) => pairs.both.push((operation, same)),
            None => pairs.removed.push(operation),
        }
    }
    pairs.added = left.into_values().collect();
    pairs
}

/// What is left over on both sides and bears the same `operationId` moved.
fn pair_by_id(pairs: &mut OperationPairs<'_>) {
    let id = |operation: &Operation| operation.id.as_ref().map(|id| id.value.clone());
    let removed = std::mem::take(&mut pairs.removed);
    for operation in removed {
        let same = |other: &&Operation| id(other).is_some() && id(other) == id(operation);
        match pairs.added.iter().position(same) {
            Some(at) => pairs.both.push((operation, pairs.added.remove(at))),
            None => pairs.removed.push(operation),
        }
    }
}

/// `/posts/{id}` as `/posts/{}`.
pub(in crate::diff) fn anonymous(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The path that the first address ends with: `/api` of `https://example.com/api/`.
pub(in crate::diff) fn prefix(document: &SpecDocument) -> String {
    let url = document.servers.first().map_or("", |server| server.url.value.as_str());
    let after_host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.starts_with('/') {
        url
    } else {
        after_host.find('/').and_then(|at| after_host.get(at..)).unwrap_or("")
    };
    path.trim_end_matches('/').to_owned()
}
