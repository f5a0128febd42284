//! Which operation of the head is which of the base.
//!
//! Method and path say it, whatever the places in the path are called; after that the `operationId`. Paths are
//! compared as they are served where a prefix moved between the addresses and the paths.

use std::collections::{BTreeMap, BTreeSet};

use super::parameters::close_names;
use crate::document::{Operation, SpecDocument};
use crate::model::Method;

/// Operations side by side.
#[derive(Debug, Default)]
pub(in crate::diff) struct OperationPairs<'d> {
    /// The same operation in both.
    pub(in crate::diff) both: Vec<OperationPair<'d>>,
    /// Only in the base.
    pub(in crate::diff) removed: Vec<&'d Operation>,
    /// Only in the head.
    pub(in crate::diff) added: Vec<&'d Operation>,
    /// Whether paths had to be compared as they are served, since a prefix moved.
    pub(in crate::diff) prefix_moved: bool,
}

/// An operation of both documents.
#[derive(Debug, Clone, Copy)]
pub(in crate::diff) struct OperationPair<'d> {
    pub(in crate::diff) base: &'d Operation,
    pub(in crate::diff) head: &'d Operation,
    /// Whether it is served where it was, with the same method.
    pub(in crate::diff) same_address: bool,
    /// Whether only the likeness of paths or texts says that it is the same.
    pub(in crate::diff) assumed: bool,
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
    pair_by_likeness(&mut best);
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
            Some(head) => {
                pairs.both.push(OperationPair { base: operation, head, same_address: true, assumed: false });
            }
            None => pairs.removed.push(operation),
        }
    }
    pairs.added = left.into_values().collect();
    pairs
}

/// What is left over on both sides and bears the same `operationId` moved.
fn pair_by_id(pairs: &mut OperationPairs<'_>) {
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, operation) in pairs.added.iter().enumerate() {
        if let Some(id) = &operation.id {
            by_id.entry(&id.value).or_insert(at);
        }
    }
    let same = |operation: &Operation| operation.id.as_ref().and_then(|id| by_id.remove(id.value.as_str()));
    let partners: Vec<Option<usize>> = pairs.removed.iter().copied().map(same).collect();
    pairs.join(&partners, false);
}

/// What is left over then and says the same of itself, or differs in one word of its path, moved too if there is
/// no other that does. What was announced to go is gone.
fn pair_by_likeness(pairs: &mut OperationPairs<'_>) {
    let by_clue = |operations: &[&Operation]| {
        let mut by_clue: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, operation) in operations.iter().enumerate().filter(|(_, one)| !one.removal.is_deprecated()) {
            for clue in clues(operation) {
                by_clue.entry(clue).or_default().push(at);
            }
        }
        by_clue
    };
    let (gone, new) = (by_clue(&pairs.removed), by_clue(&pairs.added));
    let mut partners: Vec<Option<usize>> = vec![None; pairs.removed.len()];
    let mut taken = BTreeSet::new();
    for (clue, before) in &gone {
        if let ([before], Some([after])) = (before.as_slice(), new.get(clue).map(Vec::as_slice)) {
            let free = partners[*before].is_none() && !taken.contains(after);
            if free && like(pairs.removed[*before], pairs.added[*after]) {
                partners[*before] = Some(*after);
                taken.insert(*after);
            }
        }
    }
    pairs.join(&partners, true);
}

/// By what an operation can be recognised: its words, and its path with a word left out.
fn clues(operation: &Operation) -> Vec<String> {
    let method = operation.method.value.as_str();
    let texts = [&operation.summary, &operation.description].into_iter().flatten();
    let words = texts.map(|text| text.value.trim()).filter(|text| !text.is_empty());
    let mut clues: Vec<String> = words.map(|text| format!("{method} says {text}")).collect();
    let path = anonymous(&operation.path.value);
    let pieces: Vec<&str> = path.split('/').collect();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.is_empty() && **piece != "{}") {
        let rest = pieces.iter().enumerate().map(|(other, own)| if other == at { "*" } else { own });
        // The first letter keeps what could never be close apart.
        let letter = piece.chars().next().unwrap_or('*');
        clues.push(format!("{method} {letter} {}", rest.collect::<Vec<_>>().join("/")));
    }
    clues
}

/// Whether two operations that share a clue take the same path arguments, and are close in words or path.
fn like(base: &Operation, head: &Operation) -> bool {
    let (before, after) = (anonymous(&base.path.value), anonymous(&head.path.value));
    let arguments = |path: &str| path.matches("{}").count();
    let says = |operation: &Operation| {
        let text = operation.summary.as_ref().or(operation.description.as_ref());
        text.map(|text| text.value.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let close_paths = before.split('/').count() == after.split('/').count()
        && before
            .split('/')
            .zip(after.split('/'))
            .all(|(one, other)| one == other || close_names(one, other));
    let contradicts = says(base).is_some() && says(head).is_some() && says(base) != says(head);
    arguments(&before) == arguments(&after)
        && (says(base).is_some() && says(base) == says(head) || close_paths && !contradicts)
}

impl OperationPairs<'_> {
    /// Pairs each removed operation with the added one of that index.
    fn join(&mut self, partners: &[Option<usize>], assumed: bool) {
        let removed = std::mem::take(&mut self.removed);
        for (operation, partner) in removed.into_iter().zip(partners) {
            match partner.and_then(|at| self.added.get(at).copied()) {
                Some(head) => {
                    self.both.push(OperationPair { base: operation, head, same_address: false, assumed });
                }
                None => self.removed.push(operation),
            }
        }
        let taken: BTreeSet<usize> = partners.iter().copied().flatten().collect();
        let added = std::mem::take(&mut self.added).into_iter().enumerate();
        self.added = added.filter(|(at, _)| !taken.contains(at)).map(|(_, operation)| operation).collect();
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
