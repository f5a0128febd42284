//! Reading folders: all files below one, by path.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders that hold no sources, wherever they are.
const SKIPPED: [&str; 3] = [".git", "target", "node_modules"];

/// The files below a folder: path from `root`, with `/`, and the text; `None` where a file is not text.
pub(crate) type Files = BTreeMap<String, Option<String>>;

/// Reads every file below `root/below`. A folder that is not there has no files.
pub(crate) fn read_below(root: &Path, below: &str) -> Result<Files> {
    let mut files = Files::new();
    visit(root, below, &mut files)?;
    Ok(files)
}

fn visit(root: &Path, below: &str, files: &mut Files) -> Result<()> {
    let folder = if below.is_empty() { root.to_path_buf() } else { root.join(below) };
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("could not list `{}`", folder.display())),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("could not list `{}`", folder.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type().with_context(|| format!("could not look at `{path}`"))?;
        if kind.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                visit(root, &path, files)?;
            }
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).with_context(|| format!("could not read `{path}`"))?;
            files.insert(path, String::from_utf8(bytes).ok());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    #[test]
    fn every_file_below_a_folder_is_found_by_its_path() {
        let folder = TempFolder::with(&[("a/b.rs", "one"), ("a/c/d.rs", "two"), ("other.rs", "three")]);
        folder.write_bytes("a/picture.png", &[0xff, 0xfe, 0x00]);
        folder.write("a/target/left.rs", "skipped");

        let files = read_below(folder.path(), "a").unwrap();

        let expected = [("a/b.rs", Some("one")), ("a/c/d.rs", Some("two")), ("a/picture.png", None)];
        assert_eq!(
            files,
            expected.into_iter().map(|(path, text)| (path.to_owned(), text.map(str::to_owned))).collect()
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        let folder = TempFolder::with(&[]);
        assert!(read_below(folder.path(), "nowhere").unwrap().is_empty());
    }
}
