//! `cargo xtask demo`: the weekly dashboard from nothing but a checkout.
//!
//! The demo itself is the crate `cc-demo`; here it is only made sure that the client in it is the one that the spec
//! describes.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use clap::Args;

use crate::generate;
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::program::executable;

/// Show the weekly dashboard of a made-up account, from a sandbox on this machine
///
/// Checks that the generated client matches the spec, builds the demo and runs it: a sandbox starts, a key is
/// made with exactly the scopes that the dashboard declares, and the dashboard is gathered through the client,
/// printed, and written as a page to target/demo/dashboard.html.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct DemoArgs {
    /// What is passed on to the demo
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
    pub arguments: Vec<String>,
}

const HELP: &str = "Examples:
  cargo xtask demo                      the dashboard here, and as a page
  cargo xtask demo --out week.html      the page elsewhere
  cargo xtask demo --rng 7              another account
  cargo xtask demo -- --help            what else the demo can do

Exit codes: 0 the dashboard is shown; 1 the generated files don't match the spec, or the demo failed;
2 the demo could not be started.";

/// Where the page is written, unless told otherwise.
pub(crate) const PAGE: &str = "target/demo/dashboard.html";

/// Carries the command out.
pub(crate) fn run(args: &DemoArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    // The demo is built while the files are compared: both take seconds, and most often nothing is to be done.
    let mut cargo = Command::new("cargo")
        .args(["build", "--package", DEMO, "--message-format", "json-render-diagnostics"])
        .stdout(Stdio::piped())
        .spawn()
        .context("`cargo` could not be started")?;
    let checked = generate::check(workspace, out);
    if !matches!(checked, Ok(Outcome::Done)) {
        cargo.kill().and_then(|()| cargo.wait()).context("the build could not be stopped")?;
        return checked;
    }
    let built = cargo.wait_with_output().context("the build could not be waited for")?;
    if !built.status.success() {
        return Ok(Outcome::NeedsWork);
    }
    let program = executable(&String::from_utf8_lossy(&built.stdout), DEMO).context("cargo built no demo")?;
    out.flush()?;
    // Files that are asked for are meant from where the user stands; the usual one is the workspace's.
    let mut arguments = args.arguments.clone();
    let stands_at_root = std::env::current_dir().is_ok_and(|folder| folder == workspace.root());
    if !stands_at_root && !arguments.iter().any(|argument| argument.starts_with("--out")) {
        arguments.extend([String::from("--out"), workspace.join(PAGE).display().to_string()]);
    }
    let status = Command::new(program).args(arguments).status().context("the demo could not be started")?;
    Ok(Outcome::done_if(status.success()))
}

/// The crate of the demo, and its program.
const DEMO: &str = "cc-demo";
