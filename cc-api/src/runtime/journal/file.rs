//! A journal in a folder, a file a record.
//!
//! The name of a file is a hash of whose call it is and what it asks for, and a file is only ever made where none was:
//! of any number of processes that begin the same call at once, the file system lets one through. No lock is held, so
//! none is left behind by a process that is killed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::super::error::{Error, ErrorKind, Outcome};
use super::super::words::all_bytes;
use super::disk::{Disk, SystemDisk};
use super::{Entry, Journal, JournalError, Record, Ticket, hex, record};

/// A [`Journal`] in a folder of a local disk, shared by all processes that open it.
///
/// A record is a small JSON file that only its user may read. It holds the operation, hashes of key and request, the
/// time and the process; never the key, never the request. It is on disk, file and name, before the call is sent.
/// Removing it at the end is left to the system's own pace: a record that comes back after a power cut blocks a call
/// that could pass, which is the better mistake.
///
/// Clones are the same journal: give one to the client, keep one for [`entries`](Self::entries).
#[derive(Debug, Clone)]
pub struct FileJournal {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
}

/// How often a record that is in the way may be gone when it is looked at.
const TRIES: u32 = 3;

impl FileJournal {
    /// Opens the folder, or makes it. An error of kind `Store` says why nothing can be written there: better now than
    /// when it is time to pay.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_on(folder, SystemDisk)
    }

    /// The same on a disk of your own: for tests.
    pub fn open_on(folder: impl AsRef<Path>, disk: impl Disk + 'static) -> Result<Self, Error> {
        let disk = Arc::new(disk);
        // A program that changes its folder later still means this one.
        let folder = std::path::absolute(folder.as_ref());
        let journal = folder.map(|folder| Self { folder, disk });
        journal
            .and_then(Self::tried)
            .map_err(|error| store_error(&format!("the journal's folder can't be used: {}", reason(&error))))
    }

    /// Makes the folder and tries whether a file can be made in it.
    fn tried(self) -> io::Result<Self> {
        self.disk.create_folder(&self.folder)?;
        if let Some(parent) = self.folder.parent() {
            self.disk.sync_folder(parent)?;
        }
        let probe = self.folder.join(format!("probe-{}", std::process::id()));
        match self.disk.create(&probe, b"") {
            // Another thread of ours tries at this moment, or a process of this number once died doing so.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        match self.disk.remove(&probe) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(self),
        }
    }

    /// The records that are left, oldest first: calls that are under way, and calls of which nobody knows how they
    /// ended.
    pub fn entries(&self) -> Result<Vec<Record>, Error> {
        let mut records = self.records("").map_err(|error| failed("read", &error))?;
        records.sort_by_key(|record| record.started);
        Ok(records)
    }

    /// Settles a record by its `id`: it is known now whether the call happened, and the same call may be made again.
    /// Gives the record as it was. An error of kind `InvalidInput` says that there is none.
    pub fn resolve(&self, id: &str) -> Result<Record, Error> {
        let none =
            || Error::input("the journal has no record of this name; its entries name those that it has");
        if !is_id(id) {
            return Err(none());
        }
        let resolved = self.record(id).and_then(|record| {
            self.disk.remove(&self.file(id))?;
            self.disk.sync_folder(&self.folder)?;
            Ok(record)
        });
        resolved.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => none(),
            _ => store_error(&format!("the journal's record can't be removed: {}", reason(&error))),
        })
    }

    fn file(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    fn record(&self, id: &str) -> io::Result<Record> {
        Ok(record::read(id, &self.disk.read(&self.file(id))?))
    }

    /// The records whose names begin like this. One that goes away meanwhile is none.
    fn records(&self, begin: &str) -> io::Result<Vec<Record>> {
        let mut records = Vec::new();
        for path in self.disk.list(&self.folder)? {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(id) = name.strip_suffix(".json") else { continue };
            if is_id(id) && id.starts_with(begin) {
                match self.record(id) {
                    Ok(record) => records.push(record),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(_) => records.push(record::damaged(id)),
                }
            }
        }
        Ok(records)
    }

    /// Makes the file of a record. With it on disk, its name may not be; then it is taken back.
    fn create(&self, id: &str, entry: &Entry) -> io::Result<Ticket> {
        let file = self.file(id);
        self.disk.create(&file, &record::write(entry))?;
        if let Err(error) = self.disk.sync_folder(&self.folder) {
            let _ = self.disk.remove(&file);
            return Err(error);
        }
        Ok(Ticket { id: id.to_owned(), nonce: entry.nonce })
    }

    /// The ticket back, unless there is another record of the same call: a duplicate that was allowed has a name of its
    /// own. It is looked for last, since whoever looks before its own record is there may miss one that is being made.
    fn if_alone(&self, ticket: Ticket) -> Result<Ticket, JournalError> {
        let refused = match self.records(&ticket.id) {
            Ok(records) => match records.into_iter().find(|record| record.id != ticket.id) {
                None => return Ok(ticket),
                Some(first) => JournalError::Duplicate(Box::new(first)),
            },
            Err(error) => failed_to_write(&error),
        };
        let _ = self.disk.remove(&self.file(&ticket.id));
        Err(refused)
    }
}

impl Journal for FileJournal {
    fn begin(&self, entry: &Entry) -> Result<Ticket, JournalError> {
        let name = name_of(entry);
        if entry.duplicate_allowed {
            let own = format!("{name}-{}", record::nonce_text(entry.nonce));
            return self.create(&own, entry).map_err(|error| failed_to_write(&error));
        }
        for _ in 0..TRIES {
            match self.create(&name, entry) {
                Ok(ticket) => return self.if_alone(ticket),
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(failed_to_write(&error));
                }
                Err(_) => {}
            }
            match self.record(&name) {
                Ok(first) => return Err(JournalError::Duplicate(Box::new(first))),
                // It was removed just now: the call has ended, and this one may follow it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => break,
            }
        }
        Err(JournalError::Duplicate(Box::new(record::damaged(&name))))
    }

    fn finish(&self, ticket: &Ticket, outcome: Outcome) -> Result<(), JournalError> {
        let file = self.file(&ticket.id);
        let finished = self.disk.read(&file).and_then(|content| {
            // The name may be that of a later call by now, if somebody resolved the record meanwhile.
            let Some(unknown) = record::as_unknown(&content, ticket.nonce) else { return Ok(()) };
            if outcome == Outcome::Unknown {
                self.disk.replace(&file, &unknown)
            } else {
                self.disk.remove(&file)
            }
        });
        match finished {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed_to_write(&error)),
            _ => Ok(()),
        }
    }
}

/// The name of the record of a call: the same for the same key, operation and request.
fn name_of(entry: &Entry) -> String {
    let hash = Sha256::new()
        .chain_update(entry.operation)
        .chain_update([0])
        .chain_update(entry.key.0)
        .chain_update(entry.request.0)
        .finalize();
    hex(&hash[..16])
}

/// Whether a text can be the name of a record; anything else is not looked up, as it could lead out of the folder.
fn is_id(text: &str) -> bool {
    text.len() >= 32 && all_bytes(text, |b| b.is_ascii_hexdigit() || b == b'-')
}

fn failed_to_write(error: &io::Error) -> JournalError {
    JournalError::Store(format!("the journal can't be written: {}", reason(error)))
}

fn failed(what: &str, error: &io::Error) -> Error {
    store_error(&format!("the journal can't be {what}: {}", reason(error)))
}

/// What the system says, without paths: the caller knows the folder, and its name may be private.
fn reason(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(_) => error.to_string(),
        None => error.kind().to_string(),
    }
}

/// The journal doesn't work.
pub(crate) fn store_error(what: &str) -> Error {
    Error::new(ErrorKind::Store, what).with_advice(
        "make room in the journal's folder, or give this user the right to write there, and call again",
    )
}
