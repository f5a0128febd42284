//! Files as they are in a revision, read from git without touching the work tree.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};
use codegen::load::{ReadError, ReadSource};

/// Settings of the user that would change what git prints.
const SETTINGS: [&str; 4] =
    ["color.ui=never", "core.quotePath=false", "log.showSignature=false", "core.fsmonitor=false"];

/// Variables that a hook is given, and that would lead git to another repository than the one of the folder.
const OF_HOOKS: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
];

/// A repository.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    folder: PathBuf,
}

/// The files below a folder of a revision, in memory.
#[derive(Debug)]
pub(crate) struct RevisionSource {
    texts: BTreeMap<String, Result<String, String>>,
}

/// A file of a revision, as git lists it.
struct Entry {
    path: String,
    mode: String,
    blob: String,
}

impl Repository {
    /// The repository around a folder. Paths in it count from that folder.
    pub(crate) fn around(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The full hash of a revision; `None` if there is no such one.
    pub(crate) fn commit(&self, revision: &str) -> Result<Option<String>> {
        if revision.is_empty() || revision.contains('\0') {
            return Ok(None);
        }
        let asked = format!("{revision}^{{commit}}");
        let output = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?;
        if output.status.success() {
            return Ok(Some(String::from_utf8_lossy(&output.stdout).trim().to_owned()));
        }
        // Without a repository there is no revision either, but that is another thing to say.
        self.ask(&["rev-parse", "--git-dir"])?;
        Ok(None)
    }

    /// The commit at which two revisions parted.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>> {
        let output = self.run(&["merge-base", one, other])?;
        let hash = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(hash).filter(|hash| output.status.success() && !hash.is_empty()))
    }

    /// The day of a commit, as its committer's clock had it: `2026-11-22`.
    pub(crate) fn day(&self, revision: &str) -> Result<String> {
        self.ask(&["log", "-1", "--no-show-signature", "--format=%cs", "--end-of-options", revision, "--"])
    }

    /// The commits that touched a folder or file, oldest first; of a merge, what it brought.
    pub(crate) fn commits_of(&self, path: &str) -> Result<Vec<String>> {
        let text = self.ask(&["log", "--first-parent", "--format=%H", "--reverse", "HEAD", "--", path])?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// The last tag of a version before `HEAD`: `v1.2.3`, or `1.2.3`.
    pub(crate) fn last_version_tag(&self) -> Result<Option<String>> {
        let arguments =
            ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "--match", "[0-9]*.[0-9]*", "HEAD"];
        let output = self.run(&arguments)?;
        let tag = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(tag).filter(|tag| output.status.success() && !tag.is_empty()))
    }

    /// All files below a folder of a revision, or the one file. An empty path is the whole tree.
    pub(crate) fn files(&self, revision: &str, path: &str) -> Result<RevisionSource> {
        let entries = self.entries(revision, path)?;
        self.blobs(&entries).with_context(|| format!("the files of {revision} could not be read"))
    }

    /// Whether a revision has a file.
    pub(super) fn has_file(&self, revision: &str, path: &str) -> Result<bool> {
        Ok(!path.is_empty() && self.entries(revision, path)?.iter().any(|entry| entry.path == path))
    }

    fn entries(&self, revision: &str, path: &str) -> Result<Vec<Entry>> {
        let mut arguments = vec!["ls-tree", "-r", "-z", revision];
        if !path.is_empty() {
            arguments.extend(["--", path]);
        }
        let listing = self.ask_text(&arguments)?;
        let entries = listing.split('\0').filter_map(|entry| {
            let (head, path) = entry.split_once('\t')?;
            let mut words = head.split(' ');
            let (mode, kind, blob) = (words.next()?, words.next()?, words.next()?);
            let entry = Entry { path: path.to_owned(), mode: mode.to_owned(), blob: blob.to_owned() };
            (kind == "blob").then_some(entry)
        });
        Ok(entries.collect())
    }

    /// The texts of blobs by path, through one process.
    fn blobs(&self, entries: &[Entry]) -> Result<RevisionSource> {
        let mut child = self
            .git(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("git could not be started")?;
        let (Some(mut to_git), Some(from_git)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("git gave no pipes");
        };
        let mut from_git = BufReader::new(from_git);
        let mut texts = BTreeMap::new();
        for entry in entries {
            writeln!(to_git, "{}", entry.blob)?;
            to_git.flush()?;
            let text = String::from_utf8(read_blob(&mut from_git)?);
            let text = match entry.mode.as_str() {
                "120000" => Err(String::from("it is a symbolic link, which is not followed in a revision")),
                _ => text.map_err(|_| String::from("it is not UTF-8 text")),
            };
            texts.insert(entry.path.clone(), text);
        }
        drop(to_git);
        child.wait()?;
        Ok(RevisionSource { texts })
    }

    fn ask(&self, arguments: &[&str]) -> Result<String> {
        Ok(self.ask_text(arguments)?.trim().to_owned())
    }

    fn ask_text(&self, arguments: &[&str]) -> Result<String> {
        let output = self.run(arguments)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            bail!("`git {}` failed: {said}", arguments.join(" "));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        self.git(arguments)
            .stdin(Stdio::null())
            .output()
            .context("git could not be started: is it installed?")
    }

    /// Git as everybody has it: no pager, no colour, no prompt, no lock, and the repository of the folder.
    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(["--no-pager", "--literal-pathspecs"]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        for variable in OF_HOOKS {
            command.env_remove(variable);
        }
        command.envs([("LC_ALL", "C"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0")]);
        command.args(arguments);
        command
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{OF_HOOKS, Repository};

    #[test]
    fn what_a_hook_is_given_does_not_reach_git() {
        let command = Repository::around(Path::new(".")).git(&["status"]);
        for variable in OF_HOOKS {
            let removed = command.get_envs().any(|(name, value)| name == variable && value.is_none());
            assert!(removed, "{variable}");
        }
    }
}
