//! Writing files so that a failure loses nothing.
//!
//! Everything is first written beside its place under another name; only when all of it is on the disk
//! are the files put in place by renaming. A full disk or a folder without permission is thus met
//! before the first old file is gone, and no reader ever sees half a file.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What is to be done in a folder. Paths are from that folder, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan<'a> {
    /// Files to be written, with their text.
    pub write: Vec<(&'a str, &'a str)>,
    /// Files to be removed.
    pub remove: Vec<&'a str>,
}

/// What we ask of a file system; tests put one in its place that fails.
pub(crate) trait Disk {
    /// Makes a folder and those around it.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file whole, and waits until it is on the disk.
    fn write(&self, path: &Path, text: &str) -> io::Result<()>;
    /// Gives a file another name, replacing what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder if it is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The file system of the machine.
pub(crate) struct RealDisk;

/// Carries a plan out in the folder `root`.
pub(crate) fn apply(disk: &dyn Disk, root: &Path, plan: &Plan<'_>) -> Result<()> {
    let mut staged = Staged { disk, files: Vec::new() };
    for (path, text) in &plan.write {
        staged.add(&root.join(path), text).with_context(|| {
            format!(
                "could not write `{path}`; nothing was changed. Free the disk or the folder, and run it again"
            )
        })?;
    }
    staged.put_in_place()?;
    for path in &plan.remove {
        let file = root.join(path);
        disk.remove(&file).with_context(|| {
            format!("all files are written, but `{path}`, which is left over, could not be removed: remove it by hand")
        })?;
        remove_empty_folders(disk, root, &file);
    }
    Ok(())
}

/// Files that are written but not yet in their places.
struct Staged<'a> {
    disk: &'a dyn Disk,
    /// The name for the time being, and the place.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staged<'_> {
    fn add(&mut self, place: &Path, text: &str) -> io::Result<()> {
        if let Some(folder) = place.parent() {
            self.disk.create_folder(folder)?;
        }
        let staged = staging_name(place);
        self.files.push((staged.clone(), place.to_path_buf()));
        self.disk.write(&staged, text)
    }

    fn put_in_place(mut self) -> Result<()> {
        self.files.reverse();
        while let Some((staged, place)) = self.files.last() {
            self.disk.rename(staged, place).with_context(|| {
                format!(
                    "could not put `{}` in its place; the old file is still there. Run it again to finish",
                    place.display()
                )
            })?;
            self.files.pop();
        }
        Ok(())
    }
}

impl Drop for Staged<'_> {
    /// Clears away what did not get to its place. An error here would hide the one that led to it.
    fn drop(&mut self) {
        for (staged, _) in &self.files {
            drop(self.disk.remove(staged));
        }
    }
}

/// The name beside `place` that holds the text until all is written: `.types.rs.new`.
fn staging_name(place: &Path) -> PathBuf {
    let name = place.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    place.with_file_name(format!(".{name}.new"))
}

/// Removes the folders that became empty, up to `root`. One that can't be removed does no harm.
fn remove_empty_folders(disk: &dyn Disk, root: &Path, file: &Path) {
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != root);
    for folder in folders {
        if disk.remove_folder(folder).is_err() {
            return;
        }
    }
}

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        use std::io::Write as _;
        let mut file = std::fs::File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::testing::TempFolder;

    /// The real file system, but one kind of operation fails from its n-th use on.
    struct Failing {
        operation: &'static str,
        good_ones: Cell<u32>,
    }

    impl Failing {
        fn after(operation: &'static str, good_ones: u32) -> Self {
            Self { operation, good_ones: Cell::new(good_ones) }
        }

        fn ask(&self, operation: &'static str) -> io::Result<()> {
            if operation != self.operation {
                return Ok(());
            }
            match self.good_ones.get().checked_sub(1) {
                Some(left) => {
                    self.good_ones.set(left);
                    Ok(())
                }
                None => Err(io::Error::new(io::ErrorKind::StorageFull, "no space left")),
            }
        }
    }

    impl Disk for Failing {
        fn create_folder(&self, path: &Path) -> io::Result<()> {
            self.ask("create_folder").and_then(|()| RealDisk.create_folder(path))
        }

        fn write(&self, path: &Path, text: &str) -> io::Result<()> {
            // Half of the text arrives, as on a real disk.
            self.ask("write")
                .or_else(|error| RealDisk.write(path, &text[..text.len() / 2]).and(Err(error)))
                .and_then(|()| RealDisk.write(path, text))
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.ask("rename").and_then(|()| RealDisk.rename(from, to))
        }

        fn remove(&self, path: &Path) -> io::Result<()> {
            RealDisk.remove(path)
        }

        fn remove_folder(&self, path: &Path) -> io::Result<()> {
            RealDisk.remove_folder(path)
        }
    }

    const OLD: [(&str, &str); 3] = [("a/one.rs", "old 1"), ("a/two.rs", "old 2"), ("b/left.rs", "old 3")];

    fn plan() -> Plan<'static> {
        Plan {
            write: vec![("a/one.rs", "new 1"), ("a/two.rs", "new 2"), ("c/three.rs", "new 3")],
            remove: vec!["b/left.rs"],
        }
    }

    fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_plan_writes_replaces_and_removes() {
        let folder = TempFolder::with(&OLD);
        apply(&RealDisk, folder.path(), &plan()).unwrap();
        assert_eq!(
            folder.texts(),
            owned(&[("a/one.rs", "new 1"), ("a/two.rs", "new 2"), ("c/three.rs", "new 3")])
        );
        assert!(!folder.path().join("b").exists(), "the empty folder is removed");
    }

    #[test]
    fn a_write_that_fails_leaves_every_old_file() {
        for good_ones in 0..3 {
            let folder = TempFolder::with(&OLD);
            let error = apply(&Failing::after("write", good_ones), folder.path(), &plan()).unwrap_err();
            assert_eq!(folder.texts(), owned(&OLD), "after {good_ones} good writes");
            let message = format!("{error:#}");
            assert!(message.contains("nothing was changed"), "{message}");
            assert!(message.contains("no space left"), "{message}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_leaves_every_old_file() {
        let folder = TempFolder::with(&OLD);
        apply(&Failing::after("create_folder", 2), folder.path(), &plan()).unwrap_err();
        assert_eq!(folder.texts(), owned(&OLD));
    }

    #[test]
    fn a_rename_that_fails_leaves_whole_files_and_nothing_half_done() {
        let folder = TempFolder::with(&OLD);
        let error = apply(&Failing::after("rename", 1), folder.path(), &plan()).unwrap_err();
        assert_eq!(
            folder.texts(),
            owned(&[("a/one.rs", "new 1"), ("a/two.rs", "old 2"), ("b/left.rs", "old 3")])
        );
        assert!(format!("{error:#}").contains("the old file is still there"));
    }

    #[test]
    fn a_place_taken_by_a_folder_is_an_error_that_loses_nothing() {
        let folder = TempFolder::with(&[("one.rs/inside.rs", "kept")]);
        let plan = Plan { write: vec![("one.rs", "new")], remove: vec![] };
        apply(&RealDisk, folder.path(), &plan).unwrap_err();
        assert_eq!(folder.texts(), owned(&[("one.rs/inside.rs", "kept")]));
    }
}
