//! The file: opened for this user alone, and set aside if it can't be what we wrote.

use std::fs::{DirBuilder, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params};

use super::clock::{Clocks, Mark, Shown};
use crate::runtime::quota::StoreError;

/// How long another process may hold the file.
const PATIENCE: Duration = Duration::from_millis(1500);
/// What marks the file as ours, and which version of it.
const APPLICATION: i32 = 0x4343_5155;
const VERSION: i32 = 1;
/// A file that was last written so much later than now is not to be trusted.
const FUTURE: u64 = 25 * 3_600_000;
/// How long a file that takes the place of another one is careful: until every window has passed.
const CAREFUL: u64 = 25 * 3_600_000;

const TABLES: &str = "
    CREATE TABLE clock (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        time INTEGER NOT NULL, wall INTEGER NOT NULL, boot INTEGER, running INTEGER, slack INTEGER NOT NULL,
        careful_until INTEGER NOT NULL, windows TEXT
    );
    CREATE TABLE state (key BLOB PRIMARY KEY, bytes BLOB NOT NULL, touched INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE slot (
        key BLOB NOT NULL, id INTEGER NOT NULL, probe INTEGER NOT NULL, ends INTEGER NOT NULL,
        PRIMARY KEY (key, id)
    ) WITHOUT ROWID;";

/// Why something could not be done with a file.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not what we wrote.
    Damaged,
    /// It could not be read or written now.
    Failed(StoreError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            // `Unknown` is what a missing table gives, and none is a column that holds something else.
            Some(
                ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ConstraintViolation
                | ErrorCode::Unknown,
            )
            | None => Self::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Failed(StoreError::new("another process holds the file of the quota"))
            }
            Some(code) => Self::Failed(StoreError::new(format!("the file of the quota: {code:?}"))),
        }
    }
}

/// An open file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) connection: Connection,
    /// Which file it is: somebody may put another one in its place.
    identity: (u64, u64),
}

impl File {
    /// Opens the file, or makes it; one that is not ours is set aside.
    pub(super) fn open(path: &Path, clocks: &Clocks) -> Result<Self, StoreError> {
        match Self::try_open(path, clocks, false) {
            Ok(file) => Ok(file),
            Err(Fault::Failed(error)) => Err(error),
            Err(Fault::Damaged) => Self::replace(path, clocks),
        }
    }

    /// Sets a file aside and makes a new one, which is careful at first.
    pub(super) fn replace(path: &Path, clocks: &Clocks) -> Result<Self, StoreError> {
        let beside = |name: &Path, end: &str| {
            let mut name = name.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let aside = beside(path, ".set-aside");
        // What was not yet carried over first, so that it never comes to lie beside a new file.
        for end in ["-wal", "-shm", ""] {
            match std::fs::rename(beside(path, end), beside(&aside, end)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed("a damaged file can't be set aside", &error));
                }
                _ => {}
            }
        }
        Self::try_open(path, clocks, true).map_err(|fault| match fault {
            Fault::Damaged => StoreError::new("the file of the quota is damaged, and so is the new one"),
            Fault::Failed(error) => error,
        })
    }

    fn try_open(path: &Path, clocks: &Clocks, careful: bool) -> Result<Self, Fault> {
        let identity = make(path).map_err(Fault::Failed)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        let begun = Instant::now();
        let mut file = Self { connection, identity };
        loop {
            match file.prepare(clocks.read(), careful) {
                // While another process sets the file up, SQLite does not always wait on its own.
                Err(fault) if is_busy(&fault) && begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(fault) => return Err(fault.into()),
                Ok(true) => return Ok(file),
                Ok(false) => return Err(Fault::Damaged),
            }
        }
    }

    /// Makes the tables, or says whether those that are there are ours.
    fn prepare(&mut self, shown: Shown, careful: bool) -> rusqlite::Result<bool> {
        self.connection.pragma_update(None, "journal_mode", "wal")?;
        self.connection.pragma_update(None, "synchronous", "normal")?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let known = (number("application_id")?, number("user_version")?);
        let tables = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if (known, tables) == ((0, 0), 0) {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
            let mark = Mark::first(shown);
            let careful_until = if careful { mark.time + CAREFUL } else { 0 };
            let insert = "INSERT INTO clock (id, time, wall, slack, careful_until) VALUES (1, ?1, ?1, 0, ?2)";
            transaction.execute(insert, params![signed(mark.time), signed(careful_until)])?;
        } else if known != (APPLICATION, VERSION) {
            return Ok(false);
        }
        let wall: i64 = transaction.query_row("SELECT wall FROM clock", [], |row| row.get(0))?;
        if unsigned(wall) > shown.wall.saturating_add(FUTURE) {
            return Ok(false);
        }
        // A file that can't be written says so here, not at the first call.
        transaction.execute("UPDATE clock SET id = id", [])?;
        transaction.commit()?;
        Ok(true)
    }

    /// Whether the file still lies where it was opened.
    pub(super) fn is_in_place(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path).is_ok_and(|metadata| identity(&metadata) == self.identity)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Makes sure that there is a file, for this user alone, and says which one.
fn make(path: &Path) -> Result<(u64, u64), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder).map_err(|error| failed("its folder can't be made", &error))?;
    }
    if std::fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(StoreError::new("the file of the quota is a link or a folder; name the file itself"));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let unwritable = |error: io::Error| failed("the file of the quota can't be written", &error);
    let file = options.open(path).map_err(unwritable)?;
    let metadata = file.metadata().map_err(unwritable)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0 {
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        file.set_permissions(private).map_err(unwritable)?;
    }
    Ok(identity(&metadata))
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;

    (metadata.dev(), metadata.ino())
}

/// Elsewhere a file that is open can't be taken away.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

fn failed(what: &str, error: &io::Error) -> StoreError {
    StoreError::new(format!("{what}: {}", error.kind()))
}

/// The numbers of `SQLite` are signed; no time of ours is so large.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
