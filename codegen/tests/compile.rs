//! Every document of `cases/pass` and `cases/foreign` becomes a crate that compiles without a warning, against
//! `cc-api` without the generated API.
//!
//! The crates are written below the workspace's target folder and checked by one run of cargo, which needs no network:
//! all dependencies are those of the workspace's own lock file.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod documents;

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
            remove(&folder);
            let runtime = workspace.join("cc-api").to_string_lossy().into_owned();
            for (path, text) in fixture.generate_with(&runtime).iter() {
                write(&folder.join(path), text);
            }
            members.push(member);
        }
    }
    let list = members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>().join(", ");
    write(&home.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{list}]\n"));
    std::fs::copy(workspace.join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--workspace", "--no-default-features", "--keep-going"])
        .current_dir(&home)
        .env("CARGO_TARGET_DIR", home.join("target"))
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Leaves nothing behind of a document that made more files the last time.
fn remove(folder: &PathBuf) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
}
