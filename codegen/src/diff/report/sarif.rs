//! SARIF 2.1.0, the form that code hosts keep over the life of a finding.

use serde_json::{Value, json};

use super::words::{reach_is_news, reached, stale_words, weight};
use crate::diff::Sides;
use crate::diff::exceptions::StaleException;
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::review::Review;
use crate::diff::rules::{Rule, RuleEntry};
use crate::sarif::{self, uri};
use crate::source::{SourceMap, Span};

/// The id of the rule about exceptions.
const STALE: &str = "stale-exception";
/// More results are refused by GitHub.
const LIMIT: usize = 25_000;

/// Writes the findings as one SARIF log with one run. Words alone are no results.
pub fn to_sarif(review: &Review, sides: &Sides<'_>) -> String {
    let shown = review.findings.iter().filter(|finding| finding.rule != Rule::DocsChanged);
    let results: Vec<Value> = shown
        .map(|finding| result(finding, sides))
        .chain(review.stale.iter().map(stale))
        .take(LIMIT)
        .collect();
    let rules: Vec<Value> = Rule::ALL.iter().map(descriptor).chain([stale_descriptor()]).collect();
    sarif::log("spec-diff", &rules, &results)
}

fn descriptor(entry: &RuleEntry) -> Value {
    json!({
        "id": entry.id,
        "shortDescription": { "text": format!("{}.", entry.detects) },
        "fullDescription": { "text": entry.why },
        "defaultConfiguration": { "level": level(entry.wire, entry.rust) },
        "properties": { "wire": entry.wire.as_str(), "rust": entry.rust.as_str(), "security": entry.security },
    })
}

/// An exception that approves nothing any more is a result too, of a rule that no finding has.
fn stale_descriptor() -> Value {
    json!({
        "id": STALE,
        "shortDescription": { "text": "An exception that approves nothing any more." },
        "fullDescription": { "text": "It would hide the next change at its place." },
        "defaultConfiguration": { "level": "warning" },
    })
}

fn stale(stale: &StaleException) -> Value {
    let exception = &stale.exception;
    let hash = &exception.fingerprint;
    json!({
        "ruleId": STALE,
        "ruleIndex": Rule::ALL.len(),
        "level": "warning",
        "message": { "text": format!("{}.", stale_words(stale)) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&exception.path) },
            "region": { "startLine": exception.line },
        } }],
        "partialFingerprints": { "primaryLocationLineHash": format!("{hash}:1"), "specDiff/v1": hash },
    })
}

/// The level of the worse of the two scales.
fn level(wire: Wire, rust: Rust) -> &'static str {
    match (wire, rust) {
        (Wire::Breaking, _) | (_, Rust::Breaking) => "error",
        (Wire::Warning, _) | (_, Rust::Warning) => "warning",
        _ => "note",
    }
}

fn result(finding: &Finding, sides: &Sides<'_>) -> Value {
    let index = Rule::ALL.iter().position(|entry| entry.rule == finding.rule);
    let head = finding.head_span.unwrap_or_else(|| sides.head.document.root_span());
    let old: Vec<Value> = finding
        .base_span
        .iter()
        .map(|span| location(sides.base.sources, *span, Some(format!("in {}", sides.base.name))))
        .collect();
    // Code hosts follow a result by the hash of its line unless they are given another: ours outlives an edit nearby.
    let hash = finding.fingerprint();
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": index,
        "level": level(finding.wire, finding.rust),
        "message": { "text": message(finding) },
        "locations": [location(sides.head.sources, head, None)],
        "relatedLocations": old,
        "partialFingerprints": { "primaryLocationLineHash": format!("{hash}:1"), "specDiff/v1": hash },
        "properties": {
            "where": finding.place.to_string(),
            "wire": finding.wire.as_str(),
            "rust": finding.rust.as_str(),
            "security": finding.security,
            "affects": finding.affects,
        },
    });
    if let (Some(exception), Some(fields)) = (&finding.approved, result.as_object_mut()) {
        let suppression =
            json!([{ "kind": "external", "status": "accepted", "justification": exception.reason }]);
        fields.insert(String::from("suppressions"), suppression);
    }
    result
}

fn message(finding: &Finding) -> String {
    let mut text = format!("{}: {} ({}).", finding.place, finding.message, weight(finding));
    if reach_is_news(finding) {
        text = format!("{text} Reaches {}.", reached(finding));
    }
    if let Some(hint) = &finding.hint {
        text = format!("{text} To soften it: {hint}.");
    }
    text
}

fn location(sources: &SourceMap, span: Span, text: Option<String>) -> Value {
    let start = sources.location(span);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&start.path) },
            "region": { "startLine": start.line, "startColumn": start.column },
        },
    });
    if let (Some(text), Some(fields)) = (text, location.as_object_mut()) {
        fields.insert(String::from("message"), json!({ "text": text }));
    }
    location
}
