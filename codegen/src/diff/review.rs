//! Everything that a reviewer should know about a change, ready to be written down.

use super::access::{KeyEffect, NeededScopes, key_effects};
use super::advice::{Advice, Version, advise, version_finding, worst};
use super::evidence::{EvidenceChange, evidence_changes};
use super::exceptions::{Exception, StaleException, approve};
use super::finding::Finding;
use super::level::{Rust, Threshold, Wire};
use super::normal::Side;
use super::rules::Rule;
use super::rust_api::RustApiChange;
use super::{Sides, compare};

/// What the comparison is asked to do.
#[derive(Debug, Clone, Default)]
pub struct ReviewOptions {
    /// The day against which announced days are held: `2026-11-22`.
    pub as_of: String,
    /// What is approved.
    pub exceptions: Vec<Exception>,
    /// The version of the crate before the change, if there is one.
    pub crate_version: Option<Version>,
    /// Whether an `info.version` that did not move at all is a finding.
    pub check_version: bool,
}

/// Everything that a reviewer should know about a change.
#[derive(Debug, Clone)]
pub struct Review {
    /// What the base is called: a revision, or a path.
    pub base: String,
    /// What the head is called.
    pub head: String,
    /// The day of the verdict.
    pub as_of: String,
    /// What changed, by rule and place.
    pub findings: Vec<Finding>,
    /// Exceptions that approve nothing any more.
    pub stale: Vec<StaleException>,
    /// Which version to release.
    pub advice: Advice,
    /// What keys lose and gain.
    pub access: Vec<KeyEffect>,
    /// What the caller's crate needs, if one was looked at.
    pub uses: Option<NeededScopes>,
    /// What changes for programs, if the crate was made from both documents.
    pub rust_api: Option<RustApiChange>,
    /// What is known better than before, or worse.
    pub evidence: Vec<EvidenceChange>,
}

/// Compares two documents and gathers everything that a reviewer should know.
pub fn review(sides: &Sides<'_>, options: &ReviewOptions) -> Review {
    let (base, head) = (sides.base.document, sides.head.document);
    let [before, after] = [&sides.base, &sides.head].map(|side| Side::new(side.document, side.model));
    let mut findings = compare(&before, &after, &options.as_of);
    let advice = advise(&findings, base, head, options.crate_version);
    findings.extend(version_finding(&advice, base, head, options.check_version));
    let models = sides.base.model.zip(sides.head.model);
    let stale = approve(&mut findings, &options.exceptions, &options.as_of);
    Review {
        base: sides.base.name.to_owned(),
        head: sides.head.name.to_owned(),
        as_of: options.as_of.clone(),
        findings,
        stale,
        advice,
        access: key_effects(base, head),
        uses: None,
        rust_api: models.map(|(base, head)| RustApiChange::between(base, head)),
        evidence: evidence_changes(base, head),
    }
}

impl Review {
    /// The worst of what is not approved.
    pub fn worst(&self) -> (Wire, Rust) {
        worst(&self.findings)
    }

    /// Whether what is not approved reaches a threshold.
    pub fn reaches(&self, threshold: Threshold) -> bool {
        let (wire, rust) = self.worst();
        threshold.is_reached(wire, rust)
    }

    /// Whether somebody has to look for the sake of security.
    pub fn needs_security_review(&self) -> bool {
        self.findings.iter().any(|finding| finding.security && finding.approved.is_none())
    }

    /// Whether nothing changed but, perhaps, words.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings that break and are not approved, worst first: on the wire and for programs, then one of both.
    pub fn breaking(&self) -> Vec<&Finding> {
        let mut breaking: Vec<&Finding> = self.open().filter(|finding| finding.is_breaking()).collect();
        breaking.sort_by_key(|finding| std::cmp::Reverse((finding.wire, finding.rust)));
        breaking
    }

    /// The findings that are not approved, words left out.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.approved.is_none() && finding.rule != Rule::DocsChanged)
    }

    /// How many places have nothing but other words.
    pub fn docs(&self) -> usize {
        self.findings.iter().filter(|finding| finding.rule == Rule::DocsChanged).count()
    }
}
