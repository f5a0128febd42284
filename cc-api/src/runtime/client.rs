//! The client: a connection pool, and an account that uses it.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use jiff::Timestamp;

use super::builder::{Builder, check_tenant};
use super::call::JsonCall;
use super::catalogue::{ApiInfo, Operation};
use super::costly::Costly;
use super::counts::Counts;
use super::credential::Credential;
use super::error::Error;
use super::key_id::key_id;
use super::note::Notes;
use super::quota::{Gate, KeyGate, Lane, QuotaReport, later};
use super::raw::Raw;
use super::scope::{AnyKey, KeyScopes, ScopeSet};
use super::send::{Random, Retry};
use super::timer::Timer;
use super::transport::Transport;
use super::upload::Storage;
use super::wait::Registry;

/// A client of the API, as one account.
///
/// It is cheap to clone, and clones share the connections; so do the clients that [`with_key`](Self::with_key) and
/// [`tenant`](Self::tenant) give back. Make one a process: setting up TLS costs as much as some fifty calls.
///
/// `K` says which scopes the key holds, for those who want the compiler to check; the plain `Client` asks nothing.
pub struct Client<K = AnyKey> {
    core: Core,
    key: PhantomData<fn() -> K>,
}

/// What a request needs of the client, without the type of its key.
#[derive(Clone)]
pub(crate) struct Core {
    shared: Arc<Shared>,
    account: Arc<Admitted>,
}

/// An account, and the gate that its requests go through.
struct Admitted {
    account: Account,
    key: Arc<KeyGate>,
}

/// What all accounts share.
pub(crate) struct Shared {
    pub(crate) api: &'static ApiInfo,
    pub(crate) settings: Settings,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) costly: Costly,
    pub(crate) notes: Notes,
    pub(crate) random: Random,
    pub(crate) gate: Arc<Gate>,
    pub(crate) waits: Registry,
    pub(crate) storage: Storage,
}

/// How requests are sent.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) base_url: String,
    pub(crate) user_agent: HeaderValue,
    pub(crate) deadline: Duration,
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) body_idle: Duration,
    pub(crate) body_cap: usize,
    pub(crate) retry: Retry,
    pub(crate) max_wait: Duration,
    pub(crate) lane: Lane,
}

/// One account: what differs between the thousands that a process may hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Account {
    pub(crate) credential: Option<Credential>,
    pub(crate) tenant: Option<Box<str>>,
    pub(crate) granted: Option<ScopeSet>,
}

impl Client {
    /// A builder for a client of any API that was generated for this runtime.
    pub fn builder_for(api: &'static ApiInfo) -> Builder {
        Builder::new(api)
    }
}

impl<K> Client<K> {
    pub(crate) fn from_parts(shared: Arc<Shared>, account: Account) -> Self {
        let key = shared.gate.key(key_id(account.credential.as_ref()));
        Self { core: Core { shared, account: Arc::new(Admitted { account, key }) }, key: PhantomData }
    }

    /// The same connections with another credential.
    pub fn with_key(&self, credential: Credential) -> Result<Self, Error> {
        credential.check(self.core.api())?;
        let account =
            Account { credential: Some(credential), granted: None, ..self.core.account.account.clone() };
        Ok(self.with_account(account))
    }

    /// The same connections and credential for another tenant, by its slug.
    pub fn tenant(&self, slug: &str) -> Result<Self, Error> {
        check_tenant(self.core.api(), slug)?;
        Ok(self.with_account(Account { tenant: Some(slug.into()), ..self.core.account.account.clone() }))
    }

    /// The same client, told which scopes its key holds: calls that can't pass are then refused before they are sent.
    #[must_use]
    pub fn granted(&self, scopes: ScopeSet) -> Self {
        self.with_account(Account { granted: Some(scopes), ..self.core.account.account.clone() })
    }

    /// The same client, with the compiler told which scopes its key holds. Whether it does is not checked.
    pub fn assume_scopes<S: KeyScopes>(&self) -> Client<S> {
        let account = Account { granted: Some(S::scopes()), ..self.core.account.account.clone() };
        Client::from_parts(Arc::clone(&self.core.shared), account)
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Sends any entry of the catalogue, with JSON in and out.
    pub fn call(&self, operation: &'static Operation) -> JsonCall {
        JsonCall::new(self.start(operation))
    }

    /// A request for an operation, for generated code.
    #[doc(hidden)]
    pub fn start(&self, operation: &'static Operation) -> Raw {
        Raw::new(self.core.clone(), operation)
    }

    /// What the key has used of its quota, and what it may still do. Sends nothing.
    pub async fn quota(&self) -> QuotaReport {
        self.core.quota().await
    }

    /// When the last of so many calls could be sent, if no others are. Sends nothing.
    pub async fn estimate(&self, calls: u32) -> Timestamp {
        self.quota().await.estimate(calls)
    }

    /// What the client has done since it was built, in numbers: with all its clones, and with the clients that
    /// [`with_key`](Self::with_key) and [`tenant`](Self::tenant) gave back.
    pub fn counts(&self) -> Counts {
        self.core.notes().counts()
    }

    /// The API that it is a client of.
    pub fn api(&self) -> &'static ApiInfo {
        self.core.api()
    }

    fn with_account(&self, account: Account) -> Self {
        Self::from_parts(Arc::clone(&self.core.shared), account)
    }
}

impl<K> Clone for Client<K> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), key: PhantomData }
    }
}

impl<K> fmt::Debug for Client<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.core.api().title)
            .field("base_url", &self.core.settings().base_url)
            .field("credential", &self.core.account.account.credential)
            .field("tenant", &self.core.account.account.tenant)
            .finish_non_exhaustive()
    }
}

impl Core {
    pub(crate) fn api(&self) -> &'static ApiInfo {
        self.shared.api
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn timer(&self) -> &dyn Timer {
        &*self.shared.timer
    }

    pub(crate) fn costly(&self) -> &Costly {
        &self.shared.costly
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.shared.timer.now()
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.shared.timer.elapsed()
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.shared.storage
    }

    pub(crate) fn waits(&self) -> &Registry {
        &self.shared.waits
    }

    pub(crate) fn credential(&self) -> Option<&Credential> {
        self.account.account.credential.as_ref()
    }

    pub(crate) fn tenant(&self) -> Option<&str> {
        self.account.account.tenant.as_deref()
    }

    pub(crate) fn granted(&self) -> Option<&ScopeSet> {
        self.account.account.granted.as_ref()
    }

    pub(crate) fn notes(&self) -> &Notes {
        &self.shared.notes
    }

    pub(crate) fn random(&self) -> &Random {
        &self.shared.random
    }

    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.shared.gate
    }

    pub(crate) fn key_gate(&self) -> &Arc<KeyGate> {
        &self.account.key
    }

    pub(crate) async fn quota(&self) -> QuotaReport {
        let snapshot = self.gate().snapshot(self.key_gate()).await;
        let (key, now) = (self.key_gate(), self.now());
        QuotaReport::new(snapshot, key.waiting(), now).with_said(&key.said(), self.elapsed())
    }

    /// Whether the quota has more left than work in the background must leave to others.
    pub(crate) fn may_prefetch(&self) -> bool {
        self.gate().has_spare(self.key_gate())
    }

    /// The time of day so much later.
    pub(crate) fn later(&self, time: Duration) -> Timestamp {
        later(self.now(), time)
    }
}
