//! `cargo xtask mcpb`: the assistants' server as a bundle that Claude Desktop installs with a click.
//!
//! A bundle is a zip of the manifest in `cc-mcp/bundle`, the icon and the program. It holds the program for the system that
//! it is built on, and says so.

mod zip;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use flate2::Compression;
use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::program::build;
use zip::{Entry, zip};

/// Where the manifest and the icon are.
const FOLDER: &str = "cc-mcp/bundle";

/// Where bundles go unless told otherwise.
const BUNDLE: &str = "target/mcpb/coffee-contracts.mcpb";

/// Make the bundle for Claude Desktop
///
/// Builds the assistants' server for speed, and packs it with its manifest into one file. Opening that file in Claude
/// Desktop installs it; the key is asked for there, and kept in the system's keychain. A bundle works on systems like
/// the one that it was made on.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct McpbArgs {
    /// Write the bundle here
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

const HELP: &str = "Examples:
  cargo xtask mcpb                        target/mcpb/coffee-contracts.mcpb
  cargo xtask mcpb --out coffee.mcpb      elsewhere

Exit codes: 0 the bundle is written; 2 it could not be.";

/// Carries the command out.
pub(crate) fn run(args: &McpbArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let program = build(workspace, "cc-mcp", "cc-mcp", true)?;
    let file = args.out.clone().unwrap_or_else(|| workspace.join(BUNDLE));
    let size = pack(workspace, &program, &file, Compression::best())?;
    let megabytes = size / 100_000;
    writeln!(out, "{}: {}.{} MB", workspace.shown(&file), megabytes / 10, megabytes % 10)?;
    Ok(Outcome::Done)
}

/// Packs a program into a bundle; its size.
pub(crate) fn pack(workspace: &Workspace, program: &Path, file: &Path, level: Compression) -> Result<usize> {
    let read =
        |path: &Path| std::fs::read(path).with_context(|| format!("`{}` can't be read", path.display()));
    let folder = workspace.join(FOLDER);
    let manifest: Value = serde_json::from_slice(&read(&folder.join("manifest.json"))?)
        .with_context(|| format!("{FOLDER}/manifest.json"))?;
    let manifest = serde_json::to_string_pretty(&for_this_system(manifest))?;
    let (icon, program) = (read(&folder.join("icon.png"))?, read(program)?);
    let name = format!("server/cc-mcp{}", std::env::consts::EXE_SUFFIX);
    let entries = [
        Entry { name: "manifest.json", content: manifest.as_bytes(), is_program: false },
        Entry { name: "icon.png", content: &icon, is_program: false },
        Entry { name: &name, content: &program, is_program: true },
    ];
    let bundle = zip(&entries, level)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make `{}`", folder.display()))?;
    }
    std::fs::write(file, &bundle).with_context(|| format!("could not write `{}`", file.display()))?;
    Ok(bundle.len())
}

/// The manifest that names the system which the program is for.
fn for_this_system(mut manifest: Value) -> Value {
    let platform = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    manifest["compatibility"] = json!({ "platforms": [platform] });
    manifest["server"]["entry_point"] = format!("server/cc-mcp{}", std::env::consts::EXE_SUFFIX).into();
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Value {
        let file = Workspace::find().unwrap().join(FOLDER).join("manifest.json");
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    }

    #[test]
    fn the_manifest_has_our_version_and_reads_only_unless_told_otherwise() {
        let manifest = manifest();
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest["user_config"]["api_key"]["sensitive"], true);
        assert_eq!(manifest["user_config"]["allow_write"]["default"], false);
    }

    #[test]
    fn every_setting_that_is_asked_for_reaches_the_server() {
        let manifest = manifest();
        let given = manifest["server"]["mcp_config"]["env"].to_string();
        let settings = manifest["user_config"].as_object().unwrap();
        assert!(settings.keys().all(|name| given.contains(&format!("${{user_config.{name}}}"))), "{given}");
        assert_eq!(given.matches("${user_config.").count(), settings.len());
    }
}
