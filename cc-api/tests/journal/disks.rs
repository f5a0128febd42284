//! A disk that fails: nothing is sent without a record (F252), and nothing is lost after the send.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cc_api::journal::{Disk, FileJournal, SystemDisk};
use cc_api::{ErrorKind, Note, Outcome};

use crate::support::{Folder, Silent, answering, client, noting, pay, result, under_way};

/// How the disk fails.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Nothing can be written or removed.
    ReadOnly,
    /// Files can be made and stay half empty.
    Full,
    /// The content is written and may not have reached the disk.
    FileSync,
    /// The same for the name.
    FolderSync,
    /// The content of files can't be read.
    Read,
}

/// The disk of this machine with a fault that comes and goes.
#[derive(Debug, Clone)]
struct Faulty(Arc<Mutex<Fault>>);

impl Faulty {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Fault::None)))
    }

    fn set(&self, fault: Fault) {
        *self.0.lock().unwrap() = fault;
    }

    fn fails(&self, fault: Fault, error: io::ErrorKind) -> io::Result<()> {
        if *self.0.lock().unwrap() == fault { Err(error.into()) } else { Ok(()) }
    }
}

impl Disk for Faulty {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.create_folder(folder)
    }

    fn create(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        self.fails(Fault::ReadOnly, io::ErrorKind::ReadOnlyFilesystem)?;
        let full = self.fails(Fault::Full, io::ErrorKind::StorageFull);
        let unsynced = self.fails(Fault::FileSync, io::ErrorKind::Other);
        let written = if full.is_err() { content.len() / 2 } else { content.len() };
        SystemDisk.create(file, &content[..written])?;
        full.and(unsynced).inspect_err(|_| SystemDisk.remove(file).unwrap())
    }

    fn replace(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        self.fails(Fault::ReadOnly, io::ErrorKind::ReadOnlyFilesystem)?;
        self.fails(Fault::Full, io::ErrorKind::StorageFull)?;
        SystemDisk.replace(file, content)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.fails(Fault::Read, io::ErrorKind::PermissionDenied)?;
        SystemDisk.read(file)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.fails(Fault::ReadOnly, io::ErrorKind::ReadOnlyFilesystem)?;
        SystemDisk.remove(file)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        SystemDisk.list(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.fails(Fault::FolderSync, io::ErrorKind::Other)?;
        SystemDisk.sync_folder(folder)
    }
}

const NO_RECORD: [Fault; 4] = [Fault::ReadOnly, Fault::Full, Fault::FileSync, Fault::FolderSync];

#[test]
fn without_a_record_nothing_is_sent_and_the_next_try_passes() {
    for fault in NO_RECORD {
        let folder = Folder::new(&format!("disk-{fault:?}"));
        let disk = Faulty::new();
        let journal = FileJournal::open_on(folder.path(), disk.clone()).unwrap();
        let server = answering(200);
        let client = client(server.clone(), journal);
        disk.set(fault);
        let error = result(pay(&client)).unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts(), server.requests().len()),
            (ErrorKind::Store, Outcome::NotSent, 0, 0),
            "{fault:?}"
        );
        let line = error.to_string();
        assert!(line.starts_with("pay: the journal can't be written: "), "{line}");
        assert!(line.contains("nothing was sent") && line.ends_with("and call again"), "{line}");
        disk.set(Fault::None);
        result(pay(&client)).unwrap();
        assert_eq!(folder.files(), [], "{fault:?}");
    }
}

#[test]
fn a_file_is_whole_as_soon_as_it_can_be_seen() {
    let folder = Folder::new("disk-whole");
    std::fs::create_dir(folder.path()).unwrap();
    let file = folder.path().join("record");
    let content = vec![b'x'; 100_000];
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            for _ in 0..50 {
                SystemDisk.create(&file, &content).unwrap();
                let second = SystemDisk.create(&file, b"other").unwrap_err();
                assert_eq!(second.kind(), io::ErrorKind::AlreadyExists);
                SystemDisk.remove(&file).unwrap();
            }
        });
        while !writer.is_finished() {
            if let Ok(seen) = SystemDisk.read(&file) {
                assert_eq!(seen.len(), content.len());
            }
        }
    });
    assert_eq!(folder.files(), [], "what was written beside is gone");
}

#[test]
fn a_folder_that_cannot_be_used_is_an_error_when_it_is_opened() {
    for fault in NO_RECORD {
        let folder = Folder::new(&format!("open-{fault:?}"));
        let disk = Faulty::new();
        disk.set(fault);
        let error = FileJournal::open_on(folder.path(), disk).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store, "{fault:?}");
    }
    let folder = Folder::new("open-file");
    std::fs::write(folder.path(), "").unwrap();
    let error = FileJournal::open(folder.path()).unwrap_err();
    std::fs::remove_file(folder.path()).unwrap();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(!error.to_string().contains("open-file"), "the name of a folder may be private: {error}");
}

#[test]
fn a_record_that_cannot_be_settled_is_noted_and_blocks() {
    let folder = Folder::new("disk-later");
    let disk = Faulty::new();
    let journal = FileJournal::open_on(folder.path(), disk.clone()).unwrap();
    let (client, notes) = noting(Silent::default(), journal.clone());
    let call = under_way(pay(&client));
    disk.set(Fault::ReadOnly);
    drop(call);
    disk.set(Fault::None);
    let id = journal.entries().unwrap().remove(0).id;
    match &notes.lock().unwrap()[..] {
        [Note::Attempt { .. }, note @ Note::Unsettled { operation: "pay", record, .. }] if *record == id => {
            assert!(note.to_string().contains("will block the same call"), "{note}");
        }
        notes => panic!("{notes:?}"),
    }
    assert_eq!(result(pay(&client)).unwrap_err().kind(), ErrorKind::Duplicate);
}

#[test]
fn a_record_that_cannot_be_read_is_in_the_way() {
    let folder = Folder::new("disk-read");
    let disk = Faulty::new();
    let journal = FileJournal::open_on(folder.path(), disk.clone()).unwrap();
    drop(under_way(pay(&client(Silent::default(), journal.clone()))));
    disk.set(Fault::Read);
    let error = result(pay(&client(answering(200), journal.clone()))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Duplicate, "{error}");
    assert_eq!(journal.entries().unwrap().len(), 1);
}
