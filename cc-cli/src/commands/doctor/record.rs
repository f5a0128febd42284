//! `ccapi doctor --record FILE`: what the API really answers, without secrets and personal values, for those who keep its
//! document true. Only reads, in the background lane, after a look at what it costs.

use std::path::Path;
use std::time::Duration;

use cc_api::catalogue::Operation;
use cc_api::record::Recorder;
use cc_api::time::Timestamp;
use cc_api::{API, Lane, Retry};
use cc_surface::KnownScopes;
use clap::ArgMatches;
use serde_json::json;

use super::plan::{Plan, refusal};
use super::rounds::{Rounds, Row};
use super::tape::Tape;
use crate::call::Opened;
use crate::commands::keys;
use crate::output::Output;
use crate::speech::Speech;
use crate::{Exit, Failure, call, interrupt};

/// How long a request waits for the quota: longer than the hour that it may take until there is room.
const PATIENCE: Duration = Duration::from_secs(2 * 3600);

pub(super) fn run(path: &Path, matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let held = Tape::look(path)?;
    let only = wanted(matches)?;
    let asked = call::open(matches, speech)?;
    let plan = Plan::new(&asked.account.scopes, &held, &only);
    let budget = matches.get_one::<u32>("budget").copied().unwrap_or_default();
    if plan.plain.is_empty() && plan.by_value.is_empty() {
        speech.remark("there is nothing to ask for that is not in the file already");
        return show(output, &[], &plan);
    }
    agree(&plan, budget, path, matches, &asked, speech)?;
    let tape = Tape::open(path)?;
    let recorder = Recorder::new(tape.file);
    let recorder = if tape.begun { recorder.continuing() } else { recorder };
    let watch = recorder.clone();
    let opened = call::open_as(matches, speech, PATIENCE, |builder| {
        let builder = if in_background(matches) { builder.lane(Lane::Background) } else { builder };
        builder.record(recorder).retry(Retry::never())
    })?;
    let mut rounds = Rounds::new(&opened, budget, speech);
    let done = interrupt::run(rounds.go(&plan));
    speech.clear();
    let sent = rounds.sent;
    let rows = rounds.rows;
    show(output, &rows, &plan)?;
    let file = path.display();
    done.map_err(|failure| {
        failure.hint(format!("{file} keeps what was recorded; the same command goes on from there"))
    })?;
    if watch.has_failed() {
        return Err(Failure::new(
            Exit::Local,
            format!("{file} can't be written to; what came before is whole"),
        ));
    }
    speech.remark(&format!(
        "{sent} requests; {file} holds forms and names, no values: look into it, then send it to those who keep the \
         document, whose `cargo xtask learn {file}` says what it teaches"
    ));
    Ok(())
}

/// The operations that were named. One that is never recorded is a mistake of the command line.
fn wanted(matches: &ArgMatches) -> Result<Vec<&'static Operation>, Failure> {
    let mut found = Vec::new();
    for name in matches.get_many::<String>("only").into_iter().flatten() {
        let operation = keys::find(name)?;
        if let Some(reason) = refusal(operation, &KnownScopes::default()) {
            return Err(Failure::new(Exit::Usage, format!("`{name}` is not recorded: {reason}")));
        }
        found.push(operation);
    }
    Ok(found)
}

/// Says what it takes, and asks.
fn agree(
    plan: &Plan,
    budget: u32,
    path: &Path,
    matches: &ArgMatches,
    opened: &Opened,
    speech: &Speech,
) -> Result<(), Failure> {
    let most = u32::try_from(plan.most()).unwrap_or(u32::MAX).min(budget);
    let until = interrupt::run(async { Ok(opened.client.estimate(most).await) })?;
    let limits = API.rate_limits.map(|limits| {
        let shown =
            |limit: Option<u32>| limit.map_or_else(|| "any number".to_owned(), |limit| limit.to_string());
        format!(" of {} a minute and {} a day", shown(limits.minute), shown(limits.day))
    });
    let operations = plan.plain.len() + plan.by_value.len();
    speech.remark(&format!(
        "{operations} operations that only read, {most} requests at most{}, {}, as {}; every text and number is replaced \
         before it is written to {}",
        limits.unwrap_or_default(),
        lasting(most, until, matches),
        opened.account.source,
        path.display(),
    ));
    if matches.get_flag("yes") {
        return Ok(());
    }
    match speech.ask("Send them?") {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::new(Exit::Interrupted, "nothing was sent")),
        None => {
            Err(Failure::new(Exit::Usage, "there is no terminal to ask on").hint("say --yes if it is meant"))
        }
    }
}

/// Unless told otherwise it gives way to every other call with the key.
fn in_background(matches: &ArgMatches) -> bool {
    !matches.contains_id("lane")
}

/// How long so many requests take, if nobody else makes any. In the background they are spread over the day.
fn lasting(most: u32, until: Timestamp, matches: &ArgMatches) -> String {
    let now = Timestamp::now().as_second();
    if !in_background(matches) {
        return match until.as_second() - now {
            ..=59 => "within about a minute".to_owned(),
            seconds => format!("within about {} minutes", seconds / 60 + 1),
        };
    }
    // A quarter of the day's requests is left to others.
    let apart = API.rate_limits.and_then(|limits| limits.day).map_or(60, |day| 86_400 * 4 / (3 * day.max(1)));
    let minutes = (until.as_second() - now).max(i64::from(most) * i64::from(apart)) / 60 + 1;
    format!("spread over about {minutes} minutes, as it gives way to all else (`--lane normal` does not)")
}

/// What was recorded, and what was not and why.
fn show(output: Output, rows: &[Row], plan: &Plan) -> Result<(), Failure> {
    let mut entries = output.entries();
    for row in rows {
        entries
            .push(&json!({ "operation": row.operation.id, "samples": row.samples, "found": row.found }))?;
    }
    for (operation, why) in &plan.left_out {
        entries.push(&json!({ "operation": operation.id, "samples": 0, "found": why }))?;
    }
    entries.end()
}
