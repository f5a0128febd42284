//! The assistants' server, judged from outside: the official conformance suite, that of authorization too, the Inspector, the official SDKs of Python and
//! TypeScript as hosts, and the tool that packs bundles. All of it against a sandbox, over stdin and stdout and over HTTP.

mod authorization;
mod bundle;
mod clients;
mod conformance;
mod inspector;
mod server;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::{Ending, judges, outside};
use crate::http::Connection;
use crate::paths::Workspace;
use crate::program::{build, build_example};
use crate::sandbox::Sandbox;

/// The operation that takes too long, so that there is something to cancel.
const SLOW: &str = "list_calendar_categories";

/// Asks them all. Every verdict is printed; one that is not good fails the step at its end.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let folder = workspace.join(judges::FOLDER).join("mcp");
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make `{}`", folder.display()))?;
    let server = build(workspace, "cc-mcp", "cc-mcp", false)?;
    let example = build_example(workspace, "conformance")?;
    let sandbox = outside::sandbox(workspace, "mcp", &["--control"])?;
    let mut court = Court { workspace, path, folder, server, example, sandbox, out, all_agree: true };
    court.slow_down()?;
    conformance::judge(&mut court)?;
    authorization::judge(&mut court)?;
    inspector::judge(&mut court)?;
    clients::judge(&mut court)?;
    bundle::judge(&mut court)?;
    if let Some(complaint) = court.sandbox.complaint()? {
        writeln!(court.out, "{complaint}")?;
        return Ok(Ending::Failed);
    }
    Ok(if court.all_agree { Ending::Passed } else { Ending::Failed })
}

/// What the judges are given, and what they said.
struct Court<'a> {
    workspace: &'a Workspace,
    /// The search path that finds the judges.
    path: OsString,
    /// Where they may leave files.
    folder: PathBuf,
    server: PathBuf,
    example: PathBuf,
    sandbox: Sandbox,
    out: &'a mut dyn Write,
    all_agree: bool,
}

/// What a judge found: what to say besides the verdict, and what is wrong.
#[derive(Debug, Default)]
struct Finding {
    remark: String,
    faults: Vec<String>,
}

impl Court<'_> {
    /// Asks one judge, and prints the verdict.
    fn hear(&mut self, name: &str, judge: impl FnOnce(&Self) -> Result<Finding>) -> Result<()> {
        let start = Instant::now();
        let Finding { remark, faults } = judge(self).with_context(|| format!("{name} could not be asked"))?;
        let word = if faults.is_empty() { "accepts" } else { "objects" };
        let remark = if remark.is_empty() { remark } else { format!(": {remark}") };
        writeln!(self.out, "{word}  {name}{remark}  ({:.1} s)", start.elapsed().as_secs_f64())?;
        for fault in &faults {
            writeln!(self.out, "    {}", fault.replace('\n', "\n    "))?;
        }
        self.out.flush()?;
        self.all_agree &= faults.is_empty();
        Ok(())
    }

    /// A judge's program, with nothing of this machine's settings.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(judges::find_program(program, &self.path));
        command.env("PATH", &self.path).env("HOME", &self.folder).env("NO_COLOR", "1");
        command.current_dir(&self.folder);
        command
    }

    /// What the server is started with: a key of the sandbox, and a home of its own, so that it begins with a whole quota.
    fn environment(&self) -> Result<[(&'static str, String); 3]> {
        let home = self.folder.join("home");
        match std::fs::remove_dir_all(&home) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).context("the home of the server before could not be removed");
            }
            _ => {}
        }
        Ok([
            ("CC_HOME", home.display().to_string()),
            ("CC_API_KEY", self.sandbox.full_key.clone()),
            ("CC_BASE_URL", self.sandbox.base_url.clone()),
        ])
    }

    /// Has one operation of the sandbox take longer than anybody waits.
    fn slow_down(&self) -> Result<()> {
        let fault = json!({ "operation": SLOW, "delayMs": 30_000, "times": 1_000 });
        let answer = Connection::to(self.sandbox.origin())?.send(
            "POST",
            "/_sandbox/faults",
            "",
            &fault.to_string(),
        )?;
        if !(200..300).contains(&answer.status) {
            bail!("the sandbox takes no fault: {}", String::from_utf8_lossy(&answer.body));
        }
        Ok(())
    }
}

/// All that a program said, for a fault.
fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    text.join("\n").trim().to_owned()
}
