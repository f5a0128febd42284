//! One finding for one cause: what several operations reach is found once an operation and kept once.

use std::collections::BTreeMap;

use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::place::Place;
use crate::diff::rules::Rule;

/// The findings so far, by what caused them.
#[derive(Debug, Default)]
pub(super) struct Collector {
    findings: BTreeMap<Key, Finding>,
    /// What the current operation has led to.
    touched: Vec<Key>,
}

/// Rule, cause, before, after.
type Key = (Rule, String, Option<String>, Option<String>);

impl Collector {
    /// Takes a finding in. The operation that is being compared is among those that it reaches.
    pub(super) fn push(&mut self, mut finding: Finding, site: &Site, operation: Option<&str>) {
        finding.base_span = finding.base_span.or(site.base);
        finding.head_span = finding.head_span.or(site.head);
        finding.affects.extend(operation.map(str::to_owned));
        let key = (finding.rule, site.cause.clone(), finding.before.clone(), finding.after.clone());
        self.touched.push(key.clone());
        match self.findings.get_mut(&key) {
            None => {
                self.findings.insert(key, finding);
            }
            Some(known) => {
                known.affects.append(&mut finding.affects);
                known.wire = known.wire.max(finding.wire);
                known.rust = known.rust.max(finding.rust);
                known.security |= finding.security;
                if finding.place < known.place {
                    known.place = finding.place;
                }
            }
        }
    }

    /// Starts with the next operation.
    pub(super) fn begin(&mut self) {
        self.touched.clear();
    }

    /// Gives what the current operation led to by one of these rules more weight for programs, and says why.
    pub(super) fn raise(&mut self, rules: &[Rule], rust: Rust, why: &str) {
        for key in self.touched.iter().filter(|key| rules.contains(&key.0)) {
            if let Some(finding) = self.findings.get_mut(key).filter(|finding| finding.rust < rust) {
                finding.rust = rust;
                finding.message = format!("{}; {why}", finding.message);
            }
        }
    }

    /// Whether a rule was set off by what is written there.
    pub(super) fn has(&self, rule: Rule, cause: &str) -> bool {
        let first = (rule, cause.to_owned(), None, None);
        self.findings.range(first..).next().is_some_and(|(key, _)| key.0 == rule && key.1 == cause)
    }

    /// The places of all findings so far.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.findings.values().map(|finding| &finding.place)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// All findings, by rule, place, before and after.
    pub(super) fn finish(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.findings.into_values().collect();
        findings.sort_by(|one, other| {
            let key = |finding: &Finding| {
                (finding.rule, finding.place.clone(), finding.before.clone(), finding.after.clone())
            };
            key(one).cmp(&key(other))
        });
        findings
    }
}
