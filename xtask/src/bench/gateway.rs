//! `cargo xtask bench gateway`: what a request costs more that goes through the gateway.
//!
//! The same page is asked for at the sandbox itself and through a gateway before it, by turns, each over a connection that
//! is kept. The difference of the times in the middle is what the gateway costs.

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::http::Connection;
use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::program;
use crate::sandbox::{Launch, Sandbox, stop};

/// Where logs lie.
const FOLDER: &str = "target/bench-gateway";
/// The page that is asked for.
const POSTS: &str = "/user/content/posts-v2?limit=25";
/// How much longer the request in the middle may take.
const MOST: Duration = Duration::from_millis(1);
/// How long the gateway may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Measure what a request costs more that goes through the gateway
///
/// Builds the sandbox and the gateway for release, and asks both for a page of 25 posts, by turns.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct GatewayArgs {
    /// How many requests are timed at each
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    requests: u32,
}

const HELP: &str = "Examples:
  cargo xtask bench gateway      p50 of the gateway less p50 of the sandbox alone, under 1 ms

Exit codes: 0 the limit is met; 1 it is missed; 2 something could not be measured.";

/// Measures, prints, and holds the figure against the limit.
pub(super) fn run(args: &GatewayArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let folder = workspace.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let log = folder.join("sandbox.log");
    let sandbox = Sandbox::start(workspace, Launch { arguments: &["--no-limits"], is_release: true, log })?;
    let gateway = Gateway::start(workspace, &sandbox.base_url)?;
    let headers =
        format!("Authorization: Bearer {}\r\nX-Tenant-Slug: {}\r\n", sandbox.full_key, sandbox.tenant);
    let mut alone = Connection::to(sandbox.origin())?;
    let mut through = Connection::to(&gateway.origin)?;
    let (mut alone_times, mut through_times) = (Vec::new(), Vec::new());
    // The first tenth warms up: connections, statements, caches.
    for number in 0..args.requests + args.requests / 10 {
        let times =
            [timed(&mut alone, &format!("/api{POSTS}"), &headers)?, timed(&mut through, POSTS, &headers)?];
        if number >= args.requests / 10 {
            alone_times.push(times[0]);
            through_times.push(times[1]);
        }
    }
    let (alone, through) = (Spread::of(alone_times), Spread::of(through_times));
    let more = through.median.saturating_sub(alone.median);
    writeln!(out, "25 posts, {} requests each, by turns", args.requests)?;
    for (name, spread) in [("the sandbox alone", alone), ("through the gateway", through)] {
        let [median, p99] = [spread.median, spread.p99].map(milliseconds);
        writeln!(out, "{name:<22} p50 {median:>7.3} ms   p99 {p99:>7.3} ms")?;
    }
    writeln!(
        out,
        "the gateway's own      p50 {:>7.3} ms   at most {} ms",
        milliseconds(more),
        MOST.as_millis()
    )?;
    Ok(Outcome::done_if(more < MOST))
}

/// How long requests took.
struct Spread {
    median: Duration,
    p99: Duration,
}

impl Spread {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        Self { median: at(50), p99: at(99) }
    }
}

fn timed(connection: &mut Connection, target: &str, headers: &str) -> Result<Duration> {
    let begin = Instant::now();
    let answer = connection.send("GET", target, headers, "")?;
    let took = begin.elapsed();
    if answer.status != 200 {
        bail!("{target} was answered with {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(took)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A gateway that runs. It is stopped when this value is dropped.
struct Gateway {
    process: Child,
    origin: String,
}

impl Gateway {
    fn start(workspace: &Workspace, base_url: &str) -> Result<Self> {
        let program = program::build(workspace, "cc-gateway", "cc-gateway", true)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = fs::File::create(workspace.join(FOLDER).join("gateway.log"))?;
        let process = Command::new(program)
            .args(["--listen", &format!("127.0.0.1:{port}"), "--base-url", base_url, "--no-quota"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("`cc-gateway` could not be started")?;
        let gateway = Self { process, origin: format!("http://127.0.0.1:{port}") };
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if begin.elapsed() > PATIENCE {
                bail!("the gateway takes no connections; {FOLDER}/gateway.log says why");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(gateway)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}
