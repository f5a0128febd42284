//! What keys lose and gain: for each set of scopes that the documents ask for, a key that holds just that.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::{OperationPair, OperationPairs, pair_operations};
use crate::document::{Operation, SecurityAlternative, SpecDocument};

/// What a key with a certain set of scopes loses and gains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEffect {
    /// The scopes that the key holds, and no others.
    pub scopes: BTreeSet<String>,
    /// The operations that it could call before, and can't any more: `get_posts`.
    pub lost: Vec<String>,
    /// The operations that it can call now, and could not before.
    pub gained: Vec<String>,
}

/// The scopes that a list of operations needs: the fewest that open all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeededScopes {
    /// Before the change.
    pub before: BTreeSet<String>,
    /// After the change.
    pub after: BTreeSet<String>,
    /// The operations of the list, by their name before the change, that exist no more.
    pub gone: Vec<String>,
}

/// How an operation lets keys in.
enum Door {
    /// No key is let in: a session is needed, or another credential.
    Closed,
    /// Anybody, or any key.
    Open,
    /// Keys that hold all scopes of one of the sets.
    Scopes(Vec<BTreeSet<String>>),
}

/// What every distinct set of scopes loses and gains; sets that lose and gain nothing are left out.
pub(super) fn key_effects(base: &SpecDocument, head: &SpecDocument) -> Vec<KeyEffect> {
    let pairs = pair_operations(base, head);
    let sets: BTreeSet<BTreeSet<String>> =
        [base, head].into_iter().flat_map(scope_sets).filter(|set| !set.is_empty()).collect();
    let effects = sets.into_iter().map(|scopes| effect(base, head, &pairs, scopes));
    effects.filter(|effect| !effect.lost.is_empty() || !effect.gained.is_empty()).collect()
}

/// The scopes that a caller of these operations needs, by names as they are before the change.
pub fn needed_scopes(
    base: &SpecDocument,
    head: &SpecDocument,
    operations: &BTreeSet<String>,
) -> NeededScopes {
    let pairs = pair_operations(base, head);
    let is_meant = |operation: &Operation| operations.contains(&operation.display_name());
    let (mut before, mut after, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    for OperationPair { base: old, head: new, .. } in pairs.both.iter().filter(|pair| is_meant(pair.base)) {
        before.push(door(base, old));
        after.push(door(head, new));
    }
    for removed in pairs.removed.iter().filter(|removed| is_meant(removed)) {
        before.push(door(base, removed));
        gone.push(removed.display_name());
    }
    gone.sort();
    NeededScopes { before: fewest(before), after: fewest(after), gone }
}

fn effect(
    base: &SpecDocument,
    head: &SpecDocument,
    pairs: &OperationPairs<'_>,
    scopes: BTreeSet<String>,
) -> KeyEffect {
    let passes = |document, operation: &Operation| match door(document, operation) {
        Door::Closed => false,
        Door::Open => true,
        Door::Scopes(sets) => sets.iter().any(|set| set.is_subset(&scopes)),
    };
    let (mut lost, mut gained) = (Vec::new(), Vec::new());
    for OperationPair { base: before, head: after, .. } in &pairs.both {
        match (passes(base, before), passes(head, after)) {
            (true, false) => lost.push(after.display_name()),
            (false, true) => gained.push(after.display_name()),
            _ => {}
        }
    }
    lost.extend(pairs.removed.iter().filter(|gone| passes(base, gone)).map(|gone| gone.display_name()));
    gained.extend(pairs.added.iter().filter(|new| passes(head, new)).map(|new| new.display_name()));
    lost.sort();
    gained.sort();
    KeyEffect { scopes, lost, gained }
}

/// Every set of scopes that some operation asks for.
fn scope_sets(document: &SpecDocument) -> BTreeSet<BTreeSet<String>> {
    let doors = document.operations.iter().map(|operation| door(document, operation));
    let sets = doors.filter_map(|door| match door {
        Door::Scopes(sets) => Some(sets),
        Door::Closed | Door::Open => None,
    });
    sets.flatten().collect()
}

/// Few scopes that open all of these doors: what can be opened in one way only comes first, and whatever else takes
/// the way that asks for the least more; the first by name among equals.
fn fewest(doors: Vec<Door>) -> BTreeSet<String> {
    let mut open: Vec<Vec<BTreeSet<String>>> = doors
        .into_iter()
        .filter_map(|door| match door {
            Door::Scopes(sets) => Some(sets),
            Door::Closed | Door::Open => None,
        })
        .collect();
    open.sort_by_key(|sets| (sets.len(), sets.clone()));
    let mut needed = BTreeSet::new();
    for sets in open {
        let cheapest = sets.into_iter().min_by_key(|set| (set.difference(&needed).count(), set.clone()));
        needed.extend(cheapest.unwrap_or_default());
    }
    needed
}

fn door(document: &SpecDocument, operation: &Operation) -> Door {
    let alternatives = document.security_of(operation).unwrap_or_default();
    let keys = key_schemes(document);
    let mut sets = Vec::new();
    for alternative in alternatives {
        let needed = credentials(document, alternative);
        if needed.values().all(BTreeSet::is_empty) && needed.keys().all(|scheme| keys.contains(scheme)) {
            return Door::Open;
        }
        if needed.keys().all(|scheme| keys.contains(scheme)) {
            sets.push(needed.into_values().flatten().collect());
        }
    }
    match (alternatives.is_empty(), sets.is_empty()) {
        (true, _) => Door::Open,
        (false, true) => Door::Closed,
        (false, false) => Door::Scopes(sets),
    }
}

/// The schemes whose credentials hold scopes: those with a catalogue, and those that some operation asks scopes of.
fn key_schemes(document: &SpecDocument) -> BTreeSet<String> {
    let declared = document.security_schemes.iter().filter(|scheme| !scheme.scopes.is_empty());
    let own = document.operations.iter().filter_map(|operation| operation.security.as_deref());
    let asked = own.chain(document.security.as_deref()).flatten().flat_map(|one| &one.requirements);
    let asked = asked.filter(|wanted| !wanted.scopes.is_empty()).map(|wanted| wanted.scheme.value.clone());
    declared.map(|scheme| scheme.name.value.clone()).chain(asked).collect()
}

/// What an alternative asks for, the tenant's header left out, which is no credential.
fn credentials(
    document: &SpecDocument,
    alternative: &SecurityAlternative,
) -> BTreeMap<String, BTreeSet<String>> {
    let is_credential =
        |name: &str| document.security_scheme(name).is_none_or(|scheme| scheme.tenant.is_none());
    let wanted = alternative.requirements.iter().filter(|wanted| is_credential(&wanted.scheme.value));
    wanted
        .map(|wanted| {
            let scopes = wanted.scopes.iter().map(|scope| scope.value.clone()).collect();
            (wanted.scheme.value.clone(), scopes)
        })
        .collect()
}
