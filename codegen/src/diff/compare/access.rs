//! Who is let in: scopes, ways, and whether anybody is.

use std::collections::BTreeSet;

use super::Comparison;
use super::operations::label;
use super::scopes::ScopeChanges;
use super::site::Site;
use super::there::When;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::normal::access::{Alternative, Alternatives, alternatives, is_anonymous, scopes};
use crate::diff::rules::Rule;
use crate::document::Operation;
use crate::model::{Access, Method, ScopeName};

/// What lets others in, and may all the same be the first to ask the compiler for something.
const LOOSENED: [Rule; 3] =
    [Rule::ScopeAlternativeAdded, Rule::ScopeAlternativeRemoved, Rule::ScopeRequirementRemoved];

impl Comparison<'_> {
    /// Compares who may call an operation, names of schemes and scopes that changed everywhere put aside.
    pub(super) fn access(&mut self, base: &Operation, head: &Operation, site: &Site, changes: &ScopeChanges) {
        let written = alternatives(self.base.document, base);
        let before = changes.renamed(&written, &alternatives(self.head.document, head));
        let after = alternatives(self.head.document, head);
        let site = Site {
            base: base.security_span.or(Some(base.span)),
            head: head.security_span.or(Some(head.span)),
            ..site.clone()
        };
        match (is_anonymous(&before), is_anonymous(&after)) {
            (true, true) => {}
            (true, false) => self.protection(&site, Rule::SecurityRequirementAdded, &before, &after),
            (false, true) => self.protection(&site, Rule::SecurityRequirementRemoved, &before, &after),
            (false, false) => {
                self.ways(&site, &before, &after, changes);
                self.weakened(&site, head, &written, &after);
            }
        }
        if before == written && self.rust_of_access(&label(head)) == Some(Rust::Breaking) {
            let why = "the method asks a scope of the key's type that it did not ask before";
            self.found.raise(&LOOSENED, Rust::Breaking, why);
        }
    }

    /// What it does to programs that an operation lets in others than before: the compiler sees the scopes that every
    /// key must hold, and no choice between several.
    fn rust_of_access(&self, now: &str) -> Option<Rust> {
        let (base, head) = (self.compiled(now, When::Before)?, self.compiled(now, When::After)?);
        let (before, after) = (markers(&base.access), markers(&head.access));
        Some(match (after.is_subset(&before), before.is_subset(&after)) {
            (true, true) => Rust::None,
            (true, false) => Rust::Additive,
            (false, _) => Rust::Breaking,
        })
    }

    /// Notes a finding that weighs no more for programs than all that changed about the method. What the compiler
    /// can't see is seen when the program runs.
    fn note_access(&mut self, site: &Site, mut finding: Finding) {
        match self.operation.as_deref().and_then(|now| self.rust_of_access(now)) {
            Some(Rust::Breaking) | None => {}
            Some(_) if finding.rust == Rust::Breaking => finding.rust = Rust::Warning,
            Some(most) => finding.rust = finding.rust.min(most),
        }
        self.note(site, finding);
    }

    fn protection(&mut self, site: &Site, rule: Rule, before: &Alternatives, after: &Alternatives) {
        let change = if rule == Rule::SecurityRequirementAdded {
            "what anybody could call needs a credential"
        } else {
            "what needed a credential can be called by anybody"
        };
        let finding = Finding::new(rule, site.place.clone(), change);
        self.note_access(site, finding.before(all_text(before)).after(all_text(after)));
    }

    /// Ways that went and came: of the same schemes they are one way that asks for other scopes.
    fn ways(&mut self, site: &Site, before: &Alternatives, after: &Alternatives, changes: &ScopeChanges) {
        let mut gone: Vec<&Alternative> = before.difference(after).collect();
        let mut came: Vec<&Alternative> = after.difference(before).collect();
        gone.retain(|old| {
            let Some(at) = closest(old, &came) else { return true };
            let new = came.remove(at);
            self.way_changed(site, old, new, changes);
            false
        });
        for way in gone {
            let message = format!("{} no longer lets anybody in", text(way));
            let finding = Finding::new(Rule::ScopeAlternativeRemoved, site.place.clone(), message);
            let hint = "keep the old way beside the new one until keys have moved";
            self.note_access(site, finding.before(text(way)).hint(hint));
        }
        for way in came {
            let message = format!("{} lets in too", text(way));
            let finding = Finding::new(Rule::ScopeAlternativeAdded, site.place.clone(), message);
            self.note_access(site, finding.after(text(way)));
        }
    }

    /// One way that asks for other scopes than before.
    fn way_changed(&mut self, site: &Site, old: &Alternative, new: &Alternative, changes: &ScopeChanges) {
        let (before, after) = (scopes(old), scopes(new));
        let mut gone: Vec<&String> = before.difference(&after).collect();
        let mut came: Vec<&String> = after.difference(&before).collect();
        while let (Some(old), Some(new)) = (gone.first().copied(), came.first().copied()) {
            gone.remove(0);
            came.remove(0);
            let message = format!("needs `{new}` in place of `{old}`");
            let mut finding = Finding::new(Rule::ScopeReplaced, site.place.clone(), message);
            if changes.is_used_still(old) {
                finding = finding.hint(format!("let `{old}` in beside `{new}` until keys have moved"));
            }
            self.note_access(site, finding.before(old).after(new));
        }
        for scope in gone {
            let message = format!("no longer needs `{scope}`");
            let finding = Finding::new(Rule::ScopeRequirementRemoved, site.place.clone(), message);
            self.note_access(site, finding.before(scope));
        }
        for scope in came {
            let message = format!("needs `{scope}` too");
            let finding = Finding::new(Rule::ScopeRequirementAdded, site.place.clone(), message);
            let hint = format!("let keys without `{scope}` in until they have moved");
            self.note_access(site, finding.after(scope).hint(hint));
        }
    }

    /// A change that can be made with the right to read, or with fewer scopes than before.
    fn weakened(&mut self, site: &Site, head: &Operation, before: &Alternatives, after: &Alternatives) {
        let changes_something =
            matches!(head.method.value, Method::Post | Method::Put | Method::Patch | Method::Delete);
        let with_scopes = |ways: &Alternatives| -> Vec<BTreeSet<String>> {
            ways.iter().map(scopes).filter(|set| !set.is_empty()).collect()
        };
        let (old, new) = (with_scopes(before), with_scopes(after));
        if !changes_something || old.is_empty() {
            return;
        }
        // A session is let in with no scopes at all; only keys are compared, unless keys need none any more.
        let no_scopes_now = new.is_empty();
        let is_weaker = |set: &BTreeSet<String>| {
            let reads_only = set.iter().all(|scope| scope.ends_with(":read"));
            let read_before = old.iter().any(|old| old.iter().all(|scope| scope.ends_with(":read")));
            let is_part_of_one = old.iter().any(|old| set.is_subset(old) && set != old);
            (reads_only && !read_before) || is_part_of_one
        };
        if no_scopes_now || new.iter().any(is_weaker) {
            let message = "a change can be made with the right to read, or with fewer scopes than before";
            let finding = Finding::new(Rule::ScopeWeakenedOnWrite, site.place.clone(), message);
            self.note_access(site, finding.before(all_text(before)).after(all_text(after)));
        }
    }
}

/// What the type of a key has to hold.
fn markers(access: &Access) -> BTreeSet<&str> {
    match access {
        Access::Session => BTreeSet::from(["a session"]),
        _ => access.sole_scopes().iter().map(ScopeName::as_str).collect(),
    }
}

/// Which of the new ways is the old one with other scopes: of the same schemes, with most scopes in common.
fn closest(old: &Alternative, came: &[&Alternative]) -> Option<usize> {
    let same_schemes = |new: &&Alternative| new.keys().eq(old.keys());
    let in_common = |new: &Alternative| scopes(new).intersection(&scopes(old)).count();
    let candidates = came.iter().enumerate().filter(|(_, new)| same_schemes(new));
    candidates.max_by_key(|(at, new)| (in_common(new), usize::MAX - at)).map(|(at, _)| at)
}

/// A way in words: `apiKey with content:read and content:write`.
fn text(way: &Alternative) -> String {
    let schemes = way.iter().map(|(scheme, scopes)| {
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        if scopes.is_empty() { scheme.clone() } else { format!("{scheme} with {}", scopes.join(" and ")) }
    });
    schemes.collect::<Vec<_>>().join(" and ")
}

/// All ways in words.
fn all_text(ways: &Alternatives) -> String {
    if is_anonymous(ways) {
        return String::from("anybody");
    }
    ways.iter().map(text).collect::<Vec<_>>().join(", or ")
}
