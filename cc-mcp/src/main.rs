//! `cc-mcp`: the Coffee & Contracts API for Claude and other assistants that speak MCP.

use std::net::SocketAddr;
use std::process::ExitCode;

use cc_mcp::http::{self, DEFAULT_ADDRESS, Http, LOCAL_ORIGINS};
use cc_mcp::{Settings, serve_http, serve_stdio};
use clap::Parser;

/// The Coffee & Contracts API for Claude and other assistants
///
/// Speaks MCP on stdin and stdout, or over HTTP to hosts on this machine. It only reads, unless it is told otherwise; what is
/// about money, passwords, keys and membership is never offered. The key is that of `ccapi auth login`, or that of the
/// environment.
#[derive(Debug, Parser)]
#[command(name = "cc-mcp", version, after_help = EXAMPLES)]
struct Arguments {
    /// The account to use, by the name it was logged in under
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Offer tools that change something, too; what removes something or may cost money still asks first
    #[arg(long)]
    allow_write: bool,
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
  cc-mcp --http, and then: claude mcp add --transport http coffee http://127.0.0.1:4011/mcp";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let settings = Settings { profile: arguments.profile, allow_write: arguments.allow_write };
    let served = match arguments.http {
        Some(address) => serve_http(&settings, &Http { address, origins: arguments.allow_origin }).await,
        None => serve_stdio(&settings).await,
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-mcp: {error:#}");
            ExitCode::FAILURE
        }
    }
}
