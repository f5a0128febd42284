//! The demo as its user runs it.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for a test, below the target folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn demo(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cc-demo")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn the_dashboard_is_printed_and_written_with_its_cost() {
    let folder = folder("whole");
    let output = demo(&folder, &["--width", "100"]);
    let (text, notes) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{notes}");
    assert_eq!(notes, "", "progress is for terminals");
    assert!(!text.contains('\u{1b}'), "colors are for terminals");
    assert!(text.starts_with("The week of "), "{text}");
    assert!(text.contains("made up by the sandbox"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("! ")), "nothing is missing: {text}");
    assert!(
        text.contains("• 8 of the 2,000 requests that a key has a day (500 an hour, 30 a minute)."),
        "{text}"
    );
    assert!(
        text.contains("• The server counts 1,992 of 2,000 requests left in the window it reports."),
        "{text}"
    );
    assert!(text.ends_with("The same as a page: target/demo/dashboard.html\n"), "{text}");

    let page = std::fs::read_to_string(folder.join("target/demo/dashboard.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("made up by the sandbox"));
}

#[test]
fn the_same_number_draws_the_same_account() {
    let folder = folder("drawn");
    let [first, second, other] = ["7", "7", "8"].map(|rng| {
        let output = demo(&folder, &["--rng", rng, "--out", "week.html"]);
        assert!(output.status.success());
        std::fs::read_to_string(folder.join("week.html")).unwrap()
    });
    // The pages are too long to be printed.
    assert!(first == second);
    assert!(first != other);
}

#[test]
fn a_page_that_can_not_be_written_is_an_error_that_names_it() {
    let folder = folder("refused");
    std::fs::write(folder.join("file"), "").unwrap();
    let output = demo(&folder, &["--out", "file/week.html"]);
    assert_eq!(output.status.code(), Some(1));
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(notes.starts_with("cc-demo: the page can't be written to file/week.html: "), "{notes}");
}
