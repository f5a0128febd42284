//! Every document of `cases/pass` and `cases/foreign` becomes a crate that compiles without a warning, against
//! `cc-api` without the generated API.
//!
//! The crates are written below the workspace's target folder and checked by one run of cargo, which needs no network:
//! all dependencies are those of the workspace's own lock file.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod documents;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use documents::fixtures;

#[test]
fn every_document_compiles_without_a_warning() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let mut members = Vec::new();
    for kind in ["pass", "foreign"] {
        for fixture in fixtures(kind) {
            let member = format!("{kind}_{}", fixture.name);
            let folder = home.join(&member);
            let runtime = workspace.join("cc-api").to_string_lossy().into_owned();
            let files = fixture.generate_with(&runtime);
            let wanted: BTreeSet<_> = files.iter().map(|(path, _)| folder.join(path)).collect();
            remove_others(&folder, &wanted);
            for (path, text) in files.iter() {
                write(&folder.join(path), text);
            }
            members.push(member);
        }
    }
    let list = members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>().join(", ");
    write(&home.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{list}]\n"));
    let lock = std::fs::read_to_string(workspace.join("Cargo.lock")).unwrap();
    write(&home.join("Cargo.lock"), &lock);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--workspace", "--no-default-features", "--keep-going"])
        .current_dir(&home)
        .env("CARGO_TARGET_DIR", home.join("target"))
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Leaves a file alone that is as it should be, so that cargo has only to check what changed.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Leaves nothing behind of a document that made more files the last time.
fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            remove_others(&path, wanted);
        } else if !wanted.contains(&path) {
            std::fs::remove_file(path).unwrap();
        }
    }
}
