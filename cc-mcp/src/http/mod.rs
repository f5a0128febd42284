//! MCP over streamable HTTP, for hosts on this machine that start no program of their own.
//!
//! Both eras are spoken: hosts that begin with `initialize` get a session, the others send all that is needed with each
//! request. Nobody has to log in, so only this machine is let in ([`address`]), under its own names, and only pages that are
//! allowed; one handler serves them all.

mod address;
pub(crate) mod arrival;
pub(crate) mod pages;

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::Request;
use axum::http::{self, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::future::RouteFuture;
use cc_serve::{Bounds, Incoming, Server, Visit};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::TcpListener;
use tower_service::Service as _;

pub use address::{DEFAULT_ADDRESS, address, origin};

/// The one path that answers.
pub const PATH: &str = "/mcp";

/// Pages of these origins may call unless others are named: those of programs on this machine.
pub const LOCAL_ORIGINS: [&str; 3] = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];

/// A host may be left alone for this long before its session ends; a person comes back to it after lunch.
const IDLE: Duration = Duration::from_secs(12 * 60 * 60);

/// Where to listen, and which pages may call.
#[derive(Debug, Clone)]
pub struct Http {
    /// The address; port 0 takes any free one.
    pub address: SocketAddr,
    /// The origins of pages that may call, as [`origin`] writes them; programs send none.
    pub origins: Vec<String>,
    /// How much of the server one connection may take, and how much all of them.
    pub bounds: Bounds,
}

/// A server that listens. It stops when this value is dropped.
#[derive(Debug)]
pub struct Serving {
    server: Server,
    config: StreamableHttpServerConfig,
}

impl Serving {
    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Ends the streams that hosts hold open, lets calls that are under way end, and returns.
    pub async fn stop(self) {
        self.config.cancellation_token.cancel();
        self.server.stop().await;
    }
}

/// Serves all who come, by one handler. It accepts connections when this returns.
pub async fn start<S: ServerHandler>(handler: S, http: &Http) -> anyhow::Result<Serving> {
    let listener = TcpListener::bind(http.address)
        .await
        .with_context(|| format!("can't listen on {}; another port: --http 127.0.0.1:PORT", http.address))?;
    let config = config(&http.origins);
    let router = router(handler, config.clone());
    Ok(Serving { server: Server::start(listener, http.bounds.clone(), answers(router))?, config })
}

/// Serves all who come, by one handler, until told to stop. Says on stderr where it listens.
pub async fn serve<S: ServerHandler>(
    handler: S,
    http: &Http,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let serving = start(handler, http).await?;
    eprintln!("cc-mcp: listening on http://{}{PATH}, until Ctrl-C", serving.address());
    stop.await;
    serving.stop().await;
    Ok(())
}

/// Answers by routes; who calls goes with each request. No connection is too old: a host may listen for hours.
pub(crate) fn answers(
    router: Router,
) -> impl Fn(http::Request<Incoming>, Visit) -> RouteFuture<Infallible> + Send + Sync + 'static {
    move |mut request, visit| {
        request.extensions_mut().insert(visit);
        router.clone().call(request)
    }
}

/// What answers to the calls of hosts, with sessions of its own.
pub(crate) type Service<S> = StreamableHttpService<Arc<S>, LocalSessionManager>;

pub(crate) fn service<S: ServerHandler>(handler: S, config: StreamableHttpServerConfig) -> Service<S> {
    let handler = Arc::new(handler);
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.keep_alive = Some(IDLE);
    StreamableHttpService::new(move || Ok(Arc::clone(&handler)), Arc::new(sessions), config)
}

/// Who is let in: pages of these origins, and programs, which send none.
pub(crate) fn config(origins: &[String]) -> StreamableHttpServerConfig {
    StreamableHttpServerConfig::default()
        .with_allowed_origins(origins.iter().cloned())
        .enforce_origin_validation()
        .with_max_request_body_bytes(arrival::LARGEST)
}

fn router<S: ServerHandler>(handler: S, config: StreamableHttpServerConfig) -> Router {
    Router::new()
        .route_service(PATH, service(handler, config))
        .route_layer(from_fn(arrival::awaited))
        .route_layer(from_fn(pages::answer))
        .route_layer(from_fn(ended))
}

/// By the time that the end of a session is answered, it has ended; the official Python SDK takes "accepted" for a failure.
pub(crate) async fn ended(request: Request, next: Next) -> Response {
    let ends = request.method() == Method::DELETE;
    let mut response = next.run(request).await;
    if ends && response.status() == StatusCode::ACCEPTED {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}
