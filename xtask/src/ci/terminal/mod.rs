//! What `ccapi` writes for other programs, judged by these: shells load and ask its completions, mandoc reads its pages,
//! and jq and Python read its formats.

mod formats;
mod pages;
mod shells;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

use super::{Ending, judges};
use crate::paths::Workspace;
use crate::program;

/// Where the programs of this step keep what they read.
const FOLDER: &str = "target/terminal";

/// What has to be installed; Debian's packages have the names of the programs.
const NEEDED: [&str; 5] = ["zsh", "fish", "mandoc", "shellcheck", "jq"];

/// Asks them all. Every verdict is printed; one that is not good fails the step at its end.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let missing: Vec<_> = NEEDED.into_iter().filter(|program| !is_there(program)).collect();
    if !missing.is_empty() {
        let missing = missing.join(" ");
        return Ok(Ending::Skipped(format!("not installed: apt-get install {missing}")));
    }
    let path = judges::tools(workspace, out)?;
    let folder = workspace.join(FOLDER);
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make `{FOLDER}`"))?;
    let program = program::build(workspace, "cc-cli", "ccapi", false)?;
    let mut court =
        Court { workspace, program, folder, python: judges::find_program("python", &path), out, agree: true };
    shells::judge(&mut court)?;
    pages::judge(&mut court)?;
    formats::judge(&mut court)?;
    Ok(if court.agree { Ending::Passed } else { Ending::Failed })
}

/// What the judges need, and what they have said so far.
struct Court<'a> {
    workspace: &'a Workspace,
    /// `ccapi`.
    program: PathBuf,
    folder: PathBuf,
    /// A Python that has `PyYAML`.
    python: PathBuf,
    out: &'a mut dyn Write,
    agree: bool,
}

impl Court<'_> {
    /// What a command of ours prints, in a file of this name.
    fn written(&self, arguments: &[&str], name: &str, env: &[(&str, &str)]) -> Result<PathBuf> {
        let output = Command::new(&self.program)
            .args(arguments)
            .env("CC_HOME", self.folder.join("home"))
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .output()
            .context("`ccapi` could not be started")?;
        if !output.status.success() {
            bail!("`ccapi {}`: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim_end());
        }
        let file = self.folder.join(name);
        std::fs::write(&file, output.stdout)
            .with_context(|| format!("could not write `{}`", file.display()))?;
        Ok(file)
    }

    /// Asks a program, and notes whether it is content: what it says where it is not, is printed.
    fn ask(&mut self, what: &str, command: &mut Command) -> Result<()> {
        let output = answer(command)?;
        let objection = (!output.status.success()).then(|| [output.stdout, output.stderr].concat());
        self.note(what, objection.map(|said| String::from_utf8_lossy(&said).into_owned()))
    }

    /// Notes a verdict, with the objection if there is one.
    fn note(&mut self, what: &str, objection: Option<String>) -> Result<()> {
        writeln!(self.out, "{}  {what}", if objection.is_none() { "accepts" } else { "objects" })?;
        if let Some(objection) = objection {
            self.agree = false;
            writeln!(self.out, "{}", objection.trim_end())?;
        }
        self.out.flush()?;
        Ok(())
    }

    /// A file of this step's in the repository.
    fn script(&self, name: &str) -> PathBuf {
        self.workspace.join("xtask/src/ci/terminal").join(name)
    }
}

/// What a program answers to a command.
fn answer(command: &mut Command) -> Result<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).output().with_context(|| format!("`{program}` could not be started"))
}

/// Whether a program can be started at all.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdin(Stdio::null()).output().is_ok()
}

/// The text of a file.
fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("could not read `{}`", file.display()))
}
