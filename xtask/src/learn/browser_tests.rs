//! Files that browsers saved, cut down, against our own spec. `fixtures/devtools.har` is from the developer tools of Chromium,
//! `fixtures/attached` from Playwright, with the bodies beside the file. The step `learn` of `cargo xtask ci` has whole ones.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{LearnArgs, run};
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::testing::TempFolder;

/// The host that the API had when the files were saved.
const HOST: &str = "127.0.0.1:4010";

fn fixture(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/learn/fixtures")).join(name)
}

/// Runs the command over a file: how it ended and what it said.
fn learn(file: &Path, more: &[&str]) -> Result<(Outcome, String), String> {
    let line = ["learn", file.to_str().unwrap(), "--date", "2026-11-22", "--host", HOST];
    let line = line.into_iter().chain(more.iter().copied());
    let args = <LearnArgs as clap::Args>::augment_args(clap::Command::new("learn")).get_matches_from(line);
    let args = <LearnArgs as clap::FromArgMatches>::from_arg_matches(&args).unwrap();
    let mut out = Vec::new();
    let ended = run(&args, &Workspace::find().unwrap(), &mut out).map_err(|error| format!("{error:#}"))?;
    let said = String::from_utf8(out).unwrap();
    for canary in ["canary", "Canary", "Quill"] {
        assert!(!said.contains(canary), "{canary} is in\n{said}");
    }
    Ok((ended, said))
}

/// A copy of a fixture with something replaced, in a folder of its own.
fn with(name: &str, from: &str, to: &str) -> TempFolder {
    let text = std::fs::read_to_string(fixture(name)).unwrap();
    assert!(text.contains(from), "{from} is not in {name}");
    TempFolder::with(&[("a.har", &text.replace(from, to))])
}

#[test]
fn what_the_host_of_the_api_serves_besides_it_is_no_request_to_the_api() {
    let (ended, said) = learn(&fixture("devtools.har"), &[]).unwrap();
    assert_eq!(ended, Outcome::Done, "{said}");
    for words in [
        "11 requests, 4 to operations of the spec, 1 to other hosts",
        "2 pages and files of the API's own host",
        "1 questions of the browser itself (OPTIONS)",
        "2 redirects, and what the browser had in its cache",
        "1 requests that got no answer",
        "the traffic fits the spec",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    let folder = with("devtools.har", "/docs/assets/docs.js", "/api/user/colours");
    let (_, said) = learn(&folder.path().join("a.har"), &[]).unwrap();
    assert!(said.contains("unknown-operation GET /user/colours"), "{said}");
}

#[test]
fn programs_are_told_what_was_passed_over() {
    let (_, said) = learn(&fixture("devtools.har"), &["--format", "json"]).unwrap();
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["other_hosts"], 1, "{said}");
    assert_eq!(said["passed_over"]["redirects, and what the browser had in its cache"], 2, "{said}");
    assert_eq!(said["without_body"], 0, "{said}");
}

#[test]
fn bodies_that_lie_beside_the_file_are_read() {
    let (ended, said) = learn(&fixture("attached/playwright.har"), &[]).unwrap();
    assert_eq!(ended, Outcome::Done, "{said}");
    assert!(said.contains("3 to operations of the spec") && !said.contains("without their bodies"), "{said}");
    assert!(said.ends_with("the traffic fits the spec\n"), "{said}");
}

#[test]
fn of_bodies_beside_the_file_only_those_in_its_folder_are_read() {
    let body = "626cadc211a779813ce1f598b80b6281c690825e.json";
    for away in ["../a.json", "/etc/hostname", ".", "missing.json"] {
        let folder = with("attached/playwright.har", body, away);
        let folder = TempFolder::with(&[
            ("a.json", r#"{"results":[{"stray":1}],"count":1}"#),
            ("below/a.har", &std::fs::read_to_string(folder.path().join("a.har")).unwrap()),
        ]);
        let (_, said) = learn(&folder.path().join("below/a.har"), &[]).unwrap();
        assert!(said.contains("3 answers without their bodies") && !said.contains("stray"), "{away}: {said}");
    }
}

#[test]
fn a_file_without_any_body_is_not_said_to_fit() {
    let folder = with("attached/playwright.har", "_file", "_gone");
    let (_, said) = learn(&folder.path().join("a.har"), &[]).unwrap();
    assert!(
        said.ends_with("the traffic fits the spec as far as that can be told without a single body\n"),
        "{said}"
    );
}

#[test]
fn an_archive_is_not_taken_for_a_damaged_file() {
    for (start, words) in [
        (b"PK\x03\x04\x14\x00\xfb".as_slice(), "it is a zip archive: unpack all of it into one folder"),
        (b"\x1f\x8b\x08\x00\xff".as_slice(), "it is packed with gzip: unpack it"),
    ] {
        let folder = TempFolder::with(&[]);
        folder.write_bytes("a.har", start);
        let error = learn(&folder.path().join("a.har"), &[]).unwrap_err();
        assert!(error.contains(words), "{words:?} is not in {error}");
    }
}
