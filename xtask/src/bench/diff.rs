//! `cargo xtask bench diff`: how long a comparison takes, and whether that grows with the documents and no faster.
//!
//! Two figures: the whole process, for our spec against a changed copy; and a made-up document ten and a hundred
//! times over, each against a copy with a change in every part.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::outcome::Outcome;
use crate::paths::{SPEC, SPEC_FOLDER, Workspace};

/// Where the documents are written.
const FOLDER: &str = "target/bench-diff";

/// How often each comparison is timed; the one in the middle counts.
const TIMES: usize = 11;

/// A comparison of our spec may take this long, from start to end of the process.
const MOST_TIME: Duration = Duration::from_millis(300);

/// A document ten times larger may take this many times longer.
const MOST_RATIO: f64 = 12.0;

/// What is changed in our spec: an operation gets another name. The file, what is there, and what takes its place.
const CHANGED: [&str; 3] =
    ["spec/paths/content.yaml", "operationId: get_content_drop\n", "operationId: get_weekly_drop\n"];

/// Time a comparison of our spec with a changed copy, and of documents ten and a hundred times the size of one
///
/// The figures hold for a release build: cargo run --release -p xtask -- bench diff
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct DiffArgs {}

const HELP: &str = "Examples:
  cargo run --release -p xtask -- bench diff
                             the figures as they are meant: under 300 ms, and a ratio of at most 12

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be compared.";

/// Measures, prints, and holds the figures against the limits.
pub(super) fn run(_: &DiffArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    if cfg!(debug_assertions) {
        writeln!(out, "this is no release build: the first limit is not meant for it")?;
    }
    let folder = workspace.join(FOLDER);
    let changed = folder.join("changed");
    copy(&workspace.join(SPEC_FOLDER), &changed.join(SPEC_FOLDER))?;
    let [file, old, new] = CHANGED;
    let text = fs::read_to_string(workspace.join(file)).with_context(|| format!("could not read {file}"))?;
    fs::write(changed.join(file), text.replacen(old, new, 1))?;
    let own = median(&workspace.join(SPEC), &changed.join(SPEC))?;
    writeln!(
        out,
        "our spec against a changed copy  {:>8.1} ms, at most {} ms",
        milliseconds(own),
        MOST_TIME.as_millis()
    )?;
    let [ten, hundred] = [10, 100].map(|copies| -> Result<Duration> {
        let [base, head] = [false, true].map(|is_changed| {
            let file = folder.join(format!("{copies}-{}.yaml", if is_changed { "head" } else { "base" }));
            fs::write(&file, document(copies, is_changed)).map(|()| file)
        });
        median(&base?, &head?)
    });
    let (ten, hundred) = (ten?, hundred?);
    let ratio = hundred.as_secs_f64() / ten.as_secs_f64();
    writeln!(out, "a document ten times over        {:>8.1} ms", milliseconds(ten))?;
    writeln!(out, "the same a hundred times over    {:>8.1} ms", milliseconds(hundred))?;
    writeln!(out, "ratio                            {ratio:>8.1}, at most {MOST_RATIO}")?;
    Ok(Outcome::done_if(own <= MOST_TIME && ratio <= MOST_RATIO))
}

/// How long this program takes to compare two documents.
fn median(base: &Path, head: &Path) -> Result<Duration> {
    let program = std::env::current_exe().context("this program does not know its own path")?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let mut command = Command::new(&program);
        command.args(["diff", "--fail-on", "never", "--as-of", "2026-11-22", "--base"]).arg(base);
        command.arg("--head").arg(head).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let start = Instant::now();
        let output = command.output().context("this program could not be started")?;
        times.push(start.elapsed());
        if !output.status.success() {
            bail!("{} could not be compared: {}", base.display(), String::from_utf8_lossy(&output.stderr));
        }
    }
    times.sort_unstable();
    times.get(TIMES / 2).copied().context("nothing was measured")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry?;
        let (source, copied) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&source, &copied)?;
        } else {
            fs::copy(&source, &copied)?;
        }
    }
    Ok(())
}

/// A document with so many copies of a few operations and schemas; changed, each of them lacks a property, has a new
/// parameter, and takes one value less.
fn document(copies: usize, is_changed: bool) -> String {
    let mut text = String::from("openapi: 3.1.0\ninfo: { title: Large, version: 1.0.0 }\npaths:\n");
    let parameter = if is_changed { ", { in: query, name: fresh, schema: { type: boolean } }" } else { "" };
    for copy in 0..copies {
        let _ = write!(
            text,
            "  /things{copy}:
    get:
      operationId: list_things{copy}
      tags: [group{tag}]
      parameters: [{{ in: query, name: kind, schema: {{ $ref: '#/components/schemas/Kind{copy}' }} }}{parameter}]
      responses:
        '200': {{ description: Fine., content: {{ application/json: {{ schema: {{ type: array, items: {{ $ref: '#/components/schemas/Thing{copy}' }} }} }} }} }}
    post:
      operationId: make_thing{copy}
      tags: [group{tag}]
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/NewThing{copy}' }} }} }} }}
      responses:
        '200': {{ description: Fine., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{copy}' }} }} }} }}
",
            tag = copy % 10,
        );
    }
    text.push_str("components:\n  schemas:\n");
    let (value, property) =
        if is_changed { ("", "") } else { (", large", "\n        gone: { type: string }") };
    for copy in 0..copies {
        let _ = write!(
            text,
            "    Kind{copy}: {{ type: string, enum: [small, middle{value}] }}
    NewThing{copy}:
      type: object
      required: [name]
      properties:
        name: {{ type: string }}
        kind: {{ $ref: '#/components/schemas/Kind{copy}' }}
        parts: {{ type: array, items: {{ type: string }} }}
    Thing{copy}:
      type: object
      required: [id, name]
      properties:
        id: {{ type: string, x-id: Thing{copy}Id }}
        name: {{ type: string }}
        kind: {{ $ref: '#/components/schemas/Kind{copy}' }}
        count: {{ type: integer }}
        made: {{ type: string, format: date-time }}
        parent: {{ $ref: '#/components/schemas/Thing{copy}' }}{property}
"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use codegen::load::MemorySource;
    use codegen::{Profile, lint};

    use super::document;

    #[test]
    fn the_made_up_documents_can_be_compiled() {
        for is_changed in [false, true] {
            let files: BTreeMap<_, _> = [(String::from("openapi.yaml"), document(3, is_changed))].into();
            let linted = lint("openapi.yaml", &MemorySource::new(files), Profile::General);
            assert!(!linted.findings.has_errors(), "{:?}", linted.findings.sorted());
            assert_eq!(linted.model.unwrap().operations.len(), 6);
        }
    }
}
