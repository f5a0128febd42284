//! A running sandbox.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use cc_serve::{Bounds, Server};
use serde::Serialize;
use tokio::net::TcpListener;

use crate::app::App;
use crate::bucket::{self, Signer};
use crate::clock::Clock;
use crate::db::Database;
use crate::front::front;
use crate::options::Options;
use crate::ready::{self, Ready};
use crate::{pages, router, seed};

/// The API on a port of this machine. It stops when this value is dropped.
///
/// ```no_run
/// # async fn example() -> anyhow::Result<()> {
/// use cc_sandbox::Sandbox;
///
/// let sandbox = Sandbox::start().await?;
/// println!("{} {}", sandbox.access().base_url, sandbox.access().keys.full);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Sandbox {
    app: Arc<App>,
    access: Access,
    server: Server,
}

/// How to reach a sandbox, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Access {
    /// What paths are appended to: `http://127.0.0.1:4010/api`.
    pub base_url: String,
    /// The value of `X-Tenant-Slug`.
    pub tenant: String,
    /// The token of a login of the account that the keys belong to.
    pub session_token: String,
    /// Keys that work at once.
    pub keys: Keys,
}

/// Keys that work at once. They are new at every start; keys made through the API stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keys {
    /// Holds every scope.
    pub full: String,
    /// Holds every scope that ends in `:read`.
    pub read_only: String,
    /// Holds every scope, and acts as the admin of the organization.
    pub organization: String,
}

impl Sandbox {
    /// Starts one with the default options: in memory, on a free port, with the demo's data.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts one. It accepts connections when this returns.
    pub async fn start_with(options: Options) -> anyhow::Result<Self> {
        if !options.address.is_loopback() && !options.expose {
            bail!("{} can be reached from other machines: say --expose if you mean it", options.address);
        }
        // The port first: a second sandbox on it leaves the database of the first alone.
        let wanted = SocketAddr::new(options.address, options.port);
        let listener =
            TcpListener::bind(wanted).await.with_context(|| format!("{wanted} cannot be listened on"))?;
        let address = listener.local_addr()?;

        let clock = Clock::new(options.now, options.hold_clock);
        let db = Database::open(options.database.as_deref())?;
        let app = Arc::new(App::new(options, clock, db, Signer::new()?));
        seed::fill_if_new(&app)?;
        let Ready { tenant, session_token, keys } = ready::issue(&app)?;
        ready::restore_usage(&app)?;

        let origin = app.origin.get_or_init(|| format!("http://{address}"));
        let base_url = format!("{origin}{}", router::BASE_PATH);
        let access = Access { base_url, tenant, session_token, keys };

        let routes = router::api(&app)?.merge(pages::routes(&app, &access)).merge(bucket::routes(&app));
        let bounds = Bounds {
            connections: app.options.max_connections,
            head_timeout: app.options.head_timeout,
            ..Bounds::default()
        };
        let answers = Arc::clone(&app);
        let answer = move |request, _| front(Arc::clone(&answers), routes.clone(), request);
        let server = Server::start_with_http2(listener, bounds, answer)?;
        Ok(Self { app, access, server })
    }

    /// How to reach it, and with what.
    pub fn access(&self) -> &Access {
        &self.access
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Stops accepting, lets running requests end, and returns.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
