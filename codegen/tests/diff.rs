//! Every rule of the comparison against a pair of documents that sets it off, and one that only looks as if it did.
//!
//! A folder `tests/cases/diff/<rule>` holds `before.yaml`, `after.yaml`, and `expect.json` with what is found. A
//! folder `<rule>.near_miss` holds a pair that must not set that rule off, `<rule>.<more>` a further case, and
//! `equal.<what>` a pair that gives nothing at all. A document over several files has a folder `before` or `after`
//! with `openapi.yaml` in it. The day of the comparison is 2026-11-22.
//!
//! `BLESS=1 cargo test -p codegen --test diff` writes the expectations anew. Read them: they are the verdicts.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod pairs;
mod support;

use std::collections::BTreeSet;

use codegen::diff::{Finding, NamedDocument, ReviewOptions, Rule, Sides, review};
use codegen::load::MemorySource;
use codegen::{Profile, read};
use pairs::{AS_OF, cases, name_of, side};
use serde_json::{Value, json};
use support::Files;

fn findings(before: Files, after: Files, case: &str) -> Vec<Finding> {
    let [base, head] = [before, after].map(|files| {
        let read = read("openapi.yaml", &MemorySource::new(files), Profile::General);
        assert!(!read.findings.has_errors(), "{case}: {:?}", read.findings.sorted());
        read
    });
    let [base, head] = [(&base, "before"), (&head, "after")].map(|(read, name)| NamedDocument {
        name,
        document: read.document.as_ref().unwrap(),
        sources: &read.sources,
        model: None,
    });
    let options = ReviewOptions { as_of: String::from(AS_OF), ..ReviewOptions::default() };
    review(&Sides { base, head }, &options).findings
}

/// What an expectation holds: everything but words.
fn verdicts(findings: &[Finding]) -> Value {
    let verdict = |finding: &Finding| {
        json!({
            "kind": finding.rule.id(),
            "where": finding.place.to_string(),
            "affects": finding.affects,
            "wire": finding.wire.as_str(),
            "rust": finding.rust.as_str(),
            "security": finding.security,
            "before": finding.before,
            "after": finding.after,
        })
    };
    findings.iter().map(verdict).collect()
}

#[test]
fn every_pair_gives_what_is_expected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = verdicts(&findings(side(&case, "before"), side(&case, "after"), name_of(&case)));
        let file = case.join("expect.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, format!("{found:#}\n")).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if serde_json::from_str::<Value>(&expected).ok().as_ref() != Some(&found) {
            wrong.push(format!("{}: expected {expected}, found {found:#}", name_of(&case)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf that is right: BLESS=1 cargo test -p codegen --test diff",
        wrong.join("\n")
    );
}

#[test]
fn the_name_of_a_case_says_what_it_shows() {
    for case in cases() {
        let name = name_of(&case);
        let (rule, more) = name.split_once('.').unwrap_or((name, ""));
        let rules: BTreeSet<&str> = findings(side(&case, "before"), side(&case, "after"), name)
            .iter()
            .map(|finding| finding.rule.id())
            .collect();
        if rule == "equal" {
            assert!(rules.is_empty(), "{name} gives {rules:?}");
        } else {
            assert!(Rule::from_id(rule).is_some(), "{name}: no such rule");
            assert_eq!(rules.contains(rule), more != "near_miss", "{name} gives {rules:?}");
        }
    }
}

#[test]
fn every_rule_has_a_case_and_a_near_miss() {
    let names: BTreeSet<String> = cases().iter().map(|case| name_of(case).to_owned()).collect();
    let wanted = Rule::ALL.iter().flat_map(|entry| [entry.id.to_owned(), format!("{}.near_miss", entry.id)]);
    let missing: Vec<String> = wanted.filter(|name| !names.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let equal = names.iter().filter(|name| name.starts_with("equal.")).count();
    assert!(equal >= 25, "{equal} pairs that must stay silent; 25 are wanted");
}

#[test]
fn nothing_differs_from_itself_and_swapping_sides_finds_something_too() {
    for case in cases() {
        let name = name_of(&case);
        let (before, after) = (side(&case, "before"), side(&case, "after"));
        assert!(
            findings(before.clone(), before.clone(), name).is_empty(),
            "{name}: before differs from itself"
        );
        assert!(findings(after.clone(), after.clone(), name).is_empty(), "{name}: after differs from itself");
        let there = findings(before.clone(), after.clone(), name).is_empty();
        let back = findings(after, before, name).is_empty();
        assert_eq!(there, back, "{name}: one way is silent and the other is not");
    }
}
