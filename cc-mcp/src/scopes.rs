//! What is known of the key's permissions: at the start from the profile, and from how each call ends.
//!
//! Whoever lists tools is told when the list has changed: hosts that greet first, by a notification to each of them; hosts
//! since 2026-07-28, on the streams that they opened for that.

use std::sync::{Mutex, PoisonError, RwLock};

use cc_api::Error;
use cc_api::catalogue::Operation;
use cc_surface::{Account, Home, KnownScopes, Permission};
use rmcp::RoleServer;
use rmcp::service::Peer;
use tokio::sync::watch;

use crate::oauth::Connection;

/// What is known of the key's permissions, by all sessions of a server.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    known: RwLock<KnownScopes>,
    kept: Kept,
    /// The hosts that greeted first, and want to hear.
    greeted: Mutex<Vec<Peer<RoleServer>>>,
    /// Grows with what is learnt: the other hosts look at it.
    changes: watch::Sender<u64>,
}

/// Where what is learnt is kept for later.
#[derive(Debug, Default)]
enum Kept {
    /// Nowhere: the client is somebody else's.
    #[default]
    Nowhere,
    /// With the account of the user who started the server.
    Account(Home, Box<Account>),
    /// With the connection of a user who is far away.
    Connection(Connection),
}

impl Scopes {
    /// What is known of the key of an account, and where to keep what is learnt.
    pub(crate) fn of(home: Home, account: Account) -> Self {
        Self::known(account.scopes.clone(), Kept::Account(home, Box::new(account)))
    }

    /// What is known of the key of a connection, and where to keep what is learnt.
    pub(crate) fn of_connection(connection: Connection, known: KnownScopes) -> Self {
        Self::known(known, Kept::Connection(connection))
    }

    fn known(known: KnownScopes, kept: Kept) -> Self {
        Self { known: RwLock::new(known), kept, ..Self::default() }
    }

    /// Whether the key may call an operation, as far as is known.
    pub(crate) fn permission(&self, operation: &Operation) -> Permission {
        self.known.read().unwrap_or_else(PoisonError::into_inner).permission(operation)
    }

    /// Learns from how a call has ended. Whoever lists tools is told if that hides one, or shows one.
    pub(crate) async fn learn(&self, operation: &Operation, ended: Result<(), &Error>) {
        let before = self.permission(operation);
        if !self.known.write().unwrap_or_else(PoisonError::into_inner).learn(operation, ended) {
            return;
        }
        self.keep(operation, ended).await;
        if matches!(before, Permission::Missing(_))
            != matches!(self.permission(operation), Permission::Missing(_))
        {
            self.tell().await;
        }
    }

    /// What can't be kept is learnt anew the next time; the call has its answer.
    async fn keep(&self, operation: &Operation, ended: Result<(), &Error>) {
        match &self.kept {
            Kept::Nowhere => {}
            Kept::Account(home, account) => {
                if let Err(error) = account.learn(home, operation, ended) {
                    eprintln!("cc-mcp: what was learnt of the key is not kept: {error}");
                }
            }
            Kept::Connection(connection) => {
                let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
                connection.learnt(known).await;
            }
        }
    }

    async fn tell(&self) {
        self.changes.send_modify(|changes| *changes += 1);
        let greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for host in greeted {
            // A host that is gone needs no list.
            let _ = host.notify_tool_list_changed().await;
        }
    }

    /// A host that greeted first, and wants to hear of changes.
    pub(crate) fn greeted_by(&self, host: Peer<RoleServer>) {
        let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
        greeted.retain(|host| !host.is_transport_closed());
        greeted.push(host);
    }

    /// For hosts that listen: it changes when the list does.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    #[cfg(test)]
    pub(crate) fn knowing(known: KnownScopes) -> Self {
        Self::known(known, Kept::Nowhere)
    }
}
