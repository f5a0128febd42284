//! The reports of a comparison: what they show, within which limits, and what text of a document can't do to them.
//!
//! `INSTA_UPDATE=always cargo test -p codegen --test diff_reports` writes the snapshots anew. Read them as a reviewer.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use codegen::diff::report::{
    COMMENT_BUDGET, to_changelog, to_github, to_json, to_markdown, to_sarif, to_text, verdict,
};
use codegen::diff::{
    Exception, Finding, NamedDocument, Part, Place, Review, ReviewOptions, Rule, RustApiChange, Sides,
    SignatureLine, Version, read_exceptions, review,
};
use codegen::load::MemorySource;
use codegen::model::Method;
use codegen::{Linted, Profile, lint};
use serde_json::Value;
use support::{Files, files_of, folder};

const AS_OF: &str = "2026-11-22";

/// What is approved in the rich pair: one finding that is there, one whose day has passed, one that is not there.
const EXCEPTIONS: &str = "
- { rule: response-property-removed, where: schema:Book/isbn, fingerprint: ca6187b89637f14b, reason: 'Nobody @reads it.', until: 2027-03-01 }
- { rule: scope-replaced, where: GET /books, fingerprint: 2cd3c170a5435a51, reason: It was agreed., until: 2026-11-21 }
- { rule: operation-removed, where: GET /shelves, fingerprint: 0123456789abcdef, reason: Long gone., until: 2027-03-01 }
";

fn exceptions() -> Vec<Exception> {
    read_exceptions("spec/diff-exceptions.yaml", EXCEPTIONS).unwrap()
}

/// Two documents, and what there is to say about them.
struct Pair {
    base: Linted,
    head: Linted,
    review: Review,
}

impl Pair {
    fn new(before: Files, after: Files, exceptions: Vec<Exception>) -> Self {
        let [base, head] = [before, after].map(|files| {
            let read = lint("openapi.yaml", &MemorySource::new(files), Profile::General);
            assert!(!read.findings.has_errors(), "{:?}", read.findings.sorted());
            read
        });
        let options = ReviewOptions {
            as_of: String::from(AS_OF),
            exceptions,
            crate_version: Version::parse("0.4.1"),
            ..ReviewOptions::default()
        };
        let review = review(&sides(&base, &head), &options);
        Self { base, head, review }
    }

    /// A small library of books in which much changes.
    fn rich(exceptions: Vec<Exception>) -> Self {
        let file =
            |name: &str| std::fs::read_to_string(folder("tests/cases/diff_reports/rich").join(name)).unwrap();
        let [before, after] = ["before.yaml", "after.yaml"]
            .map(|name| Files::from([(String::from("openapi.yaml"), file(name))]));
        Self::new(before, after, exceptions)
    }

    fn sides(&self) -> Sides<'_> {
        sides(&self.base, &self.head)
    }
}

fn sides<'d>(base: &'d Linted, head: &'d Linted) -> Sides<'d> {
    let [base, head] = [(base, "1111111"), (head, "2222222")].map(|(read, name)| NamedDocument {
        name,
        document: read.document.as_ref().unwrap(),
        sources: &read.sources,
        model: read.model.as_ref(),
    });
    Sides { base, head }
}

/// Our own spec, and a copy in which every operation is in another group and needs another scope as well.
fn every_operation_changed() -> Pair {
    let before = files_of(&folder("../spec"), &["diff-exceptions.yaml"]);
    let after = before.iter().map(|(path, text)| {
        let is_of_operations = path.starts_with("paths/");
        let changed: String = text
            .lines()
            .map(|line| match line.split_once("apiKey: [") {
                Some((start, rest)) if is_of_operations && line.contains("security:") => {
                    let more = if rest.contains("search:read") { "account:read" } else { "search:read" };
                    format!("{start}apiKey: [{more}, {rest}\n")
                }
                _ if is_of_operations && line.trim_start().starts_with("tags: [") => {
                    let (start, _) = line.split_once('[').unwrap();
                    format!("{start}[{}]\n", if line.contains("content") { "calendar" } else { "content" })
                }
                _ if line.trim_start().starts_with("summary: ") && !line.contains(['\'', '"']) => {
                    format!("{line} (again)\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        (path.clone(), changed)
    });
    let after: Files = after.collect();
    Pair::new(before, after, Vec::new())
}

/// A review with as many findings as one likes, a rule after the other.
fn crowded(count: usize) -> Pair {
    let mut pair = Pair::rich(Vec::new());
    pair.review.findings = (0..count)
        .map(|number| {
            let rule = Rule::ALL[number % Rule::ALL.len()].rule;
            let place = Place::operation(Method::Get, &format!("/things/{number}")).part(Part::Request);
            let mut finding =
                Finding::new(rule, place, format!("thing {number} is another one")).hint("wait");
            finding.affects.extend((0..9).map(|other| format!("GET /things/{other}")));
            finding
        })
        .collect();
    pair
}

/// Folds and blocks of code that are opened are closed, in their order.
fn assert_closed(text: &str) {
    let mut folds = 0_i64;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if line == open => fence = None,
            None if marks >= 3 => fence = line.get(..marks),
            Some(_) => continue,
            None => {}
        }
        let count = |tag: &str| i64::try_from(line.matches(tag).count()).unwrap();
        folds += count("<details>") - count("</details>");
        assert!(folds >= 0, "a fold is closed that was not opened: {line}");
    }
    assert_eq!((folds, fence), (0, None), "something stays open:\n{text}");
}

/// A line without what stands in it as code, where code hosts look for nothing.
fn without_code(line: &str) -> String {
    let pieces = line.split("<code>").enumerate();
    pieces.map(|(at, piece)| if at == 0 { piece } else { piece.split_once("</code>").unwrap().1 }).collect()
}

#[test]
fn the_report_for_the_terminal() {
    let pair = Pair::rich(exceptions());
    insta::assert_snapshot!(to_text(&pair.review, &pair.sides()));
}

#[test]
fn the_comment_of_a_pull_request() {
    insta::assert_snapshot!(to_markdown(&Pair::rich(exceptions()).review, COMMENT_BUDGET));
}

#[test]
fn the_annotations_of_a_pull_request() {
    let pair = Pair::rich(exceptions());
    insta::assert_snapshot!(to_github(&pair.review, &pair.sides()));
}

#[test]
fn the_entry_of_the_changelog() {
    insta::assert_snapshot!(to_changelog(&Pair::rich(exceptions()).review));
}

/// A finding a line, since the report itself is longer than anybody reads.
#[test]
fn the_report_for_programs() {
    let report: Value = serde_json::from_str(&to_json(&Pair::rich(exceptions()).review)).unwrap();
    let lines = report.as_object().unwrap().iter().flat_map(|(key, value)| match value.as_array() {
        Some(items) => {
            let items = items.iter().map(|item| format!("  {item}"));
            std::iter::once(format!("{key}:")).chain(items).collect::<Vec<_>>()
        }
        None => vec![format!("{key}: {value}")],
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(text);
}

#[test]
fn a_report_is_the_same_every_time() {
    let [one, other] = [(); 2].map(|()| Pair::rich(exceptions()));
    assert_eq!(to_json(&one.review), to_json(&other.review));
    assert_eq!(to_sarif(&one.review, &one.sides()), to_sarif(&other.review, &other.sides()));
}

#[test]
fn sarif_points_at_rules_and_lines_and_says_what_is_approved() {
    let pair = Pair::rich(exceptions());
    let log: Value = serde_json::from_str(&to_sarif(&pair.review, &pair.sides())).unwrap();
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&Value::from("2.1.0"), 1));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let shown = pair.review.findings.iter().filter(|finding| finding.rule != Rule::DocsChanged).count();
    assert_eq!(results.len(), shown + 2, "a result a finding, and one a stale exception");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        assert!(region["startLine"].as_u64().unwrap() >= 1, "{result}");
        assert!(region["startColumn"].as_u64().is_none_or(|column| column >= 1), "{result}");
        let file = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(["openapi.yaml", "spec/diff-exceptions.yaml"].contains(&file), "{result}");
        let fingerprint = result["partialFingerprints"]["specDiff/v1"].as_str().unwrap();
        assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
    }
    let of = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).unwrap();
    let approved = of("response-property-removed");
    assert_eq!(approved["suppressions"][0]["status"], "accepted");
    assert_eq!(approved["suppressions"][0]["justification"], "Nobody @reads it.");
    assert_eq!(approved["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 35);
    assert!(of("scope-replaced").get("suppressions").is_none(), "its last day has passed");
    let line = &of("stale-exception")["locations"][0]["physicalLocation"]["region"]["startLine"];
    assert_eq!(line, 3);
}

#[test]
fn a_change_of_every_operation_fits_a_comment_with_all_that_breaks() {
    let pair = every_operation_changed();
    let operations = pair.head.document.as_ref().unwrap().operations.len();
    let breaking = pair.review.breaking();
    assert!(breaking.len() > operations, "{} findings for {operations} operations", breaking.len());

    let comment = to_markdown(&pair.review, COMMENT_BUDGET);

    let size = comment.chars().count();
    println!("{} findings, {} of them break: {size} characters", pair.review.findings.len(), breaking.len());
    assert!(size < COMMENT_BUDGET, "{size}");
    assert!(comment.starts_with("Spec diff 1111111..2222222: BREAKING. "), "{comment}");
    let (before_access, access) = comment.split_once("### Access").unwrap();
    for finding in breaking {
        let place = finding.place.to_string().replace('_', "&#95;");
        assert!(before_access.contains(&place), "{place} is missing");
        assert!(
            !finding.security || access.contains(&place),
            "{place} is missing from the section on access"
        );
    }
    for effect in &pair.review.access {
        let scopes: Vec<String> = effect.scopes.iter().map(|scope| format!("<code>{scope}</code>")).collect();
        let scopes = scopes.join(" and ").replace('_', "&#95;");
        assert!(access.contains(&format!("Keys with {scopes} only")), "{scopes}");
    }
    assert_closed(&comment);
}

#[test]
fn a_comment_keeps_its_size_whatever_there_is_to_say() {
    for pair in [crowded(1_500), crowded(120), every_operation_changed(), Pair::rich(exceptions())] {
        for budget in [60_000, 9_000, 3_500, 2_000] {
            let comment = to_markdown(&pair.review, budget);
            let size = comment.chars().count();
            assert!(size <= budget, "{size} of {budget}");
            assert!(comment.starts_with(&verdict(&pair.review)), "{comment}");
            assert!(comment.ends_with("<!-- spec-diff head=2222222 -->\n"), "{comment}");
            assert_closed(&comment);
        }
    }
}

#[test]
fn what_was_cut_is_named() {
    let pair = crowded(600);
    let comment = to_markdown(&pair.review, COMMENT_BUDGET);
    for words in ["told in short", "Left out", "additions", "--base 1111111 --head 2222222"] {
        assert!(comment.contains(words), "{words}");
    }
    for (number, finding) in
        pair.review.findings.iter().enumerate().filter(|(_, finding)| finding.is_breaking())
    {
        assert!(comment.contains(&finding.place.to_string()), "the {number}th is missing");
    }
    let whole = to_markdown(&Pair::rich(Vec::new()).review, COMMENT_BUDGET);
    assert!(!whole.contains("Left out") && !whole.contains("told in short"), "{whole}");
}

#[test]
fn text_of_the_document_mentions_nobody_and_breaks_nothing() {
    let evil = "@octocat #123 </details> ``` </code> | GH-7 <!-- --> https://a.example\n::error::x\n# title";
    let mut pair = Pair::rich(Vec::new());
    let place = Place::Schema { name: evil.to_owned(), path: vec![evil.to_owned()] };
    let finding = Finding::new(Rule::OperationRemoved, place, evil).before(evil).after(evil).hint(evil);
    pair.review.base = evil.to_owned();
    pair.review.findings.push(finding);
    pair.review.rust_api = Some(RustApiChange {
        lines: vec![SignatureLine { is_added: true, breaks: true, text: evil.to_owned() }],
        witnesses: vec![evil.to_owned()],
    });
    pair.review.access[0].lost.push(evil.to_owned());

    let comment = to_markdown(&pair.review, COMMENT_BUDGET);
    assert_closed(&comment);
    let mut fence: Option<String> = None;
    for line in comment.lines() {
        let marks: String = line.chars().take_while(|letter| *letter == '`').collect();
        match &fence {
            Some(open) if *open == line => fence = None,
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => {
                let shown = without_code(line).replace("<!-- spec-diff head=2222222 -->", "");
                for danger in ["@octocat", "#123", "```", "GH-7", "<!--", "https://"] {
                    assert!(!shown.contains(danger), "{danger}: {line}");
                }
                assert!(!line.starts_with("# "), "{line}");
            }
        }
    }
    for line in to_github(&pair.review, &pair.sides()).lines() {
        assert!(
            line.starts_with("::error file=")
                || line.starts_with("::warning ")
                || line.starts_with("::notice ")
        );
    }
    let entry = to_changelog(&pair.review);
    assert!(entry.lines().all(|line| !line.starts_with("# ") && !line.starts_with("::")), "{entry}");
}

#[test]
fn annotations_are_ten_a_level_and_what_breaks_comes_first() {
    for count in [1_000, 90, 3] {
        let mut pair = crowded(count);
        pair.review.stale = Pair::rich(exceptions()).review.stale;
        let report = to_github(&pair.review, &pair.sides());
        let levels: Vec<&str> = report.lines().map(|line| line.split([' ', ':']).nth(2).unwrap()).collect();
        let mut sorted = levels.clone();
        sorted.sort_by_key(|level| ["error", "warning", "notice"].iter().position(|known| known == level));
        assert_eq!(levels, sorted, "what breaks comes first");
        for level in ["error", "warning", "notice"] {
            assert!(levels.iter().filter(|found| **found == level).count() <= 10, "{level}");
        }
        assert_eq!(report.matches("title=stale exception").count(), 2);
        assert!(report.lines().last().unwrap().contains("Spec diff 1111111..2222222"));
    }
}

#[test]
fn a_stale_exception_is_named_in_every_report_though_nothing_changed() {
    let text = std::fs::read_to_string(folder("tests/cases/diff_reports/rich/before.yaml")).unwrap();
    let files = Files::from([(String::from("openapi.yaml"), text)]);
    let pair = Pair::new(files.clone(), files, exceptions());
    assert!(verdict(&pair.review).ends_with("no semantic change."));
    let sides = pair.sides();
    for (format, report) in [
        ("text", to_text(&pair.review, &sides)),
        ("markdown", to_markdown(&pair.review, COMMENT_BUDGET)),
        ("json", to_json(&pair.review)),
        ("sarif", to_sarif(&pair.review, &sides)),
        ("github", to_github(&pair.review, &sides)),
    ] {
        assert!(report.contains("/shelves"), "{format}:\n{report}");
        assert!(report.contains("matches no finding"), "{format}:\n{report}");
    }
}

#[test]
fn what_is_all_approved_is_not_called_compatible() {
    let pair = Pair::rich(Vec::new());
    let approving = pair.review.breaking().into_iter().map(|finding| Exception {
        rule: finding.rule,
        place: finding.place.to_string(),
        fingerprint: finding.fingerprint(),
        reason: String::from("Agreed."),
        until: String::from("2027-01-01"),
        path: String::from("spec/diff-exceptions.yaml"),
        line: 1,
    });
    let approved = Pair::rich(approving.collect()).review;
    assert!(verdict(&approved).contains(": approved. wire 0, Rust 0,"), "{}", verdict(&approved));
    assert!(to_json(&approved).contains("\"breaking\": false"));
}

#[test]
fn the_workflow_finds_the_comment_by_its_mark_and_knows_the_label_that_it_names() {
    let text = std::fs::read_to_string(folder("../.github/workflows/spec-diff.yml")).unwrap();
    let workflow: Value = serde_yaml::from_str(&text).unwrap();
    let comment = to_markdown(&Pair::rich(Vec::new()).review, COMMENT_BUDGET);
    let label = workflow["env"]["LABEL"].as_str().unwrap();
    assert!(comment.contains(&format!("<code>{label}</code>")), "{label}");
    assert!(text.contains("contains(\"<!-- spec-diff \")") && comment.contains("\n<!-- spec-diff head="));
    let permissions = |job: &str| workflow["jobs"][job]["permissions"].as_object().unwrap().clone();
    assert_eq!(Value::from(permissions("compare")), serde_json::json!({ "contents": "read" }));
    let publish = workflow["jobs"]["publish"]["steps"].to_string();
    for word in ["checkout", "cargo"] {
        assert!(!publish.contains(word), "the job that may write runs nothing of the pull request: {word}");
    }
}
