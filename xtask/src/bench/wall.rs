//! `cargo xtask bench`: what calls cost at run time, all in one table.
//!
//! Counts are valgrind's, times are criterion's medians, memory is counted by an allocator. Times are taken on whatever
//! machine this is, so ratios of two times on it have limits, and of times by themselves only the one with room to spare.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::call;
use super::process::{cargo, release, run as run_command};
use super::table::{Figure, Limit, Table};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// How long a decision of the quota may take, in nanoseconds.
const MOST_DECISION: f64 = 1000.0;

/// How many bytes a key may take.
const MOST_MEMORY: f64 = 1024.0;

/// How long a listing may take if pages are asked for ahead, beside one page after the other. Half would be perfect.
const MOST_AHEAD: f64 = 0.8;

/// Measures, prints, and holds the figures against the limits.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    writeln!(out, "building and measuring; this takes some minutes")?;
    out.flush()?;
    let programs = release(workspace, "call")?;
    let listing = call::write_listing(workspace, &programs)?;
    let mut figures = Vec::from(call::figures(&programs, &listing)?);
    figures.extend(times(workspace, &listing)?);
    figures.extend(memory(&programs)?);
    let table = Table::new(figures);
    write!(out, "{table}")?;
    Ok(Outcome::done_if(table.is_met()))
}

/// Has criterion measure, and reads what it found.
fn times(workspace: &Workspace, listing: &Path) -> Result<[Figure; 4]> {
    let target = workspace.join("target/bench-call");
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "--bench", "wall", "--manifest-path"]);
    bench.arg(workspace.join("benches/call/Cargo.toml")).arg("--target-dir").arg(&target);
    bench
        .args(["--", "--quiet", "--noplot"])
        .env("LISTING", listing)
        .env("CRITERION_HOME", target.join("criterion"));
    run_command(bench.stdout(Stdio::null()), "the times could not be measured")?;
    let median = |name: &str| median(&target.join("criterion").join(name));
    Ok([
        Figure {
            what: "the same listing, microseconds",
            ours: median("call/ours")? / 1e3,
            other: Some(median("call/by_hand")? / 1e3),
            limit: Limit::None,
        },
        Figure {
            what: "decode of its 25 records, nanoseconds",
            ours: median("decode/ours")?,
            other: Some(median("decode/by_hand")?),
            limit: Limit::None,
        },
        Figure {
            what: "2,500 rows with pages asked for ahead, microseconds",
            ours: median("paging/prefetched")? / 1e3,
            other: Some(median("paging/sequential")? / 1e3),
            limit: Limit::Times(MOST_AHEAD),
        },
        Figure {
            what: "a decision of the quota, 25,000 keys, nanoseconds",
            ours: median("quota_decision")?,
            other: None,
            limit: Limit::Below(MOST_DECISION),
        },
    ])
}

/// The median of a benchmark in nanoseconds, out of criterion's folder for it.
fn median(folder: &Path) -> Result<f64> {
    let path = folder.join("new/estimates.json");
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let estimates: Value = serde_json::from_str(&text)?;
    let median = estimates["median"]["point_estimate"].as_f64();
    median.with_context(|| format!("{} has no median", path.display()))
}

/// What a key takes.
fn memory(programs: &Path) -> Result<[Figure; 1]> {
    let mut command = Command::new(programs.join("memory"));
    let printed = run_command(command.stdout(Stdio::piped()), "the memory could not be counted")?;
    let bytes = printed.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
    let ours = bytes.with_context(|| format!("`memory` printed {printed:?}"))?;
    let what = "a key's windows, gate and queue, 25,000 keys, bytes";
    Ok([Figure { what, ours, other: None, limit: Limit::Below(MOST_MEMORY) }])
}

#[cfg(test)]
mod tests {
    use super::median;
    use crate::testing::TempFolder;

    #[test]
    fn the_median_is_read_out_of_criterions_file() {
        let text =
            r#"{"mean":{"point_estimate":2.0},"median":{"confidence_interval":{},"point_estimate":1.5}}"#;
        let folder = TempFolder::with(&[("a/new/estimates.json", text), ("b/new/estimates.json", "{}")]);
        assert!((median(&folder.path().join("a")).unwrap() - 1.5).abs() < f64::EPSILON);
        assert!(median(&folder.path().join("b")).unwrap_err().to_string().ends_with("has no median"));
    }
}
