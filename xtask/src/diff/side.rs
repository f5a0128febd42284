//! One side of a comparison: a file, a folder, a revision, or the work tree, read whole from where it is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use codegen::Profile;
use codegen::diff::NamedDocument;
use codegen::diff::report::WORK_TREE;
use codegen::document::SpecDocument;
use codegen::load::{FolderSource, ReadSource};
use codegen::model::ApiModel;
use codegen::source::SourceMap;

use super::git::Repository;
use crate::compile::{self, Input};
use crate::paths::{SPEC, Workspace, with_slashes};

/// The name of the file of approved exceptions, beside the root document.
pub(super) const EXCEPTIONS: &str = "diff-exceptions.yaml";

/// The root documents that a folder may have, the first that is there counts.
const ROOTS: [&str; 5] =
    ["openapi.yaml", "openapi.yml", "openapi.json", "spec/openapi.yaml", "spec/openapi.json"];

/// Where a side is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
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
    /// What somebody named on the command line: a file, a folder, `REVISION`, or `REVISION:PATH`. A path counts
    /// from the current folder, one of a revision from the workspace. What is there as a file or folder is that,
    /// even if a branch has the same name.
    pub(super) fn named(text: &str, workspace: &Workspace, repository: &Repository) -> Result<Self> {
        let path = Path::new(text);
        if path.is_file() {
            return Ok(Self::file(path.to_owned(), workspace));
        }
        if path.is_dir() {
            let root = ROOTS.iter().map(|root| path.join(root)).find(|root| root.is_file());
            return root.map(|root| Self::file(root, workspace)).with_context(|| {
                format!("the folder `{text}` has no root document: {} were looked for", ROOTS.join(", "))
            });
        }
        if let Some(commit) = repository.commit(text)? {
            return Ok(Self::of_commit(commit));
        }
        if let Some((revision, path)) = text.split_once(':')
            && let Some(commit) = repository.commit(revision)?
        {
            return Self::in_revision(commit, path, repository);
        }
        bail!("`{text}` is no file, no folder, and no revision that git knows")
    }

    /// Our own spec, as it is in a commit.
    pub(crate) fn of_commit(commit: String) -> Self {
        Self::Revision { commit, path: String::from(SPEC) }
    }

    /// A file of the machine, which may be our own spec.
    fn file(path: PathBuf, workspace: &Workspace) -> Self {
        let own = workspace.join(SPEC).canonicalize().ok();
        if own.is_some() && path.canonicalize().ok() == own { Self::WorkTree } else { Self::File(path) }
    }

    /// A file of a revision, or the root document in a folder of it.
    fn in_revision(commit: String, path: &str, repository: &Repository) -> Result<Self> {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let below = |root: &&str| if path.is_empty() { (*root).to_owned() } else { format!("{path}/{root}") };
        let candidates = std::iter::once(path.to_owned()).chain(ROOTS.iter().map(below));
        for path in candidates {
            if repository.has_file(&commit, &path)? {
                return Ok(Self::Revision { commit, path });
            }
        }
        let short = short(&commit);
        bail!("{short} has no file `{path}`, and no folder with a root document ({})", ROOTS.join(", "))
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
            Self::WorkTree => String::from(WORK_TREE),
            Self::Revision { commit, path } if path == SPEC => short(commit).to_owned(),
            Self::Revision { commit, path } => format!("{}:{path}", short(commit)),
        }
    }

    /// Reads the side. `Err`: it can't be read, and the error says all there is to say.
    pub(super) fn read(&self, workspace: &Workspace, repository: &Repository) -> Result<Side> {
        match self {
            Self::WorkTree => {
                let reader = FolderSource::new(workspace.root());
                self.compile(SPEC, &reader, Profile::House)
            }
            Self::File(file) => {
                let input = Input::new(Some(file), workspace)?;
                self.compile(&input.root, &input.reader, input.profile)
            }
            Self::Revision { commit, path } => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let reader = repository.files(commit, folder)?;
                let profile = if path == SPEC { Profile::House } else { Profile::General };
                self.compile(path, &reader, profile)
            }
        }
    }

    fn compile(&self, root: &str, reader: &dyn ReadSource, profile: Profile) -> Result<Side> {
        if let Err(error) = reader.read(root) {
            bail!("{} can't be compared, since `{root}` can't be read: {}", self.name(), error.reason);
        }
        let linted = codegen::compile(root, reader, profile);
        let unreadable = linted.findings.has_errors_in_reading();
        let Some(document) = linted.document.filter(|_| !unreadable) else {
            bail!(
                "{} can't be compared, since it can't be read whole:\n\n{}",
                self.name(),
                compile::as_text(&linted.sources, &linted.findings).trim_end()
            );
        };
        let beside = root.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
        let exceptions = format!("{beside}{EXCEPTIONS}");
        let text = match reader.read(&exceptions) {
            Ok(text) => Some(text),
            Err(error) if error.missing => None,
            Err(error) => bail!(
                "the approved exceptions of {} can't be read: {exceptions}: {}",
                self.name(),
                error.reason
            ),
        };
        Ok(Side {
            name: self.name(),
            document,
            model: linted.model.filter(|_| !linted.findings.has_errors()),
            sources: linted.sources,
            exceptions: text.map(|text| (exceptions, text)),
        })
    }
}

/// A commit as reports call it.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
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
