//! cargo-fuzz: into `target/tools`, in a fixed version, once.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{FOLDER, WORK};
use crate::bench::process::{cargo, follow_lock_file};
use crate::paths::Workspace;

const VERSION: &str = "0.13.2";
/// Where it is installed; removing the folder brings a fresh one.
const TOOLS: &str = "target/tools";

/// cargo-fuzz, ready to be run.
pub(super) struct Tool {
    program: PathBuf,
}

/// Makes sure that it is there.
pub(super) fn cargo_fuzz(workspace: &Workspace, out: &mut dyn Write) -> Result<Tool> {
    let program =
        workspace.join(TOOLS).join("bin").join(format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX));
    let answer = Command::new(&program).arg("--version").output();
    let is_there = answer.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).split_whitespace().any(|word| word == VERSION)
    });
    if !is_there {
        let line = install_line();
        writeln!(out, "installing cargo-fuzz into {TOOLS}: {}", line.join(" "))?;
        out.flush()?;
        let status = cargo().args(&line[1..]).current_dir(workspace.root()).stdin(Stdio::null()).status();
        if !status.context("cargo could not be started")?.success() {
            bail!(
                "cargo-fuzz {VERSION} could not be installed; with a way to crates.io, try: {}",
                line.join(" ")
            );
        }
    }
    Ok(Tool { program })
}

fn install_line() -> Vec<String> {
    let line = format!("cargo install cargo-fuzz --version ={VERSION} --locked --root {TOOLS}");
    line.split(' ').map(str::to_owned).collect()
}

impl Tool {
    /// Builds all programs.
    pub(super) fn build(&self, workspace: &Workspace, address: bool) -> Result<()> {
        follow_lock_file(workspace.root(), &workspace.join(FOLDER))?;
        let mut command = self.command(workspace, "build", address);
        let status = command.stdin(Stdio::null()).status().context("cargo-fuzz could not be started")?;
        if !status.success() {
            bail!(
                "the programs of {FOLDER} could not be built; libFuzzer needs a C++ compiler (on Debian: apt-get install g++)"
            );
        }
        Ok(())
    }

    /// The command that runs a target; folders and libFuzzer's own arguments are to follow.
    pub(super) fn run(&self, workspace: &Workspace, target: &str, address: bool) -> Command {
        let mut command = self.command(workspace, "run", address);
        command.arg(target).stdin(Stdio::null());
        command
    }

    fn command(&self, workspace: &Workspace, what: &str, address: bool) -> Command {
        let mut command = Command::new(&self.program);
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER", "RUSTC_WRAPPER"] {
            command.env_remove(name);
        }
        command.arg(what).arg("--fuzz-dir").arg(workspace.join(FOLDER));
        command.arg("--target-dir").arg(workspace.join(WORK)).args(["--codegen-units", "16"]);
        if address {
            // Sanitizers are for nightly compilers; the stable one has them as well, if it is told to behave as one.
            command.env("RUSTC_BOOTSTRAP", "1").args(["--sanitizer", "address"]);
        } else {
            command.args(["--sanitizer", "none"]);
        }
        command.current_dir(workspace.root());
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_watched_by_a_stable_compiler_only_if_asked_for() {
        let tool = Tool { program: PathBuf::from("cargo-fuzz") };
        for (address, sanitizer, bootstrap) in [(false, "none", false), (true, "address", true)] {
            let command = tool.run(&Workspace::at("/project"), "decode", address);
            let arguments: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
            assert!(
                arguments.ends_with(&["--sanitizer".into(), sanitizer.into(), "decode".into()]),
                "{arguments:?}"
            );
            let mut set =
                command.get_envs().filter(|(name, value)| *name == "RUSTC_BOOTSTRAP" && value.is_some());
            assert_eq!(set.next().is_some(), bootstrap);
        }
    }

    #[test]
    fn the_version_is_fixed() {
        assert!(install_line().contains(&format!("={VERSION}")));
    }
}
