//! `ccapi quota`: what the key has used on this machine, and may still do.

use cc_api::time::{SignedDuration, Timestamp};
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Failure, call, interrupt};

pub(super) const OWN: Own = Own { name: "quota", command, run };

fn command() -> Command {
    Command::new("quota")
        .about("Show what the key has used and may still do; sends nothing")
        .long_about(
            "Show what the key has used and may still do, as all processes of this machine have counted it. \
             Sends nothing, and so costs nothing.",
        )
        .args(options::showing())
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let opened = call::open(matches, speech)?;
    let report = interrupt::run(async { Ok(opened.client.quota().await) })?;
    let mut entries = output.entries();
    for window in &report.windows {
        entries.push(&json!({
            "window": length(window.length.as_secs()),
            "limit": window.limit,
            "used": window.used,
            "used_elsewhere": window.unseen,
            "left": window.left,
            "empty_at": window.empty_at.map(shown),
        }))?;
    }
    entries.end()?;
    Ok(())
}

/// A moment without fractions of a second.
fn shown(at: Timestamp) -> Value {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string().into()
}

fn length(seconds: u64) -> String {
    match seconds {
        60 => "minute".to_owned(),
        3_600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        other => format!("{:#}", SignedDuration::from_secs(i64::try_from(other).unwrap_or(i64::MAX))),
    }
}
