//! The database of who is connected: one file, for this user alone.
//!
//! Of codes and tokens it has digests; the keys of the API are sealed with the master key. Tables are bounded, and what has
//! expired is removed. Two processes may have it open: the server, and a command that lists or revokes.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::cipher::MasterKey;

/// What marks the file as ours, and which version of it.
const APPLICATION: i32 = 0x4343_4f41;
const VERSION: i32 = 2;
/// How long another process may hold it.
const PATIENCE: Duration = Duration::from_secs(5);

const TABLES: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE client (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, redirect_uris TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE grants (
        id TEXT PRIMARY KEY, client TEXT NOT NULL, client_name TEXT NOT NULL, leads_to TEXT NOT NULL,
        resource TEXT NOT NULL, sealed BLOB NOT NULL, known TEXT NOT NULL DEFAULT '{}',
        created INTEGER NOT NULL, used INTEGER NOT NULL, ends INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE code (
        digest BLOB PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES grants ON DELETE CASCADE,
        redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL, ends INTEGER NOT NULL, spent INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE token (
        digest BLOB PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES grants ON DELETE CASCADE,
        is_refresh INTEGER NOT NULL, made INTEGER NOT NULL, ends INTEGER NOT NULL, spent INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX code_of_grant ON code (grant_id);
    CREATE INDEX token_of_grant ON token (grant_id);";

/// An open database, and the key to what is sealed in it.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    pub(super) master: MasterKey,
}

impl Store {
    /// Opens the file, or makes it. One that was sealed with another master key is refused.
    pub(crate) fn open(file: &Path, master: MasterKey) -> anyhow::Result<Self> {
        let connection = connect(file).with_context(|| format!("the database {}", file.display()))?;
        let store = Self { connection: Mutex::new(connection), master };
        store.write(|transaction| {
            let sql = "INSERT INTO meta (name, value) VALUES ('master', ?1) ON CONFLICT DO NOTHING";
            transaction.execute(sql, [store.master.id()])?;
            store.is_master(transaction)
        })?;
        Ok(store)
    }

    /// Seals everything anew with another master key: all of it or nothing. Gives how many keys there are.
    pub(crate) fn rotate(&self, new: &MasterKey) -> anyhow::Result<usize> {
        self.write(|transaction| {
            self.is_master(transaction)?;
            let mut statement = transaction.prepare("SELECT id, client, sealed FROM grants")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let rows: Vec<(String, String, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
            for (id, client, sealed) in &rows {
                let place = super::grants::place(id, client);
                let key = self.master.open(sealed, &place);
                let key =
                    key.with_context(|| format!("the key of session {id} does not open; revoke it first"))?;
                let sealed = new.seal(&key, &place)?;
                transaction.execute("UPDATE grants SET sealed = ?1 WHERE id = ?2", params![sealed, id])?;
            }
            transaction.execute("UPDATE meta SET value = ?1 WHERE name = 'master'", [new.id()])?;
            Ok(rows.len())
        })
    }

    /// Refuses a master key that is not the file's: also that of a server which was started before it was changed.
    pub(super) fn is_master(&self, transaction: &Transaction<'_>) -> anyhow::Result<()> {
        let sql = "SELECT value FROM meta WHERE name = 'master'";
        let id: Option<String> = transaction.query_row(sql, [], |row| row.get(0)).optional()?;
        if id.as_deref() != Some(self.master.id()) {
            bail!(
                "the keys in the database are sealed with another master key; start with the one that is in force"
            );
        }
        Ok(())
    }

    /// Does something in one step: all of it or nothing.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut connection = self.read();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    pub(super) fn read(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes what has expired.
    pub(crate) fn prune(&self, now: i64) -> anyhow::Result<()> {
        self.write(|transaction| {
            for sql in [
                "DELETE FROM grants WHERE ends <= ?1",
                "DELETE FROM token WHERE ends <= ?1",
                // A used code is remembered for an hour, so that using it again is noticed.
                "DELETE FROM code WHERE ends <= ?1 - 3600",
            ] {
                transaction.execute(sql, [now])?;
            }
            super::clients::prune(transaction, now)
        })
    }
}

fn connect(file: &Path) -> anyhow::Result<Connection> {
    if let Some(folder) = file.parent() {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)?;
    }
    private(file)?;
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    // What is removed is overwritten, too.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name| transaction.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i32>(0));
    match (number("application_id")?, number("user_version")?) {
        (0, 0) => {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        (APPLICATION, 1) => {
            transaction.execute_batch("ALTER TABLE grants ADD COLUMN known TEXT NOT NULL DEFAULT '{}'")?;
            transaction.pragma_update(None, "user_version", VERSION)?;
        }
        (APPLICATION, VERSION) => {}
        (APPLICATION, version) => {
            bail!("it is of version {version}, and this program knows version {VERSION}")
        }
        _ => bail!("it is the file of another program"),
    }
    transaction.commit()?;
    Ok(connection)
}

/// Makes the file, if there is none, for this user alone; one that others may read is no longer theirs to read.
fn private(file: &Path) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(file)?;
    #[cfg(unix)]
    opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    drop(opened);
    Ok(())
}
