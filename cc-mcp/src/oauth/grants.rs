//! Grants: who is connected to which client, with which key. A grant is the family of all its codes and tokens: when it goes,
//! they go.

use anyhow::bail;
use cc_surface::KnownScopes;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::cipher::MasterKey;
use super::store::Store;
use super::words::{CODE, digest, name, word};

/// How long a code can be turned into tokens.
pub(super) const CODE_LIVES: i64 = 60;
/// How many grants there may be; who comes then has to wait until one ends.
const MOST: u32 = 10_000;

/// What a person has agreed to.
pub(super) struct Agreed<'a> {
    pub(super) client: &'a str,
    pub(super) client_name: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) challenge: &'a str,
    pub(super) resource: &'a str,
    pub(super) key: &'a str,
    pub(super) known: &'a KnownScopes,
}

/// A connection, as whoever runs the server sees it. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What it is revoked by.
    pub id: String,
    /// What the client calls itself.
    pub client: String,
    /// The address that the code was sent to.
    pub leads_to: String,
    /// When somebody agreed to it.
    pub created: i64,
    /// When a token was last asked for or used, within an hour.
    pub used: i64,
    /// When it ends unless it is used.
    pub ends: i64,
}

/// What a sealed key belongs to.
pub(super) fn place(grant: &str, client: &str) -> String {
    format!("key of {grant} for {client}")
}

impl Store {
    /// Keeps what was agreed to, and gives the code that is worth tokens once.
    pub(super) fn agree(&self, agreed: &Agreed<'_>, now: i64) -> anyhow::Result<String> {
        let (id, code) = (name()?, word(CODE)?);
        let sealed = self.master.seal(agreed.key, &place(&id, agreed.client))?;
        let known = serde_json::to_string(agreed.known)?;
        let ends = now + CODE_LIVES;
        self.write(|transaction| {
            self.is_master(transaction)?;
            let count: u32 = transaction.query_row("SELECT count(*) FROM grants", [], |row| row.get(0))?;
            if count >= MOST {
                bail!("{MOST} connections are the most that are kept");
            }
            transaction.execute("UPDATE client SET used = ?1 WHERE id = ?2", params![now, agreed.client])?;
            // Until the code is used it ends with the code.
            transaction.execute(
                "INSERT INTO grants (id, client, client_name, leads_to, resource, sealed, known, created, used, ends)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
                params![
                    id, agreed.client, agreed.client_name, agreed.redirect_uri, agreed.resource, sealed, known, now,
                    ends
                ],
            )?;
            transaction.execute(
                "INSERT INTO code (digest, grant_id, redirect_uri, challenge, ends) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![digest(&code), id, agreed.redirect_uri, agreed.challenge, ends],
            )?;
            Ok(())
        })?;
        Ok(code)
    }

    /// The key of a grant, opened, and what is known of it; nothing if the grant is gone.
    pub(crate) fn key(&self, grant: &str) -> anyhow::Result<Option<(String, KnownScopes)>> {
        let sql = "SELECT client, sealed, known FROM grants WHERE id = ?1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let row = self.read().query_row(sql, [grant], read).optional()?;
        let Some((client, sealed, known)): Option<(String, Vec<u8>, String)> = row else { return Ok(None) };
        let Some(key) = self.master.open(&sealed, &place(grant, &client)) else {
            bail!("the key of session {grant} does not open");
        };
        // What a later version has written may be beyond this one; it is learnt anew.
        Ok(Some((key, serde_json::from_str(&known).unwrap_or_default())))
    }

    /// Keeps what was learnt of the key of a grant, as long as the grant.
    pub(super) fn learnt(&self, grant: &str, known: &KnownScopes) -> anyhow::Result<()> {
        let known = serde_json::to_string(known)?;
        self.write(|transaction| {
            transaction.execute("UPDATE grants SET known = ?1 WHERE id = ?2", params![known, grant])?;
            Ok(())
        })
    }

    /// All that are connected, the one that was used last first.
    pub(crate) fn sessions(&self, now: i64) -> anyhow::Result<Vec<Session>> {
        let connection = self.read();
        let mut statement = connection.prepare(
            "SELECT id, client_name, leads_to, created, used, ends FROM grants WHERE ends > ?1 ORDER BY used DESC, id",
        )?;
        Ok(statement.query_map([now], session)?.collect::<Result<_, _>>()?)
    }

    /// Ends a connection; whether there was one.
    pub(crate) fn revoke_session(&self, id: &str) -> anyhow::Result<bool> {
        self.write(|transaction| Ok(end(transaction, id)?))
    }

    /// Ends all connections; how many there were.
    pub(crate) fn revoke_all(&self) -> anyhow::Result<usize> {
        self.write(|transaction| Ok(transaction.execute("DELETE FROM grants", [])?))
    }

    /// Whether a connection is still there.
    pub(crate) fn is_connected(&self, grant: &str, now: i64) -> anyhow::Result<bool> {
        let sql = "SELECT 1 FROM grants WHERE id = ?1 AND ends > ?2";
        Ok(self.read().query_row(sql, params![grant, now], |_| Ok(())).optional()?.is_some())
    }

    /// The master key of the forms, too.
    pub(super) fn master(&self) -> &MasterKey {
        &self.master
    }
}

/// Ends a grant with all its codes and tokens.
pub(super) fn end(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<bool> {
    Ok(transaction.execute("DELETE FROM grants WHERE id = ?1", [id])? > 0)
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        client: row.get(1)?,
        leads_to: row.get(2)?,
        created: row.get(3)?,
        used: row.get(4)?,
        ends: row.get(5)?,
    })
}
