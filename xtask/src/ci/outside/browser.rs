//! The scripts that look at pages in a browser: how they are started, and what their verdicts look like.

use std::ffi::OsStr;
use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::ci::judges;
use crate::paths::Workspace;

/// Runs a script with what it is asked as an object of JSON. Whether it ended well, and what it printed; of what it complains is
/// passed on.
pub(super) fn ask(
    script: &str,
    task: &Value,
    path: &OsStr,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> Result<(bool, String)> {
    let output = Command::new(judges::find_program("node", path))
        .arg(workspace.join(script))
        .arg(task.to_string())
        .env("PATH", path)
        .output()
        .context("`node` could not be started")?;
    out.write_all(&output.stderr)?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// Prints what was found about one page; whether all is well with it.
pub(super) fn verdict(line: &str, out: &mut dyn Write) -> Result<bool> {
    let seen: Value = serde_json::from_str(line).with_context(|| format!("no verdict: `{line}`"))?;
    let faults: Vec<_> = seen["faults"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let word = if faults.is_empty() { "accepts" } else { "objects" };
    let name = seen["name"].as_str().unwrap_or_default();
    let milliseconds = seen["milliseconds"].as_u64().unwrap_or_default();
    writeln!(out, "{word}  {name}  ({}.{} s)", milliseconds / 1_000, milliseconds % 1_000 / 100)?;
    for fault in &faults {
        writeln!(out, "    {fault}")?;
    }
    Ok(faults.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_a_fault_is_objected_to() {
        let mut out = Vec::new();
        assert!(verdict(r#"{"name": "landing", "faults": [], "milliseconds": 1250}"#, &mut out).unwrap());
        let faulty = r#"{"name": "reference", "faults": ["asks https://example.com/"], "milliseconds": 20}"#;
        assert!(!verdict(faulty, &mut out).unwrap());
        assert!(verdict("no JSON", &mut Vec::new()).is_err());
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "accepts  landing  (1.2 s)\nobjects  reference  (0.0 s)\n    asks https://example.com/\n"
        );
    }
}
