//! `cargo xtask vendor-ui`: the page of the API reference, brought in from its maker and kept here.
//!
//! The sandbox serves it, so that `/docs` works without a network. The file is large and not ours: it is stored
//! compressed, as browsers take it, beside a manifest that says what it is and where it came from.

mod fetch;
mod manifest;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::tidy::Breach;
use manifest::Manifest;

/// Where it lies, with its licence.
const FOLDER: &str = "cc-sandbox/assets/scalar";

/// What to do where the files are not as the manifest says.
const REPAIR: &str =
    "Bring it back with `cargo xtask vendor-ui`, or take the change out: nobody edits it by hand.";

/// Bring in the page of the API reference that the sandbox serves
///
/// Fetches the version that the manifest in cc-sandbox/assets/scalar names (or another one) from the npm
/// registry, takes the one file that works by itself, compresses it, and writes it with its SHA-256.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct VendorArgs {
    /// Fetch nothing; compare the files here with the manifest
    #[arg(long, conflicts_with = "release")]
    pub check: bool,
    /// Move to this release of it, and write that down
    #[arg(long, value_name = "VERSION")]
    pub release: Option<String>,
}

const HELP: &str = "Examples:
  cargo xtask vendor-ui                     fetch the version of the manifest again
  cargo xtask vendor-ui --release 1.73.0    move to another one
  cargo xtask vendor-ui --check             are the files what the manifest says? `tidy` asks the same

It needs npm and tar. Exit codes: 0 the files are in place; 1 --check found differences; 2 the package could
not be fetched, or is not what it was: another licence, no such file.";

/// Fetches, or compares.
pub(crate) fn run(args: &VendorArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let folder = workspace.join(FOLDER);
    if args.check {
        let faults = faults(&folder)?;
        for fault in &faults {
            writeln!(out, "{FOLDER}/{fault}\n    {REPAIR}")?;
        }
        return Ok(Outcome::done_if(faults.is_empty()));
    }
    let mut manifest = Manifest::read(&folder)?;
    if let Some(version) = &args.release {
        manifest.version.clone_from(version);
    }
    let package = fetch::package(&manifest, &workspace.join("target/vendor-ui"))?;
    let stored = manifest.take_over(&package)?;
    std::fs::write(folder.join(&manifest.file), &stored)
        .and_then(|()| std::fs::write(folder.join(manifest::NAME), manifest.text()))
        .with_context(|| format!("could not write in `{FOLDER}`"))?;
    writeln!(
        out,
        "{} {}: {} kB, {} kB as it is stored",
        manifest.name,
        manifest.version,
        package.script.len() / 1_000,
        stored.len() / 1_000
    )?;
    Ok(Outcome::Done)
}

/// Compares the files with the manifest, for `tidy`; a workspace without the sandbox has none.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<Breach>> {
    let folder = workspace.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let faults = faults(&folder)?;
    Ok(faults
        .into_iter()
        .map(|fault| {
            let (file, what) = fault.split_once(' ').unwrap_or((&fault, ""));
            Breach::new(format!("{FOLDER}/{file}"), what, REPAIR)
        })
        .collect())
}

/// What is not as the manifest says, each beginning with the name of the file.
fn faults(folder: &Path) -> Result<Vec<String>> {
    let manifest = Manifest::read(folder)?;
    let mut faults = Vec::new();
    match std::fs::read(folder.join(&manifest.file)) {
        Ok(stored) => faults.extend(manifest.differences(&stored)),
        Err(error) => faults.push(format!("{} can't be read: {error}", manifest.file)),
    }
    if !folder.join(manifest::LICENCE).is_file() {
        faults.push(format!("{} is not there, but the licence asks for its text", manifest::LICENCE));
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    fn vendored(script: &str) -> TempFolder {
        let mut manifest = Manifest::sample();
        let package = fetch::Package {
            script: script.as_bytes().to_vec(),
            licence: manifest.licence.clone(),
            source: manifest.source.clone(),
        };
        let stored = manifest.take_over(&package).unwrap();
        let folder = TempFolder::with(&[(manifest::NAME, &manifest.text()), (manifest::LICENCE, "MIT")]);
        folder.write_bytes(&manifest.file, &stored);
        folder
    }

    #[test]
    fn files_that_are_as_the_manifest_says_have_no_faults() {
        assert_eq!(faults(vendored("let page;").path()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_changed_or_missing_file_is_a_fault() {
        let folder = vendored("let page;");
        let other = vendored("let other;");
        let file = Manifest::sample().file;
        std::fs::copy(other.path().join(&file), folder.path().join(&file)).unwrap();
        let changed = faults(folder.path()).unwrap();
        assert_eq!(changed.len(), 2, "as it is stored, and as it was published: {changed:?}");

        std::fs::remove_file(folder.path().join(&file)).unwrap();
        std::fs::remove_file(folder.path().join(manifest::LICENCE)).unwrap();
        let missing = faults(folder.path()).unwrap();
        assert!(missing[0].contains("can't be read") && missing[1].contains("licence"), "{missing:?}");
    }

    #[test]
    fn what_this_repository_holds_is_what_its_manifest_says() {
        let workspace = Workspace::find().unwrap();
        assert_eq!(check(&workspace).unwrap(), Vec::new());
    }
}
