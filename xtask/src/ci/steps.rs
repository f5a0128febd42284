//! The steps of `cargo xtask ci`, as data.

use std::io::Write;

use anyhow::Result;

use super::{Ending, judges, languages, mcp, outside, second_opinion, snapshots, terminal, zapier};
use crate::paths::Workspace;
use crate::{diff, fuzz, generate, mutants, soak, tidy};

/// When a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    /// On every change.
    Fast,
    /// Once a night, with `--nightly`.
    Nightly,
}

/// One step.
pub(super) struct Step {
    /// Its name, for `--only` and for the table.
    pub name: &'static str,
    /// What it makes sure of.
    pub purpose: &'static str,
    /// When it runs.
    pub tier: Tier,
    /// What it does.
    pub action: Action,
}

/// What a step does.
pub(super) enum Action {
    /// It runs a program.
    Command {
        /// The program and its arguments.
        line: &'static [&'static str],
        /// Variables that are set for it.
        env: &'static [(&'static str, &'static str)],
    },
    /// It is a function of ours.
    Own(fn(&Workspace, &mut dyn Write) -> Result<Ending>),
}

/// All steps, cheap ones first, so that a small fault is found early.
pub(super) const STEPS: &[Step] = &[
    own("tidy", "sizes, headers, layers, dependencies, words", |workspace, out| {
        tidy::run(workspace, out).map(Ending::of)
    }),
    cargo("fmt", "the code is formatted", &["cargo", "fmt", "--all", "--check"]),
    own("gen", "the generated files match the spec", |workspace, out| {
        generate::check(workspace, out).map(Ending::of)
    }),
    cargo(
        "clippy",
        "no warnings, all crates and targets",
        &["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    ),
    cargo(
        "clippy-runtime",
        "no warnings in the client without the generated API",
        &[
            "cargo",
            "clippy",
            "-p",
            "cc-api",
            "--no-default-features",
            "--features",
            "rustls",
            "--lib",
            "--",
            "-D",
            "warnings",
        ],
    ),
    cargo(
        "clippy-all-features",
        "no warnings in the client with everything on",
        &["cargo", "clippy", "-p", "cc-api", "--all-features", "--all-targets", "--", "-D", "warnings"],
    ),
    own("tests", "unit tests, fixtures, wire goldens, doc tests", snapshots::run_tests),
    cargo(
        "journal",
        "no costly call is made twice, across crashes and processes",
        &[
            "cargo",
            "test",
            "-p",
            "cc-api",
            "--no-default-features",
            "--features",
            "journal",
            "--lib",
            "--test",
            "mini",
            "--test",
            "journal",
        ],
    ),
    cargo(
        "quota",
        "no history breaks a quota, in memory, in a file, or between processes",
        &[
            "cargo",
            "test",
            "-p",
            "cc-api",
            "--no-default-features",
            "--features",
            // Redis for its checks of addresses, which differ without TLS.
            "sqlite-quota,redis",
            "--lib",
            "--test",
            "quota",
        ],
    ),
    own("redis", "no history breaks a quota on a Redis server, and losing it breaks nobody", redis),
    own("snapshots", "every snapshot is used by a test", snapshots::unreferenced),
    with_env(
        "docs",
        "the documentation builds without a warning",
        &["cargo", "doc", "--workspace", "--no-deps"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    ),
    cargo(
        "package",
        "the client builds alone, from what would be published",
        &["cargo", "package", "-p", "cc-api", "--allow-dirty", "--quiet"],
    ),
    own("fuzz", "the fuzz programs build and survive their seeds", |workspace, out| {
        fuzz::replay(workspace, out).map(Ending::of)
    }),
    own("judges", "others' tools accept the document, the bundle and the workflows", judges::run),
    own("terminal", "shells, mandoc, jq and Python accept what ccapi gives them", terminal::run),
    own("pages", "the pages show what they are for, and call nobody (Chromium)", outside::pages),
    own(
        "learn",
        "what browsers save tells what the API does otherwise (Chromium, Playwright)",
        outside::learn,
    ),
    own(
        "site",
        "the site about the API is whole, its examples run, and it calls nobody (Chromium, axe)",
        outside::site,
    ),
    own("prism", "the end-to-end run keeps to the document, both ways (Prism)", outside::prism),
    own("mcp", "others' hosts and tools get along with the assistants' server", mcp::run),
    own(
        "programs",
        "ccapi and cc-mcp reach every operation, and keep to the document (Prism)",
        outside::programs,
    ),
    own("zapier", "Zapier's own tools accept the integration, and run every step of it", zapier::run),
    own(
        "gateway",
        "every operation for ChatGPT is reached through the gateway, and keeps to both documents (Prism, Redocly)",
        outside::gateway,
    ),
    own("schemathesis", "the sandbox keeps to the document, whatever it is asked", outside::schemathesis),
    nightly("history", "every commit of the spec can be compared with the one before", |workspace, out| {
        diff::history(workspace, out).map(Ending::of)
    }),
    nightly(
        "schedules",
        "the quota's queue forgets nobody, in whatever order threads run (shuttle)",
        schedules,
    ),
    nightly("mutants", "the faults' tests notice when the client breaks its promises", |workspace, out| {
        mutants::run(&mutants::MutantsArgs::default(), workspace, out).map(Ending::of)
    }),
    nightly("fuzz-long", "ten minutes of fuzzing a target find nothing (cargo-fuzz)", |workspace, out| {
        fuzz::nightly(workspace, out).map(Ending::of)
    }),
    nightly(
        "soak",
        "ten minutes under load: nothing done twice, nothing turned away, nothing piles up",
        |workspace, out| soak::nightly(workspace, out).map(Ending::of),
    ),
    nightly("languages", "clients in eight languages can be made, compiled and used", languages::run),
    nightly("gateways", "several gateways keep one quota, on a Redis server", |workspace, _| {
        super::start(
            &["cargo", "test", "-p", "cc-gateway", "--features", "redis", "--test", "claims"],
            &[],
            workspace,
        )
    }),
    nightly("second-opinion", "the compiler and other tools agree on what breaks", second_opinion::run),
    nightly("licences", "licences, sources and banned crates (cargo-deny)", licences),
    nightly("wasm32", "the client compiles for wasm32-unknown-unknown", wasm32),
];

const fn cargo(name: &'static str, purpose: &'static str, line: &'static [&'static str]) -> Step {
    with_env(name, purpose, line, &[])
}

const fn with_env(
    name: &'static str,
    purpose: &'static str,
    line: &'static [&'static str],
    env: &'static [(&'static str, &'static str)],
) -> Step {
    Step { name, purpose, tier: Tier::Fast, action: Action::Command { line, env } }
}

const fn own(
    name: &'static str,
    purpose: &'static str,
    function: fn(&Workspace, &mut dyn Write) -> Result<Ending>,
) -> Step {
    Step { name, purpose, tier: Tier::Fast, action: Action::Own(function) }
}

const fn nightly(
    name: &'static str,
    purpose: &'static str,
    function: fn(&Workspace, &mut dyn Write) -> Result<Ending>,
) -> Step {
    Step { name, purpose, tier: Tier::Nightly, action: Action::Own(function) }
}

fn redis(workspace: &Workspace, _: &mut dyn Write) -> Result<Ending> {
    for (program, argument) in [("redis-server", "--version"), ("openssl", "version")] {
        if !answers(program, &[argument]) {
            return Ok(Ending::Skipped(format!("{program} is not installed: apt-get install {program}")));
        }
    }
    let test = [
        "cargo",
        "test",
        "-p",
        "cc-api",
        "--no-default-features",
        "--features",
        "redis-rustls",
        "--test",
        "redis",
    ];
    super::start(&test, &[], workspace)
}

/// In a folder of its own: the flag would have everything else compiled anew.
fn schedules(workspace: &Workspace, _: &mut dyn Write) -> Result<Ending> {
    let test = [
        "cargo",
        "test",
        "-p",
        "cc-api",
        "--no-default-features",
        "--lib",
        "--target-dir",
        "target/schedules",
        "schedules",
    ];
    super::start(&test, &[("RUSTFLAGS", "--cfg shuttle")], workspace)
}

fn licences(workspace: &Workspace, _: &mut dyn Write) -> Result<Ending> {
    if !answers("cargo", &["deny", "--version"]) {
        return Ok(Ending::Skipped(String::from(
            "cargo-deny is not installed: cargo install cargo-deny --version 0.20.2 --locked",
        )));
    }
    super::start(&["cargo", "deny", "check", "bans", "licenses", "sources"], &[], workspace)
}

fn wasm32(workspace: &Workspace, _: &mut dyn Write) -> Result<Ending> {
    const TARGET: &str = "wasm32-unknown-unknown";
    if !has_standard_library(TARGET) {
        return Ok(Ending::Skipped(format!("the target is not installed: rustup target add {TARGET}")));
    }
    super::start(&["cargo", "check", "-p", "cc-api", "--target", TARGET], &[], workspace)
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    std::process::Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Whether rustc has something to link programs for the target with.
fn has_standard_library(target: &str) -> bool {
    let Ok(output) =
        std::process::Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output()
    else {
        return false;
    };
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_names_of_the_steps_differ() {
        let names: BTreeSet<_> = STEPS.iter().map(|step| step.name).collect();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn a_target_that_does_not_exist_has_no_standard_library() {
        assert!(!has_standard_library("no-such-target"));
    }
}
