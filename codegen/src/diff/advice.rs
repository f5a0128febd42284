//! Which version to release: what the findings mean for the crate and for the document's own version.

use super::finding::Finding;
use super::level::{Bump, Rust, Wire};
use super::place::Place;
use super::rules::Rule;
use crate::document::SpecDocument;

/// Which version to release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// For the generated crate: by what the findings do to programs.
    pub crate_: VersionAdvice,
    /// For the document: by what the findings do on the wire.
    pub api: VersionAdvice,
    /// Whether every released client goes on working against the service: nothing breaks on the wire.
    pub released_clients_work: bool,
}

/// Which version to release, of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionAdvice {
    /// By how much it has to move, as for versions from 1.0 on.
    pub bump: Bump,
    /// The version before the change, if it is known.
    pub before: Option<Version>,
    /// The version that it has to reach at least, if it is known. Below 1.0 each part counts one place higher.
    pub wanted: Option<Version>,
    /// The version that the change gives it, if it says one.
    pub given: Option<Version>,
}

/// A version: major, minor, patch. What follows a hyphen or a plus is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// Reads `1.2.3`, and `1.2` or `1` as others write it.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.trim().trim_start_matches('v').split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(str::parse::<u64>);
        let major = parts.next()?.ok()?;
        let minor = parts.next().unwrap_or(Ok(0)).ok()?;
        let patch = parts.next().unwrap_or(Ok(0)).ok()?;
        parts.next().is_none().then_some(Self { major, minor, patch })
    }

    /// The next version after a change. Below 1.0 what breaks moves the second number, all else the third.
    #[must_use]
    pub fn after(self, bump: Bump) -> Self {
        let Self { major, minor, patch } = self;
        match (bump, major) {
            (Bump::None, _) => self,
            (Bump::Major, 0) | (Bump::Minor, 1..) => Self { major, minor: minor + 1, patch: 0 },
            (Bump::Major, 1..) => Self { major: major + 1, minor: 0, patch: 0 },
            (Bump::Minor | Bump::Patch, _) => Self { major, minor, patch: patch + 1 },
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl VersionAdvice {
    fn new(bump: Bump, before: Option<Version>, given: Option<Version>) -> Self {
        Self { bump, before, wanted: before.map(|before| before.after(bump)), given }
    }

    /// Whether the given version is below the wanted one.
    pub fn is_missed(&self) -> bool {
        self.given.zip(self.wanted).is_some_and(|(given, wanted)| given < wanted)
    }
}

/// What the findings mean for versions. `crate_version` is that of the crate before the change.
pub(super) fn advise(
    findings: &[Finding],
    base: &SpecDocument,
    head: &SpecDocument,
    crate_version: Option<Version>,
) -> Advice {
    let counted = || findings.iter().filter(|finding| finding.rule != Rule::ApiVersionBumpTooSmall);
    let version = |document: &SpecDocument| {
        Version::parse(document.info.version.as_ref().map_or("", |version| version.value.as_str()))
    };
    let crate_bump = counted().map(|finding| finding.rust.bump()).max().unwrap_or(Bump::None);
    let api_bump = counted().map(|finding| finding.wire.bump()).max().unwrap_or(Bump::None);
    Advice {
        crate_: VersionAdvice::new(crate_bump, crate_version, None),
        api: VersionAdvice::new(api_bump, version(base), version(head)),
        released_clients_work: counted().all(|finding| finding.wire != Wire::Breaking),
    }
}

/// The finding that `info.version` moved less than it should; one that did not move at all counts only if it is
/// asked for, since a version is set when a release is made.
pub(super) fn version_finding(
    advice: &Advice,
    base: &SpecDocument,
    head: &SpecDocument,
    is_asked_for: bool,
) -> Option<Finding> {
    let api = &advice.api;
    let (before, wanted, given) = (api.before?, api.wanted?, api.given?);
    let has_moved = before != given;
    if !api.is_missed() || !(has_moved || is_asked_for) {
        return None;
    }
    let message = format!("`info.version` is {given}; the changes ask for {wanted} at least");
    let span = |document: &SpecDocument| document.info.version.as_ref().map(|version| version.span);
    Some(
        Finding::new(Rule::ApiVersionBumpTooSmall, Place::Info, message)
            .before(before.to_string())
            .after(given.to_string())
            .hint(format!("set it to {wanted}"))
            .at(span(base), span(head)),
    )
}

/// The worst of the findings, approved ones left out, on the wire and for programs.
pub(super) fn worst<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> (Wire, Rust) {
    let open = findings.into_iter().filter(|finding| finding.approved.is_none());
    open.fold((Wire::None, Rust::None), |(wire, rust), finding| {
        (wire.max(finding.wire), rust.max(finding.rust))
    })
}

#[cfg(test)]
mod tests {
    use super::Version;
    use crate::diff::Bump;

    #[test]
    fn below_1_0_each_part_counts_one_place_higher() {
        for (before, bump, after) in [
            ("1.2.3", Bump::Major, "2.0.0"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("1.2.3", Bump::None, "1.2.3"),
            ("0.2.3", Bump::Major, "0.3.0"),
            ("0.2.3", Bump::Minor, "0.2.4"),
            ("0.2.3", Bump::Patch, "0.2.4"),
            ("v2", Bump::Minor, "2.1.0"),
            ("1.2.3-rc.1", Bump::Patch, "1.2.4"),
        ] {
            assert_eq!(Version::parse(before).unwrap().after(bump).to_string(), after, "{before}");
        }
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in ["", "one", "1.x", "1.2.3.4", "2026-11-22"] {
            let version = Version::parse(text);
            assert!(version.is_none() || text == "2026-11-22", "{text}");
        }
    }
}
