//! The step of every change: the programs build, and each survives its seeds.
//!
//! Built by cargo alone, without instruments and without cargo-fuzz: a program that is given files calls its target with
//! each and ends. The ordinary test of `fuzz/targets` looks at the same seeds; this makes sure of what stands around it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{FOLDER, WORK, targets};
use crate::bench::process::{cargo, follow_lock_file};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// Builds all programs and runs each on its seeds.
pub(crate) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let folder = workspace.join(FOLDER);
    follow_lock_file(workspace.root(), &folder)?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--bins", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    build.arg("--target-dir").arg(workspace.join(WORK)).stdin(Stdio::null());
    if !build.status().context("cargo could not be started")?.success() {
        bail!(
            "the programs of {FOLDER} could not be built; libFuzzer needs a C++ compiler (on Debian: apt-get install g++)"
        );
    }
    let mut clean = true;
    for target in targets(workspace)? {
        let seeds = seeds(workspace, &target)?;
        let program = workspace.join(WORK).join("debug").join(&target);
        let output = Command::new(&program).args(&seeds).stdin(Stdio::null()).output();
        let output = output.with_context(|| format!("could not start {}", program.display()))?;
        clean &= output.status.success();
        if output.status.success() {
            writeln!(out, "{target:<14} survives {} seeds", seeds.len())?;
        } else {
            writeln!(out, "{target:<14} FAILS\n{}", String::from_utf8_lossy(&output.stderr))?;
        }
    }
    Ok(Outcome::done_if(clean))
}

fn seeds(workspace: &Workspace, target: &str) -> Result<Vec<PathBuf>> {
    let folder = workspace.join(FOLDER).join("corpus").join(target);
    let entries = fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))?;
    let mut seeds = Vec::new();
    for entry in entries {
        seeds.push(entry?.path());
    }
    seeds.sort();
    Ok(seeds)
}
