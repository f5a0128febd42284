//! `cargo xtask bench sandbox`: how fast the sandbox answers, and how much memory it takes.
//!
//! Three figures: a page of 25 posts to 32 connections at once; the first and the last page of a million posts; and
//! the memory after a request by each of 25,000 accounts.

mod load;

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::http::Connection;
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::sandbox::{Launch, Sandbox};
use load::load;

/// Where databases and logs lie.
const FOLDER: &str = "target/bench-sandbox";

/// The listing that is asked for.
const POSTS: &str = "/api/user/content/posts-v2";

/// How long the slowest of a hundred may wait, in microseconds.
const MOST_P99: u64 = 10_000;

/// How long a page may take, wherever it is in the million.
const MOST_PAGE: Duration = Duration::from_millis(20);

/// How often each page is timed; the time in the middle counts.
const TIMES: usize = 11;

/// How many posts the long listing has.
const MILLION: u32 = 1_000_000;

/// How many accounts ask.
const ACCOUNTS: u32 = 25_000;

/// How much memory they may take, in MB.
const MOST_MEMORY: u64 = 400;

/// Measure how fast the sandbox answers, and how much memory 25,000 accounts take
///
/// Builds the sandbox for release. The load is made by `wrk`, which Debian has as a package; memory is read as Linux
/// tells it.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct SandboxArgs {
    /// How many seconds the load lasts
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u32,
}

const HELP: &str = "Examples:
  cargo xtask bench sandbox
                             p99 under 10 ms, each page of the million under 20 ms, memory under 400 MB

Exit codes: 0 every limit is met; 1 one is missed; 2 something could not be measured.";

/// Measures, prints, and holds the figures against the limits.
pub(super) fn run(args: &SandboxArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let folder = workspace.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let is_fast = crowded(args, workspace, out)?;
    let is_even = far_end(workspace, out)?;
    let is_small = memory(workspace, out)?;
    Ok(Outcome::done_if(is_fast && is_even && is_small))
}

/// 25 posts, to 32 connections at once.
fn crowded(args: &SandboxArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
    let sandbox = start(workspace, &["--no-limits"], "crowded")?;
    let url = format!("{}{POSTS}?limit=25", sandbox.origin());
    let headers =
        [format!("Authorization: Bearer {}", sandbox.full_key), format!("X-Tenant-Slug: {}", sandbox.tenant)];
    // The first second warms up: connections, statements, caches.
    load(workspace, &url, &headers, 1)?;
    let load = load(workspace, &url, &headers, args.seconds)?;
    writeln!(
        out,
        "25 posts, 32 connections        {:>8.0} requests a second, median {:.2} ms, p99 {:.2} ms, at most {} ms",
        load.requests_per_second,
        microseconds(load.median),
        microseconds(load.p99),
        MOST_P99 / 1000,
    )?;
    Ok(load.p99 < MOST_P99)
}

/// The first page of a million posts, and the last one.
fn far_end(workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
    let file = workspace.join(FOLDER).join("million.db");
    let (file, posts) = (file.display().to_string(), MILLION.to_string());
    let begin = Instant::now();
    let sandbox = start(workspace, &["--no-limits", "--db", &file, "--posts", &posts], "million")?;
    writeln!(out, "a million posts, start          {:>8.1} s", begin.elapsed().as_secs_f64())?;
    let mut connection = Connection::to(sandbox.origin())?;
    let headers = headers(&sandbox.tenant, &sandbox.full_key);
    let count = page(&mut connection, &headers, 0)?["count"].as_u64().context("a listing has a count")?;
    let [first, last] = [0, count.saturating_sub(25)].map(|offset| -> Result<Duration> {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let begin = Instant::now();
            page(&mut connection, &headers, offset)?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        Ok(times[TIMES / 2])
    });
    let (first, last) = (first?, last?);
    let ratio = last.as_secs_f64() / first.as_secs_f64();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    writeln!(
        out,
        "page 1 of {count} posts        {:>8.2} ms, the last page {:.2} ms, ratio {ratio:.2}, each at most {} ms",
        milliseconds(first),
        milliseconds(last),
        MOST_PAGE.as_millis(),
    )?;
    Ok(first < MOST_PAGE && last < MOST_PAGE)
}

fn page(connection: &mut Connection, headers: &str, offset: u64) -> Result<Value> {
    let answer = connection.send("GET", &format!("{POSTS}?limit=25&offset={offset}"), headers, "")?;
    if answer.status != 200 {
        bail!("the listing answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    let page: Value = serde_json::from_slice(&answer.body)?;
    match page["results"].as_array() {
        Some(results) if results.len() == 25 => Ok(page),
        _ => bail!("a page does not hold 25 posts"),
    }
}

/// Every account of the large seed logs in and asks once.
fn memory(workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
    let sandbox = start(workspace, &["--seed", "large", "--control"], "large")?;
    let mut connection = Connection::to(sandbox.origin())?;
    for number in 1..=ACCOUNTS {
        let body = format!(r#"{{"email": "agent{number}@crowd.example"}}"#);
        let answer = connection.send("POST", "/_sandbox/accounts", "", &body)?;
        let token = serde_json::from_slice::<Value>(&answer.body)?;
        let token = token["sessionToken"].as_str().with_context(|| format!("agent{number} cannot log in"))?;
        page(&mut connection, &headers(&sandbox.tenant, token), 0)?;
    }
    let (now, peak) = (resident(&sandbox, "VmRSS")?, resident(&sandbox, "VmHWM")?);
    writeln!(
        out,
        "{ACCOUNTS} accounts, a request each   {now:>8} MB, {peak} MB at most, limit {MOST_MEMORY} MB"
    )?;
    Ok(peak < MOST_MEMORY)
}

/// A figure of the process's memory, in MB.
fn resident(sandbox: &Sandbox, name: &str) -> Result<u64> {
    let path = format!("/proc/{}/status", sandbox.process_id());
    let text = fs::read_to_string(&path).with_context(|| format!("{path} can't be read"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map(|kilobytes| kilobytes / 1024).with_context(|| format!("{path} does not say {name}"))
}

fn start(workspace: &Workspace, arguments: &[&str], name: &str) -> Result<Sandbox> {
    let log = workspace.join(FOLDER).join(format!("{name}.log"));
    Sandbox::start(workspace, Launch { arguments, is_release: true, log })
}

fn headers(tenant: &str, secret: &str) -> String {
    format!("Authorization: Bearer {secret}\r\nX-Tenant-Slug: {tenant}\r\n")
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn microseconds(time: u64) -> f64 {
    time as f64 / 1000.0
}
