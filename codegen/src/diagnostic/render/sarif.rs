//! SARIF 2.1.0, the form that code hosts show beside the lines of a change.

use serde_json::{Value, json};

use super::super::{Binding, Code, Diagnostic, Findings, Rule};
use crate::sarif::{self, uri};
use crate::source::{SourceMap, Span};

/// Writes all findings as one SARIF log with one run.
pub fn to_sarif(sources: &SourceMap, findings: &Findings) -> String {
    let results: Vec<_> = findings.sorted().into_iter().map(|finding| result(sources, finding)).collect();
    let rules: Vec<_> = Code::RULES.iter().map(descriptor).collect();
    sarif::log("codegen", &rules, &results)
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code.to_string(),
        "name": rule.slug,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "level": rule.severity.as_str() },
        "properties": { "house": rule.binding != Binding::Everybody },
    })
}

fn result(sources: &SourceMap, finding: &Diagnostic) -> Value {
    let index = Code::RULES.iter().position(|rule| rule.code == finding.code);
    let others: Vec<_> =
        finding.others.iter().map(|other| location(sources, other.span, &other.text)).collect();
    json!({
        "ruleId": finding.code.to_string(),
        "ruleIndex": index,
        "level": finding.severity.as_str(),
        "message": { "text": message(finding) },
        "locations": [location(sources, finding.span, &finding.label)],
        "relatedLocations": others,
    })
}

/// Everything that there is to say, since most viewers show nothing but the message.
fn message(finding: &Diagnostic) -> String {
    let mut text = finding.message.clone();
    for (word, more) in [("Why", &finding.why), ("Help", &finding.help)] {
        if !more.is_empty() {
            text = format!("{text}\n{word}: {more}");
        }
    }
    text
}

fn location(sources: &SourceMap, span: Span, text: &str) -> Value {
    let start = sources.location(span);
    let end = sources.location(Span { start: span.end.max(span.start), ..span });
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&start.path) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let (false, Some(fields)) = (text.is_empty(), location.as_object_mut()) {
        fields.insert(String::from("message"), json!({ "text": text }));
    }
    location
}
