//! Which schema that is new is one that is gone, under another name.

use std::collections::BTreeSet;

/// A component that only one of the documents has.
#[derive(Debug, Clone)]
pub(in crate::diff) struct Candidate {
    /// Its name.
    pub(in crate::diff) name: String,
    /// What it is, in a word: types are never paired across kinds.
    pub(in crate::diff) kind: &'static str,
    /// The operations that lead to it, by their labels in the head.
    pub(in crate::diff) users: BTreeSet<String>,
    /// What it consists of: names of properties, values.
    pub(in crate::diff) parts: BTreeSet<String>,
    /// How it is described.
    pub(in crate::diff) description: Option<String>,
}

/// Pairs components that are gone with new ones. `same` says whether two have the same content. Only matches that
/// are the only ones both ways count: same content and same users first, then same content, then the same
/// description, and last the same users and at least half of the parts.
pub(in crate::diff) fn pair_schemas(
    gone: &[Candidate],
    new: &[Candidate],
    mut same: impl FnMut(&Candidate, &Candidate) -> bool,
) -> Vec<(String, String)> {
    let mut possible = Vec::new();
    for base in gone {
        for head in new.iter().filter(|head| head.kind == base.kind) {
            let is_same = base.parts == head.parts && same(base, head);
            possible.push((base, head, is_same));
        }
    }
    let mut pairs = Vec::new();
    let same_users = |base: &Candidate, head: &Candidate| base.users == head.users;
    take(&mut possible, &mut pairs, |(base, head, is_same)| *is_same && same_users(base, head));
    take(&mut possible, &mut pairs, |(_, _, is_same)| *is_same);
    take(&mut possible, &mut pairs, |(base, head, _)| {
        base.description.is_some() && base.description == head.description
    });
    take(&mut possible, &mut pairs, |(base, head, _)| same_users(base, head) && is_mostly(base, head));
    pairs
}

/// Whether more than half of all the parts are parts of both.
fn is_mostly(base: &Candidate, head: &Candidate) -> bool {
    let both = base.parts.intersection(&head.parts).count();
    both * 2 > base.parts.union(&head.parts).count()
}

type Possible<'c> = (&'c Candidate, &'c Candidate, bool);

fn take(
    possible: &mut Vec<Possible<'_>>,
    pairs: &mut Vec<(String, String)>,
    fits: impl Fn(&Possible<'_>) -> bool,
) {
    let fitting: Vec<(String, String)> = possible
        .iter()
        .filter(|one| fits(one))
        .map(|(base, head, _)| (base.name.clone(), head.name.clone()))
        .collect();
    for (base, head) in &fitting {
        if fitting.iter().filter(|(one, other)| one == base || other == head).count() == 1 {
            pairs.push((base.clone(), head.clone()));
        }
    }
    possible
        .retain(|(base, head, _)| !pairs.iter().any(|(one, other)| *one == base.name || *other == head.name));
}
