//! OAuth 2.1 for hosts that live elsewhere, such as `ChatGPT` and claude.ai: they have no place for a key of the API, so a page
//! asks for it, and they get tokens instead.
//!
//! ```text
//! GET  /.well-known/…   metadata    what there is to know beforehand; the 401 of /mcp leads there
//! POST /register        clients     a host names itself (RFC 7591); or its address does: documents, fetched with care
//! GET  /authorize       consent     what is asked for, sealed into the form of a page; nothing is stored
//! POST /authorize       api         the key is checked with one small read, shown what it may, and agreed to
//!                       grants      sealed (cipher) in the database (store), with a code for one minute
//! POST /token           tokens      the code becomes tokens; a refresh token works once, and a copy of it ends them all
//! POST /revoke          tokens      ends the connection (RFC 7009), as does `cc-mcp sessions revoke`
//! ```
//!
//! Of codes and tokens only digests are stored. It knows nothing of tools.

mod api;
mod cipher;
mod clients;
mod consent;
mod documents;
mod doors;
mod flow;
mod grants;
mod limits;
mod metadata;
mod page;
mod params;
mod redirect;
mod reply;
mod store;
mod tokens;
mod words;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use cc_surface::KnownScopes;

pub use api::Api;
pub use cipher::MasterKey;
pub use grants::Session;
pub use metadata::PublicUrl;
pub(crate) use store::Store;

use documents::Documents;
use limits::{Door, Limits};

/// The connection of a user, as far as its server may change it.
pub(crate) struct Connection {
    guard: Arc<Guard>,
    grant: String,
}

impl Connection {
    /// Keeps what was learnt of the key, for the next server of this connection.
    pub(crate) async fn learnt(&self, known: KnownScopes) {
        let grant = self.grant.clone();
        // What went wrong was said, and is learnt anew.
        let _ = self.guard.stored(move |guard, _| guard.store.learnt(&grant, &known)).await;
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.grant)
    }
}

/// Seconds since 1970, however they are found out.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The clock of the machine.
    pub fn of_the_machine() -> Self {
        Self::new(|| {
            let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(passed.as_secs()).unwrap_or(i64::MAX)
        })
    }

    /// A clock of your own.
    pub fn new(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// The database of connections, for whoever runs a server.
pub struct Connections(Store);

impl Connections {
    /// Opens the database.
    pub fn open(file: &std::path::Path, master: MasterKey) -> anyhow::Result<Self> {
        Store::open(file, master).map(Self)
    }

    /// All that are connected, the one that was used last first.
    pub fn list(&self, clock: &Clock) -> anyhow::Result<Vec<Session>> {
        self.0.sessions(clock.now())
    }

    /// Ends one; whether there was one.
    pub fn revoke(&self, id: &str) -> anyhow::Result<bool> {
        self.0.revoke_session(id)
    }

    /// Ends all; how many there were.
    pub fn revoke_all(&self) -> anyhow::Result<usize> {
        self.0.revoke_all()
    }

    /// Seals all keys anew with another master key, or none of them; how many there are.
    pub fn rotate(&self, new: &MasterKey) -> anyhow::Result<usize> {
        self.0.rotate(new)
    }
}

/// Guards a server: who may come in, and how they get to.
pub(crate) struct Guard {
    pub(crate) public: PublicUrl,
    pub(crate) store: Store,
    pub(crate) api: Api,
    pub(crate) clock: Clock,
    documents: Documents,
    limits: Limits,
    /// Whether a proxy of our own says who the caller is.
    proxied: bool,
    /// Whether connections may change something, as the page says.
    writes: bool,
}

/// What a guard is made of, besides its database.
pub(crate) struct Guarding {
    pub(crate) public: PublicUrl,
    pub(crate) api: Api,
    pub(crate) clock: Clock,
    pub(crate) local_clients: bool,
    pub(crate) proxied: bool,
    pub(crate) writes: bool,
}

impl Guard {
    pub(crate) fn new(store: Store, guarding: Guarding) -> anyhow::Result<Self> {
        let Guarding { public, api, clock, local_clients, proxied, writes } = guarding;
        let documents = Documents::new(local_clients && public.is_local())?;
        Ok(Self { public, store, api, clock, documents, limits: Limits::default(), proxied, writes })
    }

    /// The pages and doors; those that programs call from pages of any origin, and those that only a person visits.
    pub(crate) fn routes(self: &Arc<Self>) -> (Router, Router) {
        let of_resource = format!("{}{}", metadata::RESOURCE, crate::http::PATH);
        let programs = Router::new()
            .route(metadata::RESOURCE, get(doors::resource))
            .route(&of_resource, get(doors::resource))
            .route(metadata::ISSUER, get(doors::issuer))
            .route("/register", post(doors::register))
            .route("/token", post(doors::token))
            .route("/revoke", post(doors::revoke));
        let people = Router::new().route("/authorize", get(flow::asked).post(flow::answered));
        (programs.with_state(Arc::clone(self)), people.with_state(Arc::clone(self)))
    }

    /// The connection that a request belongs to, or the answer to one that belongs to none.
    pub(crate) async fn admit(self: &Arc<Self>, headers: &HeaderMap) -> Result<String, Response> {
        let refused = |fault| {
            let challenge = self.public.challenge(fault);
            let body = serde_json::json!({
                "error": if fault.is_some() { "invalid_token" } else { "unauthorized" },
                "error_description": fault.unwrap_or("connect first: WWW-Authenticate says where"),
            });
            let mut response = reply::json(StatusCode::UNAUTHORIZED, &body);
            if let Ok(challenge) = challenge.parse() {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            }
            response
        };
        let mut given = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(token), None) = (given.next(), given.next()) else { return Err(refused(None)) };
        let token = token.to_str().ok().and_then(|text| text.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let Some(token) = token.map(|(_, token)| token.trim().to_owned()) else { return Err(refused(None)) };
        let admitted = self
            .stored(move |guard, now| guard.store.admit(&token, &guard.public.resource(), now))
            .await
            .map_err(|_| reply::unavailable())?;
        admitted.ok_or_else(|| {
            refused(Some("the token has expired or was revoked; refresh it, or connect again"))
        })
    }

    /// Works with the database, off the threads that serve. What fails is said on stderr, without a value of it.
    pub(crate) async fn stored<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, i64) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let guard = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&guard, guard.clock.now())).await?;
        if let Err(error) = &done {
            eprintln!("cc-mcp: the database of connections: {error:#}");
        }
        done
    }

    /// A connection, for whoever learns something of its key.
    pub(crate) fn connection(self: &Arc<Self>, grant: &str) -> Connection {
        Connection { guard: Arc::clone(self), grant: grant.to_owned() }
    }

    fn knock(&self, door: Door, caller: IpAddr) -> Result<(), u64> {
        self.limits.knock(door, caller, self.clock.now())
    }
}
