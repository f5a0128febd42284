//! A review for programs: sorted, stable, without times.

use serde_json::{Value, json};

use crate::diff::advice::VersionAdvice;
use crate::diff::finding::Finding;
use crate::diff::review::Review;

/// The version of the format.
const FORMAT: u32 = 1;

/// Writes the review as one JSON object.
pub fn to_json(review: &Review) -> String {
    let (wire, rust) = review.worst();
    let report = json!({
        "version": FORMAT,
        "base": review.base,
        "head": review.head,
        "as_of": review.as_of,
        "summary": {
            "breaking": !review.breaking().is_empty(),
            "wire": wire.as_str(),
            "rust": rust.as_str(),
            "bump": review.advice.crate_.bump.as_str(),
            "security_review": review.needs_security_review(),
        },
        "advice": {
            "crate": version(&review.advice.crate_),
            "api": version(&review.advice.api),
            "released_clients_work": review.advice.released_clients_work,
        },
        "findings": review.findings.iter().map(finding).collect::<Value>(),
        "access": review.access.iter().map(|effect| json!({
            "scopes": effect.scopes,
            "lost": effect.lost,
            "gained": effect.gained,
        })).collect::<Value>(),
        "uses": review.uses.as_ref().map(|uses| json!({
            "before": uses.before,
            "after": uses.after,
            "gone": uses.gone,
        })),
        "rust_api": review.rust_api.as_ref().map(|change| json!({
            "removed": change.lines.iter().filter(|line| !line.is_added).map(|line| line.text.as_str()).collect::<Value>(),
            "added": change.lines.iter().filter(|line| line.is_added).map(|line| line.text.as_str()).collect::<Value>(),
            "witnesses": change.witnesses,
        })),
        "evidence": review.evidence.iter().map(|change| json!({
            "where": change.place,
            "before": change.before.as_str(),
            "after": change.after.as_str(),
        })).collect::<Value>(),
        "stale_exceptions": review.stale.iter().map(|stale| json!({
            "rule": stale.exception.rule.id(),
            "where": stale.exception.place,
            "fingerprint": stale.exception.fingerprint,
            "file": stale.exception.path,
            "line": stale.exception.line,
            "reason": stale.reason,
        })).collect::<Value>(),
    });
    format!("{report:#}\n")
}

fn finding(finding: &Finding) -> Value {
    json!({
        "kind": finding.rule.id(),
        "where": finding.place.to_string(),
        "affects": finding.affects,
        "wire": finding.wire.as_str(),
        "rust": finding.rust.as_str(),
        "security": finding.security,
        "before": finding.before,
        "after": finding.after,
        "message": finding.message,
        "fingerprint": finding.fingerprint(),
        "approved": finding.approved.is_some(),
    })
}

fn version(advice: &VersionAdvice) -> Value {
    json!({
        "bump": advice.bump.as_str(),
        "before": advice.before.map(|version| version.to_string()),
        "wanted": advice.wanted.map(|version| version.to_string()),
        "given": advice.given.map(|version| version.to_string()),
    })
}
