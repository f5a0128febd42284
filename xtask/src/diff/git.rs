//! Files as they are in a revision, read from git without touching the work tree.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use codegen::load::{ReadError, ReadSource};

/// A repository.
#[derive(Debug, Clone)]
pub(super) struct Repository {
    folder: PathBuf,
}

/// The files below a folder of a revision, in memory.
#[derive(Debug)]
pub(super) struct RevisionSource {
    texts: BTreeMap<String, Result<String, String>>,
}

impl Repository {
    /// The repository around a folder.
    pub(super) fn around(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The full hash of a revision; `None` if there is no such one.
    pub(super) fn commit(&self, revision: &str) -> Result<Option<String>> {
        let asked = format!("{revision}^{{commit}}");
        let mut command = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options"]);
        let output = command.arg(asked).output().context("git could not be started")?;
        let hash = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(hash).filter(|hash| output.status.success() && !hash.is_empty()))
    }

    /// The commit at which two revisions parted.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>> {
        let output = self.git(&["merge-base", one, other]).output().context("git could not be started")?;
        let hash = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(hash).filter(|hash| !hash.is_empty()))
    }

    /// The day of a commit, as its committer's clock had it: `2026-11-22`.
    pub(super) fn day(&self, revision: &str) -> Result<String> {
        self.ask(&["show", "--no-patch", "--format=%cs", revision])
    }

    /// The commits that touched a folder, oldest first.
    pub(super) fn commits_of(&self, folder: &str) -> Result<Vec<String>> {
        let text = self.ask(&["log", "--format=%H", "--reverse", "--", folder])?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// All files below a folder of a revision. An empty folder name is the whole tree.
    pub(super) fn files(&self, revision: &str, folder: &str) -> Result<RevisionSource> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", revision];
        if !folder.is_empty() {
            arguments.extend(["--", folder]);
        }
        let listing = self.ask_bytes(&arguments)?;
        let entries = listing.split('\0').filter_map(|entry| {
            let (head, path) = entry.split_once('\t')?;
            let mut words = head.split(' ').skip(1);
            (words.next()? == "blob").then_some(())?;
            Some((path.to_owned(), words.next()?.to_owned()))
        });
        self.blobs(&entries.collect::<Vec<_>>())
            .with_context(|| format!("the files of {revision} could not be read"))
    }

    /// The texts of blobs by path, through one process.
    fn blobs(&self, entries: &[(String, String)]) -> Result<RevisionSource> {
        let mut child = self
            .git(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("git could not be started")?;
        let (Some(mut to_git), Some(from_git)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("git gave no pipes");
        };
        let mut from_git = BufReader::new(from_git);
        let mut texts = BTreeMap::new();
        for (path, blob) in entries {
            writeln!(to_git, "{blob}")?;
            to_git.flush()?;
            let text = String::from_utf8(read_blob(&mut from_git)?);
            texts.insert(path.clone(), text.map_err(|_| String::from("it is not UTF-8 text")));
        }
        drop(to_git);
        child.wait()?;
        Ok(RevisionSource { texts })
    }

    fn ask(&self, arguments: &[&str]) -> Result<String> {
        Ok(self.ask_bytes(arguments)?.trim().to_owned())
    }

    fn ask_bytes(&self, arguments: &[&str]) -> Result<String> {
        let output = self.git(arguments).output().context("git could not be started")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            bail!("`git {}` failed: {said}", arguments.join(" "));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(arguments);
        command
    }
}

impl RevisionSource {
    /// Whether the revision has the file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.texts.contains_key(path)
    }
}

impl ReadSource for RevisionSource {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        match self.texts.get(path) {
            Some(Ok(text)) => Ok(text.clone()),
            Some(Err(reason)) => Err(ReadError { reason: reason.clone(), missing: false }),
            None => Err(ReadError {
                reason: String::from("there is no such file in that revision"),
                missing: true,
            }),
        }
    }
}

/// A blob as `cat-file --batch` writes it: a line with its size, its bytes, an end of line.
fn read_blob(from_git: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut header = String::new();
    from_git.read_line(&mut header)?;
    let size = header.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
    let Some(size) = size else { bail!("git said `{}`", header.trim()) };
    let mut bytes = vec![0; size];
    from_git.read_exact(&mut bytes)?;
    from_git.read_exact(&mut [0])?;
    Ok(bytes)
}
