//! What is printed: data on stdout in the format that was asked for, everything else on stderr.

use serde_json::Value;

use crate::support::User;

#[test]
fn a_document_is_one_document_however_many_pages_it_comes_from() {
    let user = User::logged_in("document");
    for format in ["json", "yaml", "ndjson", "csv"] {
        let text = user.says(&["content", "get-posts", "--all", "--page-size", "90", "-o", format]);
        let entries = match format {
            "json" => serde_json::from_str::<Vec<Value>>(&text).unwrap().len(),
            "ndjson" => {
                text.lines().filter(|line| serde_json::from_str::<Value>(line).unwrap().is_object()).count()
            }
            "yaml" => text.lines().filter(|line| line.starts_with("- ")).count(),
            _ => csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).count(),
        };
        assert!(entries > 300, "{format}: {entries}");
    }
}

#[test]
fn an_empty_listing_is_a_document_too() {
    let user = User::logged_in("empty");
    let none = ["content", "get-posts", "--content-type", "There is none"];
    for (format, text) in [("json", "[]\n"), ("yaml", "[]\n"), ("ndjson", ""), ("csv", ""), ("table", "")] {
        assert_eq!(user.says(&[&none[..], &["-o", format]].concat()), text, "{format}");
    }
}

#[test]
fn fields_and_filters_choose_what_is_shown() {
    let user = User::logged_in("fields");
    let two = ["content", "get-posts", "--limit", "2"];
    let csv = user.says(&[&two[..], &["-o", "csv", "--fields", "slug,pillar.name"]].concat());
    assert!(csv.starts_with("slug,pillar.name\n") && csv.lines().count() == 3, "{csv}");
    let titles = user.says(&[&two[..], &["--jq", ".[].title"]].concat());
    assert_eq!(titles.lines().count(), 2, "{titles}");
    let ran = user.run(&[&two[..], &["--fields", "titel"]].concat());
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("no entry has the field `titel`"), "{ran:?}");
}

#[test]
fn so_many_entries_come_as_were_asked_for() {
    let user = User::logged_in("limit");
    for (options, expected) in [
        (&[][..], 25),
        (&["--limit", "3"], 3),
        (&["--limit", "130"], 130),
        (&["--limit", "30", "--page-size", "7"], 30),
        (&["--offset", "390"], 8),
    ] {
        let lines = user.says(&[&["content", "get-posts", "-o", "ndjson"], options].concat());
        assert_eq!(lines.lines().count(), expected, "{options:?}");
    }
}

#[test]
fn a_page_names_the_token_of_the_next_and_it_follows_on() {
    let user = User::logged_in("resume");
    let first = user.run(&["content", "get-posts", "-o", "ndjson", "--fields", "id"]);
    let token =
        first.stderr.split("--resume ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().to_owned();
    let second = user.says(&["content", "get-posts", "-o", "ndjson", "--fields", "id", "--resume", &token]);
    let all = user.says(&["content", "get-posts", "-o", "ndjson", "--fields", "id", "--limit", "50"]);
    assert_eq!(first.stdout + &second, all);
}

#[test]
fn colours_are_for_terminals_and_for_those_who_insist() {
    let user = User::logged_in("colour");
    let wrong = ["content", "get-post", "no-such-post"];
    assert!(!user.run(&wrong).stderr.contains('\u{1b}'));
    assert!(user.run(&[&wrong[..], &["--color", "always"]].concat()).stderr.contains('\u{1b}'));
}
