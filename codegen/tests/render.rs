//! The three forms of a report.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

use codegen::Profile;
use codegen::diagnostic::{Code, Diagnostic, Findings, TextStyle, to_json, to_sarif, to_text};
use codegen::source::{FileId, SourceMap, Span};
use serde_json::{Value, json};

const TEXT: &str = "a: 1\nüb: contnet:read # ü\nx-scopes:\n  content:read: {}\n";

fn at(file: FileId, what: &str) -> Span {
    let start = TEXT.find(what).unwrap();
    Span { file, start: u32::try_from(start).unwrap(), end: u32::try_from(start + what.len()).unwrap() }
}

/// An error with a second place, and a warning in a file of another name.
fn report(profile: Profile) -> (SourceMap, Findings) {
    let mut sources = SourceMap::default();
    let first = sources.add("spec/a b.yaml", TEXT);
    let second = sources.add("spec/other.yaml", "scopes: []\n");
    let mut findings = Findings::new(profile);
    findings.push(
        Diagnostic::new(Code::UnknownScope, at(first, "contnet:read"), "unknown scope `contnet:read`")
            .label("not in `x-scopes`")
            .other(at(first, "x-scopes"), "the catalogue")
            .help("did you mean `content:read`?"),
    );
    findings.push(
        Diagnostic::new(Code::UnusedScope, Span { file: second, start: 0, end: 6 }, "nothing asks for it")
            .label("here"),
    );
    (sources, findings)
}

#[test]
fn text_looks_like_a_compilers() {
    let (sources, findings) = report(Profile::House);
    insta::assert_snapshot!(to_text(&sources, &findings, TextStyle::Plain));
    let coloured = to_text(&sources, &findings, TextStyle::Coloured);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

#[test]
fn json_has_the_documented_shape() {
    let (sources, findings) = report(Profile::House);
    let report: Value = serde_json::from_str(&to_json(&sources, &findings)).unwrap();
    let second = json!({
        "file": "spec/a b.yaml", "line": 3, "column": 1, "end_line": 3, "end_column": 9, "text": "the catalogue"
    });
    assert_eq!(report["version"], 1);
    assert_eq!((&report["errors"], &report["warnings"]), (&json!(1), &json!(1)));
    assert_eq!(
        report["findings"][0],
        json!({
            "code": "S501", "rule": "unknown-scope", "severity": "error", "message": "unknown scope `contnet:read`",
            "file": "spec/a b.yaml", "line": 2, "column": 5, "end_line": 2, "end_column": 17,
            "label": "not in `x-scopes`", "why": "No key can hold it, so no key could make the call.",
            "help": "did you mean `content:read`?", "others": [second],
        })
    );
}

#[test]
fn sarif_has_what_its_standard_requires() {
    let (sources, findings) = report(Profile::House);
    let log: Value = serde_json::from_str(&to_sarif(&sources, &findings)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::RULES.len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "spec/a%20b.yaml");
    assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 17 }));
    assert_eq!(results[0]["relatedLocations"].as_array().unwrap().len(), 1);
}

#[test]
fn house_rules_are_gathered_warnings_for_other_documents_and_rules_of_form_are_silent() {
    let mut sources = SourceMap::default();
    let file = sources.add("a.yaml", TEXT);
    let mut findings = Findings::new(Profile::General);
    for start in [7, 3, 5] {
        let span = Span { file, start, end: start + 1 };
        findings.push(Diagnostic::new(Code::NoEvidence, span, format!("no evidence at {start}")));
        findings.push(Diagnostic::new(Code::FullStop, span, "no full stop"));
    }
    findings.gather();
    let text = to_text(&sources, &findings, TextStyle::Plain);
    assert!(!findings.has_errors());
    assert!(text.contains("warning[S606]: no evidence at 3"), "{text}");
    assert!(text.contains("The same holds for 2 more."), "{text}");
    assert!(text.ends_with("no errors, 1 warning\n"), "{text}");
}
