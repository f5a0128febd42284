//! Help for tests: folders and repositories that go away with their values.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of its own for one test, removed when the value is dropped.
pub(crate) struct TempFolder {
    path: PathBuf,
}

impl TempFolder {
    /// A new folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("xtask-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        let folder = Self { path };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file in it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    /// Writes a file in it that need not be text.
    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The paths and texts of all files in it.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        crate::folder::read_below(&self.path, "")
            .unwrap()
            .into_iter()
            .map(|(path, text)| (path, text.unwrap_or_default()))
            .collect()
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // A folder that can't be removed is the machine's to clean up; the test has had its result.
        drop(std::fs::remove_dir_all(&self.path));
    }
}

/// The folder of a repository of git, with a branch `main`, whoever runs the test and however their git is set up.
pub(crate) struct TempRepository {
    folder: TempFolder,
}

impl TempRepository {
    /// A repository whose first commit has these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let repository = Self { folder: TempFolder::with(files) };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &TempFolder {
        &self.folder
    }

    /// Writes files and commits all there is; the hash of the commit.
    pub(crate) fn commit_with(&self, files: &[(&str, &str)]) -> String {
        for (path, text) in files {
            self.folder.write(path, text);
        }
        self.commit()
    }

    fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "A change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// What git says to these arguments.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let nowhere = self.folder.path().join("no-such-config");
        let output = Command::new("git")
            .current_dir(self.folder.path())
            .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"])
            .args(["-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", &nowhere)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "2026-11-22T12:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-11-22T12:00:00Z")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}
