//! The pages, in a browser: the reference, the landing page, and the dashboard that the demo writes.
//!
//! Each has to show what it is for, with nothing to complain about on the console and no request to anywhere outside. From
//! the reference a call is made. A picture of each is left in the judges' folder.

use std::io::Write;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{document, operations};
use crate::ci::{Ending, judges};
use crate::demo::{self, DemoArgs};
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::sandbox::Sandbox;

/// What does the looking.
const LOOK: &str = "xtask/src/ci/outside/look.mjs";

/// What the reference says besides what is in the document.
const CHAPTERS: [&str; 2] = ["Inferred statuses", "Open choices"];

/// The landing page's parts.
const LANDING: [&str; 4] = ["Where, and as whom", "Keys, and what is left", "State", "Recent requests"];

/// The dashboard's parts, and the titles of its charts.
const DASHBOARD: [&str; 9] = [
    "In short",
    "Instagram",
    "Reach",
    "Saves",
    "Cadence",
    "This week's drop",
    "Trending reels",
    "Pillars",
    "What this took",
];

/// Looks at them all.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let browser = judges::browser(out)?;
    let folder = workspace.join(judges::FOLDER);
    let dashboard = folder.join("dashboard.html");
    let demo = DemoArgs { arguments: vec![String::from("--out"), dashboard.display().to_string()] };
    if demo::run(&demo, workspace, out)? != Outcome::Done {
        writeln!(out, "the demo has failed, so there is no dashboard to look at")?;
        return Ok(Ending::Failed);
    }
    let mut sandbox = super::sandbox(workspace, "pages", &[])?;
    let task = json!({
        "modules": folder,
        "browser": browser,
        "pictures": folder,
        "pages": [
            reference(&sandbox, &document(workspace)?),
            landing(&sandbox),
            { "name": "dashboard", "url": format!("file://{}", dashboard.display()), "texts": DASHBOARD },
        ],
    });
    let output = Command::new(judges::find_program("node", &path))
        .arg(workspace.join(LOOK))
        .arg(task.to_string())
        .env("PATH", path)
        .output()
        .context("`node` could not be started")?;
    out.write_all(&output.stderr)?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut all_is_well = output.status.success();
    for line in said.lines() {
        all_is_well &= verdict(line, out)?;
    }
    if let Some(complaint) = sandbox.complaint()? {
        writeln!(out, "{complaint}")?;
        all_is_well = false;
    }
    Ok(if all_is_well { Ending::Passed } else { Ending::Failed })
}

/// The reference has to name every tag and every operation.
fn reference(sandbox: &Sandbox, document: &Value) -> Value {
    let tags = document["tags"].as_array().into_iter().flatten().map(|tag| &tag["name"]);
    let summaries: Vec<_> =
        operations(document).into_values().map(|operation| &operation["summary"]).collect();
    let texts: Vec<_> = tags.chain(summaries).filter_map(Value::as_str).chain(CHAPTERS).collect();
    // The first call of the document that needs nothing but what is filled in.
    let call = &document["paths"]["/user/content/posts-v2"]["get"]["summary"];
    json!({ "name": "reference", "url": format!("{}/docs", sandbox.origin()), "texts": texts, "call": call })
}

fn landing(sandbox: &Sandbox) -> Value {
    let values = [&sandbox.base_url, &sandbox.tenant, &sandbox.full_key, &sandbox.session_token];
    let texts: Vec<_> = LANDING.into_iter().chain(values.into_iter().map(String::as_str)).collect();
    json!({ "name": "landing", "url": sandbox.origin(), "texts": texts })
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
