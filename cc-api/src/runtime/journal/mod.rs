//! A journal of costly calls: what must still be known when the process is gone.
//!
//! A process that dies between sending and answer takes along that it has sent. Started again, it would pay a second
//! time. With a journal each costly call is written down before it is sent, and struck out when it is known how it
//! ended. What is left over blocks the same call (same key, operation, tenant and arguments) with an error of kind
//! `Duplicate`, until somebody has looked whether it happened and has resolved the record, or says
//! `with_duplicate_allowed` on the call.
//!
//! ```no_run
//! # fn example(key: cc_api::Credential) -> Result<(), cc_api::Error> {
//! use cc_api::journal::FileJournal;
//!
//! let journal = FileJournal::open("journal")?;
//! # #[cfg(feature = "http")]
//! let client = cc_api::Client::builder_for(&cc_api::internal::TEST_API)
//!     .credential(key)
//!     .journal(journal.clone())
//!     .build()?;
//! // Later, or in another program: what is left to be looked at?
//! for record in journal.entries()? {
//!     println!("{}: {} at {:?}", record.id, record.operation, record.started);
//! }
//! # Ok(()) }
//! ```
//!
//! [`FileJournal`] is a folder that the processes of one machine share. A [`Journal`] of your own can be a table that
//! the machines of a fleet share. Either is called on the thread that sends, which waits for it: a costly call is
//! rare, and being sure costs it a few milliseconds of the disk. A journal that may take longer than that should
//! give up and say so.

mod disk;
mod file;
mod record;

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

pub use disk::{Disk, SystemDisk};
pub use file::FileJournal;
pub(super) use file::store_error;

use super::error::Outcome;
use super::quota::KeyId;

/// Where costly calls are written down.
pub trait Journal: fmt::Debug + Send + Sync {
    /// Writes down that a call is about to be sent. When it comes back with a ticket, the record outlives a crash of
    /// the process and of the machine; with an error, nothing is sent.
    ///
    /// A record of the same operation, key and request that is still there is a [`JournalError::Duplicate`], unless
    /// the entry allows it. Of several processes that begin the same call at once, one may get a ticket.
    fn begin(&self, entry: &Entry) -> Result<Ticket, JournalError>;

    /// Writes down how the call ended: a record whose outcome is [`Outcome::Unknown`] stays, any other goes. What is
    /// no longer there, since somebody resolved it, is no error.
    fn finish(&self, ticket: &Ticket, outcome: Outcome) -> Result<(), JournalError>;
}

/// A call that is about to be sent. It holds neither the key nor the body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The operation, by its name in the catalogue.
    pub operation: &'static str,
    /// Whose call it is.
    pub key: KeyId,
    /// What is asked for.
    pub request: RequestHash,
    /// A number of 128 bits that no other call has.
    pub nonce: u128,
    /// When it was begun.
    pub started: Timestamp,
    /// The process that sends it.
    pub process: u32,
    /// Whether records of the same call don't matter.
    pub duplicate_allowed: bool,
}

/// What a journal gives out for an entry, and takes back at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The journal's name for the record, to be shown to people.
    pub id: String,
    /// The nonce of the entry, since a name may be given again.
    pub nonce: u128,
}

/// A record of a journal: a call of which it is not known how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The journal's name for it.
    pub id: String,
    /// The operation, by its name in the catalogue; empty if the record is damaged.
    pub operation: String,
    /// When the call was begun, if that can be read.
    pub started: Option<Timestamp>,
    /// The process that sent it, if that can be read.
    pub process: Option<u32>,
    /// What is known.
    pub state: State,
}

/// What is known of a call in a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It was about to be sent. It is under way, or its process was ended before it could write down more.
    Sent,
    /// It was sent, and no answer came that says what became of it.
    Unknown,
    /// The record can't be read.
    Damaged,
}

/// Why a journal did not take an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JournalError {
    /// The same call is in the journal.
    Duplicate(Box<Record>),
    /// The journal can't be read or written: what failed and why, in words that hold no secret.
    Store(String),
}

/// What a call asks for, as a hash (SHA-256) over operation, tenant, path, query, headers of the document and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestHash(pub [u8; 32]);

impl Record {
    /// A record of this name, for a journal of your own; set `started` and `process` if they are known.
    pub fn new(id: impl Into<String>, operation: impl Into<String>, state: State) -> Self {
        Self { id: id.into(), operation: operation.into(), started: None, process: None, state }
    }
}

impl Entry {
    pub(super) fn new(
        operation: &'static str,
        key: KeyId,
        request: RequestHash,
        started: Timestamp,
        duplicate_allowed: bool,
    ) -> Self {
        let process = std::process::id();
        Self { operation, key, request, nonce: nonce(), started, process, duplicate_allowed }
    }
}

/// 128 random bits: the standard library seeds each of its hashers from the system's generator.
fn nonce() -> u128 {
    let [high, low] = [(); 2].map(|()| RandomState::new().build_hasher().finish());
    u128::from(high) << 64 | u128::from(low)
}

impl RequestHash {
    pub(super) fn of(head: &str, body: &[u8]) -> Self {
        let length = u64::try_from(head.len()).unwrap_or(u64::MAX).to_be_bytes();
        Self(Sha256::new().chain_update(length).chain_update(head).chain_update(body).finalize().into())
    }
}

impl fmt::Display for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

fn write_hex(bytes: &[u8], f: &mut dyn fmt::Write) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Bytes as text.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    // Writing into a text does not fail.
    let _ = write_hex(bytes, &mut text);
    text
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate(record) => write!(f, "the same call is in the journal, as {}", record.id),
            Self::Store(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for JournalError {}
