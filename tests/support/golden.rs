//! A folder of committed texts, compared byte for byte.
//!
//! `BLESS=1 cargo test -p cc-tests` writes the folder anew; the difference is then reviewed like any other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Compares the folder with what it should hold, or writes it if the environment says `BLESS=1`.
///
/// # Panics
///
/// If a file is missing, left over or different: the message names each, and shows the first difference.
pub fn check(folder: &Path, expected: &BTreeMap<String, String>) {
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        return bless(folder, expected);
    }
    let findings = differences(&read(folder), expected);
    assert!(findings.is_empty(), "{}\nAccept with: BLESS=1 cargo test -p cc-tests", findings.join("\n"));
}

/// What is wrong with the files, a line each, by name.
pub fn differences(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) -> Vec<String> {
    let left_over = found.keys().filter(|name| !expected.contains_key(*name));
    let mut findings: Vec<String> = left_over.map(|name| format!("left over: {name}")).collect();
    for (name, text) in expected {
        match found.get(name) {
            None => findings.push(format!("missing: {name}")),
            Some(other) if other != text => {
                findings.push(format!("different: {name}\n{}", show(other, text)));
            }
            Some(_) => {}
        }
    }
    findings
}

/// The files of the folder; none if there is no folder.
///
/// # Panics
///
/// If a file can't be read as text.
pub fn read(folder: &Path) -> BTreeMap<String, String> {
    let entries =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("the folder can be listed"));
    let text =
        |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), text(&entry.path()))).collect()
}

fn bless(folder: &Path, expected: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for name in read(folder).keys().filter(|name| !expected.contains_key(*name)) {
        fs::remove_file(folder.join(name)).expect("a left-over file can be removed");
    }
    for (name, text) in expected {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
}

fn show(found: &str, expected: &str) -> String {
    let pairs = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    let (found, expected) = pairs.unwrap_or((found, expected));
    format!("    is:        {found:?}\n    should be: {expected:?}")
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn missing_left_over_and_different_files_are_told_apart() {
        let files = |list: &[(&str, &str)]| {
            list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let found = files(&[("same", "a"), ("other", "a\nb\n"), ("old", "")]);
        let expected = files(&[("same", "a"), ("other", "a\nc\n"), ("new", "")]);
        let findings = differences(&found, &expected);
        assert_eq!(findings.len(), 3, "{findings:?}");
        assert_eq!(findings[0], "left over: old");
        assert_eq!(findings[1], "missing: new");
        assert!(findings[2].contains("\"b\"") && findings[2].contains("\"c\""), "{}", findings[2]);
    }
}
