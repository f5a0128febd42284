//! The client of a command: whose key, which quota, how patient.

use std::time::Duration;

use cc_api::catalogue::{Access, Operation};
use cc_api::journal::{FileJournal, Record};
use cc_api::{Builder, Client, ErrorKind, Lane};
use cc_surface::{Account, Home};
use clap::ArgMatches;

use crate::speech::Speech;
use crate::{Failure, terminal};

/// A client, and where its key came from.
pub(crate) struct Opened {
    pub(crate) client: Client,
    pub(crate) account: Account,
    pub(crate) home: Home,
}

/// How long a call waits for the quota unless told otherwise: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for each page of a listing of everything, which is no longer a matter of moments.
const PATIENCE_WITH_ALL: Duration = Duration::from_secs(3600);

/// The client that the options ask for.
pub(crate) fn open(matches: &ArgMatches, speech: &Speech) -> Result<Opened, Failure> {
    let all = matches.try_get_one::<bool>("all").ok().flatten() == Some(&true);
    open_with(matches, speech, if all { PATIENCE_WITH_ALL } else { PATIENCE })
}

/// The same, with so much patience unless the options say otherwise.
pub(crate) fn open_with(matches: &ArgMatches, speech: &Speech, usual: Duration) -> Result<Opened, Failure> {
    open_as(matches, speech, usual, |builder| builder)
}

/// The same, with `set_up` having the last word.
pub(crate) fn open_as(
    matches: &ArgMatches,
    speech: &Speech,
    usual: Duration,
    set_up: impl FnOnce(Builder) -> Builder,
) -> Result<Opened, Failure> {
    let told = speech.clone();
    let home = Home::of_this_user()?;
    let profile = matches.get_one::<String>("profile").map(String::as_str);
    let account = Account::find(&home, profile)?;
    let patience = matches.try_get_one::<Duration>("max-wait").ok().flatten().copied().unwrap_or(usual);
    let lane = matches.try_get_one::<String>("lane").ok().flatten();
    let lane = match lane.map(String::as_str) {
        Some("background") => Lane::Background,
        Some("normal") => Lane::Normal,
        Some(_) => Lane::Interactive,
        None if terminal::shows_output() && usual == PATIENCE => Lane::Interactive,
        None => Lane::Normal,
    };
    let client = account.open(&home, |builder| {
        let builder = builder
            .product(concat!("ccapi/", env!("CARGO_PKG_VERSION")))
            .max_wait(patience)
            .lane(lane)
            .on_note(move |note| told.note(note));
        set_up(builder)
    })?;
    Ok(Opened { client, account, home })
}

impl Opened {
    /// The costly calls of which nobody knows how they ended; none if the journal can't be read.
    pub(crate) fn unresolved(&self) -> Vec<Record> {
        let entries = FileJournal::open(self.home.journal_folder()).and_then(|journal| journal.entries());
        entries.unwrap_or_default()
    }

    /// Keeps what the end of a call says of the key's permissions. Where that can't be written, nothing is lost but that.
    pub(crate) fn learn<T>(&self, operation: &Operation, done: &Result<T, Failure>) {
        let ended = match done.as_ref().map_err(Failure::error) {
            Ok(_) => Ok(()),
            Err(Some(error)) => Err(error),
            Err(None) => return,
        };
        let _ = self.account.learn(&self.home, operation, ended);
    }

    /// Adds what only we know to a failure: whose key it was.
    pub(crate) fn explain(&self, operation: &Operation, failure: Failure) -> Failure {
        let Some(error) = failure.error() else { return failure };
        match error.kind() {
            ErrorKind::Duplicate => {
                let hint = self.unresolved().into_iter().find(|record| record.operation == operation.id);
                let failure = match hint {
                    Some(record) => failure.hint(format!(
                        "look in the web app whether it happened; then `ccapi journal resolve {}`",
                        record.id
                    )),
                    None => failure,
                };
                failure.hint("--force-duplicate sends it all the same: it may cost money twice")
            }
            ErrorKind::Scope | ErrorKind::Auth if operation.access == Access::Session => {
                failure.hint("this needs the token of a login, as CC_SESSION_TOKEN: keys are refused")
            }
            ErrorKind::Auth => failure.hint(format!("the key is from {}", self.account.source)),
            _ => failure,
        }
    }
}
