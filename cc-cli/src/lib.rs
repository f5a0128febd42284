//! The command line of the Coffee & Contracts API.
//!
//! ```text
//! arguments -> tree        a command an operation, made from the catalogue         ArgMatches
//!           -> call        arguments read and checked, an account found, sent      entries, a value, or a Failure
//!           -> output      table, JSON, CSV … on stdout; everything else on stderr
//!           -> exit        the code that scripts read
//! ```
//!
//! `commands` holds what is no operation: logging in, the quota, the dashboard.

mod call;
mod commands;
mod exit;
mod interrupt;
mod output;
mod speech;
mod terminal;
mod tree;

use std::ffi::OsString;

use clap::ArgMatches;

pub use exit::{Exit, Failure};
pub use tree::command;

use speech::Speech;

/// Runs a command line, and says how it ended. Data is on stdout, everything else on stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match tree::command_for(&arguments).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        // Help and version are no errors; clap prints either where it belongs.
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let speech = Speech::new(&matches);
    match carry_out(&matches, &speech) {
        Ok(()) => Exit::Done,
        Err(failure) => {
            if failure.exit != Exit::Done {
                speech.failure(&failure);
            }
            failure.exit
        }
    }
}

fn carry_out(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let Some((name, within)) = matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "no command; `ccapi --help` lists them"));
    };
    if let Some(own) = commands::ALL.iter().find(|own| own.name == name) {
        return (own.run)(within, speech);
    }
    let operation =
        within.subcommand().and_then(|(command, matches)| Some((tree::find(name, command)?, matches)));
    match operation {
        Some((operation, matches)) => call::run(operation, matches, speech),
        None => Err(Failure::new(Exit::Usage, format!("`{name}` is no command; `ccapi --help` lists them"))),
    }
}
