//! Records of the journal of costly calls: whatever a file of it holds, the call that it stands for is not made again
//! until somebody has resolved the record.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cc_api::ErrorKind;
use cc_api::catalogue::{Operation, Param, Place};
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::journal::{Disk, FileJournal, State};
use cc_api::transport::Failure;

use crate::client::{builder, built, check_error, outcome};

/// An operation that costs money: one that nobody has classified.
static PAY: Operation = Operation {
    id: "pay",
    path: "/pay/{id}",
    params: &[Param { name: "id", wire: "id", place: Place::Path, ..Param::BLANK }],
    ..Operation::BLANK
};

/// Puts the bytes into the place of a record, and makes the call again.
pub fn run(data: &[u8]) {
    let disk = Memory::default();
    let journal = FileJournal::open_on("journal", disk.clone());
    let journal = journal.unwrap_or_else(|error| panic!("the journal can't be opened: {error}"));
    let fake = FakeTransport::new();
    fake.script("pay", FakeAnswer::failure(Failure::Broken, "it broke"));
    let client = built(builder(&fake).journal(journal.clone()));
    let pay = || outcome(client.call(&PAY).arg("id", "a"));
    assert!(pay().is_err_and(|error| error.may_have_happened()), "an answer came");

    disk.damage(data);
    let Err(refused) = pay() else { panic!("a costly call was made a second time") };
    assert_eq!((refused.kind(), fake.requests().len()), (ErrorKind::Duplicate, 1), "{refused}");
    check_error(&refused);

    let entries = journal.entries().unwrap_or_else(|error| panic!("the records can't be read: {error}"));
    let [record] = entries.as_slice() else { panic!("{} records", entries.len()) };
    assert_eq!(record.state == State::Damaged, record.started.is_none(), "{record:?}");
    let resolved = journal.resolve(&record.id);
    assert!(resolved.is_ok_and(|resolved| resolved == *record), "{record:?}");
    let _ = pay();
    assert_eq!(fake.requests().len(), 2, "a resolved record still blocks");
}

/// A disk in memory.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>);

impl Memory {
    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives all files this content.
    fn damage(&self, content: &[u8]) {
        for file in self.files().values_mut() {
            content.clone_into(file);
        }
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk for Memory {
    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn create(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        if self.files().contains_key(file) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.replace(file, content)
    }

    fn replace(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        self.files().insert(file.to_path_buf(), content.to_vec());
        Ok(())
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.files().get(file).cloned().ok_or_else(not_found)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.files().remove(file).map(drop).ok_or_else(not_found)
    }

    fn list(&self, _: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.files().keys().cloned().collect())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}
