//! The few things that a journal does to a disk.

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A disk, as far as a [`FileJournal`](super::FileJournal) needs one: the seam where tests let a disk fail.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a folder for this user alone, and those above it; one that is there is left as it is.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes a file that was not there, for this user alone, and comes back when its content has reached the disk. Who
    /// reads sees no file or the whole of it. A file that is there is `AlreadyExists`. After another error nothing of
    /// the file is left, if that can be done.
    fn create(&self, file: &Path, content: &[u8]) -> io::Result<()>;

    /// Puts a new content in the place of a file in one step: who reads sees the old or the new, never a mixture.
    fn replace(&self, file: &Path, content: &[u8]) -> io::Result<()>;

    /// The content of a file.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>>;

    /// Removes a file.
    fn remove(&self, file: &Path) -> io::Result<()>;

    /// The files of a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Comes back when the names in a folder have reached the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)
    }

    fn create(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        let beside = written_beside(file, content)?;
        let linked = std::fs::hard_link(&beside, file);
        let _ = std::fs::remove_file(beside);
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => create_in_place(file, content),
            linked => linked,
        }
    }

    fn replace(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        let beside = written_beside(file, content)?;
        std::fs::rename(&beside, file).inspect_err(|_| {
            let _ = std::fs::remove_file(&beside);
        })
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(file)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        std::fs::remove_file(file)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            files.push(entry?.path());
        }
        Ok(files)
    }

    /// Only Unix can do this to a folder; elsewhere the file's own way to the disk has to be enough.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// Puts a content on the disk beside the file that it is for, under a name that no other call of any process uses.
fn written_beside(file: &Path, content: &[u8]) -> io::Result<PathBuf> {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let beside = file.with_extension(format!("{}-{call}.new", std::process::id()));
    write(private().create(true).truncate(true).open(&beside)?, &beside, content)?;
    Ok(beside)
}

/// For file systems without links (FAT): a process that looks while the content is being written sees a part of it,
/// and takes the record for a damaged one, which blocks like a whole one.
fn create_in_place(file: &Path, content: &[u8]) -> io::Result<()> {
    write(private().create_new(true).open(file)?, file, content)
}

/// Comes back when the content is on the disk. A file that can't be written is removed: it is ours, made a moment ago.
/// If it can't be removed either, it blocks: the safe side.
fn write(mut created: File, path: &Path, content: &[u8]) -> io::Result<()> {
    let written = created.write_all(content).and_then(|()| created.sync_all());
    if written.is_err() {
        drop(created);
        let _ = std::fs::remove_file(path);
    }
    written
}

/// To open a file that only this user may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
