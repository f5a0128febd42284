//! The scratch workspace under `target/bench-compile`: both libraries and the programs over them.
//!
//! One workspace and one lock file, so that both sides are compiled by the same compiler against the
//! same dependencies with the same features. Nothing in it is committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use super::process::{cargo, follow_lock_file, run};
use super::timing::Stopwatch;
use crate::paths::Workspace;

/// The operations that the small programs call: a listing with filters, a lookup and a change.
pub(super) const THREE: [&str; 3] = ["get_posts", "get_post", "update_post"];

/// The library of one side, and its programs, by the names of their crates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// The package of the library.
    pub(super) package: &'static str,
    /// The crate of the library.
    pub(super) library: &'static str,
    /// The program that calls three operations.
    pub(super) three: &'static str,
    /// The program that calls all of them.
    pub(super) all: &'static str,
}

/// Our side.
pub(super) const OURS: Side =
    Side { package: "cc-api", library: "cc_api", three: "ours_three", all: "ours_all" };

/// The side of progenitor.
pub(super) const PROGENITOR: Side = Side {
    package: "progenitor_api",
    library: "progenitor_api",
    three: "progenitor_three",
    all: "progenitor_all",
};

/// How a crate is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum Build {
    /// `cargo check`
    Check,
    /// `cargo build`
    Debug,
    /// `cargo build --release`
    Release,
}

impl Build {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    /// Its name on the command line.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// The dependencies of progenitor's crate, as `cargo progenitor` writes them.
const PROGENITOR_DEPENDENCIES: &str = r#"
bytes = "1.11"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
futures-core = "0.3"
progenitor-client = "=0.15.1"
rand = "0.8"
regress = "0.12"
reqwest = { version = "0.13", default-features = false, features = ["json", "stream"] }
serde = { version = "1.0", features = ["derive"] }
serde_json = "1.0"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde", "v4"] }
"#;

const TOKIO: &str = r#"tokio = { version = "1", features = ["net", "rt", "time"] }"#;

/// The scratch workspace.
#[derive(Debug)]
pub(super) struct Scratch {
    root: PathBuf,
    repository: PathBuf,
}

impl Scratch {
    /// The scratch workspace of a repository.
    pub(super) fn of(workspace: &Workspace) -> Result<Self> {
        let scratch =
            Self { root: workspace.join("target/bench-compile"), repository: workspace.root().to_owned() };
        fs::create_dir_all(&scratch.root)?;
        Ok(scratch)
    }

    /// Its folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Has progenitor write its client for a document of version 3.0, and the programs over it.
    pub(super) fn write_progenitor(&self, document: &Value) -> Result<()> {
        let input = self.root.join("openapi-3.0.json");
        fs::write(&input, serde_json::to_string_pretty(document)?)?;
        let written = self.root.join("progenitor");
        let manifest = self.repository.join("benches/progenitor/Cargo.toml");
        let mut generator = cargo();
        generator.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
        generator.arg("--target-dir").arg(self.root.join("generator"));
        generator.arg("--").arg(&input).arg(&written).arg(THREE.join(","));
        run(&mut generator, "progenitor could not be run on the document")?;
        self.write_package(
            PROGENITOR.package,
            "lib",
            PROGENITOR_DEPENDENCIES,
            &read(&written, "client.rs")?,
        )?;
        let dependencies = format!("progenitor_api = {{ path = \"../progenitor_api\" }}\n{TOKIO}\n");
        self.write_package(PROGENITOR.three, "main", &dependencies, &read(&written, "three.rs")?)?;
        self.write_package(PROGENITOR.all, "main", &dependencies, &read(&written, "all.rs")?)
    }

    /// Writes the programs over our client.
    pub(super) fn write_ours(&self, three: &str, all: &str) -> Result<()> {
        let library = toml_text(&self.repository.join("cc-api"));
        let dependencies = format!("cc-api = {{ path = {library} }}\n{TOKIO}\n");
        self.write_package(OURS.three, "main", &dependencies, three)?;
        self.write_package(OURS.all, "main", &dependencies, all)
    }

    /// Writes the workspace around the packages. Its versions are those of the repository.
    pub(super) fn write_workspace(&self) -> Result<()> {
        let members = [PROGENITOR.package, PROGENITOR.three, PROGENITOR.all, OURS.three, OURS.all];
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(self.root.join("Cargo.toml"), manifest)?;
        follow_lock_file(&self.repository, &self.root)
    }

    /// Compiles everything, so that only the measured crates are left to compile.
    pub(super) fn prepare(&self, build: Build, stopwatch: &Stopwatch) -> Result<()> {
        run(&mut self.cargo_build(build, stopwatch), "the scratch workspace could not be compiled")?;
        stopwatch.reset()
    }

    /// Forgets the measured crates and compiles them anew, one process at a time. Gives cargo's messages.
    pub(super) fn measure(&self, build: Build, stopwatch: &Stopwatch) -> Result<String> {
        let mut clean = cargo();
        clean.current_dir(&self.root).args(["clean", "--quiet"]).arg("--target-dir").arg(self.target());
        for side in [OURS, PROGENITOR] {
            clean.args(["--package", side.package, "--package", side.three, "--package", side.all]);
        }
        if build == Build::Release {
            clean.arg("--release");
        }
        run(&mut clean, "the measured crates could not be cleaned away")?;
        let mut compile = self.cargo_build(build, stopwatch);
        compile.args(["--jobs", "1", "--message-format", "json"]).stdout(Stdio::piped());
        run(&mut compile, "the measured crates could not be compiled")
    }

    fn cargo_build(&self, build: Build, stopwatch: &Stopwatch) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(build.arguments()).args(["--workspace", "--quiet"]);
        command.arg("--target-dir").arg(self.target());
        command.env("RUSTC_WRAPPER", stopwatch.wrapper()).env("BENCH_LOG", stopwatch.log());
        command
    }

    fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    fn write_package(&self, name: &str, kind: &str, dependencies: &str, code: &str) -> Result<()> {
        let folder = self.root.join(name);
        fs::create_dir_all(folder.join("src"))?;
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
        let manifest = format!("{package}\n[dependencies]\n{}\n", dependencies.trim());
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src").join(kind).with_extension("rs"), code)?;
        Ok(())
    }
}

fn read(folder: &Path, file: &str) -> Result<String> {
    let path = folder.join(file);
    fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
}

/// A path as a TOML string: the escapes of JSON are among those of TOML.
fn toml_text(path: &Path) -> String {
    Value::from(path.to_string_lossy()).to_string()
}
