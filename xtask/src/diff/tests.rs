//! The command as its users meet it: flags, sides, exit codes, reports, in repositories of their own.

use clap::Parser;
use serde_json::Value;

use super::{DiffArgs, run};
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::testing::{TempFolder, TempRepository};

/// The command line of the tests: the arguments of `diff` alone.
#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: DiffArgs,
}

const ROOT: &str = "openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
tags: [{ name: books, description: Books. }]
paths:
  /books: { $ref: paths/books.yaml#/books }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
";

const BOOKS: &str = "books:
  get:
    operationId: list_books
    summary: List books
    tags: [books]
    security: [{ key: [books:read] }]
    responses:
      '200': { description: Books., content: { application/json: { schema: { type: array, items: { type: string } } } } }
";

/// A small workspace: its manifests, and a spec over two files.
pub(crate) const FILES: [(&str, &str); 4] = [
    ("Cargo.toml", "[workspace]\n"),
    ("cc-api/Cargo.toml", "[package]\nname = \"cc-api\"\nversion = \"0.3.1\" # ours\n"),
    ("spec/openapi.yaml", ROOT),
    ("spec/paths/books.yaml", BOOKS),
];

/// How a run ended: its exit code, and what it said.
fn outcome(folder: &TempFolder, arguments: &[&str]) -> (u8, String) {
    let line = std::iter::once("diff").chain(arguments.iter().copied());
    let args = match Line::try_parse_from(line) {
        Ok(line) => line.args,
        Err(error) => return (2, error.to_string()),
    };
    let mut out = Vec::new();
    match run(&args, &Workspace::at(folder.path()), &mut out) {
        Ok(Outcome::Done) => (0, String::from_utf8(out).unwrap()),
        Ok(Outcome::NeedsWork) => (1, String::from_utf8(out).unwrap()),
        Err(error) => (2, format!("{}{error:#}", String::from_utf8(out).unwrap())),
    }
}

/// A path in the folder, since the tests run somewhere else.
fn at(folder: &TempFolder, path: &str) -> String {
    folder.path().join(path).display().to_string()
}

/// Another scope in a file that the root refers to.
fn with_scope() -> String {
    BOOKS.replace("[books:read]", "[books:read, books:all]")
}

/// Only the wire breaks: the server is another.
fn with_server() -> String {
    ROOT.replace("api.example.com", "other.example.com")
}

/// Only programs break: the method has another name.
fn with_name() -> String {
    BOOKS.replace("list_books", "all_books")
}

#[test]
fn the_work_tree_is_compared_with_where_the_branch_left_main() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    folder.write("spec/paths/books.yaml", &with_scope());
    let (code, text) = outcome(folder, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("..work tree: BREAKING. wire 1, Rust 1, access 2,"), "{text}");
    assert!(text.contains("crate: major (0.3.1 -> 0.4.0)"), "{text}");

    repository.git(&["checkout", "--quiet", "main"]);
    repository.commit_with(&[("spec/openapi.yaml", &with_server())]);
    assert!(outcome(folder, &["change"]).1.contains("server-url-changed"));
}

#[test]
fn revisions_are_read_whole_from_git_and_the_work_tree_is_neither_seen_nor_touched() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    let second = repository.commit_with(&[("spec/paths/books.yaml", &with_scope())]);
    folder.write("spec/paths/books.yaml", "not even: [YAML");
    folder.write("spec/openapi.yaml", &with_server());
    let before = folder.texts();

    let (code, text) = outcome(folder, &["--base", "HEAD~1", "--head", &second]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("scope-requirement-added") && !text.contains("server-url"), "{text}");
    assert!(text.contains("spec/paths/books.yaml:6:"), "the place is in the file that says it:\n{text}");
    assert_eq!(outcome(folder, &["--base", "HEAD", "--head", "HEAD"]).0, 0);
    assert_eq!(folder.texts(), before);
}

#[test]
fn any_two_of_file_folder_and_revision_are_compared() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    let odd = "odd näme/with space";
    let root = ROOT.replace("paths/books.yaml", "it's.yaml");
    repository.commit_with(&[(&format!("{odd}/openapi.yaml"), &root), (&format!("{odd}/it's.yaml"), BOOKS)]);
    repository.git(&["branch", "odd"]);
    let file = at(folder, "spec/openapi.yaml");
    let [of_spec, of_odd] = ["spec", odd].map(|path| at(folder, path));
    let sides = [
        file,
        of_spec,
        of_odd,
        String::from("HEAD"),
        String::from("odd"),
        String::from("HEAD:spec"),
        String::from("HEAD:./spec/openapi.yaml"),
        String::from("HEAD@{0}"),
        format!("HEAD:{odd}"),
        format!("odd:{odd}/openapi.yaml"),
    ];
    for base in &sides {
        for head in sides.iter().take(4) {
            let (code, text) = outcome(folder, &["--base", base, "--head", head]);
            assert_eq!(code, 0, "{base} and {head}: {text}");
            assert!(text.ends_with("no semantic change.\n"), "{base} and {head}: {text}");
        }
    }
}

#[test]
fn a_side_that_cannot_be_read_ends_with_2_and_the_reason() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    let good = repository.git(&["rev-parse", "HEAD"]);
    let cases = [
        ("spec/openapi.yaml", "paths: [", "not YAML"),
        ("spec/openapi.yaml", "", "null"),
        ("spec/openapi.yaml", "swagger: '2.0'\n", "3.1"),
        ("spec/paths/books.yaml", "other: {}\n", "leads nowhere"),
        ("spec/diff-exceptions.yaml", "- { rule: no-such-rule }\n", "no-such-rule"),
        ("spec/diff-exceptions.yaml", "approve: everything\n", "a list of exceptions"),
    ];
    for (path, broken, words) in cases {
        let revision = repository.commit_with(&[(path, broken)]);
        for arguments in
            [vec![good.as_str()], vec!["--base", &good, "--head", &revision, "--fail-on", "never"]]
        {
            let (code, text) = outcome(folder, &arguments);
            assert_eq!(code, 2, "{path}: {text}");
            assert!(text.contains(words), "{path}: {text}");
        }
        if !path.contains("exceptions") {
            assert_eq!(outcome(folder, &["--base", &revision, "--head", &good]).0, 2, "{path}");
        }
        repository.git(&["reset", "--quiet", "--hard", &good]);
    }
    repository.git(&["rm", "--quiet", "spec/paths/books.yaml"]);
    let (code, text) = outcome(folder, &[]);
    assert!(code == 2 && text.contains("paths/books.yaml"), "{text}");
    folder.write_bytes("spec/diff-exceptions.yaml", &[0xff, 0xfe]);
    folder.write("spec/paths/books.yaml", BOOKS);
    assert_eq!(outcome(folder, &[]).0, 2, "exceptions that are no text");
}

#[test]
fn arguments_that_name_nothing_end_with_2() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    folder.write("empty/readme", "");
    let empty = at(folder, "empty");
    let nowhere = at(folder, "no/such/folder/report");
    for arguments in [
        vec!["no-such-revision"],
        vec!["--", "--upload-pack=x"],
        vec![""],
        vec!["HEAD:spec"],
        vec!["--base", "HEAD"],
        vec!["--base", "nowhere.yaml", "--head", "HEAD"],
        vec!["--base", "HEAD:no/such/file", "--head", "HEAD"],
        vec!["--base", &empty, "--head", "HEAD"],
        vec!["HEAD", "--as-of", "2026-02-30"],
        vec!["HEAD", "--as-of", "today"],
        vec!["HEAD", "--format", "html"],
        vec!["HEAD", "--fail-on", "everything"],
        vec!["HEAD", "--out", &nowhere],
        vec!["HEAD", "--uses", "no/such/file.rs"],
        vec!["HEAD", "--history"],
    ] {
        let (code, text) = outcome(folder, &arguments);
        assert_eq!(code, 2, "{arguments:?}: {text}");
    }
}

#[test]
fn without_a_repository_files_are_compared_on_a_day_that_is_named() {
    let folder = TempFolder::with(&FILES);
    let spec = at(&folder, "spec");
    let (code, text) = outcome(&folder, &["--base", &spec, "--head", &spec]);
    assert!(code == 2 && text.contains("--as-of"), "{text}");
    assert_eq!(outcome(&folder, &["--base", &spec, "--head", &spec, "--as-of", "2026-11-22"]).0, 0);
    let (code, text) = outcome(&folder, &["HEAD"]);
    assert!(code == 2 && text.contains("not a git repository"), "{text}");
}

#[test]
fn each_threshold_looks_at_its_own_scale() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    for (path, text, wire, rust) in [
        ("spec/openapi.yaml", with_server(), 1, 0),
        ("spec/paths/books.yaml", with_name(), 0, 1),
        ("spec/paths/books.yaml", with_scope(), 1, 1),
        ("spec/paths/books.yaml", BOOKS.replace("List books", "List all books"), 0, 0),
    ] {
        folder.write(path, &text);
        let any = wire.max(rust);
        for (threshold, code) in [("wire", wire), ("rust", rust), ("any", any), ("never", 0)] {
            let (found, report) = outcome(folder, &["HEAD", "--fail-on", threshold]);
            assert_eq!(found, code, "{threshold}: {report}");
        }
        assert_eq!(outcome(folder, &["HEAD"]).0, any, "the default is `any`");
        repository.git(&["reset", "--quiet", "--hard"]);
    }
}

#[test]
fn every_format_is_written_to_a_file_as_well() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    folder.write("spec/paths/books.yaml", &with_scope());
    let file = at(folder, "report");
    for (format, words) in [
        ("text", "BREAKING"),
        ("markdown", "### Breaking (1)"),
        ("json", "\"kind\": \"scope-requirement-added\""),
        ("sarif", "\"version\": \"2.1.0\""),
        ("github", "::error file=spec/paths/books.yaml,line=6,"),
    ] {
        let (code, printed) = outcome(folder, &["HEAD", "--format", format]);
        assert_eq!(code, 1, "{format}");
        assert!(printed.contains(words), "{format}: {printed}");
        let (code, nothing) = outcome(folder, &["HEAD", "--format", format, "--out", &file]);
        assert_eq!((code, nothing.as_str()), (1, ""), "{format}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), printed, "{format}");
    }
}

#[test]
fn an_approval_holds_until_its_last_day_and_for_its_finding_only() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    folder.write("spec/paths/books.yaml", &with_scope());
    let (_, text) = outcome(folder, &["HEAD"]);
    let (_, lines) = text.split_once("spec/diff-exceptions.yaml\n").unwrap();
    folder.write("spec/diff-exceptions.yaml", lines);
    let (code, text) = outcome(folder, &["HEAD"]);
    assert!(code == 0 && text.contains(": approved."), "{text}");
    for (arguments, code, words) in [
        (vec!["HEAD", "--as-of", "2027-02-20"], 0, "\nApproved\n"),
        (vec!["HEAD", "--as-of", "2027-02-21"], 1, "its last day was 2027-02-20"),
    ] {
        let (found, text) = outcome(folder, &arguments);
        assert_eq!(found, code, "{text}");
        assert!(text.contains(words), "{text}");
    }
    folder.write("spec/paths/books.yaml", &BOOKS.replace("[books:read]", "[books:read, books:most]"));
    let (code, text) = outcome(folder, &["HEAD"]);
    assert!(code == 1 && text.contains("another one"), "{text}");
    folder.write("spec/paths/books.yaml", BOOKS);
    let (code, text) = outcome(folder, &["HEAD"]);
    assert!(code == 0 && text.contains("no semantic change.\n\nStale exceptions\n"), "{text}");
}

#[test]
fn a_version_that_moves_too_little_fails_when_it_is_asked_for() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    let cases = [("1.0.0", 1), ("1.0.1", 1), ("1.9.0", 1), ("2.0.0", 0), ("3.1.0", 0), ("soon", 2)];
    for (version, code) in cases {
        folder.write("spec/openapi.yaml", &with_server().replace("1.0.0", version));
        let (found, text) = outcome(folder, &["HEAD", "--check-version", "--fail-on", "never"]);
        assert_eq!(found, code, "{version}: {text}");
        let (found, _) = outcome(folder, &["HEAD", "--fail-on", "never"]);
        assert_eq!(found, 0, "{version}, when it is not asked for");
    }
    folder.write("spec/openapi.yaml", ROOT);
    assert_eq!(outcome(folder, &["HEAD", "--check-version"]).0, 0, "nothing changed");
}

#[test]
fn the_scopes_of_a_program_are_named_before_and_after() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    folder.write("spec/paths/books.yaml", &with_scope());
    folder.write("app/src/main.rs", "fn main() { client.books().list_books() }");
    folder.write("app/src/other.rs", "fn other() {}");
    let [file, other, src] = ["app/src/main.rs", "app/src/other.rs", "app"].map(|path| at(folder, path));
    for paths in [vec![file.as_str()], vec![&src], vec![&other, &file]] {
        let arguments: Vec<&str> = ["HEAD", "--uses"].into_iter().chain(paths).collect();
        let (_, text) = outcome(folder, &arguments);
        assert!(text.contains("before  books:read\n  after   books:all books:read\n"), "{text}");
    }
    let (code, text) = outcome(folder, &["HEAD", "--uses", &other]);
    assert!(code == 2 && text.contains("no operation"), "{text}");
}

#[test]
fn our_own_examples_need_the_scopes_of_what_they_call() {
    let workspace = Workspace::find().unwrap();
    let examples = workspace.join("cc-api/examples").display().to_string();
    let spec = workspace.join("spec/openapi.yaml").display().to_string();
    let line =
        ["diff", "--base", &spec, "--head", &spec, "--as-of", "2026-11-22", "--format", "json", "--uses"];
    let line = Line::try_parse_from(line.into_iter().chain([examples.as_str()])).unwrap();
    let mut out = Vec::new();
    assert_eq!(run(&line.args, &workspace, &mut out).unwrap(), Outcome::Done);
    let report: Value = serde_json::from_slice(&out).unwrap();
    let needed: Vec<&str> =
        report["uses"]["before"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect();
    assert_eq!(needed, OF_EXAMPLES);
    assert_eq!(report["uses"]["before"], report["uses"]["after"]);
}

/// What the examples need together; one of them tries what its key must not do.
const OF_EXAMPLES: [&str; 5] =
    ["account:write", "calendar:read", "calendar:write", "content:read", "instagram:read"];

#[test]
fn history_names_each_commit_and_ends_as_its_worst() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    repository.commit_with(&[("README.md", "not the spec")]);
    assert_eq!(outcome(folder, &["--history"]).0, 0);
    repository.commit_with(&[("spec/paths/books.yaml", &with_scope())]);
    let (code, text) = outcome(folder, &["--history"]);
    assert_eq!(code, 1, "{text}");
    assert_eq!(text.matches("Spec diff ").count(), 2, "{text}");
    assert_eq!(outcome(folder, &["--history", "--fail-on", "never"]).0, 0);
    repository.commit_with(&[("spec/openapi.yaml", "paths: [")]);
    repository.commit_with(&[("spec/openapi.yaml", ROOT)]);
    let (code, text) = outcome(folder, &["--history"]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("left out: ") && text.contains("not YAML"), "{text}");
    assert!(
        text.contains("no semantic change."),
        "the last one is compared with the last that could be read: {text}"
    );
}

#[test]
fn a_second_work_tree_and_settings_of_the_user_change_nothing() {
    let repository = TempRepository::with(&FILES);
    let folder = repository.folder();
    repository.commit_with(&[("spec/paths/books.yaml", &with_scope())]);
    for (key, value) in [
        ("color.ui", "always"),
        ("log.showSignature", "true"),
        ("core.pager", "false"),
        ("core.quotePath", "true"),
    ] {
        repository.git(&["config", key, value]);
    }
    let (code, here) = outcome(folder, &["--base", "HEAD~1", "--head", "HEAD"]);
    assert_eq!(code, 1, "{here}");
    let other = TempFolder::with(&[]);
    let path = at(&other, "tree");
    repository.git(&["worktree", "add", "--quiet", "--detach", &path, "HEAD"]);
    let line = Line::try_parse_from(["diff", "--base", "HEAD~1", "--head", "HEAD"]).unwrap();
    let mut out = Vec::new();
    run(&line.args, &Workspace::at(other.path().join("tree")), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), here);
}
