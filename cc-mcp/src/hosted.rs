//! The server for many people: each connection has a server of its own, and nothing of one is ever seen by another.
//!
//! A token leads to a connection, the connection to its key, and the key to a server with its own client, sessions, lookup
//! lists, confirmations and what was learnt of the key. Only the quota of a key is shared, by all who use that key.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use cc_serve::Bounds;
use rmcp::transport::streamable_http_server::StreamableHttpServerConfig;
use tokio::net::TcpListener;

use crate::http::{self, PATH, Service, arrival, pages};
use crate::oauth::{Api, Clock, Guard, Guarding, MasterKey, PublicUrl, Store};
use crate::policy::Policy;
use crate::scopes::Scopes;
use crate::server::Server;
use crate::tools::Selection;
use crate::{Settings, selection};

/// How many connections have a server at a time; the one that was used longest ago gives way, and gets a new one when it comes
/// back.
const MOST: usize = 500;
/// How long a server waits for its user.
const IDLE: i64 = 12 * 3600;
/// How often what has expired is removed.
const SWEEP: Duration = Duration::from_secs(60);

/// What a server for many people is started with.
#[derive(Debug, Clone)]
pub struct Hosted {
    /// The address under which the world knows it.
    pub public: PublicUrl,
    /// The database of connections.
    pub database: PathBuf,
    /// What the keys in it are sealed with.
    pub master: MasterKey,
    /// The API behind it.
    pub api: Api,
    /// What time it is.
    pub clock: Clock,
    /// The origins of pages that may call, as [`http::origin`] writes them.
    pub origins: Vec<String>,
    /// Whether a proxy of our own adds the caller's address to `X-Forwarded-For`.
    pub proxied: bool,
    /// Whether clients may describe themselves on this machine: for tests, and only if the public address is local, too.
    pub local_clients: bool,
    /// How much of the server one connection may take, and how much all of them.
    pub bounds: Bounds,
}

/// A server for many people.
#[derive(Clone)]
pub struct Hosting(Arc<Users>);

struct Users {
    guard: Arc<Guard>,
    settings: Settings,
    selection: Selection,
    origins: Vec<String>,
    bounds: Bounds,
    live: Mutex<BTreeMap<String, User>>,
}

/// The server of one connection.
struct User {
    service: Service<Server>,
    used: i64,
}

impl Hosting {
    /// Opens the database, and is ready to serve.
    pub fn open(settings: &Settings, hosted: &Hosted) -> anyhow::Result<Self> {
        let guarding = Guarding {
            public: hosted.public.clone(),
            api: hosted.api.clone(),
            clock: hosted.clock.clone(),
            local_clients: hosted.local_clients,
            proxied: hosted.proxied,
            writes: settings.allow_write,
        };
        let guard = Guard::new(Store::open(&hosted.database, hosted.master.clone())?, guarding)?;
        let mut origins = hosted.origins.clone();
        origins.push(http::origin(hosted.public.issuer()).map_err(anyhow::Error::msg)?);
        Ok(Self(Arc::new(Users {
            guard: Arc::new(guard),
            settings: settings.clone(),
            selection: selection(settings)?,
            origins,
            bounds: hosted.bounds.clone(),
            live: Mutex::default(),
        })))
    }

    /// All that it answers to.
    fn router(&self) -> Router {
        let (programs, people) = self.0.guard.routes();
        let served = Router::new()
            .route(PATH, get(enter).post(enter).delete(enter))
            .route_layer(from_fn(http::ended))
            .with_state(Arc::clone(&self.0));
        let programs = programs.merge(served).route_layer(from_fn(pages::answer));
        programs.merge(people).layer(from_fn_with_state(Arc::clone(&self.0), known_name))
    }

    /// Removes what has expired, and the servers of connections that were ended, here or by a command.
    pub async fn sweep(&self) {
        let ids: Vec<String> = self.0.live().keys().cloned().collect();
        let gone = self.0.guard.stored(move |guard, now| {
            guard.store.prune(now)?;
            let mut ended = Vec::new();
            for id in ids {
                if !guard.store.is_connected(&id, now)? {
                    ended.push(id);
                }
            }
            Ok(ended)
        });
        // What failed was said; it is tried again in a minute.
        let gone = gone.await.unwrap_or_default();
        let now = self.0.guard.clock.now();
        self.0.live().retain(|id, user| {
            let stays = !gone.contains(id) && now - user.used < IDLE;
            if !stays {
                user.end();
            }
            stays
        });
    }

    /// Serves all who come until told to stop. Says on stderr where it listens.
    pub async fn serve(
        &self,
        address: SocketAddr,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("can't listen on {address}; another one: --listen ADDRESS:PORT"))?;
        let public = self.0.guard.public.resource();
        eprintln!("cc-mcp: listening on http://{} for {public}, until Ctrl-C", listener.local_addr()?);
        let server = self.start(listener)?;
        let sweeping = async {
            let mut beat = tokio::time::interval(SWEEP);
            loop {
                beat.tick().await;
                self.sweep().await;
            }
        };
        tokio::select! {
            () = stop => {}
            () = sweeping => {}
        }
        // A host that holds its connection open must not hold the program, too.
        self.0.live().values().for_each(User::end);
        server.stop().await;
        Ok(())
    }

    /// Serves all who come until the value is dropped; what has expired is removed by [`Hosting::sweep`].
    pub fn start(&self, listener: TcpListener) -> std::io::Result<cc_serve::Server> {
        cc_serve::Server::start(listener, self.0.bounds.clone(), http::answers(self.router()))
    }
}

impl User {
    /// Ends what is under way: calls, and streams that are open.
    fn end(&self) {
        self.service.config.cancellation_token.cancel();
    }
}

impl Users {
    fn live(&self) -> MutexGuard<'_, BTreeMap<String, User>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server of a connection: the one that it has, or a new one with its key. None if it was ended meanwhile.
    async fn of(self: &Arc<Self>, grant: &str) -> anyhow::Result<Option<Service<Server>>> {
        let now = self.guard.clock.now();
        if let Some(user) = self.live().get_mut(grant) {
            user.used = now;
            return Ok(Some(user.service.clone()));
        }
        let id = grant.to_owned();
        let Some((key, known)) = self.guard.stored(move |guard, _| guard.store.key(&id)).await? else {
            return Ok(None);
        };
        let client = self.guard.api.client(&key, |builder| crate::client(builder, &self.settings))?;
        let policy = Policy {
            allow_write: self.settings.allow_write,
            scopes: Arc::new(Scopes::of_connection(self.guard.connection(grant), known)),
            excluded: self.selection.excluded_operations(),
        };
        let server = Server::new(client, policy, self.selection.clone(), self.settings.max_wait, None);
        let service = http::service(Server { hosted: true, ..server }, self.config());
        let mut live = self.live();
        if live.len() >= MOST {
            let oldest = live.iter().min_by_key(|(_, user)| user.used).map(|(id, _)| id.clone());
            if let Some(user) = oldest.and_then(|id| live.remove(&id)) {
                user.end();
            }
        }
        // Of two requests that came at once, one has made the server of both.
        let user = live.entry(grant.to_owned()).or_insert(User { service, used: now });
        Ok(Some(user.service.clone()))
    }

    fn config(&self) -> StreamableHttpServerConfig {
        http::config(&self.origins).with_allowed_hosts(self.names())
    }

    /// The names under which it is called: by the world, and by a proxy on this machine.
    fn names(&self) -> Vec<String> {
        let public = self.guard.public.authority().to_owned();
        [public].into_iter().chain(["localhost", "127.0.0.1", "[::1]", "::1"].map(str::to_owned)).collect()
    }
}

/// A call of MCP: by whom, and by which server it is answered.
async fn enter(State(users): State<Arc<Users>>, request: Request) -> Response {
    let grant = match users.guard.admit(request.headers()).await {
        Ok(grant) => grant,
        Err(response) => return response,
    };
    // Only who was let in is waited for, and has its body kept.
    let mut request = match arrival::whole(request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    // What has let it in is nothing to whoever answers.
    request.headers_mut().remove(header::AUTHORIZATION);
    match users.of(&grant).await {
        Ok(Some(service)) => service.handle(request).await.map(Body::new),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            eprintln!("cc-mcp: session {grant} can't be served: {error:#}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Turns away who calls us by a name that is not ours: a page that had its own name lead here.
async fn known_name(State(users): State<Arc<Users>>, request: Request, next: Next) -> Response {
    let mut named =
        request.headers().get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or_default());
    let named = match (named.next(), named.next(), request.uri().authority()) {
        (Some(host), None, _) => host,
        (None, None, Some(authority)) => authority.as_str(),
        _ => "",
    };
    let is_ours = {
        let bare = named.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let bare = bare.map_or(named, |(host, _)| host);
        users.names().iter().any(|name| name.eq_ignore_ascii_case(named) || name.eq_ignore_ascii_case(bare))
    };
    if is_ours { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}
