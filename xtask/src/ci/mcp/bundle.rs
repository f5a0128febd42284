//! The bundle for Claude Desktop: the official tool accepts its manifest, packs the same folder, and unpacks ours; what was
//! unpacked starts as the manifest says, and lists its tools.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use serde_json::Value;

use super::{Court, Finding, said};
use crate::mcpb;

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    let bundle = court.folder.join("coffee-contracts.mcpb");
    let unpacked = court.folder.join("unpacked");
    if unpacked.exists() {
        std::fs::remove_dir_all(&unpacked).context("the bundle before could not be removed")?;
    }
    court.hear("mcpb unpack", |court| {
        let program = stripped(court)?;
        mcpb::pack(court.workspace, &program, &bundle, Compression::fast())?;
        mcpb(court, &["unpack".as_ref(), bundle.as_ref(), unpacked.as_ref()])
    })?;
    court.hear("mcpb validate", |court| {
        mcpb(court, &["validate".as_ref(), unpacked.join("manifest.json").as_ref()])
    })?;
    court.hear("mcpb pack", |court| {
        mcpb(court, &["pack".as_ref(), unpacked.as_ref(), court.folder.join("packed.mcpb").as_ref()])
    })?;
    court.hear("inspector, what was unpacked", |court| start(court, &unpacked))
}

/// The program without what is there for debuggers, which is two thirds of it: packing that takes minutes.
fn stripped(court: &Court<'_>) -> Result<PathBuf> {
    let program = court.folder.join("cc-mcp");
    let output = Command::new("strip").arg("-o").arg(&program).arg(&court.server).output();
    let output = output.context("`strip` could not be started; it comes with the C compiler")?;
    if !output.status.success() {
        bail!("`strip` has failed:\n{}", said(&output));
    }
    Ok(program)
}

fn mcpb(court: &Court<'_>, arguments: &[&OsStr]) -> Result<Finding> {
    let output = court.command("mcpb").args(arguments).output()?;
    let faults = if output.status.success() { Vec::new() } else { vec![said(&output)] };
    Ok(Finding { faults, ..Finding::default() })
}

/// Starts the server as a host would, with the manifest's defaults for what nobody has set.
fn start(court: &Court<'_>, folder: &Path) -> Result<Finding> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json"))?)?;
    let config = &manifest["server"]["mcp_config"];
    let mut inspector = court.command("inspector");
    inspector.args(["--cli", "--format", "json", "--protocol-era", "legacy"]);
    for (name, value) in court.environment()?.iter().filter(|(name, _)| *name != "CC_API_KEY") {
        inspector.args(["-e", &format!("{name}={value}")]);
    }
    for (name, value) in config["env"].as_object().context("the manifest sets no environment")? {
        let value = filled(value.as_str().unwrap_or_default(), &manifest, &court.sandbox.full_key);
        inspector.args(["-e", &format!("{name}={value}")]);
    }
    let command = config["command"].as_str().context("the manifest names no command")?;
    let command = command.replace("${__dirname}", &folder.display().to_string());
    let output = inspector.args(["--method", "tools/list", "--strict", "--", &command]).output()?;
    let listed: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let tools: Vec<_> = listed["result"]["tools"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tool| tool["name"].as_str())
        .collect();
    let mut finding = Finding { remark: format!("{} tools", tools.len()), ..Finding::default() };
    if !tools.contains(&"weekly_dashboard") {
        finding.faults.push(said(&output));
    } else if tools.contains(&"add_to_schedule") {
        finding.faults.push("it writes, though nobody has allowed that".to_owned());
    }
    Ok(finding)
}

/// A value of the manifest with the key in its place, and the defaults of all other settings.
fn filled(value: &str, manifest: &Value, key: &str) -> String {
    let settings = manifest["user_config"].as_object().into_iter().flatten();
    settings.fold(value.to_owned(), |value, (name, setting)| {
        let given = match &setting["default"] {
            Value::Null => key.to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        value.replace(&format!("${{user_config.{name}}}"), &given)
    })
}
