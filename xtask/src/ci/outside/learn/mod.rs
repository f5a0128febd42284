//! Learning from what browsers save: Chromium's own developer tools and Playwright write HAR files of a sandbox that plays an
//! API that nobody has seen, and of one that keeps to the document. `cargo xtask learn` has to find exactly what was played.
//!
//! ```text
//! front.mjs    stands before the sandbox: gzip, redirects, caching, and a stranger on another port
//! browse.mjs   calls from the reference and as a web app does; saves the files
//!   -> saved     what is in a file: that it is as hard to read as it should be, and whose words are in it
//!   -> reading   `xtask learn` over it, as it is, cut, damaged and packed
//! ```

mod reading;
mod saved;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{browser, document};
use crate::ci::{Ending, judges};
use crate::folder;
use crate::paths::Workspace;
use crate::program;
use crate::sandbox::Sandbox;
use reading::{Finding, Reader};
use saved::Saved;

/// What drives the browser.
const BROWSE: &str = "xtask/src/ci/outside/learn/browse.mjs";

/// What is played.
const VARIANT: &str = "xtask/src/ci/outside/learn/variant.yaml";

/// What there is to be found of it: kind, place, and whether a change of the spec is proposed. What the vendor's own documents
/// say is contradicted, never changed.
const PLAYED: [Finding; 7] = [
    ("new-field", "LiveEvent.colour", true),
    ("new-field", "Post.headline", true),
    ("new-value", "InstagramMediaKind", true),
    ("not-always-there", "Post.slug", true),
    ("other-format", "LiveEvent.startsAt", true),
    ("other-type", "InstagramMedia.views", true),
    ("unexpected-null", "WebPage.title", false),
];

/// What is called from the reference.
const CALLS: [&str; 2] = ["/user/content/posts-v2", "/user/event/events"];

/// What is asked for as a web app does, each twice.
const PATHS: [&str; 8] = [
    "/user/my-profile",
    "/user/content/posts-v2?limit=5",
    "/user/event/events",
    "/user/my-ig-media",
    "/user/pagebuilder/pages",
    "/user/event/event-types",
    "/user/content/content-pillars",
    "/user/content/content-tags",
];

/// The name of a page that is made, with a letter that the developer tools write in base64.
const PAGE: &str = "Canary Zoë Quill 🐤";

/// What the stranger's answers say.
const STRANGER: &str = "canaryOfAStranger";

/// The file of the developer tools, that of Playwright, one with the bodies beside it, and an archive of all that.
const FILES: [&str; 3] = ["devtools.har", "playwright.har", "attached/playwright.har"];
const ARCHIVE: &str = "playwright.zip";

/// Saves files of both APIs and learns from them.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let mut all_is_well = true;
    let variant = workspace.join(VARIANT).display().to_string();
    let plays: [(&str, &[&str], &[Finding]); 2] =
        [("varied", &["--variant", &variant], &PLAYED), ("as-documented", &[], &[])];
    for (name, arguments, expected) in plays {
        let mut sandbox = super::sandbox(workspace, "learn", arguments)?;
        let folder = workspace.join(judges::FOLDER).join("har").join(name);
        let host = browse(workspace, &sandbox, &folder, !expected.is_empty(), out)?;
        let known = words_of_the_spec(workspace)?;
        let program = program::build(workspace, "xtask", "xtask", false)?;
        let mut reader = Reader { program, host, expected, secrets: secrets(&sandbox), faults: Vec::new() };
        for file in FILES {
            let saved = Saved::read(&folder.join(file), &reader.host)?;
            reader.secrets.extend(saved.personal.iter().filter(|text| !known.contains(*text)).cloned());
            reader.look(&format!("{name}/{file}"), &saved, &folder.join(file))?;
        }
        if !expected.is_empty() {
            reader.look_at_broken_copies(&folder.join(FILES[0]))?;
            reader.look_at_an_archive(&folder.join(ARCHIVE))?;
        }
        reader.faults.extend(sandbox.complaint()?);
        let word = if reader.faults.is_empty() { "accepts" } else { "objects" };
        writeln!(
            out,
            "{word}  {name}: {} files, {} findings, {} texts that nobody may print",
            FILES.len(),
            expected.len(),
            reader.secrets.len()
        )?;
        for fault in &reader.faults {
            writeln!(out, "    {fault}")?;
        }
        all_is_well &= reader.faults.is_empty();
    }
    Ok(if all_is_well { Ending::Passed } else { Ending::Failed })
}

/// Has the files written into a folder; the host that the API has in them.
fn browse(
    workspace: &Workspace,
    sandbox: &Sandbox,
    folder: &Path,
    with_reference: bool,
    out: &mut dyn Write,
) -> Result<String> {
    let path = judges::tools(workspace, out)?;
    let document = document(workspace)?;
    let call = |path: &str| json!({ "path": path, "summary": document["paths"][path]["get"]["summary"] });
    let calls: Vec<Value> = if with_reference { CALLS.into_iter().map(call).collect() } else { Vec::new() };
    let task = json!({
        "modules": workspace.join(judges::FOLDER),
        "browser": judges::browser(out)?,
        "folder": folder,
        "origin": sandbox.origin(),
        "session": sandbox.session_token,
        "tenant": sandbox.tenant,
        "calls": calls,
        "paths": PATHS,
        "page": PAGE,
        "stranger": STRANGER,
    });
    let (ended_well, said) = browser::ask(BROWSE, &task, &path, workspace, out)?;
    if !ended_well {
        bail!("the browser did not save its files; it says why above");
    }
    let said: Value = serde_json::from_str(&said).context("`browse.mjs` has not said where it was")?;
    Ok(said["host"].as_str().context("`browse.mjs` names no host")?.to_owned())
}

/// What no report may show, besides the texts in the answers.
fn secrets(sandbox: &Sandbox) -> Vec<String> {
    let secrets = [sandbox.session_token.as_str(), &sandbox.full_key, PAGE, "Quill", STRANGER];
    secrets.into_iter().map(str::to_owned).collect()
}

/// All that the spec says, which reports may say again.
fn words_of_the_spec(workspace: &Workspace) -> Result<String> {
    let files = folder::read_below(&workspace.join("spec"), "")?;
    Ok(files.into_values().flatten().collect::<Vec<_>>().join("\n"))
}
