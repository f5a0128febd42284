//! The pages, in a browser: the reference, the landing page, and the dashboard that the demo writes.
//!
//! Each has to show what it is for, with nothing to complain about on the console and no request to anywhere outside. From
//! the reference a call is made. A picture of each is left in the judges' folder.

use std::io::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::browser::{self, verdict};
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
    let program = judges::browser(out)?;
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
        "browser": program,
        "pictures": folder,
        "pages": [
            reference(&sandbox, &document(workspace)?),
            landing(&sandbox),
            { "name": "dashboard", "url": format!("file://{}", dashboard.display()), "texts": DASHBOARD },
        ],
    });
    let (mut all_is_well, said) = browser::ask(LOOK, &task, &path, workspace, out)?;
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
