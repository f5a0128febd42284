//! The examples of the site that a shell can run: those in the guides, against a sandbox, and the calls on the pages of the
//! operations, which have to ask for the same with curl and with `ccapi`.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use codegen::model::Access;
use codegen::site::{code_blocks, snippet};
use serde_json::Value;

use crate::ci::judges;
use crate::ci::outside;
use crate::docs::Sources;
use crate::paths::Workspace;
use crate::program;

/// What stands for a password in what `ccapi` shows.
const HIDDEN: &str = "****";

/// A key that is sent nowhere.
const EXAMPLE_KEY: &str = "cc_EXAMPLE00000000000000000000";

/// A command of a guide, and what it is said to print.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    command: String,
    expected: String,
}

/// Runs the examples of all guides, as in a checkout in which the packages of `tools` are installed. What is wrong is printed.
pub(super) fn run(
    sources: &Sources,
    workspace: &Workspace,
    tools: &OsStr,
    out: &mut dyn Write,
) -> Result<bool> {
    let shell = Shell::new(workspace, tools, "guides")?;
    let packages = workspace.join(judges::FOLDER).join("node_modules");
    let mut sandbox = outside::sandbox(workspace, "site", &[])?;
    let input = sources.input().context("the spec can't be understood")?;
    let server = input.model.servers.first().map_or("", |server| server.url.as_str());
    let (mut run, mut wrong) = (0, 0);
    for guide in sources.guides() {
        for block in code_blocks(&guide.text).into_iter().filter(|block| block.language == "console") {
            for step in steps(&block.text) {
                let output = Command::new("bash")
                    .args(["-c", &format!("{{ {}\n}} 2>&1", step.command.replace(server, &sandbox.base_url))])
                    .current_dir(workspace.root())
                    .env("PATH", &shell.path)
                    .env("NODE_PATH", &packages)
                    .env("CC_HOME", &shell.home)
                    .env("CC_API_KEY", &sandbox.full_key)
                    .env("CC_SESSION_TOKEN", &sandbox.session_token)
                    .env("CC_BASE_URL", &sandbox.base_url)
                    .env("COLUMNS", "100")
                    .stdin(Stdio::null())
                    .output()
                    .context("`bash` could not be started")?;
                run += 1;
                let said = String::from_utf8_lossy(&output.stdout);
                if !output.status.success() || !fits(&step.expected, &said) {
                    wrong += 1;
                    writeln!(out, "objects  docs/{}:{}: {}", guide.path, block.line, step.command)?;
                    writeln!(
                        out,
                        "  it is said to print:\n{}\n  and prints ({}):\n{said}",
                        step.expected, output.status
                    )?;
                }
            }
        }
    }
    if let Some(complaint) = sandbox.complaint()? {
        writeln!(out, "{complaint}")?;
        wrong += 1;
    }
    writeln!(out, "{run} commands of the guides run, {wrong} of them otherwise than they say")?;
    Ok(wrong == 0)
}

/// Whether the two calls on each operation's page ask for the same. Nothing is sent.
pub(super) fn agree(
    sources: &Sources,
    workspace: &Workspace,
    tools: &OsStr,
    out: &mut dyn Write,
) -> Result<bool> {
    let shell = Shell::new(workspace, tools, "calls")?;
    let input = sources.input().context("the spec can't be understood")?;
    let mut wrong = 0;
    for operation in &input.model.operations {
        let example = snippet::example(operation, &input);
        let is_session = operation.access == Access::Session;
        let (variable, credential) =
            if is_session { ("CC_SESSION_TOKEN", "session_example") } else { ("CC_API_KEY", EXAMPLE_KEY) };
        let output = Command::new(&shell.program)
            .args(snippet::words(&example))
            .args(["--dry-run", "-o", "json"])
            .env("CC_HOME", &shell.home)
            .env_remove("CC_BASE_URL")
            .env(variable, credential)
            .stdin(Stdio::null())
            .output()
            .context("`ccapi` could not be started")?;
        let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let request = snippet::request(&example, &input);
        let same = told["method"] == request.method.as_str()
            && told["url"] == request.url.as_str()
            && same_body(&told["body"], &request.body.clone().unwrap_or_default());
        if !same {
            wrong += 1;
            let said = String::from_utf8_lossy(if output.stdout.is_empty() {
                &output.stderr
            } else {
                &output.stdout
            });
            writeln!(
                out,
                "objects  {}: `ccapi` does not ask for what curl does ({request:?}):\n{said}",
                operation.id
            )?;
        }
    }
    writeln!(out, "{} calls with `ccapi` and curl compared, {wrong} differ", input.model.operations.len())?;
    Ok(wrong == 0)
}

/// Bodies are the same but for what is hidden.
fn same_body(told: &Value, request: &Value) -> bool {
    match (told, request) {
        (Value::Object(told), Value::Object(request)) => {
            told.len() == request.len()
                && told.iter().all(|(name, value)| {
                    value == HIDDEN || request.get(name).is_some_and(|other| same_body(value, other))
                })
        }
        (told, request) => told == request,
    }
}

/// The programs of the workspace, with a home of their own.
struct Shell {
    /// `ccapi`.
    program: PathBuf,
    home: PathBuf,
    /// A search path that finds all of them, and the tools that the guides name.
    path: OsString,
}

impl Shell {
    fn new(workspace: &Workspace, tools: &OsStr, name: &str) -> Result<Self> {
        let program = program::build(workspace, "cc-cli", "ccapi", false)?;
        let home = workspace.join(judges::FOLDER).join(format!("site-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&home));
        std::fs::create_dir_all(&home).with_context(|| format!("could not make `{}`", home.display()))?;
        let folders = program.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(tools));
        let path = std::env::join_paths(folders).context("PATH can't be put together")?;
        Ok(Self { program, home, path })
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.home));
    }
}

/// The commands of a block: each line that begins with `$ `, with those that a backslash joins to it, and the lines up to
/// the next.
fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), expected: String::new() }),
            (None, Some(step)) if step.command.ends_with('\\') => {
                step.command.push('\n');
                step.command.push_str(line);
            }
            (None, Some(step)) => {
                step.expected.push_str(line);
                step.expected.push('\n');
            }
            (None, None) => {}
        }
    }
    steps
}

/// Whether an output is as it is said to be, where `…` stands for anything. Nothing said is nothing claimed.
fn fits(expected: &str, output: &str) -> bool {
    let (expected, output) = (expected.trim(), output.trim());
    if expected.is_empty() {
        return true;
    }
    let pieces: Vec<&str> = expected.split('…').collect();
    let Some((first, others)) = pieces.split_first() else { return true };
    let Some((last, middle)) = others.split_last() else { return output == *first };
    let Some(mut rest) = output.strip_prefix(first.trim_end()) else { return false };
    for piece in middle {
        let piece = piece.trim();
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last.trim_start())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_output_fits_if_what_is_said_comes_in_that_order() {
        for (expected, output, verdict) in [
            ("", "anything", true),
            ("3", "3\n", true),
            ("3", "4\n", false),
            ("a…c", "abc", true),
            ("a…c", "abcd", false),
            ("{\n…\n  \"x\": 1,\n…\n}", "{\n  \"a\": 2,\n  \"x\": 1,\n  \"z\": 3\n}", true),
            ("…one…two…", "two one", false),
        ] {
            assert_eq!(fits(expected, output), verdict, "{expected:?} {output:?}");
        }
    }

    #[test]
    fn a_block_is_cut_into_its_commands() {
        let step =
            |command: &str, expected: &str| Step { command: command.into(), expected: expected.into() };
        assert_eq!(steps("$ a\n1\n2\n$ b\n"), [step("a", "1\n2\n"), step("b", "")]);
        assert_eq!(steps("$ a \\\n    -x\n1\n"), [step("a \\\n    -x", "1\n")]);
    }

    #[test]
    fn what_is_hidden_is_the_same_as_anything() {
        assert!(same_body(&json!({"a": HIDDEN, "b": 1}), &json!({"a": "secret", "b": 1})));
        assert!(!same_body(&json!({"a": 1}), &json!({"a": 2})));
        assert!(!same_body(&json!({}), &json!({"a": 2})));
    }
}
