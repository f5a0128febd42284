//! `ccapi journal`: costly calls of which nobody knows how they ended.

use cc_api::journal::{FileJournal, Record, State};
use cc_surface::Home;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure};

pub(super) const OWN: Own = Own { name: "journal", command, run };

fn command() -> Command {
    Command::new("journal")
        .about("Costly calls of which nobody knows how they ended; sends nothing")
        .long_about(
            "Costly calls of which nobody knows how they ended: the program was stopped or the connection broke after they \
             were sent. The same call is not sent again until it is known whether it happened, so that nothing is paid twice. \
             Look at the account in the web app, then resolve the record.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(Command::new("list").about("Show them, oldest first").args(options::showing()))
        .subcommand(
            Command::new("resolve")
                .about("Say that it is known now how a call ended: the same call may be sent again")
                .arg(Arg::new("id").value_name("ID").required(true).help("The record, by its identifier: `journal list` shows it")),
        )
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let journal = FileJournal::open(Home::of_this_user()?.journal_folder())?;
    match matches.subcommand() {
        Some(("list", matches)) => {
            let mut entries = Output::new(matches)?.entries();
            for record in journal.entries()? {
                entries.push(&shown(&record))?;
            }
            entries.end()
        }
        Some(("resolve", matches)) => {
            let id = matches.get_one::<String>("id").map_or("", String::as_str);
            let record = journal.resolve(id)?;
            speech.remark(&format!("{} may be sent again", record.operation));
            Ok(())
        }
        _ => Err(Failure::new(Exit::Usage, "no command; `ccapi journal --help` lists them")),
    }
}

fn shown(record: &Record) -> serde_json::Value {
    json!({
        "id": record.id,
        "operation": record.operation,
        "started": record.started.map(|at| at.to_string()),
        "process": record.process,
        "state": match record.state {
            State::Sent => "under way, or ended by a crash",
            State::Unknown => "sent; nobody knows whether it happened",
            _ => "the record is damaged",
        },
    })
}
