//! Tests, and the snapshots that none of them uses any more.
//!
//! insta writes down which snapshots a run looked at if a variable names a file for it. A committed
//! snapshot that no test looked at guards nothing and is reported.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Ending;
use crate::folder;
use crate::paths::{Workspace, has_ending};

/// Where insta writes the paths; `.ci/run` names the same file.
const REFERENCES: &str = "target/snapshot-references.txt";

/// Runs all tests and keeps the list of the snapshots that they used.
pub(super) fn run_tests(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    writeln!(out, "$ cargo test --workspace")?;
    out.flush()?;
    let references = workspace.join(REFERENCES);
    if references.exists() {
        std::fs::remove_file(&references).with_context(|| format!("could not remove `{REFERENCES}`"))?;
    }
    let status = Command::new("cargo")
        .args(["test", "--workspace"])
        .env("INSTA_SNAPSHOT_REFERENCES_FILE", &references)
        .env("INSTA_UPDATE", "no")
        .current_dir(workspace.root())
        .status()
        .context("`cargo` could not be started")?;
    Ok(if status.success() { Ending::Passed } else { Ending::Failed })
}

/// Compares the committed snapshots with those that the last run of the tests used.
pub(super) fn unreferenced(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let committed: Vec<_> = folder::read_below(workspace.root(), "")?
        .into_keys()
        .filter(|path| has_ending(path, "snap"))
        .collect();
    let list = workspace.join(REFERENCES);
    if !list.exists() && !committed.is_empty() {
        bail!("`{REFERENCES}` is not there; it is written by the step `tests`: cargo xtask ci --only tests");
    }
    let used = std::fs::read_to_string(list).unwrap_or_default();
    let unused = not_among(&committed, &used, workspace.root());
    for path in &unused {
        writeln!(out, "{path}: no test uses this snapshot; remove it")?;
    }
    writeln!(out, "{} snapshots, {} of them unused", committed.len(), unused.len())?;
    Ok(if unused.is_empty() { Ending::Passed } else { Ending::Failed })
}

fn not_among<'a>(committed: &'a [String], used: &str, root: &Path) -> Vec<&'a str> {
    let used: BTreeSet<_> = used.lines().map(|line| without_detours(Path::new(line))).collect();
    committed.iter().map(String::as_str).filter(|path| !used.contains(&root.join(path))).collect()
}

/// The path without `..`: insta writes `codegen/src/../tests/snapshots/a.snap`.
fn without_detours(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                short.pop();
            }
            std::path::Component::CurDir => {}
            other => short.push(other),
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_that_no_test_looked_at_is_unused() {
        let committed = ["codegen/tests/a.snap".to_owned(), "codegen/tests/b.snap".to_owned()];
        let used = "/project/codegen/src/../tests/./a.snap\n/project/codegen/tests/gone.snap\n";
        assert_eq!(not_among(&committed, used, Path::new("/project")), ["codegen/tests/b.snap"]);
    }
}
