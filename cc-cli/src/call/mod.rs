//! An operation called from the command line.

mod arguments;
mod client;
mod listing;
mod preview;

use cc_api::catalogue::{Operation, Safety};
use cc_api::{Client, JsonCall, WaitFor};
use cc_surface::Effect;
use clap::ArgMatches;
use serde_json::Value;

pub(crate) use arguments::json_of;
pub(crate) use client::{Opened, open, open_as, open_with};

use crate::output::Output;
use crate::speech::Speech;
use crate::{Exit, Failure, interrupt};

/// Calls an operation with the arguments of the command line, and prints the answer.
pub(crate) fn run(
    operation: &'static Operation,
    matches: &ArgMatches,
    speech: &Speech,
) -> Result<(), Failure> {
    let arguments = arguments::read(operation, matches)?;
    let output = Output::new(matches)?;
    let opened = open(matches, speech)?;
    let call = opened.client.call(operation).args(&arguments);
    let call = with_options(call, matches);
    if matches.get_flag("dry-run") {
        return preview::show(operation, &call, output).map_err(|failure| opened.explain(operation, failure));
    }
    confirm(operation, matches, speech)?;
    let done = interrupt::run(async {
        if operation.paging.is_some() {
            listing::show(call, matches, output, speech).await
        } else {
            let answer = send(operation, call, matches, &opened.client, speech).await?;
            output.value(&answer)
        }
    });
    opened.learn(operation, &done);
    done.map_err(|failure| match failure.exit {
        Exit::Interrupted => stopped(operation, &opened, failure),
        _ => opened.explain(operation, failure),
    })
}

/// What the user should know of a call that was stopped. The journal has it if it was sent: the client writes down a
/// costly call before it goes out, and strikes it out again if nothing came of it.
fn stopped(operation: &Operation, opened: &Opened, failure: Failure) -> Failure {
    let process = Some(std::process::id());
    let record = opened.unresolved().into_iter().find(|record| record.process == process);
    match record {
        Some(record) => Failure::new(
            Exit::Interrupted,
            format!("{} was stopped while it was under way: nobody knows whether it happened", operation.id),
        )
        .hint("look in the web app; the same call is not sent again before")
        .hint(format!("`ccapi journal resolve {}` says that it is known", record.id)),
        None if operation.safety == Safety::Read => failure,
        None if operation.safety == Safety::Costly => failure.hint("nothing was charged: it was not sent"),
        None => {
            failure.hint("whether it happened is not known if it was under way; look before you repeat it")
        }
    }
}

/// What the options say about sending.
fn with_options(call: JsonCall, matches: &ArgMatches) -> JsonCall {
    let forced = matches.try_get_one::<bool>("force-duplicate").ok().flatten();
    if forced == Some(&true) { call.with_duplicate_allowed() } else { call }
}

/// Asks before something is removed or costs money.
fn confirm(operation: &Operation, matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    if !Effect::asks_first(operation) || matches.get_flag("yes") {
        return Ok(());
    }
    let does = if operation.safety == Safety::Costly {
        "may cost money or credits"
    } else {
        "removes or overwrites something"
    };
    match speech.ask(&format!("{}: this {does}. Go on?", operation.summary)) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::new(Exit::Interrupted, "nothing was sent")),
        None => Err(Failure::new(
            Exit::Usage,
            format!("{} {does}, and there is no terminal to ask on", operation.id),
        )
        .hint("say --yes if it is meant; --dry-run shows what would be sent")),
    }
}

async fn send(
    operation: &'static Operation,
    call: JsonCall,
    matches: &ArgMatches,
    client: &Client,
    speech: &Speech,
) -> Result<Value, Failure> {
    let answer = call.await?;
    let waits = matches.try_get_one::<bool>("wait").ok().flatten() == Some(&true);
    let Some(waiter) = operation.waiter.filter(|_| waits) else { return Ok(answer) };
    let Some(poll) = cc_api::catalogue::find(waiter.poll) else { return Ok(answer) };
    let mut look = client.call(poll);
    for (argument, pointer) in waiter.pass {
        look = look.arg(argument, answer.pointer(pointer));
    }
    speech.progress("waiting until it is done …");
    let done = WaitFor::new(operation, look).await;
    speech.clear();
    Ok(done?)
}
