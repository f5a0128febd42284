//! Programs of the workspace: built by cargo, and found wherever the user's settings want them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths::Workspace;

/// Everything at once, as the tests have it built already: a program built by itself would have the crates that all share
/// compiled anew, since each wants other features of them.
const AS_THE_TESTS: [&str; 3] = ["--workspace", "--bins", "--examples"];

/// Builds a program; where it is. It is started by itself, not through cargo, so that it can be stopped.
pub(crate) fn build(
    workspace: &Workspace,
    package: &str,
    program: &str,
    is_release: bool,
) -> Result<PathBuf> {
    if is_release {
        return built(workspace, &["--package", package, "--bin", program, "--release"], program);
    }
    built(workspace, &AS_THE_TESTS, program)
}

/// Builds an example; where it is.
pub(crate) fn build_example(workspace: &Workspace, example: &str) -> Result<PathBuf> {
    built(workspace, &AS_THE_TESTS, example)
}

fn built(workspace: &Workspace, line: &[&str], program: &str) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .arg("build")
        .args(line)
        .arg("--message-format=json-render-diagnostics")
        .current_dir(workspace.root())
        .stderr(Stdio::inherit())
        .output()
        .context("`cargo` could not be started")?;
    if !output.status.success() {
        bail!("`{program}` can't be built");
    }
    let file = executable(&String::from_utf8_lossy(&output.stdout), program);
    file.map(PathBuf::from).with_context(|| format!("cargo built `{program}`, but named no file"))
}

/// Where the program of this name is, out of what `cargo build --message-format json` prints.
pub(crate) fn executable(messages: &str, name: &str) -> Option<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter(|message| message["target"]["name"] == name);
    programs.find_map(|message| message["executable"].as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_is_where_cargo_says() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"cc-sandbox"},"executable":"/somewhere/cc-sandbox"}
            {"reason":"compiler-artifact","target":{"name":"cc-demo"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"cc-demo"},"executable":"/elsewhere/debug/cc-demo"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(super::executable(messages, "cc-demo").as_deref(), Some("/elsewhere/debug/cc-demo"));
        assert_eq!(super::executable("no JSON", "cc-demo"), None);
    }
}
