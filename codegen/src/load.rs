//! Finds and reads files: the root, and what references lead to, each once.
//!
//! Which references there are is known only to who understands the document (a `$ref` in an example is data),
//! so files are read when the reader of the document asks for them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Findings;
use crate::document::{SourceTree, yaml};
use crate::source::{FileId, SourceMap};

/// Where files come from.
pub trait ReadSource {
    /// The text of a file. Paths have `/` on every platform.
    fn read(&self, path: &str) -> Result<String, ReadError>;
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The reason, to follow the path in a message: `there is no such file`.
    pub reason: String,
    /// Whether there is no such file, which is no mistake where a file may be left out.
    pub missing: bool,
}

/// Files of the machine, below a folder.
#[derive(Debug, Clone)]
pub struct FolderSource {
    folder: PathBuf,
}

/// Files in memory, for tests and for documents that were never on a disk.
#[derive(Debug, Clone, Default)]
pub struct MemorySource {
    files: BTreeMap<String, String>,
}

impl FolderSource {
    /// Paths are resolved against this folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }
}

impl ReadSource for FolderSource {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        std::fs::read_to_string(self.folder.join(path)).map_err(|error| ReadError {
            missing: error.kind() == std::io::ErrorKind::NotFound,
            reason: match error.kind() {
                std::io::ErrorKind::NotFound => String::from("there is no such file"),
                std::io::ErrorKind::InvalidData => String::from("it is not UTF-8 text"),
                std::io::ErrorKind::PermissionDenied => String::from("it may not be read"),
                _ => error.to_string(),
            },
        })
    }
}

impl MemorySource {
    /// Takes files in: path and text.
    pub fn new<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl ReadSource for MemorySource {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        let missing = || ReadError { reason: String::from("there is no such file"), missing: true };
        self.files.get(path).cloned().ok_or_else(missing)
    }
}

/// More files than this are not opened: a document of a thousand files has gone wrong somewhere.
const MAX_FILES: usize = 1000;

/// All files of a run, parsed.
pub(crate) struct Library<'s> {
    source: &'s dyn ReadSource,
    sources: SourceMap,
    trees: Vec<Arc<SourceTree>>,
    /// What was tried: the tree, or why there is none. A file that was read but is not YAML has no reason:
    /// that has been reported already.
    tried: BTreeMap<String, Result<Arc<SourceTree>, Option<String>>>,
}

/// Why a path in a reference leads to no file of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It is an address on some machine.
    Remote,
    /// It leads above the folder of the root file.
    Outside,
}

impl<'s> Library<'s> {
    pub(crate) fn new(source: &'s dyn ReadSource) -> Self {
        Self { source, sources: SourceMap::default(), trees: Vec::new(), tried: BTreeMap::new() }
    }

    /// The tree of a file. `Err(Some(reason))`: it can't be read; `Err(None)`: it is broken, and that has been reported.
    pub(crate) fn open(
        &mut self,
        path: &str,
        findings: &mut Findings,
    ) -> Result<Arc<SourceTree>, Option<String>> {
        if let Some(known) = self.tried.get(path) {
            return known.clone();
        }
        let opened = if self.trees.len() >= MAX_FILES {
            Err(Some(String::from("a thousand files have been read already")))
        } else {
            self.read(path, findings)
        };
        self.tried.insert(path.to_owned(), opened.clone());
        opened
    }

    fn read(&mut self, path: &str, findings: &mut Findings) -> Result<Arc<SourceTree>, Option<String>> {
        let text = self.source.read(path).map_err(|error| Some(error.reason))?;
        let id = self.sources.add(path, text);
        let file = self.sources.file(id).ok_or(None)?;
        let root = yaml::parse(id, file, findings).ok_or(None)?;
        let tree = Arc::new(SourceTree { file: id, path: path.to_owned(), root });
        self.trees.push(Arc::clone(&tree));
        Ok(tree)
    }

    /// The tree of a file that was opened before.
    pub(crate) fn tree(&self, file: FileId) -> Option<Arc<SourceTree>> {
        self.trees.iter().find(|tree| tree.file == file).map(Arc::clone)
    }

    /// Whether there is a file to open.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.tried.contains_key(path) || !self.source.read(path).is_err_and(|error| error.missing)
    }

    /// Takes the place of a file that can't be read, so that a finding has something to point at.
    pub(crate) fn add_empty(&mut self, path: &str) -> FileId {
        self.sources.add(path, "")
    }

    /// The path of a file that was opened before.
    pub(crate) fn path(&self, file: FileId) -> &str {
        self.sources.file(file).map_or("", |file| file.path())
    }

    /// All trees, in the order in which they were opened.
    pub(crate) fn trees(&self) -> &[Arc<SourceTree>] {
        &self.trees
    }

    /// Gives the texts back, when all is read.
    pub(crate) fn into_sources(self) -> SourceMap {
        self.sources
    }
}

/// The path that a reference in the file `from` means, below the folder of `root`.
pub(crate) fn resolve_path(root: &str, from: &str, to: &str) -> Result<String, PathError> {
    let is_drive = |scheme: &str| scheme.len() == 1;
    if to.starts_with("//")
        || to.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme) && !is_drive(scheme))
    {
        return Err(PathError::Remote);
    }
    if to.starts_with('/')
        || to.contains('\\')
        || to.split_once(':').is_some_and(|(scheme, _)| is_drive(scheme))
    {
        return Err(PathError::Outside);
    }
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut segments: Vec<String> = folder(from).split('/').map(str::to_owned).collect();
    segments.retain(|segment| !segment.is_empty() && segment != ".");
    let absolute = from.starts_with('/');
    for segment in to.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or(PathError::Outside)?;
            }
            _ => segments.push(segment.to_owned()),
        }
    }
    let joined = if absolute { format!("/{}", segments.join("/")) } else { segments.join("/") };
    let home = folder(root);
    let inside = home.is_empty() || joined.strip_prefix(&home).is_some_and(|rest| rest.starts_with('/'));
    if inside { Ok(joined) } else { Err(PathError::Outside) }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::{PathError, resolve_path};

    #[test]
    fn paths_are_relative_to_their_file_and_stay_below_the_root() {
        for (from, to, path) in [
            ("spec/openapi.yaml", "paths/a.yaml", Ok("spec/paths/a.yaml")),
            ("spec/paths/a.yaml", "../schemas/b.yaml", Ok("spec/schemas/b.yaml")),
            ("spec/paths/a.yaml", "./b.yaml", Ok("spec/paths/b.yaml")),
            ("spec/paths/a.yaml", "../../other/b.yaml", Err(PathError::Outside)),
            ("spec/paths/a.yaml", "../../../b.yaml", Err(PathError::Outside)),
            ("spec/openapi.yaml", "/etc/passwd", Err(PathError::Outside)),
            ("spec/openapi.yaml", "C:/x.yaml", Err(PathError::Outside)),
            ("spec/openapi.yaml", "..\\x.yaml", Err(PathError::Outside)),
            ("spec/openapi.yaml", "https://example.com/a.yaml", Err(PathError::Remote)),
            ("spec/openapi.yaml", "//example.com/a.yaml", Err(PathError::Remote)),
            ("spec/openapi.yaml", "urn:a:b", Err(PathError::Remote)),
        ] {
            assert_eq!(
                resolve_path("spec/openapi.yaml", from, to).as_deref(),
                path.as_ref().copied(),
                "{to}"
            );
        }
    }

    #[test]
    fn a_root_without_a_folder_and_one_at_the_top_work_alike() {
        assert_eq!(resolve_path("openapi.yaml", "openapi.yaml", "a/b.yaml"), Ok(String::from("a/b.yaml")));
        assert_eq!(resolve_path("openapi.yaml", "a/b.yaml", "../c.yaml"), Ok(String::from("c.yaml")));
        assert_eq!(resolve_path("openapi.yaml", "openapi.yaml", "../c.yaml"), Err(PathError::Outside));
        assert_eq!(
            resolve_path("/x/openapi.yaml", "/x/openapi.yaml", "a.yaml"),
            Ok(String::from("/x/a.yaml"))
        );
        assert_eq!(
            resolve_path("/x/openapi.yaml", "/x/openapi.yaml", "../y/a.yaml"),
            Err(PathError::Outside)
        );
    }
}
