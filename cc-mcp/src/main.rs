//! `cc-mcp`: the Coffee & Contracts API for Claude and other assistants that speak MCP.

mod commands;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use cc_mcp::http::{self, DEFAULT_ADDRESS, Http, LOCAL_ORIGINS};
use cc_mcp::{Settings, serve_hosted, serve_http, serve_stdio};
use cc_serve::Bounds;
use clap::Parser;
use clap::builder::FalseyValueParser;

use commands::{Command, Hosting};

/// The Coffee & Contracts API for Claude and other assistants
///
/// Speaks MCP on stdin and stdout, or over HTTP to hosts on this machine. It only reads, unless it is told otherwise; what is
/// about money, passwords, keys and membership is never offered. The key is that of `ccapi auth login`, or that of the
/// environment.
#[derive(Debug, Parser)]
#[command(name = "cc-mcp", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    hosting: Hosting,
    /// The account to use, by the name it was logged in under
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Offer tools that change something, too; what removes something or may cost money still asks first
    #[arg(long, env = "CC_MCP_ALLOW_WRITE", value_parser = FalseyValueParser::new())]
    allow_write: bool,
    /// Offer the tools of these sets, instead of the core tools: core, overview, operations, chatgpt, library, calendar,
    /// instagram, events, captions, account, or any group of operations, such as resources
    #[arg(long, value_name = "SETS", value_delimiter = ',', env = "CC_MCP_TOOLSETS")]
    toolsets: Vec<String>,
    /// Offer these tools, besides those of the sets; without sets, only these. Any operation can be named
    #[arg(long, value_name = "NAMES", value_delimiter = ',', env = "CC_MCP_TOOLS")]
    tools: Vec<String>,
    /// Take these tools and operations away; nothing calls them then
    #[arg(long, value_name = "NAMES", value_delimiter = ',', env = "CC_MCP_EXCLUDE")]
    exclude: Vec<String>,
    /// Let a call wait so long for the quota or for what it has begun, such as 30s or 2m; beyond that it says when to come
    /// again
    ///
    /// A call waits when fewer than five requests are left. Hosts that ask for progress are told while it does. Most give a
    /// call up after a minute.
    #[arg(long, value_name = "TIME", default_value = "45s", value_parser = time)]
    max_wait: Duration,
    /// Listen for hosts on this machine instead, at `http://ADDR/mcp`; ADDR is 127.0.0.1:4011 if left out
    ///
    /// Nobody has to log in, so only loopback addresses are taken, and every program on this machine may call.
    #[arg(long, value_name = "ADDR", num_args = 0..=1, default_missing_value = DEFAULT_ADDRESS, value_parser = http::address)]
    http: Option<SocketAddr>,
    /// With --http, let pages of this origin call, and no others; may be given more than once
    #[arg(long, value_name = "ORIGIN", requires = "http", default_values = LOCAL_ORIGINS, value_parser = http::origin)]
    allow_origin: Vec<String>,
}

const EXAMPLES: &str = "Examples:
  claude mcp add coffee -- cc-mcp
  claude mcp add coffee --env CC_API_KEY=cc_... -- cc-mcp --allow-write
  cc-mcp --http, and then: claude mcp add --transport http coffee http://127.0.0.1:4011/mcp
  cc-mcp --http --oauth --public-url https://coffee.example.com
  cc-mcp sessions list
  cc-mcp --toolsets core,page_builder --exclude get_trending_reels";

/// The longest patience that makes sense, and that no clock overflows by.
const LONGEST: Duration = Duration::from_secs(3600);

fn time(text: &str) -> Result<Duration, String> {
    let time = cc_surface::duration(text)?;
    if time <= LONGEST { Ok(time) } else { Err("an hour is the most".to_owned()) }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(command) = &arguments.command {
        return ended(command.run());
    }
    let settings = Settings {
        profile: arguments.profile,
        allow_write: arguments.allow_write,
        toolsets: arguments.toolsets,
        tools: arguments.tools,
        exclude: arguments.exclude,
        max_wait: arguments.max_wait,
    };
    let served = match arguments.http {
        Some(address) if arguments.hosting.oauth => match arguments.hosting.hosted(arguments.allow_origin) {
            Ok(hosted) => serve_hosted(&settings, &hosted, arguments.hosting.listen.unwrap_or(address)).await,
            Err(error) => Err(error),
        },
        Some(address) => {
            let http = Http { address, origins: arguments.allow_origin, bounds: Bounds::default() };
            serve_http(&settings, &http).await
        }
        None => serve_stdio(&settings).await,
    };
    ended(served)
}

fn ended(ended: anyhow::Result<()>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-mcp: {error:#}");
            ExitCode::FAILURE
        }
    }
}
