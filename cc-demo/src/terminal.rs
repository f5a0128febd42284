//! What the terminal is like.

use std::io::{ErrorKind, IsTerminal as _};

/// Lines longer than this are tiring to read.
const WIDEST: usize = 110;

/// How many columns the output may take: the terminal's, 80 where there is none.
pub(crate) fn width() -> usize {
    let columns = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    columns.unwrap_or(80).min(WIDEST)
}

/// Whether the output is a terminal whose user did not say no to colors.
pub(crate) fn wants_color() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stdout().is_terminal() && !refused && !dumb
}

/// A reader that has seen enough, `head` for example, is no failure.
pub(crate) fn unless_closed(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}
