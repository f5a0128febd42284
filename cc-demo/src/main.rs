//! `cc-demo`: the weekly dashboard of a made-up account, from the sandbox to the terminal and to a page.
//!
//! It does what a program of yours would do: a client with a key that holds no scope too many, one workflow, and its
//! outputs shown. Only the address is that of a server on this machine.

mod story;
mod terminal;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use cc_workflows::render::{TextOptions, html, text};
use clap::{Parser, ValueEnum};

/// The weekly dashboard of a made-up account
///
/// Starts the sandbox in this process, makes a key with exactly the scopes that the dashboard declares, gathers the
/// dashboard through the generated client, prints it, and writes it as a page that needs nothing else.
#[derive(Debug, Parser)]
#[command(name = "cc-demo", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    /// Where the page is written
    #[arg(long, value_name = "FILE", default_value = "target/demo/dashboard.html")]
    out: PathBuf,
    /// How many columns the text may take; those of the terminal otherwise
    #[arg(long, value_name = "N")]
    width: Option<usize>,
    /// Whether the text is in color; `NO_COLOR` is respected
    #[arg(long, value_enum, default_value_t)]
    color: Color,
    /// What the made-up data is drawn from: the same number gives the same data
    #[arg(long, value_name = "N", default_value_t = 1)]
    rng: u64,
}

/// When to use colors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// In a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

const EXAMPLES: &str = "Examples:
  cargo xtask demo                      the dashboard here, and as target/demo/dashboard.html
  cargo xtask demo --out week.html      the page elsewhere
  cargo xtask demo --rng 7              another account

Exit codes: 0 the dashboard is shown and written; 1 it could not be gathered or written; 2 wrong arguments.";

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let page = story::page(arguments.rng).await?;
    write(&arguments.out, &html(&page))?;
    let options = TextOptions {
        width: arguments.width.unwrap_or_else(terminal::width),
        color: match arguments.color {
            Color::Auto => terminal::wants_color(),
            Color::Always => true,
            Color::Never => false,
        },
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\nThe same as a page: {}", text(&page, &options), arguments.out.display())
        .or_else(terminal::unless_closed)?;
    Ok(())
}

fn write(path: &Path, html: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, html));
    written.with_context(|| format!("the page can't be written to {}", path.display()))
}
