//! The patches: what each breaks, and which faults have to notice.
//!
//! ```text
//! Red: F040 F043
//! The library sends again by itself what the server turned away.
//!
//! diff --git a/cc-api/src/runtime/transport_reqwest.rs b/cc-api/src/runtime/transport_reqwest.rs
//! ```

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths::{Workspace, has_ending};

/// A way to break the client.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mutant {
    /// The name of the file, without its ending: `01-library-retries`.
    pub(super) name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// The faults that have to turn red: `F040`.
    pub(super) faults: Vec<String>,
    /// What is broken, in a line.
    pub(super) what: String,
}

/// All patches of a folder of the workspace, by name.
pub(super) fn read_all(workspace: &Workspace, folder: &str) -> Result<Vec<Mutant>> {
    let entries =
        std::fs::read_dir(workspace.join(folder)).with_context(|| format!("could not list `{folder}`"))?;
    let mut mutants = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("could not list `{folder}`"))?.path();
        if has_ending(&path.to_string_lossy(), "patch") {
            let shown = workspace.shown(&path);
            let text = std::fs::read_to_string(&path).with_context(|| format!("could not read `{shown}`"))?;
            mutants.push(parse(&path, &text).with_context(|| format!("`{shown}` has no proper head"))?);
        }
    }
    mutants.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(mutants)
}

fn parse(path: &Path, text: &str) -> Result<Mutant> {
    let mut lines = text.lines();
    let faults = lines.next().and_then(|line| line.strip_prefix("Red: "));
    let faults = faults.context("the first line has to be `Red: ` and the faults that have to turn red")?;
    let faults: Vec<_> = faults.split_whitespace().map(str::to_owned).collect();
    if faults.is_empty() || !faults.iter().all(|fault| is_fault(fault)) {
        bail!("faults are named like `F040`, with spaces between them");
    }
    let what = lines.next().unwrap_or_default().to_owned();
    if what.is_empty() || what.starts_with("diff ") {
        bail!("the second line has to say what is broken");
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Mutant { name, path: path.to_owned(), faults, what })
}

fn is_fault(text: &str) -> bool {
    text.len() == 4 && text.strip_prefix('F').is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    #[test]
    fn a_patch_says_what_it_breaks_and_who_has_to_notice() {
        let text = "Red: F040 F043\nThe library sends again.\n\ndiff --git a/x b/x\n";
        let mutant = parse(Path::new("tests/mutants/01-library.patch"), text).unwrap();
        assert_eq!((mutant.name.as_str(), mutant.what.as_str()), ("01-library", "The library sends again."));
        assert_eq!(mutant.faults, ["F040", "F043"]);
    }

    #[test]
    fn a_patch_without_a_head_is_an_error() {
        for text in
            ["", "diff --git a/x b/x\n", "Red: \nWhat.\n", "Red: F40\nWhat.\n", "Red: F040\ndiff --git"]
        {
            assert!(parse(Path::new("a.patch"), text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_patches_of_a_folder_come_in_the_order_of_their_names() {
        let patch = "Red: F040\nWhat.\n";
        let folder =
            TempFolder::with(&[("m/02-b.patch", patch), ("m/01-a.patch", patch), ("m/README.md", "")]);
        let names: Vec<_> = read_all(&Workspace::at(folder.path()), "m")
            .unwrap()
            .into_iter()
            .map(|mutant| mutant.name)
            .collect();
        assert_eq!(names, ["01-a", "02-b"]);
    }
}
