//! The database: `SQLite` in memory or in a file, one writer, several readers.
//!
//! Requests are answered off the async threads. Reads run side by side; a write is one transaction, alone, and a
//! refusal rolls it back: a call that is refused has changed nothing.

mod migrate;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::Semaphore;

use crate::refused::Refused;

/// How many requests may be in the database at once. More threads than that only wait for the two locks.
const LANES: usize = 8;

/// How many statements a connection keeps compiled.
const STATEMENTS: usize = 400;

/// The database of one sandbox.
#[derive(Debug)]
pub(crate) struct Database {
    address: Address,
    lanes: Semaphore,
    /// Held for reading by every read, for writing by the one write: nobody ever meets a busy database.
    turn: RwLock<()>,
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

/// Why a transaction is rolled back: whatever can also say that the database or the sandbox failed.
pub(crate) trait Undo: From<rusqlite::Error> + From<Refused> + Send + 'static {}

impl<E: From<rusqlite::Error> + From<Refused> + Send + 'static> Undo for E {}

#[derive(Debug, Clone)]
enum Address {
    Memory(String),
    File(PathBuf),
}

impl Database {
    /// Opens the file, or a database in memory without one, and brings its tables up to date.
    pub(crate) fn open(file: Option<&Path>) -> anyhow::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let address = match file {
            Some(path) => Address::File(path.to_owned()),
            // A name of its own, so that several sandboxes of one process do not share a database.
            None => {
                Address::Memory(format!("file:/sandbox-{}?vfs=memdb", NEXT.fetch_add(1, Ordering::Relaxed)))
            }
        };
        let mut writer = address.connect()?;
        migrate::bring_up_to_date(&mut writer)?;
        Ok(Self {
            address,
            lanes: Semaphore::new(LANES),
            turn: RwLock::new(()),
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
        })
    }

    /// Whether what is written outlives the process.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self.address, Address::File(_))
    }

    /// Reads, on a thread that may wait.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let database = Arc::clone(self);
        self.off_thread(move || {
            let _turn = database.turn.read().unwrap_or_else(PoisonError::into_inner);
            let idle = database.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let reader = match idle {
                Some(reader) => reader,
                None => database.address.connect().map_err(|error| Refused::failure(&error))?,
            };
            let result = work(&reader);
            database.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
            result
        })
        .await
    }

    /// Writes in one transaction, on a thread that may wait; a refusal rolls it back.
    pub(crate) async fn write<T: Send + 'static, E: Undo>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let database = Arc::clone(self);
        self.off_thread(move || database.write_here(work)).await
    }

    /// Writes in one transaction, on this very thread.
    pub(crate) fn write_here<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _turn = self.turn.write().unwrap_or_else(PoisonError::into_inner);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    async fn off_thread<T: Send + 'static, E: Undo>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let lane = self.lanes.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        drop(lane);
        done.unwrap_or_else(|panic| Err(Refused::failure(&panic).into()))
    }
}

impl Address {
    fn connect(&self) -> anyhow::Result<Connection> {
        let connection = match self {
            Self::Memory(uri) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_URI
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(uri, flags).context("no database could be made in memory")?
            }
            Self::File(path) => {
                let connection = Connection::open(path)
                    .with_context(|| format!("the database {} cannot be opened", path.display()))?;
                // What is acknowledged is in the log file before the answer goes out: a killed process loses nothing.
                connection.pragma_update(None, "journal_mode", "wal")?;
                connection.pragma_update(None, "synchronous", "normal")?;
                connection.pragma_update(None, "mmap_size", 1_i64 << 32)?;
                connection
            }
        };
        connection.pragma_update(None, "foreign_keys", true)?;
        // Without it, a statement is compiled anew whenever a parameter changes that a partial index could hang on.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(connection)
    }
}

#[cfg(test)]
mod tests;
