//! The terminal, if there is one.

use std::io::IsTerminal as _;

/// The width of a terminal that does not say: what tables are made for since there are terminals.
const USUAL_WIDTH: usize = 80;

/// How many columns there are.
pub(crate) fn width() -> usize {
    let asked = terminal_size::terminal_size_of(std::io::stdout())
        .or_else(|| terminal_size::terminal_size_of(std::io::stderr()));
    let named = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked
        .map(|(width, _)| usize::from(width.0))
        .or_else(named)
        .filter(|width| *width > 0)
        .unwrap_or(USUAL_WIDTH)
}

/// Whether a person reads what is printed.
pub(crate) fn shows_output() -> bool {
    std::io::stdout().is_terminal()
}
