//! A second opinion on what a change breaks: the compiler, `cargo-semver-checks`, and Redocly's `diff`.
//!
//! A table in the repository says what each of them makes of a dozen pairs of documents, and why, where that is not
//! what we say. Anything that is not in the table fails the step: another verdict, or a difference without a reason.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Ending, judges, start};
use crate::paths::Workspace;

/// The pairs, the verdicts, and the reasons.
const TABLE: &str = "codegen/tests/second-opinion.md";
/// The documents.
const CASES: &str = "codegen/tests/cases/diff";
/// The crates, as the tests leave them.
const CRATES: &str = "target/tmp/pairs";
/// Where the crates are compared, both under one name.
const COMPARED: &str = "target/second-opinion";
/// Where `cargo-semver-checks` is installed.
const TOOLS: &str = "target/second-opinion/tools";
const SEMVER_CHECKS: &str = "0.51.0";

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    pair: String,
    /// What `cargo-semver-checks` says: `breaks` or `fits`.
    semver: String,
    /// What Redocly says: `major`, `minor`, `patch` or `none`.
    redocly: String,
    /// Why that is not what we say.
    reason: String,
}

/// Asks all of them.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let test = ["cargo", "test", "-p", "codegen", "--test", "semver", "--", "--include-ignored"];
    if start(&test, &[], workspace)? == Ending::Failed {
        return Ok(Ending::Failed);
    }
    if let Err(error) = install(workspace, out) {
        return Ok(Ending::Skipped(format!("cargo-semver-checks could not be installed: {error:#}")));
    }
    let path = judges::search_path(workspace, out)?;
    let table = std::fs::read_to_string(workspace.join(TABLE)).with_context(|| format!("no {TABLE}"))?;
    let mut is_fine = true;
    for row in rows(&table) {
        let ours = our_verdict(workspace, &row.pair)?;
        let found = Row {
            semver: semver_checks(workspace, &row.pair)?,
            redocly: redocly(workspace, &row.pair, &path)?,
            ..row.clone()
        };
        writeln!(out, "{}: cargo-semver-checks {}, redocly {}", row.pair, found.semver, found.redocly)?;
        for complaint in complaints(&row, &found, ours) {
            writeln!(out, "error: {}: {complaint}", row.pair)?;
            is_fine = false;
        }
    }
    Ok(if is_fine { Ending::Passed } else { Ending::Failed })
}

/// What is wrong with a row.
fn complaints(row: &Row, found: &Row, ours: Ours) -> Vec<String> {
    let mut complaints = Vec::new();
    for (who, listed, said) in
        [("cargo-semver-checks", &row.semver, &found.semver), ("redocly", &row.redocly, &found.redocly)]
    {
        if listed != said {
            complaints.push(format!("{TABLE} says that {who} says `{listed}`, and it says `{said}`"));
        }
    }
    let differs = (found.semver == "breaks") != ours.rust || (found.redocly == "major") != ours.wire;
    if differs && row.reason.is_empty() {
        complaints.push(String::from("not all of them agree with us, and the table gives no reason"));
    }
    complaints
}

fn rows(table: &str) -> Vec<Row> {
    let lines = table.lines().filter(|line| line.starts_with("| `"));
    let row = |line: &str| {
        let mut cells =
            line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned());
        let (pair, _run, _compiler) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Row { pair, semver: cells.next()?, redocly: cells.next()?, reason: cells.next()? })
    };
    lines.filter_map(row).collect()
}

/// Whether we say that a pair breaks.
#[derive(Debug, Clone, Copy)]
struct Ours {
    wire: bool,
    rust: bool,
}

/// What the test of the comparison expects of a pair.
fn our_verdict(workspace: &Workspace, pair: &str) -> Result<Ours> {
    let file = workspace.join(CASES).join(pair).join("expect.json");
    let text = std::fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
    let findings: serde_json::Value = serde_json::from_str(&text)?;
    let breaks =
        |axis: &str| findings.as_array().into_iter().flatten().any(|finding| finding[axis] == "breaking");
    Ok(Ours { wire: breaks("wire"), rust: breaks("rust") })
}

fn install(workspace: &Workspace, out: &mut dyn Write) -> Result<()> {
    if semver_checks_program(workspace).exists() {
        return Ok(());
    }
    writeln!(out, "installing cargo-semver-checks {SEMVER_CHECKS} into {TOOLS}")?;
    out.flush()?;
    let version = format!("cargo-semver-checks@{SEMVER_CHECKS}");
    let line = ["cargo", "install", "--quiet", "--locked", "--root", TOOLS, &version];
    if start(&line, &[], workspace)? == Ending::Failed {
        bail!("`{}` failed", line.join(" "));
    }
    Ok(())
}

fn semver_checks_program(workspace: &Workspace) -> PathBuf {
    workspace.join(TOOLS).join("bin/cargo-semver-checks")
}

/// What `cargo-semver-checks` says about the crates of a pair.
fn semver_checks(workspace: &Workspace, pair: &str) -> Result<String> {
    let from = workspace.join(CRATES).join(pair.replace('.', "_"));
    let to = workspace.join(COMPARED).join(pair);
    for when in ["before", "after"] {
        let name = format!("name = \"{}-{when}\"", pair.replace(['.', '_'], "-"));
        copy_renamed(&from.join(when), &to.join(when), &name)?;
    }
    let output = Command::new(semver_checks_program(workspace))
        .args(["semver-checks", "--only-explicit-features", "--release-type", "minor", "--color", "never"])
        .arg("--manifest-path")
        .arg(to.join("after/Cargo.toml"))
        .arg("--baseline-root")
        .arg(to.join("before"))
        .env("CARGO_TARGET_DIR", workspace.join(COMPARED).join("target"))
        .output()
        .context("cargo-semver-checks could not be started")?;
    match output.status.code() {
        Some(0) => Ok(String::from("fits")),
        Some(100) => Ok(String::from("breaks")),
        _ => bail!(
            "cargo-semver-checks could not compare `{pair}`:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ),
    }
}

/// Copies a crate under the name that both sides have; a workspace of its own keeps it out of ours.
fn copy_renamed(from: &Path, to: &Path, name: &str) -> Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to)?;
    }
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        std::fs::create_dir_all(to.join(&below))?;
        let folder = from.join(&below);
        for entry in std::fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))? {
            let entry = entry?;
            let below = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(below);
            } else {
                std::fs::copy(entry.path(), to.join(&below))?;
            }
        }
    }
    let manifest = to.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)?.replace(name, "name = \"pair\"");
    std::fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
    Ok(())
}

/// How far Redocly would move the version.
fn redocly(workspace: &Workspace, pair: &str, path: &OsStr) -> Result<String> {
    let folder = workspace.join(CASES).join(pair);
    let side = |when: &str| {
        let several = folder.join(when);
        if several.is_dir() { several.join("openapi.yaml") } else { folder.join(format!("{when}.yaml")) }
    };
    let output = Command::new("redocly")
        .args(["diff", "--format=json", "--fail-on=none"])
        .args([side("before"), side("after")])
        .env("PATH", path)
        .output()
        .context("redocly could not be started")?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("redocly said of `{pair}`: {}", String::from_utf8_lossy(&output.stderr)))?;
    Ok(report["bump"].as_str().unwrap_or("none").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
| pair | run | compiler | cargo-semver-checks | redocly | why |
| --- | --- | --- | --- | --- | --- |
| `field-removed` | always | fails | breaks | major | |
| `swapped` | nightly | compiles | fits | none | They can't see it. |
";

    #[test]
    fn the_table_is_read_line_by_line() {
        let rows = rows(TABLE);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].pair.as_str(), rows[0].reason.as_str()), ("field-removed", ""));
        assert_eq!((rows[1].semver.as_str(), rows[1].redocly.as_str()), ("fits", "none"));
    }

    #[test]
    fn another_verdict_fails_and_so_does_a_difference_without_a_reason() {
        let row = rows(TABLE).remove(0);
        let ours = Ours { wire: true, rust: true };
        assert!(complaints(&row, &row, ours).is_empty());
        let other = Row { redocly: String::from("minor"), ..row.clone() };
        assert_eq!(complaints(&row, &other, ours).len(), 2);
        assert_eq!(complaints(&other, &other, ours).len(), 1);
        let explained = Row { reason: String::from("It is so."), ..other };
        assert!(complaints(&explained, &explained, ours).is_empty());
    }
}
