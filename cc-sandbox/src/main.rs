//! `cc-sandbox`: the API on localhost.

use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use cc_sandbox::{Access, HeaderWindow, Options, ResetStyle, Sandbox, ScopePolicy, Seed, Variant};
use clap::Parser;

/// The Coffee & Contracts API on localhost, as far as it is documented
///
/// A real server with a real database: what you change stays changed until it stops, or longer with --db.
/// The real API may differ wherever its documents are silent; /docs says where.
#[derive(Debug, Parser)]
#[command(name = "cc-sandbox", version, max_term_width = 100)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct Arguments {
    /// The port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// The address to listen on; any but a loopback address needs --expose, too
    #[arg(long, default_value = "127.0.0.1")]
    address: IpAddr,
    /// Let other machines in: whoever reaches the port can read what is in the sandbox
    #[arg(long)]
    expose: bool,
    /// Keep the state in this file; without it, it ends with the sandbox
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// What a new database is filled with
    #[arg(long, value_enum, default_value_t)]
    seed: Seed,
    /// How many posts a new library has
    #[arg(long, value_name = "N")]
    posts: Option<u32>,
    /// What the made-up data is drawn from: the same number gives the same data
    #[arg(long, value_name = "N", default_value_t = 1)]
    rng: u64,
    /// Switch the rate limit off
    #[arg(long)]
    no_limits: bool,
    /// How X-RateLimit-Reset is written; not documented
    #[arg(long, value_enum, default_value_t)]
    reset_style: ResetStyle,
    /// Which window the rate limit's headers describe; not documented
    #[arg(long, value_enum, default_value_t)]
    header_window: HeaderWindow,
    /// The largest page: a larger limit gets this many; no maximum is documented
    #[arg(long, value_name = "N", default_value_t = 100)]
    max_page: u32,
    /// Who may call operations for which no scope is documented
    #[arg(long, value_enum, default_value_t)]
    scope_policy: ScopePolicy,
    /// Play an API that differs from the document as this YAML file says; the manual has its form
    #[arg(long, value_name = "FILE")]
    variant: Option<PathBuf>,
    /// Offer the routes under /_sandbox that move the clock, script faults and read the ledger
    #[arg(long)]
    control: bool,
    /// Print one line of JSON instead of words
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-sandbox: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let json = arguments.json;
    let sandbox = Sandbox::start_with(arguments.into_options()?).await?;
    let text = if json { serde_json::to_string(sandbox.access())? } else { words(sandbox.access()) };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    drop(out);
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}

impl Arguments {
    fn into_options(self) -> anyhow::Result<Options> {
        let mut options = Options::default();
        options.address = self.address;
        options.expose = self.expose;
        options.port = self.port;
        options.database = self.db;
        options.seed = self.seed;
        options.posts = self.posts;
        options.rng = self.rng;
        options.rate_limits = !self.no_limits;
        options.reset_style = self.reset_style;
        options.header_window = self.header_window;
        options.max_page = self.max_page;
        options.scope_policy = self.scope_policy;
        options.variant = self.variant.as_deref().map(Variant::read).transpose()?;
        options.control = self.control;
        Ok(options)
    }
}

/// What a person wants to know at the start.
fn words(access: &Access) -> String {
    let Access { base_url, tenant, session_token, keys } = access;
    let origin = base_url.trim_end_matches("/api");
    format!(
        "The Coffee & Contracts API, as far as it is documented, is at {base_url}

  tenant          {tenant}
  session token   {session_token}
  key, all scopes {full}
  key, read only  {read_only}
  organization    {organization}

Try it:
  curl -H 'Authorization: Bearer {read_only}' -H 'X-Tenant-Slug: {tenant}' '{base_url}/user/content/posts-v2?limit=1'

Reference and try-it page: {origin}/docs        Stop with Ctrl-C.",
        full = keys.full,
        read_only = keys.read_only,
        organization = keys.organization,
    )
}
