//! Getting a package: npm fetches it and compares it with the registry's checksum, tar opens it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::manifest::Manifest;

/// What is of interest in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    /// The one file that we take.
    pub script: Vec<u8>,
    /// The licence that the package states.
    pub licence: String,
    /// Where the registry keeps it.
    pub source: String,
}

/// Fetches the version that the manifest names into `folder`, which is emptied first.
pub(super) fn package(manifest: &Manifest, folder: &Path) -> Result<Package> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("could not empty `{}`", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("could not make `{}`", folder.display()))?;
    let wanted = format!("{}@{}", manifest.name, manifest.version);
    let said = output("npm", &["pack", "--json", "--loglevel=error", &wanted], folder)?;
    let archive = archive_name(&said)
        .with_context(|| format!("npm packed `{wanted}`, but named no archive: {said}"))?;
    output("tar", &["-xzf", &archive], folder)?;
    let opened = folder.join("package");
    let script = std::fs::read(opened.join(&manifest.path))
        .with_context(|| format!("`{wanted}` has no file `{}` any more", manifest.path))?;
    let description: Value = serde_json::from_slice(&std::fs::read(opened.join("package.json"))?)
        .with_context(|| format!("the package.json of `{wanted}` is not JSON"))?;
    let source = output("npm", &["view", "--loglevel=error", &wanted, "dist.tarball"], folder)?;
    Ok(Package {
        script,
        licence: description["license"].as_str().unwrap_or("none that it states").to_owned(),
        source: source.trim().to_owned(),
    })
}

/// The name of the archive in what `npm pack --json` says: a list with one entry, or an object with one member in
/// newer versions.
fn archive_name(said: &str) -> Option<String> {
    let said: Value = serde_json::from_str(said).ok()?;
    let entry = match &said {
        Value::Array(list) => list.first(),
        Value::Object(members) => members.values().next(),
        _ => None,
    };
    entry?["filename"].as_str().map(str::to_owned)
}

/// What a program prints; all it said is in the error if it fails.
fn output(program: &str, arguments: &[&str], folder: &Path) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("`{program}` could not be started: is it installed?"))?;
    if !output.status.success() {
        bail!(
            "`{program} {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_is_found_in_what_older_and_newer_versions_of_npm_say() {
        for said in [r#"[{"filename": "a-1.tgz"}]"#, r#"{"@x/a": {"filename": "a-1.tgz"}}"#] {
            assert_eq!(archive_name(said).as_deref(), Some("a-1.tgz"));
        }
        assert_eq!(archive_name("npm is out of order"), None);
    }
}
