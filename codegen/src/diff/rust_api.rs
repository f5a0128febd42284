//! The public API of the generated crate before and after, in signatures only.
//!
//! The generator says what the API is, so that this and the code can't differ; here the two sides are held against
//! each other. What comes and goes with something else, as fields do with their type, is not listed beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::level::Rust;
use crate::emit::{Signature, surface};
use crate::model::ApiModel;

/// What changes for programs: the lines that go and come, and a call that compiled before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RustApiChange {
    /// The signatures that differ, each beside what takes its place.
    pub lines: Vec<SignatureLine>,
    /// The smallest programs that compiled before and compile no longer, one for each method or type. They are
    /// written for a function with a `client` that can be left by `?`.
    pub witnesses: Vec<String>,
}

/// A signature that is there on one side only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Whether it came; else it went.
    pub is_added: bool,
    /// Whether it went and some program can't do without it.
    pub breaks: bool,
    /// The signature: `content: pub fn get_posts(&self) -> GetPosts`.
    pub text: String,
}

/// Programs, a line each, that use all of the public API that is made from a model: as witnesses are written.
pub fn programs(model: &ApiModel) -> Vec<String> {
    surface(model).iter().flat_map(|signature| signature.uses(model)).collect()
}

/// A signature of the base, and what takes its place.
type Step<'s, 'm> = (Option<&'s Signature<'m>>, Option<&'s Signature<'m>>);

/// Signatures by their key.
type ByKey<'s, 'm> = BTreeMap<&'s str, &'s Signature<'m>>;

impl RustApiChange {
    /// What lies between the crates that are made from two models.
    pub fn between(base: &ApiModel, head: &ApiModel) -> Self {
        let (before, after) = (surface(base), surface(head));
        let (old, new) = (by_key(&before), by_key(&after));
        let twins = twins(&old, &new);
        let mut change = Self::default();
        let mut witnessed: BTreeSet<&str> = BTreeSet::new();
        for (was, is) in steps(&old, &new, &twins) {
            let breaks = change.add(was, is);
            let Some(was) = was.filter(|_| breaks) else { continue };
            if witnessed.insert(was.owner.as_deref().unwrap_or(&was.key)) {
                let successor = new.get(was.key.as_str()).copied();
                change.witnesses.extend(was.witness(base, successor));
            }
        }
        change
    }

    /// Whether some program compiles no longer.
    pub fn breaks(&self) -> bool {
        self.lines.iter().any(|line| line.breaks)
    }

    /// What the signatures weigh.
    pub fn level(&self) -> Rust {
        match self.lines.as_slice() {
            [] => Rust::None,
            _ if self.breaks() => Rust::Breaking,
            _ => Rust::Additive,
        }
    }

    /// Writes down what became of a signature; whether that breaks programs.
    fn add(&mut self, was: Option<&Signature<'_>>, is: Option<&Signature<'_>>) -> bool {
        let breaks = match (was, is) {
            (Some(was), Some(is)) => was.key != is.key || !was.is_served_by(is),
            (was, _) => was.is_some(),
        };
        let line = |signature: &Signature<'_>, is_added: bool| SignatureLine {
            is_added,
            breaks: breaks && !is_added,
            text: signature.text.clone(),
        };
        self.lines.extend(was.map(|was| line(was, false)));
        self.lines.extend(is.map(|is| line(is, true)));
        breaks
    }
}

fn by_key<'s, 'm>(signatures: &'s [Signature<'m>]) -> ByKey<'s, 'm> {
    signatures.iter().map(|signature| (signature.key.as_str(), signature)).collect()
}

/// The signatures that one side has and the other lacks, less those that come and go with their owner.
fn only_in<'a, 's, 'm>(
    one: &'a ByKey<'s, 'm>,
    other: &'a ByKey<'s, 'm>,
) -> impl Iterator<Item = &'s Signature<'m>> + use<'a, 's, 'm> {
    one.values().copied().filter(|signature| {
        let has_owner = signature.owner.as_deref().is_none_or(|owner| other.contains_key(owner));
        has_owner && !other.contains_key(signature.key.as_str())
    })
}

/// What has another name only: the key before, and the one after. The match has to be unique both ways.
fn twins<'s>(old: &ByKey<'s, '_>, new: &ByKey<'s, '_>) -> BTreeMap<&'s str, &'s str> {
    let gone: Vec<&Signature<'_>> = only_in(old, new).collect();
    let came: Vec<&Signature<'_>> = only_in(new, old).collect();
    let family = |one: &'s Signature<'_>| (one.owner.as_deref(), one.twin.as_str());
    let mut sizes: BTreeMap<_, usize> = BTreeMap::new();
    for signature in gone.iter().chain(&came) {
        *sizes.entry(family(signature)).or_default() += 1;
    }
    // A family of two with one on each side.
    let heirs: BTreeMap<_, &'s str> = came.iter().map(|is| (family(is), is.key.as_str())).collect();
    let pairs = gone.into_iter().filter(|was| sizes.get(&family(was)) == Some(&2));
    pairs.filter_map(|was| Some((was.key.as_str(), *heirs.get(&family(was))?))).collect()
}

/// What differs, in the order of the keys, renamed things beside each other.
fn steps<'s, 'm>(
    old: &ByKey<'s, 'm>,
    new: &ByKey<'s, 'm>,
    twins: &BTreeMap<&'s str, &'s str>,
) -> Vec<Step<'s, 'm>> {
    let taken: BTreeSet<&str> = twins.values().copied().collect();
    let mut steps: Vec<(&str, Step<'s, 'm>)> = Vec::new();
    for was in only_in(old, new) {
        let is = twins.get(was.key.as_str()).and_then(|key| new.get(key)).copied();
        steps.push((&was.key, (Some(was), is)));
    }
    for is in only_in(new, old).filter(|is| !taken.contains(is.key.as_str())) {
        steps.push((&is.key, (None, Some(is))));
    }
    for (key, was) in old {
        let is = new.get(key).copied().filter(|is| !was.is_same(is));
        steps.extend(is.map(|is| (*key, (Some(*was), Some(is)))));
    }
    steps.sort_by_key(|(key, _)| *key);
    steps.into_iter().map(|(_, step)| step).collect()
}
