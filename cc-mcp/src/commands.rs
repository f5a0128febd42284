//! A server for people elsewhere: what it is started with, and what whoever runs it can do about connections.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use cc_mcp::hosted::Hosted;
use cc_mcp::oauth::{Api, Clock, Connections, MasterKey, PublicUrl};
use cc_serve::Bounds;
use cc_surface::Home;
use clap::{Args, Subcommand};

/// Where the master key is named: itself, or a file that holds it. Never on the command line, which others can read.
const MASTER: &str = "CC_MCP_MASTER_KEY";
/// The same of the one that takes its place.
const NEW_MASTER: &str = "CC_MCP_NEW_MASTER_KEY";
/// How many connections a server for many people serves at once: hosts hold some of them open.
const CONNECTIONS: usize = 4096;

#[derive(Debug, Args)]
pub(crate) struct Hosting {
    /// With --http, serve people who come from assistants elsewhere: each logs in with their own key, on a page of this server
    ///
    /// Keys are kept encrypted with the master key in `CC_MCP_MASTER_KEY`, or in the file that `CC_MCP_MASTER_KEY_FILE` names;
    /// `cc-mcp new-master-key` makes one. No key of this machine is used.
    #[arg(long, requires_all = ["http", "public_url"], conflicts_with = "profile")]
    pub(crate) oauth: bool,
    /// With --oauth, the address under which the world reaches this server, through a proxy that speaks TLS
    #[arg(long, value_name = "URL", requires = "oauth", value_parser = public_url)]
    public_url: Option<PublicUrl>,
    /// With --oauth, listen on this address, which other machines may reach; without it, only this machine, where the proxy is
    #[arg(long, value_name = "ADDRESS:PORT", requires = "oauth")]
    pub(crate) listen: Option<SocketAddr>,
    /// With --oauth, take the caller's address from the last entry of X-Forwarded-For, which the proxy adds, for limits a caller
    #[arg(long, requires = "oauth")]
    behind_proxy: bool,
    /// For tests: with --oauth and a public address of this machine, let clients describe themselves on it, too
    #[arg(long, hide = true, requires = "oauth")]
    allow_local_clients: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// See who is connected to a server for people elsewhere, and end connections
    #[command(subcommand)]
    Sessions(Sessions),
    /// Print a new master key
    NewMasterKey,
    /// Encrypt all kept keys anew, with the master key in `CC_MCP_NEW_MASTER_KEY` or the file that `CC_MCP_NEW_MASTER_KEY_FILE`
    /// names, in place of the one in force; then start the server anew with that
    RotateMasterKey,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sessions {
    /// List them, the one that was used last first
    List,
    /// End one, or all
    Revoke {
        /// Which one, by its name in the list
        #[arg(required_unless_present = "all")]
        id: Option<String>,
        /// All of them
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
}

impl Hosting {
    /// What the server is started with.
    pub(crate) fn hosted(&self, origins: Vec<String>) -> anyhow::Result<Hosted> {
        let home = Home::of_this_user()?;
        Ok(Hosted {
            public: self.public_url.clone().context("--oauth takes --public-url")?,
            database: home.connections_file(),
            master: master(MASTER)?,
            api: Api::of_environment(&home)?,
            clock: Clock::of_the_machine(),
            origins,
            proxied: self.behind_proxy,
            local_clients: self.allow_local_clients,
            bounds: Bounds { connections: CONNECTIONS, ..Bounds::default() },
        })
    }
}

impl Command {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        match self {
            Self::NewMasterKey => println!("{}", MasterKey::new_text()?),
            Self::RotateMasterKey => {
                let count = connections()?.rotate(&master(NEW_MASTER)?)?;
                println!("{count} keys are sealed with the new master key; start the server anew with it");
            }
            Self::Sessions(Sessions::List) => list()?,
            Self::Sessions(Sessions::Revoke { id: Some(id), .. }) => {
                if !connections()?.revoke(id)? {
                    bail!("there is no session `{id}`; `cc-mcp sessions list` shows them");
                }
                println!("{id} is ended");
            }
            Self::Sessions(Sessions::Revoke { id: None, .. }) => {
                println!("{} sessions are ended", connections()?.revoke_all()?);
            }
        }
        Ok(())
    }
}

fn list() -> anyhow::Result<()> {
    let day = |seconds| {
        jiff::Timestamp::from_second(seconds).map(|time| time.strftime("%Y-%m-%d %H:%M").to_string())
    };
    println!("SESSION\tCLIENT\tLEADS TO\tSINCE (UTC)\tUSED\tENDS");
    for session in connections()?.list(&Clock::of_the_machine())? {
        let [created, used, ends] = [day(session.created)?, day(session.used)?, day(session.ends)?];
        println!("{}\t{}\t{}\t{created}\t{used}\t{ends}", session.id, session.client, session.leads_to);
    }
    Ok(())
}

fn connections() -> anyhow::Result<Connections> {
    Connections::open(&Home::of_this_user()?.connections_file(), master(MASTER)?)
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::read(text).map_err(|error| error.to_string())
}

/// A master key: that of a variable, or of the file that another names.
fn master(name: &str) -> anyhow::Result<MasterKey> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (text, place) = match (set(name), set(&format!("{name}_FILE"))) {
        (Some(text), None) => (text, name.to_owned()),
        (None, Some(file)) => (std::fs::read_to_string(&file).with_context(|| file.clone())?, file),
        (Some(_), Some(_)) => bail!("{name} and {name}_FILE are both set; one of them is enough"),
        (None, None) => bail!("no master key: set {name} or {name}_FILE; `cc-mcp new-master-key` makes one"),
    };
    MasterKey::read(&text).context(place)
}
