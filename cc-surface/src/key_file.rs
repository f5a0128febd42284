//! Writing a file that only this user may read, in one step, and by one process at a time.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Puts a content in the place of a file: who reads sees the old or the new, and nobody else reads at all.
pub(crate) fn write_private(file: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        create_private_folder(folder)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = Path::new(&beside);
    let written = write_new(beside, content).and_then(|()| std::fs::rename(beside, file));
    if written.is_err() {
        let _ = std::fs::remove_file(beside);
    }
    written
}

/// Keeps other processes from changing a file until the value is dropped. They lock a file beside it, since the file
/// itself is replaced. Where the file system knows no locks, nobody is kept out.
pub(crate) fn lock(file: &Path) -> io::Result<File> {
    if let Some(folder) = file.parent() {
        create_private_folder(folder)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(".lock");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let locked = options.open(Path::new(&beside))?;
    match locked.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(locked),
    }
}

fn write_new(file: &Path, content: &str) -> io::Result<()> {
    // A process of this number may once have died here.
    let _ = std::fs::remove_file(file);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut created = options.open(file)?;
    created.write_all(content.as_bytes())?;
    created.sync_all()
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}
