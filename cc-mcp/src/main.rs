//! `cc-mcp`: the Coffee & Contracts API for Claude and other assistants that speak MCP.

use std::process::ExitCode;

use cc_mcp::{Settings, serve_stdio};
use clap::Parser;

/// The Coffee & Contracts API for Claude and other assistants
///
/// Speaks MCP on stdin and stdout. It only reads, unless it is told otherwise; what is about money, passwords, keys and
/// membership is never offered. The key is that of `ccapi auth login`, or that of the environment.
#[derive(Debug, Parser)]
#[command(name = "cc-mcp", version, after_help = EXAMPLES)]
struct Arguments {
    /// The account to use, by the name it was logged in under
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Offer tools that change something, too; what removes something or may cost money still asks first
    #[arg(long)]
    allow_write: bool,
}

const EXAMPLES: &str = "Example:
  claude mcp add coffee -- cc-mcp";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let settings = Settings { profile: arguments.profile, allow_write: arguments.allow_write };
    match serve_stdio(&settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-mcp: {error:#}");
            ExitCode::FAILURE
        }
    }
}
