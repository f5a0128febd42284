//! Approved exceptions: `spec/diff-exceptions.yaml`, read strictly.
//!
//! ```yaml
//! - rule: response-property-removed
//!   where: schema:Post/legacyUrl
//!   fingerprint: 0123456789abcdef
//!   reason: It was always null.
//!   until: 2027-03-01
//! ```
//!
//! An exception approves the finding with its fingerprint up to and including its last day. One that matches no
//! finding, or whose day has passed, is stale: it is reported, since it would hide the next change at its place.

use super::rules::Rule;

/// An approved finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Which rule.
    pub rule: Rule,
    /// Where: `schema:Post/title`.
    pub place: String,
    /// The fingerprint of the finding.
    pub fingerprint: String,
    /// Why it is approved.
    pub reason: String,
    /// The last day on which it holds: `2027-03-01`.
    pub until: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// An exception that approves nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleException {
    /// The exception.
    pub exception: Exception,
    /// Why: `its last day was 2026-10-01`.
    pub reason: String,
}
