//! Traffic made for the purpose: `ccapi doctor --record` reads what a key may read, and writes it down without secrets.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;
use crate::program::executable;

/// Where the recording is kept. A run that was stopped goes on from what is there.
pub(crate) const RECORDING: &str = "target/learn/live.jsonl";

/// Whether `ccapi` asks before it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// It shows the plan and its cost, and asks.
    Asked,
    /// Whoever started this has said yes.
    Given,
}

/// Records into `file` with the key that `ccapi` has, in at most so many requests. What is there of a run that ended early
/// is gone on from.
pub(crate) fn record(workspace: &Workspace, file: &Path, budget: u32, consent: Consent) -> Result<()> {
    let cargo = Command::new("cargo")
        .args(["build", "--package", "cc-cli", "--message-format", "json-render-diagnostics"])
        .current_dir(workspace.root())
        .stderr(Stdio::inherit())
        .output()
        .context("`cargo` could not be started")?;
    if !cargo.status.success() {
        bail!("`ccapi` could not be built; it says why above");
    }
    let program =
        executable(&String::from_utf8_lossy(&cargo.stdout), "ccapi").context("cargo built no `ccapi`")?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("`{}` can't be made", folder.display()))?;
    }
    let mut command = Command::new(program);
    // The report is ours: what `ccapi` has to show goes where its progress goes.
    command.args(["doctor", "--budget", &budget.to_string(), "--record"]).arg(file).stdout(std::io::stderr());
    if consent == Consent::Given {
        command.arg("--yes");
    }
    let status = command.status().context("`ccapi` could not be started")?;
    if !status.success() {
        bail!(
            "the recording did not come to its end; what is there is kept in `{}`, and the next run goes on from it",
            file.display()
        );
    }
    Ok(())
}

/// A finished recording is used once: the next run is about another day.
pub(crate) fn forget(file: &Path) -> Result<()> {
    std::fs::remove_file(file).with_context(|| format!("`{}` can't be removed", file.display()))
}
