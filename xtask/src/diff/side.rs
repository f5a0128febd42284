//! One side of a comparison: a file, a folder, a revision, or the work tree, read whole from where it is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use codegen::Profile;
use codegen::diff::NamedDocument;
use codegen::document::SpecDocument;
use codegen::load::{FolderSource, ReadSource};
use codegen::model::ApiModel;
use codegen::source::SourceMap;

use super::git::Repository;
use crate::compile;
use crate::paths::{SPEC, SPEC_FOLDER, Workspace, with_slashes};

/// The name of the file of approved exceptions, beside the root document.
pub(super) const EXCEPTIONS: &str = "diff-exceptions.yaml";

/// The root documents that a folder may have, the first that is there counts.
const ROOTS: [&str; 5] =
    ["openapi.yaml", "openapi.yml", "openapi.json", "spec/openapi.yaml", "spec/openapi.json"];

/// Where a side is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file of the machine.
    File(PathBuf),
    /// Our own spec, as it is in the work tree.
    WorkTree,
    /// A file of a revision.
    Revision {
        /// The full hash.
        commit: String,
        /// The root document in it.
        path: String,
    },
}

/// A side that was read.
#[derive(Debug)]
pub(super) struct Side {
    /// What reports call it.
    pub(super) name: String,
    /// What it says.
    pub(super) document: SpecDocument,
    /// Its files.
    pub(super) sources: SourceMap,
    /// What the generator makes of it; none if the document has errors that keep it from being compiled.
    pub(super) model: Option<ApiModel>,
    /// The path and the text of its approved exceptions, if it has some.
    pub(super) exceptions: Option<(String, String)>,
}

impl Place {
    /// What somebody named on the command line: a file, a folder, `REVISION`, or `REVISION:PATH`.
    pub(super) fn named(text: &str, repository: &Repository) -> Result<Self> {
        let path = Path::new(text);
        if path.is_file() {
            return Ok(Self::File(path.to_owned()));
        }
        if path.is_dir() {
            let root = ROOTS.iter().map(|root| path.join(root)).find(|root| root.is_file());
            return root.map(Self::File).with_context(|| {
                format!("the folder `{text}` has no root document: {} were looked for", ROOTS.join(", "))
            });
        }
        let (revision, path) = text.split_once(':').unwrap_or((text, SPEC));
        match repository.commit(revision)? {
            Some(commit) => Ok(Self::Revision { commit, path: path.to_owned() }),
            None => bail!("`{text}` is no file, no folder, and no revision that git knows"),
        }
    }

    /// The revision, if it is one.
    pub(super) fn commit(&self) -> Option<&str> {
        match self {
            Self::Revision { commit, .. } => Some(commit),
            Self::File(_) | Self::WorkTree => None,
        }
    }

    /// Whether it is our own spec, and the crate made of it therefore ours.
    pub(super) fn is_own(&self) -> bool {
        match self {
            Self::WorkTree => true,
            Self::Revision { path, .. } => path == SPEC,
            Self::File(_) => false,
        }
    }

    /// What reports call it: the first digits of a commit, else the path.
    fn name(&self) -> String {
        match self {
            Self::File(path) => with_slashes(path),
            Self::WorkTree => String::from("work tree"),
            Self::Revision { commit, path } => {
                let short = commit.get(..7).unwrap_or(commit);
                if path == SPEC { short.to_owned() } else { format!("{short}:{path}") }
            }
        }
    }

    /// Reads the side. `Err`: it can't be read, and the error says all there is to say.
    pub(super) fn read(&self, workspace: &Workspace, repository: &Repository) -> Result<Side> {
        match self {
            Self::WorkTree => {
                let reader = FolderSource::new(workspace.root());
                self.compile(SPEC, &reader, Profile::House, SPEC_FOLDER)
            }
            Self::File(file) => {
                let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
                let root = name.context("the file has no name")?;
                self.compile(&root, &FolderSource::new(folder), Profile::General, "")
            }
            Self::Revision { commit, path } => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let reader = repository.files(commit, folder)?;
                if !reader.has(path) {
                    bail!("{} has no file `{path}`", self.name());
                }
                let profile = if path == SPEC { Profile::House } else { Profile::General };
                self.compile(path, &reader, profile, folder)
            }
        }
    }

    fn compile(&self, root: &str, reader: &dyn ReadSource, profile: Profile, folder: &str) -> Result<Side> {
        let linted = codegen::lint(root, reader, profile);
        let unreadable = linted.findings.has_errors_in_reading();
        let Some(document) = linted.document.filter(|_| !unreadable) else {
            bail!(
                "{} can't be compared, since it can't be read whole:\n\n{}",
                self.name(),
                compile::as_text(&linted.sources, &linted.findings).trim_end()
            );
        };
        let exceptions =
            if folder.is_empty() { EXCEPTIONS.to_owned() } else { format!("{folder}/{EXCEPTIONS}") };
        let text = reader.read(&exceptions).ok();
        Ok(Side {
            name: self.name(),
            document,
            model: linted.model.filter(|_| !linted.findings.has_errors()),
            sources: linted.sources,
            exceptions: text.map(|text| (exceptions, text)),
        })
    }
}

impl Side {
    /// The side as the comparison wants it.
    pub(super) fn as_named(&self) -> NamedDocument<'_> {
        NamedDocument {
            name: &self.name,
            document: &self.document,
            sources: &self.sources,
            model: self.model.as_ref(),
        }
    }
}
