//! The shape that programs read.
//!
//! ```json
//! { "version": 1, "errors": 1, "warnings": 0, "findings": [ {
//!   "code": "S501", "rule": "unknown-scope", "severity": "error", "message": "…",
//!   "file": "spec/paths/content.yaml", "line": 12, "column": 5, "end_line": 12, "end_column": 17,
//!   "label": "…", "why": "…", "help": "…",
//!   "others": [ { "file": "…", "line": 1, "column": 1, "end_line": 1, "end_column": 1, "text": "…" } ]
//! } ] }
//! ```
//!
//! Keys are never removed or given another meaning within a version; new ones may appear.

use serde_json::{Value, json};

use super::super::{Diagnostic, Findings, Severity};
use crate::source::{SourceMap, Span};

/// Writes all findings as one JSON object.
pub fn to_json(sources: &SourceMap, findings: &Findings) -> String {
    let list: Vec<_> = findings.sorted().into_iter().map(|finding| entry(sources, finding)).collect();
    let report = json!({
        "version": 1,
        "errors": findings.count(Severity::Error),
        "warnings": findings.count(Severity::Warning),
        "findings": list,
    });
    format!("{report:#}\n")
}

fn entry(sources: &SourceMap, finding: &Diagnostic) -> Value {
    let mut entry = json!({
        "code": finding.code.to_string(),
        "rule": finding.code.rule().slug,
        "severity": finding.severity.as_str(),
        "message": finding.message,
    });
    merge(&mut entry, place(sources, finding.span));
    let others = finding.others.iter().map(|other| {
        let mut second = place(sources, other.span);
        merge(&mut second, json!({ "text": other.text }));
        second
    });
    merge(
        &mut entry,
        json!({
            "label": finding.label,
            "why": finding.why,
            "help": finding.help,
            "others": others.collect::<Vec<_>>(),
        }),
    );
    entry
}

fn place(sources: &SourceMap, span: Span) -> Value {
    let start = sources.location(span);
    let end = sources.location(Span { start: span.end, ..span });
    json!({
        "file": start.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    })
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
