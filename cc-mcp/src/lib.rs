//! The Coffee & Contracts API for assistants that speak MCP.
//!
//! ```text
//! tools/list  -> tools       what the policy allows, from the spec's marks and a few of our own
//! tools/call  -> policy      reads; writes if they were switched on; money and passwords never; what the key lacks: scopes
//!             -> call        arguments read kindly and checked strictly
//!                confirm     a person says yes where it matters: through the host, or with a word in the text
//!                send        the quota is waited for, as long as a host waits; failures say what the user can do
//!                progress    meanwhile the host hears how far it is, if it asked
//!             -> answer      small: the fields that matter, a few entries, and the next call
//! ```

mod answer;
mod call;
mod confirmation;
mod evidence;
mod host;
pub mod hosted;
pub mod http;
mod instructions;
mod lookups;
pub mod oauth;
mod policy;
mod progress;
mod prompts;
mod resources;
mod scopes;
mod server;
mod tools;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use cc_api::{Builder, Client, Lane};
use cc_surface::{Account, Home};
use rmcp::service::ServerInitializeError;
use rmcp::{ServerHandler, ServiceExt as _};

use hosted::{Hosted, Hosting};
use http::Http;
use policy::Policy;
use scopes::Scopes;
use server::Server;
use tools::Selection;

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The account, by the name it was logged in under.
    pub profile: Option<String>,
    /// Whether tools that change something are offered.
    pub allow_write: bool,
    /// The sets whose tools are offered; all core tools if neither sets nor tools are named.
    pub toolsets: Vec<String>,
    /// Tools and operations that are offered besides.
    pub tools: Vec<String>,
    /// Tools and operations that are taken away.
    pub exclude: Vec<String>,
    /// How long a call waits for the quota, or for the work that it has begun.
    pub max_wait: Duration,
}

/// The usual patience: most hosts give a call up after a minute.
const MAX_WAIT: Duration = Duration::from_secs(45);

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: None,
            allow_write: false,
            toolsets: Vec::new(),
            tools: Vec::new(),
            exclude: Vec::new(),
            max_wait: MAX_WAIT,
        }
    }
}

/// Serves one host on stdin and stdout until it hangs up.
pub async fn serve_stdio(settings: &Settings) -> anyhow::Result<()> {
    let server = server(settings)?;
    let running = match Box::pin(server.serve(rmcp::transport::stdio())).await {
        // A host that hangs up before it says anything has lost interest; nothing is wrong.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        running => running.context("the host did not begin as MCP does")?,
    };
    running.waiting().await?;
    Ok(())
}

/// A server for a client of your own, which [`client`] has set up. It keeps nothing on this machine.
pub fn serve_client(client: Client, settings: &Settings) -> anyhow::Result<impl ServerHandler + use<>> {
    Ok(made(client, settings, selection(settings)?, Scopes::default(), None))
}

/// Sets up a client for a server: who it is, how patient, and that hosts are told what it waits for.
pub fn client(builder: Builder, settings: &Settings) -> Builder {
    builder
        .product(concat!("cc-mcp/", env!("CARGO_PKG_VERSION")))
        .lane(Lane::Interactive)
        .max_wait(settings.max_wait)
        .deadline(settings.max_wait.saturating_add(Duration::from_secs(60)))
        .on_note(progress::heard)
}

/// Serves hosts that come over HTTP until Ctrl-C: one account, one quota, one server for all.
pub async fn serve_http(settings: &Settings, http: &Http) -> anyhow::Result<()> {
    http::serve(server(settings)?, http, interrupted()).await
}

/// Serves people elsewhere until Ctrl-C: each with their own key, which a page has asked for.
pub async fn serve_hosted(settings: &Settings, hosted: &Hosted, address: SocketAddr) -> anyhow::Result<()> {
    Hosting::open(settings, hosted)?.serve(address, interrupted()).await
}

async fn interrupted() {
    // Where there is no Ctrl-C to wait for, the program is ended some other way.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn server(settings: &Settings) -> anyhow::Result<Server> {
    let selection = selection(settings)?;
    let home = Home::of_this_user()?;
    let account = Account::find(&home, settings.profile.as_deref())?;
    let client = account.open(&home, |builder| client(builder, settings))?;
    Ok(made(client, settings, selection, Scopes::of(home.clone(), account), Some(home)))
}

fn selection(settings: &Settings) -> anyhow::Result<Selection> {
    Selection::new(&settings.toolsets, &settings.tools, &settings.exclude).map_err(anyhow::Error::msg)
}

fn made(
    client: Client,
    settings: &Settings,
    selection: Selection,
    scopes: Scopes,
    home: Option<Home>,
) -> Server {
    let excluded = selection.excluded_operations();
    let policy = Policy { allow_write: settings.allow_write, scopes: Arc::new(scopes), excluded };
    Server::new(client, policy, selection, settings.max_wait, home)
}
