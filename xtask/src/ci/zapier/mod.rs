//! The integration for Zapier, judged by Zapier's own tools: the validator, the core with its checks for tests, and the command
//! line that runs every step, all against a sandbox; and by eslint.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use anyhow::{Context, Result};

use super::{Ending, judges, outside};
use crate::folder;
use crate::paths::Workspace;
use crate::sandbox::Sandbox;

/// Where the integration is written.
const WRITTEN: &str = "dist/zapier";

/// What only this step needs beside the integration's own files.
const BESIDE: [(&str, &str); 3] = [
    ("eslint.config.mjs", include_str!("eslint.config.mjs")),
    ("invoke.mjs", include_str!("invoke.mjs")),
    ("test/refusals.test.js", include_str!("refusals.test.js")),
];

/// Asks them all. Every verdict is printed; one that is not good fails the step at its end.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let folder = copy(workspace)?;
    let sandbox = outside::sandbox(workspace, "zapier", &["--control"])?;
    let mut court = Court { path, folder, sandbox, out, all_agree: true };
    court.hear("eslint, its recommended rules", &["eslint", "."], |_| Ok(String::new()))?;
    court.hear("zapier-platform validate", &["zapier-platform", "validate", "--without-style"], |_| {
        Ok(String::new())
    })?;
    court.hear("zapier-platform-core, tests of every step and refusal", &["node", "--test"], tests)?;
    let steps = steps(&court.folder)?;
    court.hear("zapier-platform invoke", &["node", "invoke.mjs"], |said| invoked(said, &steps))?;
    if let Some(complaint) = court.sandbox.complaint()? {
        writeln!(court.out, "{complaint}")?;
        return Ok(Ending::Failed);
    }
    Ok(if court.all_agree { Ending::Passed } else { Ending::Failed })
}

/// The integration where the judges' packages are found from, and nothing of a run before.
fn copy(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.join(judges::FOLDER).join("zapier");
    drop(std::fs::remove_dir_all(&folder));
    let files = folder::read_below(&workspace.join(WRITTEN), "")?;
    let own = BESIDE.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())));
    for (path, text) in files.into_iter().chain(own) {
        let file = folder.join(&path);
        let parent = file.parent().context("a file lies in no folder")?;
        std::fs::create_dir_all(parent).with_context(|| format!("could not make `{}`", parent.display()))?;
        let text = text.with_context(|| format!("`{path}` is no text"))?;
        std::fs::write(&file, text).with_context(|| format!("could not write `{}`", file.display()))?;
    }
    Ok(folder)
}

/// Every step there is, as the command line calls it, and the account's two.
fn steps(folder: &Path) -> Result<Vec<String>> {
    let mut steps = vec![String::from("auth label"), String::from("auth test")];
    for (plural, kind) in [("triggers", "trigger"), ("searches", "search"), ("creates", "create")] {
        for path in folder::read_below(&folder.join(plural), "")?.into_keys() {
            steps.push(format!("{kind} {}", path.trim_end_matches(".js")));
        }
    }
    steps.sort();
    Ok(steps)
}

/// What the judges are given, and what they said.
struct Court<'a> {
    /// The search path that finds the judges.
    path: OsString,
    folder: PathBuf,
    sandbox: Sandbox,
    out: &'a mut dyn Write,
    all_agree: bool,
}

impl Court<'_> {
    /// Asks one judge, and prints the verdict. What it said is looked at besides: the answer is a remark, or what is wrong.
    fn hear(
        &mut self,
        name: &str,
        line: &[&str],
        look: impl FnOnce(&str) -> Result<String, String>,
    ) -> Result<()> {
        let start = Instant::now();
        let (program, arguments) = line.split_first().context("a judge has no name")?;
        let output = self.command(program).args(arguments).output();
        let output = output.with_context(|| format!("`{program}` could not be started"))?;
        let text = said(&output);
        let verdict = if output.status.success() { look(&text) } else { Err(text) };
        let seconds = start.elapsed().as_secs_f64();
        match &verdict {
            Ok(remark) if remark.is_empty() => writeln!(self.out, "accepts  {name}  ({seconds:.1} s)")?,
            Ok(remark) => writeln!(self.out, "accepts  {name}: {remark}  ({seconds:.1} s)")?,
            Err(fault) => writeln!(
                self.out,
                "objects  {name}  ({seconds:.1} s)\n    {}",
                fault.replace('\n', "\n    ")
            )?,
        }
        self.out.flush()?;
        self.all_agree &= verdict.is_ok();
        Ok(())
    }

    /// A judge's program, with nothing of this machine's settings; it tells nobody that it ran.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(judges::find_program(program, &self.path));
        let sandbox = &self.sandbox;
        command
            .env("PATH", &self.path)
            .env("HOME", &self.folder)
            .env("NO_COLOR", "1")
            .current_dir(&self.folder);
        command.env("NODE_ENV", "test").env("DISABLE_ZAPIER_ANALYTICS", "1");
        command.env("BASE_URL", &sandbox.base_url).env("ORIGIN", sandbox.origin());
        command.env("API_KEY", &sandbox.full_key).env("READ_ONLY_KEY", &sandbox.read_only_key);
        command.env("SESSION", &sandbox.session_token);
        command.env("authData_api_key", &sandbox.full_key).env("authData_tenant_slug", &sandbox.tenant);
        command
    }
}

/// All that a program said.
fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    text.join("\n").trim().to_owned()
}

/// How many tests ran; one that was left out is a fault.
fn tests(said: &str) -> Result<String, String> {
    let count = |word: &str| {
        let mut lines = said.lines().filter_map(|line| line.split_once(&format!(" {word} ")));
        lines.find_map(|(_, number)| number.trim().parse::<usize>().ok())
    };
    match (count("pass"), count("skipped")) {
        (Some(passed), Some(0)) if passed > 0 => Ok(format!("{passed} tests")),
        _ => Err(format!("not every test ran:\n{said}")),
    }
}

/// Whether every step was run, and well.
fn invoked(said: &str, steps: &[String]) -> Result<String, String> {
    let mut done: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("ok "))
        .map(|line| line.split(':').next().unwrap_or(line))
        .collect();
    done.sort_unstable();
    if done == steps { Ok(format!("{} of {} steps", done.len(), steps.len())) } else { Err(said.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_was_not_run_is_a_fault() {
        let steps = [String::from("auth test"), String::from("trigger a")];
        assert!(invoked("ok trigger a: 3\nok auth test: 1", &steps).is_ok());
        assert!(invoked("ok trigger a: 3\nfault auth test: refused", &steps).is_err());
    }

    #[test]
    fn a_test_that_was_left_out_is_a_fault() {
        assert_eq!(tests("ℹ pass 12\nℹ fail 0\nℹ skipped 0"), Ok(String::from("12 tests")));
        assert!(tests("ℹ pass 12\nℹ skipped 1").is_err());
        assert!(tests("").is_err());
    }

    #[test]
    fn the_integration_is_written_for_the_platform_that_judges_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let package = std::fs::read_to_string(root.join(WRITTEN).join("package.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&package).unwrap();
        let wanted = package["dependencies"]["zapier-platform-core"].as_str().unwrap();
        for name in ["zapier-platform-cli", "zapier-platform-core"] {
            assert_eq!(judges::version(name), Some(wanted));
        }
    }
}
