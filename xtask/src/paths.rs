//! Where things are: the workspace, and how its paths are shown in messages.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

/// The API's own document, from the workspace.
pub(crate) const SPEC: &str = "spec/openapi.yaml";

/// The folder of the API's own document, from the workspace.
pub(crate) const SPEC_FOLDER: &str = "spec";

/// The folders that `gen` owns, from the workspace: what is in them and not made by it is left over.
pub(crate) const GENERATED_FOLDERS: [&str; 2] = ["cc-api/src/generated", "dist"];

/// The workspace that the command works on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the workspace: the one that cargo started us from, else the one around the current folder.
    pub(crate) fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => std::env::current_dir().context("the current folder can't be read")?,
        };
        start.ancestors().find(|folder| is_workspace(folder)).map(Self::at).with_context(|| {
            format!(
                "no workspace was found in or above `{}`: start the command as `cargo xtask` inside the repository",
                start.display()
            )
        })
    }

    /// The workspace in this folder.
    pub(crate) fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path in it.
    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path as messages show it: from the workspace if it is in there, with `/` on every platform.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let inside = absolute.strip_prefix(&self.root).unwrap_or(path);
        with_slashes(inside)
    }
}

/// A path with `/` between its parts, on every platform.
pub(crate) fn with_slashes(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components() {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        match part {
            Component::RootDir => text.push('/'),
            other => text.push_str(&other.as_os_str().to_string_lossy()),
        }
    }
    if text.is_empty() { String::from(".") } else { text }
}

/// Whether a path ends with `.ending`.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}

fn is_workspace(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|manifest| manifest.contains("[workspace]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_workspace() {
        let workspace = Workspace::at("/somewhere/project");
        for (path, shown) in [
            ("/somewhere/project/spec/openapi.yaml", "spec/openapi.yaml"),
            ("/elsewhere/api.yaml", "/elsewhere/api.yaml"),
            ("/somewhere/project", "."),
        ] {
            assert_eq!(workspace.shown(Path::new(path)), shown);
        }
    }

    #[test]
    fn this_workspace_is_found() {
        let workspace = Workspace::find().unwrap();
        assert!(workspace.join("xtask/src/paths.rs").is_file());
    }
}
