//! Crates that are made of pairs of documents, and programs that call them: what the compiler says about a change.
//!
//! They are written below the workspace's target folder and checked by runs of cargo that need no network, as those
//! of `compile.rs` are, whose target folder they share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::diff::programs;
use codegen::load::MemorySource;
use codegen::{Options, Profile, RuntimeDependency, Target, generate};

use crate::pairs::{full_review, linted, name_of, side};

/// What stands before the programs.
const PRELUDE: &str = "#![allow(warnings)]
use std::collections::BTreeMap;

use cc_api::internal::Value;
use cc_api::{Call, Client, Date, Decimal, Page, PagedCall, Patch, Secret, Timestamp, Week, YearMonth};
use fixture::scopes::{Scope, grants};
use fixture::*;
";

/// A pair, and the programs that were written for its base.
pub(crate) struct Pair {
    /// What the case is called.
    pub(crate) name: String,
    /// Every use of the base's API, one a line.
    uses: Vec<String>,
    /// What must not compile any longer.
    witnesses: Vec<String>,
}

/// What the compiler said about the programs of a pair.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The programs that don't compile against the base.
    pub(crate) before: BTreeSet<String>,
    /// Those that don't compile against the head.
    pub(crate) after: BTreeSet<String>,
    /// The witnesses among them that should not have.
    pub(crate) witnesses_that_compile: Vec<String>,
}

/// The folder of the crates.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pairs")
}

/// Where both crates of a pair are: `before` and `after` in it.
fn folder_of(name: &str) -> PathBuf {
    home().join(name.replace('.', "_"))
}

impl Pair {
    /// Generates both crates. None if the pair can be compared and not compiled.
    pub(crate) fn generate(case: &Path) -> Option<Self> {
        let change = full_review(case).rust_api?;
        let name = name_of(case).to_owned();
        let folder = folder_of(&name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        for when in ["before", "after"] {
            crate_of(case, when, &folder.join(when));
        }
        let uses = programs(linted(case, "before").model.as_ref().unwrap());
        Some(Self { name, uses, witnesses: change.witnesses })
    }

    /// The program against one of the crates, less the lines that were refused already.
    fn write_caller(&self, when: &str, without: &BTreeSet<String>) {
        let folder = folder_of(&self.name).join(format!("calls_{when}"));
        let package = format!("{}-{when}", package(&self.name));
        let manifest = format!(
            "[package]\nname = \"{package}-caller\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             cc-api = {{ path = {:?}, default-features = false }}\n\
             fixture = {{ path = \"../{when}\", package = \"{package}\", default-features = false }}\n",
            runtime()
        );
        write(&folder.join("Cargo.toml"), &manifest);
        let mut text = String::from(PRELUDE);
        for (at, line) in self.lines().enumerate().filter(|(_, line)| !without.contains(*line)) {
            let _ = writeln!(
                text,
                "async fn f{at}(client: &Client) -> Result<(), Box<dyn std::error::Error>> {{ {line}; Ok(()) }}"
            );
        }
        write(&folder.join("src/lib.rs"), &text);
    }

    fn lines(&self) -> impl Iterator<Item = &String> {
        self.uses.iter().chain(&self.witnesses)
    }
}

/// Compiles the programs of all pairs against both crates. A line that does not compile hides others, which the
/// compiler looks at later: it is taken out until the rest compiles.
pub(crate) fn ask_the_compiler(pairs: &[Pair]) -> BTreeMap<String, Verdict> {
    let mut refused: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    write_workspace(pairs);
    loop {
        for pair in pairs {
            for when in ["before", "after"] {
                let key = format!("{}-{when}", package(&pair.name));
                pair.write_caller(when, refused.entry(key).or_default());
            }
        }
        let errors = check();
        if errors.is_empty() {
            break;
        }
        for (package, line) in errors {
            assert!(refused.entry(package.clone()).or_default().insert(line.clone()), "{package}: {line}");
        }
    }
    let verdict = |pair: &Pair| {
        let mut take = |when| refused.remove(&format!("{}-{when}", package(&pair.name))).unwrap_or_default();
        let (before, after) = (take("before"), take("after"));
        let compiles = |line: &&String| !after.contains(*line);
        let witnesses_that_compile = pair.witnesses.iter().filter(compiles).cloned().collect();
        (pair.name.clone(), Verdict { before, after, witnesses_that_compile })
    };
    pairs.iter().map(verdict).collect()
}

/// What a crate is called that is made of a case.
fn package(name: &str) -> String {
    name.replace(['.', '_'], "-")
}

fn runtime() -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    workspace.join("cc-api").to_string_lossy().into_owned()
}

fn crate_of(case: &Path, when: &str, folder: &Path) {
    let name = format!("{}-{when}", package(name_of(case)));
    let runtime = RuntimeDependency::Path(runtime());
    let options = Options { profile: Profile::General, target: Target::Crate { name, runtime } };
    let made = generate("openapi.yaml", &MemorySource::new(side(case, when)), &options);
    for (path, text) in made.files.unwrap().iter() {
        write(&folder.join(path), text);
    }
}

fn write_workspace(pairs: &[Pair]) {
    let member = |pair: &Pair| {
        let folder = pair.name.replace('.', "_");
        ["before", "after", "calls_before", "calls_after"].map(|part| format!("\"{folder}/{part}\""))
    };
    let members: Vec<String> = pairs.iter().flat_map(member).collect();
    let list = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    write(&home().join("Cargo.toml"), &list);
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::copy(workspace.join("Cargo.lock"), home().join("Cargo.lock")).unwrap();
}

/// The programs that don't compile: the crate that they call, and their line.
fn check() -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--workspace", "--keep-going", "--message-format=json"])
        .current_dir(home())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures/target"))
        .env("RUSTFLAGS", "--deny warnings")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let mut refused = BTreeSet::new();
    for line in text.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let inner = &message["message"];
        if inner["level"] != "error" {
            continue;
        }
        let target = message["target"]["name"].as_str().unwrap_or_default().replace('_', "-");
        let spans = inner["spans"].as_array().into_iter().flatten();
        for span in spans.filter(|span| span["is_primary"] == true) {
            let source = span["text"][0]["text"].as_str().unwrap_or_default();
            let package = target.strip_suffix("-caller");
            let package = package.unwrap_or_else(|| panic!("{target}: {}", inner["rendered"]));
            refused.insert((package.to_owned(), program_in(source, &inner["rendered"])));
        }
    }
    assert!(
        output.status.success() || !refused.is_empty(),
        "{}\n{text}",
        String::from_utf8_lossy(&output.stderr)
    );
    refused
}

/// The program of a line of a caller.
fn program_in(source: &str, rendered: &serde_json::Value) -> String {
    let body = source.split_once("dyn std::error::Error>> { ").map(|(_, body)| body);
    let line = body.and_then(|body| body.strip_suffix("; Ok(()) }"));
    line.unwrap_or_else(|| panic!("not in a program: {source}\n{rendered}")).to_owned()
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    // Cargo looks at the time of a file, not at its text.
    if std::fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    std::fs::write(path, text).unwrap();
}
