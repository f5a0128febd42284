//! The Coffee & Contracts API for assistants that speak MCP.
//!
//! ```text
//! tools/list  -> tools       what the policy allows, from the spec's marks and a few of our own
//! tools/call  -> policy      reads; writes if they were switched on; money and passwords never
//!             -> call        arguments read kindly and checked strictly; confirmed where it matters
//!             -> answer      small: the fields that matter, a few entries, and the next call
//! ```

mod answer;
mod call;
mod confirmation;
mod evidence;
pub mod http;
mod instructions;
mod lookups;
mod policy;
mod prompts;
mod resources;
mod server;
mod tools;

use anyhow::Context as _;
use cc_api::Lane;
use cc_surface::{Account, Home};
use rmcp::ServiceExt as _;

use http::Http;
use policy::Policy;
use server::Server;
use tools::Selection;

/// What a server is started with.
#[derive(Debug, Clone, Default)]
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
}

/// Serves one host on stdin and stdout until it hangs up.
pub async fn serve_stdio(settings: &Settings) -> anyhow::Result<()> {
    let server = server(settings)?;
    let running =
        server.serve(rmcp::transport::stdio()).await.context("the host did not begin as MCP does")?;
    running.waiting().await?;
    Ok(())
}

/// Serves hosts that come over HTTP until Ctrl-C: one account, one quota, one server for all.
pub async fn serve_http(settings: &Settings, http: &Http) -> anyhow::Result<()> {
    let stop = async {
        // Where there is no Ctrl-C to wait for, the program is ended some other way.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    http::serve(server(settings)?, http, stop).await
}

fn server(settings: &Settings) -> anyhow::Result<Server> {
    let selection = Selection::new(&settings.toolsets, &settings.tools, &settings.exclude);
    let selection = selection.map_err(anyhow::Error::msg)?;
    let home = Home::of_this_user()?;
    let account = Account::find(&home, settings.profile.as_deref())?;
    let client = account.open(&home, |builder| {
        builder.product(concat!("cc-mcp/", env!("CARGO_PKG_VERSION"))).lane(Lane::Interactive)
    })?;
    let policy = Policy {
        allow_write: settings.allow_write,
        scopes: account.scopes,
        excluded: selection.excluded_operations(),
    };
    Ok(Server::new(client, policy, selection))
}
