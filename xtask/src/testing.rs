//! Help for tests: a folder that goes away with its value.

use std::path::{Path, PathBuf};
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
