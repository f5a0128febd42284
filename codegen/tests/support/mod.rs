//! Documents for tests: the files of a folder, by their path below it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The text of each file, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// A folder below `codegen`.
pub(crate) fn folder(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// The files of a folder, less the folders and files with one of these names.
pub(crate) fn files_of(folder: &Path, without: &[&str]) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in std::fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if without.contains(&name) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let below = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(below, text);
            }
        }
    }
    files
}
