//! The site of `cargo xtask docs`: every page in a browser, and every example that a shell can run.
//!
//! Each page has to show what it is for, at any width and in both colours, with nothing to complain about on the console,
//! for axe, or for a reader without scripts; no link may lead nowhere and nothing may be asked for outside.

mod examples;

use std::io::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::browser::{self, verdict};
use super::{document, operations};
use crate::ci::{Ending, judges};
use crate::docs::{self, DocsArgs, Sources};
use crate::folder;
use crate::outcome::Outcome;
use crate::paths::{Workspace, has_ending};

/// What does the looking.
const LOOK: &str = "xtask/src/ci/outside/site/read.mjs";

/// The pages of which pictures are kept, and what these are called.
const PICTURED: [(&str, &str); 8] = [
    ("index.html", "start"),
    ("guides/errors.html", "guide"),
    ("operations/index.html", "operations"),
    ("operations/add_to_schedule.html", "operation"),
    ("types/calendar.html", "types"),
    ("scopes.html", "scopes"),
    ("evidence/index.html", "evidence"),
    ("reference.html", "reference"),
];

/// Runs the examples and looks at the pages.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let program = judges::browser(out)?;
    if docs::run(&DocsArgs::default(), workspace, out)? != Outcome::Done {
        return Ok(Ending::Failed);
    }
    let sources = Sources::read(workspace)?;
    let mut all_is_well = examples::run(&sources, workspace, &path, out)?;
    all_is_well &= examples::agree(&sources, workspace, &path, out)?;
    let site = workspace.join(docs::FOLDER);
    let files: Vec<String> = folder::read_below(&site, "")?.into_keys().collect();
    let pages: Vec<_> = files.iter().filter(|file| has_ending(file, "html")).collect();
    let folder = workspace.join(judges::FOLDER);
    let pictured: serde_json::Map<_, _> =
        PICTURED.iter().map(|(page, name)| ((*page).to_owned(), json!(name))).collect();
    let task = json!({
        "modules": folder,
        "browser": program,
        "pictures": folder,
        "site": site,
        "files": files,
        "pages": pages,
        "pictured": pictured,
        "texts": texts(&document(workspace)?),
        "foreign": ["reference.html"],
        "choice": { "operation": "get_content_calendar", "scope": "calendar:read" },
    });
    let (ended_well, said) = browser::ask(LOOK, &task, &path, workspace, out)?;
    // Of more than a hundred pages only those are told that something is wrong with.
    let mut faulty = 0;
    for line in said.lines() {
        let mut told = Vec::new();
        if !verdict(line, &mut told)? {
            faulty += 1;
            out.write_all(&told)?;
        }
    }
    let read = said.lines().count();
    writeln!(out, "{} pages read, {faulty} with faults", read.saturating_sub(1))?;
    all_is_well &= ended_well && faulty == 0 && read == pages.len() + 1;
    Ok(if all_is_well { Ending::Passed } else { Ending::Failed })
}

/// What has to be on the pages that are made of the document.
fn texts(document: &Value) -> Value {
    let operations: Vec<_> = operations(document).into_values().collect();
    let names: Vec<_> = operations.iter().map(|operation| &operation["operationId"]).collect();
    let summaries: Vec<_> = operations.iter().map(|operation| &operation["summary"]).collect();
    json!({
        "operations/index.html": names.iter().chain(&summaries).collect::<Vec<_>>(),
        "scopes.html": document["components"]["securitySchemes"]["apiKey"]["x-scopes"]
            .as_object().into_iter().flatten().map(|(name, _)| name).collect::<Vec<_>>(),
        "evidence/index.html": ["What the marks mean", "How much is known", "What is still open", "Every statement"],
        "reference.html": [document["info"]["title"]],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_every_scope_has_to_be_named() {
        let document = json!({
            "info": { "title": "Zoo" },
            "paths": { "/a": { "get": { "operationId": "get_a", "summary": "Get A" } } },
            "components": { "securitySchemes": { "apiKey": { "x-scopes": { "a:read": {} } } } },
        });
        let texts = texts(&document);
        assert_eq!(texts["operations/index.html"], json!(["get_a", "Get A"]));
        assert_eq!(texts["scopes.html"], json!(["a:read"]));
    }
}
