//! Every rule against a document that breaks it, and against one that only looks as if it did.
//!
//! `tests/cases/fail/base` is a document without a fault. A folder `S501-unknown-scope` beside it holds the
//! files that take the place of the base's to break that one rule, `expected.txt` with what the compiler has
//! to say, and in `near_miss` the files that come close and must stay silent. The first line of a broken file
//! names the rule: `# S501`. A few faults can't stand alone in a document of ours, since another rule forbids what
//! leads to them: `# S404 (general)` has the document judged as somebody else's.
//!
//! `BLESS=1 cargo test -p codegen --test fail` writes the expected texts anew. Read them: they are what people see.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use codegen::diagnostic::{Code, TextStyle, to_text};
use codegen::load::MemorySource;
use codegen::{Profile, lint};
use support::{Files, files_of, folder};

fn cases() -> PathBuf {
    folder("tests/cases/fail")
}

/// `near_miss` and the expected text are no part of a document.
fn document_of(fixture: &Path) -> Files {
    files_of(fixture, &["near_miss", "expected.txt"])
}

/// What the compiler says about a document.
#[derive(Clone)]
struct Verdict {
    codes: BTreeSet<String>,
    text: String,
}

static BASE: LazyLock<Files> = LazyLock::new(|| document_of(&cases().join("base")));

/// The verdicts that were asked for, since two tests ask for the same.
static VERDICTS: Mutex<BTreeMap<PathBuf, Verdict>> = Mutex::new(BTreeMap::new());

/// Judges the base with the files of a fixture in place of its own.
fn verdict(fixture: &Path) -> Verdict {
    if let Some(known) = VERDICTS.lock().unwrap().get(fixture) {
        return known.clone();
    }
    let mut files = BASE.clone();
    files.extend(document_of(fixture));
    let profile = profile_of(&files);
    let linted = lint("openapi.yaml", &MemorySource::new(files), profile);
    let verdict = Verdict {
        codes: linted.findings.sorted().iter().map(|finding| finding.code.to_string()).collect(),
        text: to_text(&linted.sources, &linted.findings, TextStyle::Plain),
    };
    VERDICTS.lock().unwrap().insert(fixture.to_owned(), verdict.clone());
    verdict
}

fn profile_of(files: &Files) -> Profile {
    let is_general = |text: &String| text.lines().next().is_some_and(|line| line.contains("(general)"));
    if files.values().any(is_general) { Profile::General } else { Profile::House }
}

/// The folders of fixtures with the codes in their names.
fn fixtures() -> Vec<(String, PathBuf)> {
    let mut fixtures: Vec<_> = std::fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("base"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let code = name.split_once('-').map_or(name, |(code, _)| code);
            (code.to_owned(), path)
        })
        .collect();
    fixtures.sort();
    fixtures
}

/// Runs all fixtures, and says at the end what is wrong with which.
fn for_each_fixture(judge: impl Fn(&str, &Path) -> Result<(), String>) {
    let fixtures = fixtures();
    let complaints: Vec<_> = fixtures
        .iter()
        .filter_map(|(code, path)| {
            judge(code, path).err().map(|complaint| format!("{}: {complaint}", path.display()))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn the_base_has_no_fault() {
    assert_eq!(verdict(&cases().join("base")).text, "no errors, no warnings\n");
}

#[test]
fn every_fixture_breaks_its_rule_and_no_other() {
    for_each_fixture(|code, path| {
        let Verdict { codes, text } = verdict(path);
        let alone = codes == BTreeSet::from([code.to_owned()]);
        if alone { Ok(()) } else { Err(format!("fires {codes:?}, not {code} alone\n{text}")) }
    });
}

#[test]
fn every_fixture_is_explained_in_the_expected_words() {
    let bless = std::env::var_os("BLESS").is_some();
    for_each_fixture(|_, path| {
        let text = verdict(path).text;
        let expected = path.join("expected.txt");
        if bless {
            std::fs::write(&expected, &text).unwrap();
        }
        let known = std::fs::read_to_string(&expected).unwrap_or_default();
        if known == text { Ok(()) } else { Err(format!("expected\n{known}\nbut it says\n{text}")) }
    });
}

#[test]
fn every_near_miss_stays_silent() {
    for_each_fixture(|_, path| {
        let near_miss = path.join("near_miss");
        if !near_miss.is_dir() {
            return Err(String::from("there is no folder near_miss"));
        }
        let Verdict { codes, text } = verdict(&near_miss);
        if codes.is_empty() { Ok(()) } else { Err(format!("is not silent\n{text}")) }
    });
}

#[test]
fn every_fixture_names_its_rule_and_the_rule_exists() {
    for_each_fixture(|code, path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(rule) = Code::parse(code).map(Code::rule) else {
            return Err(format!("there is no rule {code}"));
        };
        // A rule may have several fixtures: S304-missing-key, S304-missing-key-of-a-server.
        if !name.strip_prefix(code).is_some_and(|rest| rest.starts_with(&format!("-{}", rule.slug))) {
            return Err(format!("the folder should begin with {code}-{}", rule.slug));
        }
        let first_line = format!("# {code}");
        if document_of(path)
            .values()
            .any(|text| text.lines().next().is_some_and(|line| line.starts_with(&first_line)))
        {
            return Ok(());
        }
        Err(format!("no file begins with the line `{first_line}`"))
    });
}

#[test]
fn every_rule_has_a_page() {
    for rule in Code::RULES {
        let heading = format!("# {}: ", rule.code);
        assert!(rule.explanation.starts_with(&heading), "the page of {} has no heading", rule.code);
        for part in ["\n## Wrong\n", "\n## Right\n"] {
            assert!(rule.explanation.contains(part), "the page of {} has no part `{part}`", rule.code);
        }
    }
}

#[test]
fn every_rule_has_a_fixture() {
    let mut judged: BTreeSet<_> = fixtures().into_iter().map(|(code, _)| code).collect();
    // A fault of the generator has no document: one that caused it would be mended in the generator.
    judged.insert(Code::GeneratorFault.to_string());
    let codes = Code::RULES.iter().map(|rule| rule.code.to_string());
    let without: Vec<_> = codes.filter(|code| !judged.contains(code)).collect();
    assert!(without.is_empty(), "rules without a fixture: {without:?}");
}
