//! A copy of the tree that may be broken: `target/mutants/tree`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;

/// The copy. It stays between runs, so that only what changed is compiled again.
#[derive(Debug)]
pub(super) struct Copy {
    original: PathBuf,
    folder: PathBuf,
}

impl Copy {
    /// The copy that belongs to a workspace.
    pub(super) fn of(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.join("target/mutants/tree");
        fs::create_dir_all(&folder).context("could not make `target/mutants`")?;
        Ok(Self { original: workspace.root().to_owned(), folder })
    }

    /// The tree.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where its programs are built.
    pub(super) fn target(&self) -> PathBuf {
        self.folder.with_file_name("target")
    }

    /// Makes the copy equal to the work tree: the files that git knows or would add. A file that is equal is not
    /// touched, since cargo goes by the time of the last change.
    pub(super) fn refresh(&self) -> Result<()> {
        let wanted = self.files()?;
        for path in &wanted {
            let source = self.original.join(path);
            let content = fs::read(&source).with_context(|| format!("could not read `{path}`"))?;
            let place = self.folder.join(path);
            if fs::read(&place).is_ok_and(|old| old == content) {
                continue;
            }
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent)
                    .with_context(|| format!("could not make the folder of `{path}`"))?;
            }
            fs::write(&place, content).with_context(|| format!("could not write the copy of `{path}`"))?;
        }
        for path in crate::folder::read_below(&self.folder, "")?.into_keys() {
            if !wanted.contains(&path) {
                fs::remove_file(self.folder.join(&path))
                    .with_context(|| format!("could not remove `{path}`"))?;
            }
        }
        Ok(())
    }

    /// The files of the work tree by their paths. A link to a folder, and a file that is deleted and not yet
    /// committed, are listed by git and are no files.
    fn files(&self) -> Result<BTreeSet<String>> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&self.original)
            .output()
            .context("git could not be started")?;
        if !output.status.success() {
            bail!("git could not list the files:\n{}", String::from_utf8_lossy(&output.stderr));
        }
        let list = String::from_utf8(output.stdout).context("the name of a file is no text")?;
        let paths = list.split_terminator('\0').filter(|path| self.original.join(path).is_file());
        Ok(paths.map(str::to_owned).collect())
    }

    /// Applies a patch to the copy; or says why it does not fit.
    pub(super) fn apply(&self, patch: &Path) -> Result<Result<(), String>> {
        let output = Command::new("git")
            .args(["apply", "--whitespace=nowarn"])
            .arg(patch)
            .current_dir(&self.folder)
            // The copy lies in a repository whose git would take the paths for its own, and apply nothing.
            .env("GIT_CEILING_DIRECTORIES", self.folder.parent().unwrap_or(&self.folder))
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .output()
            .context("git could not be started")?;
        let said = || String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        Ok(if output.status.success() { Ok(()) } else { Err(said()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempRepository;

    const PATCH: &str = "Red: F001\nOne is two.\n\n--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1 +1 @@\n-one\n+two\n";

    fn text(copy: &Copy, path: &str) -> Option<String> {
        fs::read_to_string(copy.folder().join(path)).ok()
    }

    #[test]
    fn a_copy_follows_the_work_tree_and_forgets_patches() {
        let repository = TempRepository::with(&[(".gitignore", "/target\n"), ("src/a.rs", "one\n")]);
        let tree = repository.folder();
        let copy = Copy::of(&Workspace::at(tree.path())).unwrap();
        tree.write("src/new.rs", "new");
        copy.refresh().unwrap();
        assert_eq!(text(&copy, "src/new.rs").as_deref(), Some("new"), "what git would add is there");

        tree.write("p.patch", PATCH);
        let patch = tree.path().join("p.patch");
        assert_eq!(copy.apply(&patch).unwrap(), Ok(()));
        assert_eq!(text(&copy, "src/a.rs").as_deref(), Some("two\n"));
        assert!(copy.apply(&patch).unwrap().is_err(), "it does not fit a second time");

        fs::remove_file(tree.path().join("src/new.rs")).unwrap();
        copy.refresh().unwrap();
        assert_eq!(text(&copy, "src/a.rs").as_deref(), Some("one\n"));
        assert_eq!(text(&copy, "src/new.rs"), None);
    }

    #[test]
    fn an_equal_file_is_not_touched() {
        let repository = TempRepository::with(&[("a.rs", "one\n")]);
        let copy = Copy::of(&Workspace::at(repository.folder().path())).unwrap();
        copy.refresh().unwrap();
        let changed = || fs::metadata(copy.folder().join("a.rs")).unwrap().modified().unwrap();
        let before = changed();
        copy.refresh().unwrap();
        assert_eq!(changed(), before);
    }
}
