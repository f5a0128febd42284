//! Traffic and what is learnt from it.
//!
//! `tests/cases/learn/spec` is a small document. A folder beside it holds `traffic.jsonl`, one exchange a line as recordings have it, and
//! `expect.txt`: the findings, and what the proposals change in the document, line by line.
//!
//! `BLESS=1 cargo test -p codegen --test learn` writes the expectations anew. Read them: they are the verdicts.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen::learn::{Body, Exchange, Finding, Learner, edited};
use codegen::load::MemorySource;
use codegen::{Linted, Profile, lint};
use support::{Files, files_of, folder};

const DATE: &str = "2026-11-22";

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder("tests/cases/learn")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir() && !path.ends_with("spec"));
    cases.sort();
    cases
}

fn spec() -> Files {
    files_of(&folder("tests/cases/learn/spec"), &[])
}

fn read(files: &Files) -> Linted {
    lint("openapi.yaml", &MemorySource::new(files.clone()), Profile::House)
}

fn complaints(document: &Linted) -> Vec<String> {
    document
        .findings
        .sorted()
        .iter()
        .map(|finding| format!("{:?} {}", finding.code, finding.message.split_whitespace().next().unwrap()))
        .collect()
}

fn traffic(case: &Path) -> Vec<Exchange> {
    let text = std::fs::read_to_string(case.join("traffic.jsonl")).unwrap();
    text.lines().map(|line| Exchange::recorded(&serde_json::from_str(line).unwrap()).unwrap()).collect()
}

fn findings(document: &Linted, traffic: &[Exchange]) -> Vec<Finding> {
    let mut learner = Learner::new(document.document.as_ref().unwrap());
    for exchange in traffic {
        learner.take(exchange);
    }
    learner.findings()
}

/// The document with all proposals in it, and what could not be written.
fn with_proposals(files: &Files, document: &Linted, findings: &[Finding]) -> (Files, Vec<(usize, String)>) {
    let edited = edited(document.document.as_ref().unwrap(), &document.sources, findings, DATE);
    let mut files = files.clone();
    for (file, text) in edited.files {
        files.insert(document.sources.file(file).unwrap().path().to_owned(), text);
    }
    (files, edited.left)
}

fn report(findings: &[Finding], left: &[(usize, String)]) -> String {
    let mut text = String::new();
    for (at, finding) in findings.iter().enumerate() {
        let left = left.iter().find(|(own, _)| *own == at).map(|(_, reason)| reason.as_str());
        let proposal = match (&finding.proposal, left) {
            (None, _) => "nothing proposed".to_owned(),
            (Some(_), Some(reason)) => format!("not written: {reason}"),
            (Some(_), None) => "proposed".to_owned(),
        };
        writeln!(
            text,
            "{} {} ({}): {} -> {}, {} of {}; {proposal}",
            finding.kind,
            finding.place,
            finding.evidence.as_str(),
            finding.says,
            finding.seen,
            finding.samples,
            finding.of
        )
        .unwrap();
    }
    text
}

/// The lines that go and come, file by file.
fn changes(before: &Files, after: &Files) -> String {
    let mut text = String::new();
    for (path, new) in after {
        let old = &before[path];
        if old != new {
            writeln!(text, "\n{path}").unwrap();
            text.push_str(&line_changes(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>()));
        }
    }
    text
}

/// The longest common lines stay, the others go or come.
fn line_changes(old: &[&str], new: &[&str]) -> String {
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            writeln!(text, "-{}", old[i]).unwrap();
            i += 1;
        } else {
            writeln!(text, "+{}", new[j]).unwrap();
            j += 1;
        }
    }
    text
}

#[test]
fn traffic_gives_the_findings_and_the_changes_that_are_expected() {
    let before = spec();
    let document = read(&before);
    let mut wrong = Vec::new();
    for case in cases() {
        let findings = findings(&document, &traffic(&case));
        let (after, left) = with_proposals(&before, &document, &findings);
        let found = report(&findings, &left) + &changes(&before, &after);
        let file = case.join("expect.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        if std::fs::read_to_string(&file).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_was_written_is_a_good_document_that_the_same_traffic_adds_nothing_to() {
    let before = spec();
    let document = read(&before);
    for case in cases() {
        let traffic = traffic(&case);
        let (after, _) = with_proposals(&before, &document, &findings(&document, &traffic));
        let again = read(&after);
        // The small document lacks examples and more; what was written adds nothing to that.
        let new: Vec<String> =
            complaints(&again).into_iter().filter(|text| !complaints(&document).contains(text)).collect();
        assert!(new.is_empty(), "{}: {new:#?}", case.display());
        let more = findings(&again, &traffic);
        let (twice, _) = with_proposals(&after, &again, &more);
        assert_eq!(changes(&after, &twice), "", "{}", case.display());
    }
}

#[test]
fn comments_and_all_that_is_not_edited_stay_byte_for_byte() {
    let before = spec();
    let document = read(&before);
    let all: Vec<Exchange> = cases().iter().flat_map(|case| traffic(case)).collect();
    let (after, _) = with_proposals(&before, &document, &findings(&document, &all));
    assert_ne!(before, after);
    for (path, old) in &before {
        let new = &after[path];
        for (_, comment) in old.lines().filter_map(|line| line.split_once(" # ")) {
            assert!(new.contains(&format!(" # {comment}")), "{path}: {comment}");
        }
        // What an edit replaces is a line of its schema or operation; every other line is there, in its order.
        let mut rest = new.as_str();
        let touched = line_changes(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>());
        for line in old.split_inclusive('\n').filter(|line| !touched.contains(&format!("-{line}"))) {
            let at = rest.find(line).unwrap_or_else(|| panic!("{path}: {line}"));
            rest = &rest[at + line.len()..];
        }
    }
}

#[test]
fn the_order_of_the_traffic_makes_no_difference() {
    let document = read(&spec());
    let mut all: Vec<Exchange> = cases().iter().flat_map(|case| traffic(case)).collect();
    let forwards = report(&findings(&document, &all), &[]);
    all.reverse();
    assert_eq!(report(&findings(&document, &all), &[]), forwards);
    let by_path: BTreeMap<String, Exchange> =
        all.into_iter().enumerate().map(|(at, one)| (format!("{}{at}", one.path), one)).collect();
    let sorted: Vec<Exchange> = by_path.into_values().collect();
    assert_eq!(report(&findings(&document, &sorted), &[]), forwards);
}

#[test]
fn answers_that_the_own_spec_shows_as_examples_propose_nothing_for_it() {
    let files = files_of(&folder("../spec"), &[]);
    let document = lint("openapi.yaml", &MemorySource::new(files), Profile::House);
    let spec = document.document.as_ref().unwrap();
    let mut learner = Learner::new(spec);
    let mut answers = 0;
    for operation in &spec.operations {
        for response in operation.responses.iter().filter(|response| response.status.value.is_success()) {
            for example in response.content.iter().flat_map(|media| &media.examples) {
                learner.take(&Exchange {
                    method: operation.method.value.as_str().to_owned(),
                    path: format!("/api{}", operation.path.value),
                    query: Vec::new(),
                    status: response.status.value.to_string().parse().unwrap(),
                    headers: Vec::new(),
                    body: Body::Json(example.value.as_ref().unwrap().to_json()),
                });
                answers += 1;
            }
        }
    }
    assert!(answers > 90 && learner.taken() == answers, "{answers}");
    assert_eq!(report(&learner.findings(), &[]), "");
}
