//! A document on the disk, ready for the compiler, with the rules that bind it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use codegen::Profile;
use codegen::diagnostic::{Findings, TextStyle, to_text};
use codegen::load::FolderSource;
use codegen::source::SourceMap;

use crate::paths::{self, SPEC, SPEC_FOLDER, Workspace};

/// What is to be compiled or checked.
#[derive(Debug)]
pub(crate) struct Input {
    /// The root document, from the reader's folder.
    pub root: String,
    /// The folder that it is in: what `--watch` looks at.
    pub folder: PathBuf,
    /// The folder that its files are named from.
    pub base: PathBuf,
    /// Reads its files.
    pub reader: FolderSource,
    /// Whose document it is.
    pub profile: Profile,
}

impl Input {
    /// The API's own spec, or the file that the caller named.
    pub(crate) fn new(file: Option<&Path>, workspace: &Workspace) -> Result<Self> {
        file.map_or_else(|| Self::own(workspace), |file| Self::named(file, workspace))
    }

    fn own(workspace: &Workspace) -> Result<Self> {
        if !workspace.join(SPEC).is_file() {
            bail!(
                "`{SPEC}` is not there: the commands compile the API's own spec unless --spec names a file"
            );
        }
        Ok(Self {
            root: String::from(SPEC),
            folder: workspace.join(SPEC_FOLDER),
            base: workspace.root().to_path_buf(),
            reader: FolderSource::new(workspace.root()),
            profile: Profile::House,
        })
    }

    /// A file inside the workspace is shown from there, as our own is; any other by its own folder.
    fn named(file: &Path, workspace: &Workspace) -> Result<Self> {
        let shown = file.display();
        if !file.is_file() {
            bail!("`{shown}` is not a file: --spec names the root document of an API, in YAML or JSON");
        }
        let absolute = file.canonicalize().with_context(|| format!("could not find `{shown}`"))?;
        let root = workspace.root().canonicalize().unwrap_or_else(|_| workspace.root().to_path_buf());
        let folder = absolute.parent().map(Path::to_path_buf).unwrap_or_default();
        let base = if absolute.starts_with(&root) { root.clone() } else { folder.clone() };
        let own_folder = root.join(SPEC_FOLDER);
        Ok(Self {
            root: paths::with_slashes(absolute.strip_prefix(&base).unwrap_or(&absolute)),
            profile: if absolute.starts_with(own_folder) { Profile::House } else { Profile::General },
            folder,
            reader: FolderSource::new(base.as_path()),
            base,
        })
    }
}

/// Findings as text, coloured where somebody is looking.
pub(crate) fn as_text(sources: &SourceMap, findings: &Findings) -> String {
    use std::io::IsTerminal;
    let is_read_by_people = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let style = if is_read_by_people { TextStyle::Coloured } else { TextStyle::Plain };
    to_text(sources, findings, style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    #[test]
    fn a_document_is_named_from_the_workspace_or_from_its_own_folder() {
        let folder = TempFolder::with(&[
            ("project/spec/openapi.yaml", ""),
            ("project/x/api.yaml", ""),
            ("api.yaml", ""),
        ]);
        let workspace = Workspace::at(folder.path().join("project"));
        let cases = [
            ("project/spec/openapi.yaml", "spec/openapi.yaml", Profile::House),
            ("project/x/api.yaml", "x/api.yaml", Profile::General),
            ("api.yaml", "api.yaml", Profile::General),
        ];
        for (path, root, profile) in cases {
            let input = Input::new(Some(&folder.path().join(path)), &workspace).unwrap();
            assert_eq!((input.root.as_str(), input.profile), (root, profile), "{path}");
        }
        assert_eq!(Input::new(None, &workspace).unwrap().root, SPEC);
    }

    #[test]
    fn a_file_that_is_not_there_is_refused_with_its_name() {
        let error = Input::new(Some(Path::new("no/such/api.yaml")), &Workspace::at("/project")).unwrap_err();
        assert!(error.to_string().contains("`no/such/api.yaml` is not a file"), "{error}");
    }
}
