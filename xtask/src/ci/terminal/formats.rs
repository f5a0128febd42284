//! Formats: jq reads the JSON, and agrees with `--jq`; Python reads CSV and YAML, and finds the same in them.

use std::process::Command;

use anyhow::Result;
use serde_json::Value;

use super::{Court, answer, read};
use crate::ci::outside;

/// What is asked for in every format.
const POSTS: [&str; 4] = ["content", "get-posts", "--limit", "60"];

/// Filters that `--jq` and jq are both given.
const FILTERS: [&str; 8] = [
    ".[].title",
    "length",
    ".[0] | keys",
    "map(.pillar.name) | unique",
    "group_by(.pillar.name) | map({(.[0].pillar.name): length}) | add",
    ".[] | \"\\(.slug)\\t\\(.id)\"",
    "[.[].publishDate] | sort | last",
    "map(select(.isTrending)) | length",
];

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    let sandbox = outside::sandbox(court.workspace, "terminal", &[])?;
    let env = [("CC_API_KEY", sandbox.full_key.as_str()), ("CC_BASE_URL", sandbox.base_url.as_str())];
    let posts = |format| [&POSTS[..], &["-o", format]].concat();
    let json = court.written(&posts("json"), "posts.json", &env)?;
    let ndjson = court.written(&posts("ndjson"), "posts.ndjson", &env)?;
    let csv = court.written(&posts("csv"), "posts.csv", &env)?;
    let yaml = court.written(&posts("yaml"), "posts.yaml", &env)?;

    let mut whole = Command::new("jq");
    court.ask(
        "jq: -o json is a list of 60",
        whole.args(["-e", "type == \"array\" and length == 60"]).arg(&json),
    )?;
    let mut lines = Command::new("jq");
    let same = "[inputs] == $all[0]";
    court.ask(
        "jq: -o ndjson is that list, a line each",
        lines.args(["-ne", same, "--slurpfile", "all"]).arg(&json).arg(&ndjson),
    )?;
    let broken = read(&ndjson)?.lines().filter(|line| serde_json::from_str::<Value>(line).is_err()).count();
    court
        .note("each line of -o ndjson is a value", (broken > 0).then(|| format!("    {broken} are none")))?;
    for filter in FILTERS {
        let ours = read(&court.written(&[&POSTS[..], &["--jq", filter]].concat(), "filtered.txt", &env)?)?;
        let theirs = answer(Command::new("jq").args(["-rc", filter]).arg(&json))?;
        let theirs = String::from_utf8_lossy(&theirs.stdout).into_owned();
        let objection =
            (ours != theirs || ours.is_empty()).then(|| format!("--jq says:\n{ours}jq says:\n{theirs}"));
        court.note(&format!("jq and --jq: {filter}"), objection)?;
    }
    let mut python = Command::new(&court.python);
    let python = python.arg(court.script("read.py")).args([json, csv, yaml]);
    court.ask("Python: -o csv and -o yaml hold what -o json does", python)
}
