//! Prism: the end-to-end tests, with a stranger between client and sandbox who holds every request and every answer
//! against the document and lets nothing through that does not fit.
//!
//! A test fails at an objection (`tests/e2e/support/proxy.rs`). Whether every operation was met is read from Prism's log.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{BUNDLE, document, operations};
use crate::ci::{Ending, judges};
use crate::paths::Workspace;
use crate::sandbox::stop;

/// What finds each test's own sandbox, since Prism knows one server.
const RELAY: &str = "xtask/src/ci/outside/relay.mjs";

/// Node takes 16 KiB of address and headers, the sandbox more, and tests try how much.
const LONG_HEADS: &str = "--max-http-header-size=262144";

/// Modules of tests that run without it. Some send what it must refuse; the others are thousands of calls by chance, none
/// of which is new to it.
const WITHOUT: [&str; 5] = ["hostile::", "isolation::", "keys_model::", "pages_model::", "schedule_model::"];

/// How long Prism may take to read the document.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the end-to-end tests through it.
pub(in crate::ci) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let path = judges::tools(workspace, out)?;
    let (relay, upstream) = relay(workspace, &path)?;
    let mut prism = Prism::start(
        workspace,
        &path,
        Between { document: BUNDLE, upstream: &format!("http://127.0.0.1:{upstream}/api"), step: "prism" },
    )?;
    prism.running.0.push(relay);

    let proxy = &prism.origin;
    let skipped = WITHOUT.map(|module| ["--skip", module]).concat();
    writeln!(out, "$ CC_E2E_PROXY={proxy} cargo test --package cc-e2e -- {}", skipped.join(" "))?;
    out.flush()?;
    let tests = Command::new("cargo")
        .args(["test", "--package", "cc-e2e", "--quiet", "--"])
        .args(&skipped)
        .env("CC_E2E_PROXY", proxy)
        .current_dir(workspace.root())
        .status()
        .context("`cargo` could not be started")?;

    let every: BTreeSet<_> = operations(&document(workspace)?).into_keys().collect();
    let met = met(&prism.stop()?, &every);
    writeln!(out, "{} of {} operations were met through Prism", met.len(), every.len())?;
    for missing in every.difference(&met) {
        writeln!(out, "{missing}: no end-to-end test calls it")?;
    }
    Ok(if tests.success() && met.len() == every.len() { Ending::Passed } else { Ending::Failed })
}

/// Where a Prism stands.
#[derive(Clone, Copy)]
pub(super) struct Between<'a> {
    /// The document that both sides have to keep to, from the workspace.
    pub(super) document: &'a str,
    /// The server, by its base address.
    pub(super) upstream: &'a str,
    /// The name that its log has.
    pub(super) step: &'a str,
}

/// A Prism that stands before a server. It is stopped when this value is dropped.
pub(super) struct Prism {
    running: Running,
    log: PathBuf,
    /// What paths are appended to, in the place of the server's address: `http://127.0.0.1:4010`.
    pub(super) origin: String,
}

impl Prism {
    /// Starts one; it takes connections when this returns.
    pub(super) fn start(workspace: &Workspace, path: &OsStr, between: Between<'_>) -> Result<Self> {
        let Between { document, upstream, step } = between;
        let log = workspace.join(judges::FOLDER).join(format!("{step}.log"));
        let port = free_port()?;
        let errors = File::create(&log).with_context(|| format!("could not write `{}`", log.display()))?;
        let prism = Command::new(judges::find_program("prism", path))
            .args(["proxy", "--errors", "--port", &port.to_string(), document, upstream])
            .env("PATH", path)
            .env("NODE_OPTIONS", LONG_HEADS)
            .env("NO_COLOR", "1")
            .current_dir(workspace.root())
            .stdin(Stdio::null())
            .stdout(errors.try_clone()?)
            .stderr(errors)
            .spawn()
            .context("`prism` could not be started")?;
        let mut running = Running(vec![prism]);
        running.wait_for(port, &log)?;
        Ok(Self { running, log, origin: format!("http://127.0.0.1:{port}") })
    }

    /// Stops it; what it has logged.
    pub(super) fn stop(self) -> Result<String> {
        drop(self.running);
        std::fs::read_to_string(&self.log).with_context(|| format!("could not read `{}`", self.log.display()))
    }
}

/// Starts the relay; where it listens.
fn relay(workspace: &Workspace, path: &OsStr) -> Result<(Child, u16)> {
    let mut relay = Command::new(judges::find_program("node", path))
        .arg(LONG_HEADS)
        .arg(workspace.join(RELAY))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("`node` could not be started")?;
    let mut line = String::new();
    if let Some(output) = relay.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    let Ok(port) = line.trim().parse() else {
        stop(&mut relay);
        bail!("the relay did not say where it listens: `{}`", line.trim());
    };
    Ok((relay, port))
}

/// A port that nobody listens on now. Prism takes no free one by itself.
pub(super) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

/// Programs that are stopped when this value is dropped.
pub(super) struct Running(pub(super) Vec<Child>);

impl Running {
    /// Waits until the last one takes connections.
    pub(super) fn wait_for(&mut self, port: u16, log: &Path) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = self.0.last_mut().map(Child::try_wait).transpose()?.flatten();
            if ended.is_some() || start.elapsed() > PATIENCE {
                bail!(
                    "nobody takes connections at the port {port}:\n{}",
                    std::fs::read_to_string(log).unwrap_or_default()
                );
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(stop);
    }
}

/// What Prism has refused, out of its log: requests and answers that are not as the document has them.
pub(super) fn objections(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.contains("Request terminated with error")).collect()
}

/// The operations that Prism has passed on, out of its log.
pub(super) fn met(log: &str, every: &BTreeSet<String>) -> BTreeSet<String> {
    log.lines().filter_map(forwarded).filter_map(|(method, path)| of(method, path, every)).cloned().collect()
}

/// Method and path of a request that was passed on: `> Forwarding "get" request to http://127.0.0.1:1/api/a?b=c...`
fn forwarded(line: &str) -> Option<(&str, &str)> {
    let (method, address) = line.split_once("> Forwarding \"")?.1.split_once("\" request to ")?;
    let (_, target) = address.split_once("://")?.1.split_once('/')?;
    let path = target.trim_end_matches("...").split('?').next()?;
    // The base address of the API has a path of its own.
    Some((method, path.strip_prefix("api/").unwrap_or(path)))
}

/// The operation of a request: that with the fewest parameters, where several templates fit.
fn of<'e>(method: &str, path: &str, every: &'e BTreeSet<String>) -> Option<&'e String> {
    let fits = |operation: &&String| {
        let (own, template) = operation.split_once(' ').unwrap_or_default();
        let (parts, wanted): (Vec<_>, Vec<_>) =
            (path.split('/').collect(), template.trim_start_matches('/').split('/').collect());
        let same = |(part, wanted): (&&str, &&str)| part == wanted || wanted.starts_with('{');
        own.eq_ignore_ascii_case(method) && parts.len() == wanted.len() && parts.iter().zip(&wanted).all(same)
    };
    every.iter().filter(fits).min_by_key(|operation| operation.matches('{').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = r#"
[8:53:18 AM] ›     [PROXY] ℹ  info      > Forwarding "get" request to http://127.0.0.1:42891/api/posts?limit=1...
[8:53:18 AM] ›     [PROXY] ℹ  info      The upstream call to /posts has returned 200
[8:53:19 AM] ›     [PROXY] ℹ  info      > Forwarding "get" request to http://127.0.0.1:42891/api/posts/filters...
[8:53:19 AM] › [HTTP SERVER] patch /posts/p_1 ✖  error     Request terminated with error: #UNPROCESSABLE_ENTITY
"#;

    #[test]
    fn what_was_passed_on_counts_for_the_operation_that_it_is() {
        let every = ["GET /posts", "GET /posts/{id}", "GET /posts/filters", "PATCH /posts/{id}"];
        let every: BTreeSet<_> = every.map(String::from).into();
        assert_eq!(met(LOG, &every), ["GET /posts", "GET /posts/filters"].map(String::from).into());
        let bare = LOG.replace("/api/", "/");
        assert_eq!(met(&bare, &every), met(LOG, &every), "whether or not the base address has a path");
        assert_eq!(objections(LOG).len(), 1);
        assert_eq!(of("patch", "posts/p_1", &every), Some(&String::from("PATCH /posts/{id}")));
        assert_eq!(of("delete", "posts/p_1", &every), None);
    }
}
