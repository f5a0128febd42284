//! Files of traffic, good and bad, against a small document.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use serde_json::{Value, json};

use super::{LearnArgs, run};
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::testing::TempFolder;

/// A page of posts, as the spec has it, with a field that it does not name.
fn page() -> Value {
    json!({ "results": [{ "id": "post_1", "slug": "a", "headline": "CANARY Jane Doe" }], "count": 1 })
}

fn entry(url: &str, status: u16, content: &Value) -> Value {
    json!({
        "request": { "method": "GET", "url": url },
        "response": { "status": status, "headers": [], "content": content }
    })
}

fn content(body: &Value) -> Value {
    json!({ "mimeType": "application/json", "text": body.to_string() })
}

fn har(entries: &[Value]) -> String {
    json!({ "log": { "version": "1.2", "pages": [{ "id": "p" }], "entries": entries } }).to_string()
}

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../codegen/tests/cases/learn/spec/openapi.yaml");

const POSTS: &str = "https://api.example.com/api/posts?limit=25";

/// Runs the command over a file with this text: how it ended and what it said.
fn learn(name: &str, text: &str, more: &[&str]) -> Result<(Outcome, String), String> {
    let folder = TempFolder::with(&[(name, text)]);
    let file = folder.path().join(name);
    let file = file.to_str().unwrap();
    let line =
        ["learn", file, "--date", "2026-11-22", "--spec", SPEC].into_iter().chain(more.iter().copied());
    let args = <LearnArgs as clap::Args>::augment_args(clap::Command::new("learn")).get_matches_from(line);
    let args = <LearnArgs as clap::FromArgMatches>::from_arg_matches(&args).unwrap();
    let mut out = Vec::new();
    let ended = run(&args, &Workspace::find().unwrap(), &mut out).map_err(|error| format!("{error:#}"))?;
    Ok((ended, String::from_utf8(out).unwrap()))
}

#[test]
fn what_a_browser_saved_is_learnt_from_and_nobodys_values_are_shown() {
    let gzip = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(page().to_string().as_bytes()).unwrap();
        base64::engine::general_purpose::STANDARD.encode(packer.finish().unwrap())
    };
    let plain = base64::engine::general_purpose::STANDARD.encode(page().to_string());
    let mut packed =
        entry(POSTS, 200, &json!({ "mimeType": "application/json", "encoding": "base64", "text": gzip }));
    packed["response"]["headers"] = json!([{ "name": "Content-Encoding", "value": "gzip" }]);
    let text = har(&[
        entry(POSTS, 200, &content(&page())),
        entry(POSTS, 200, &json!({ "mimeType": "application/json", "encoding": "base64", "text": plain })),
        packed,
        entry(POSTS, 302, &json!({ "size": 0 })),
        entry(POSTS, 304, &json!({ "size": 0 })),
        entry(POSTS, 0, &json!({})),
        entry("https://fonts.example.com/a.css", 200, &json!({ "mimeType": "text/css", "text": "a{}" })),
        entry("wss://api.example.com/api/live", 101, &json!({})),
    ]);
    let (ended, said) = learn("a.har", &text, &[]).unwrap();
    assert_eq!(ended, Outcome::NeedsWork);
    for words in [
        "8 requests, 3 to operations of the spec, 1 to other hosts, 2 redirects, and what the browser had in its cache",
        "new-field         Post.headline",
        "seen: text, in 3 of 3 (list_posts)",
        "+    headline:",
        "1 findings, 1 with a change",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
    assert!(!said.contains("CANARY") && !said.contains("Jane"), "{said}");
}

#[test]
fn traffic_that_fits_the_spec_proposes_nothing() {
    let fitting = json!({ "results": [{ "id": "post_1", "slug": "a", "title": null }], "count": 1 });
    let (_, said) =
        learn("a.har", &har(&[entry(POSTS, 200, &content(&fitting))]), &["--format", "json"]).unwrap();
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["findings"][0]["kind"], "unexpected-null", "{said}");
    let fitting = json!({ "results": [{ "id": "post_1", "slug": "a" }], "count": 1 });
    let (ended, said) = learn("a.har", &har(&[entry(POSTS, 200, &content(&fitting))]), &[]).unwrap();
    assert_eq!(ended, Outcome::Done);
    assert!(said.ends_with("the traffic fits the spec\n"), "{said}");
}

#[test]
fn what_is_open_is_answered_by_headers_and_by_pages_that_are_cut() {
    let full = json!({ "results": (0..50).map(|n| json!({ "id": format!("p{n}"), "slug": "a" })).collect::<Value>(), "count": 200 });
    let mut page = entry(&POSTS.replace("25", "100"), 200, &content(&full));
    page["response"]["headers"] = json!([
        { "name": "x-ratelimit-reset", "value": "1795346100" }, { "name": "X-RateLimit-Limit", "value": "30" }
    ]);
    let (ended, said) = learn("a.har", &har(&[page.clone(), page]), &[]).unwrap();
    assert_eq!(ended, Outcome::Done);
    for words in [
        "A time or seconds? epoch-seconds, 2 samples say",
        "Which window? 30, 2 samples say",
        "longest page? 50, 2 samples say",
        "Post.kind (100)",
    ] {
        assert!(said.contains(words), "{words:?} is not in\n{said}");
    }
}

#[test]
fn a_recording_is_read_line_by_line() {
    let mut text = String::from("{\"recording\":1,\"product\":\"test\"}\n");
    let line = json!({ "method": "GET", "path": "/posts", "status": 200, "body": page() });
    writeln!(text, "{line}").unwrap();
    writeln!(text, "{}", json!({ "method": "GET", "path": "/posts", "status": 204 })).unwrap();
    text.push_str("{\"method\":\"GE");
    let (ended, said) = learn("a.jsonl", &text, &["--format", "markdown"]).unwrap();
    assert_eq!(ended, Outcome::NeedsWork);
    assert!(
        said.contains("| new-field | `Post.headline` |") && said.contains("| new-status | `list_posts` |"),
        "{said}"
    );
}

#[test]
fn bad_files_say_what_is_wrong_and_what_to_do() {
    let stranger = har(&[entry("https://api.example.org/v1/things", 200, &content(&json!({})))]);
    let app = har(&[entry("https://app.example.com/api/posts", 200, &content(&page()))]);
    for (text, words) in [
        ("{\"log\":{}}", "there is no `log.entries` in it"),
        ("[1]", "neither a HAR file nor a recording"),
        ("not json", "is damaged"),
        ("{\"recording\":7}\n", "later version"),
        (stranger.as_str(), "none of the 1 requests goes to api.example.com"),
        (app.as_str(), "name the host with --host app.example.com"),
        (r#"{"log":{"entries":[]}}"#, "none of the 0 requests"),
    ] {
        let error = learn("a.har", text, &[]).unwrap_err();
        assert!(error.contains(words), "{words:?} is not in {error}");
    }
    let (_, said) = learn("a.har", &app, &["--host", "app.example.com"]).unwrap();
    assert!(said.contains("Post.headline"), "{said}");
    let error = learn("a.har", "", &[]).unwrap_err();
    assert!(error.contains("none of the 0 requests") || error.contains("cut"), "{error}");
}

#[test]
fn what_came_before_a_cut_is_used_and_missing_bodies_are_counted() {
    let text = har(&[entry(POSTS, 200, &content(&page())), entry(POSTS, 200, &content(&page()))]);
    let cut = &text[..text.len() - 60];
    let (ended, said) = learn("a.har", cut, &[]).unwrap();
    assert_eq!(ended, Outcome::NeedsWork);
    assert!(said.contains("1 requests, 1 to operations"), "{said}");
    let bare = har(&[entry(POSTS, 200, &json!({ "size": 700, "mimeType": "application/json" }))]);
    let (_, said) = learn("a.har", &bare, &[]).unwrap();
    assert!(said.contains("1 answers without their bodies"), "{said}");
}
