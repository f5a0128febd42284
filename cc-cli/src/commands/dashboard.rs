//! `ccapi dashboard`: the week at a glance.

use std::path::PathBuf;

use anstream::AutoStream;
use cc_api::Date;
use cc_workflows::dashboard::{Dashboard, Frame, WORKFLOW, inputs};
use cc_workflows::render::{TextOptions, html, text};
use cc_workflows::{Cause, Progress, Runner, WorkflowError};
use clap::{Arg, ArgMatches, Command};
use jiff::Zoned;
use serde_json::Value;

use super::Own;
use crate::output::{self, Output};
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, call, interrupt, terminal};

pub(super) const OWN: Own = Own { name: "dashboard", command, run };

fn command() -> Command {
    Command::new("dashboard")
        .about("Show the week at a glance: Instagram, the calendar, this week's drop, trending reels")
        .long_about(
            "Show the week at a glance: how Instagram is doing, what is planned for the coming seven days, what is new in \
             the library and what else could be used. Eight requests that only read.",
        )
        .arg(
            Arg::new("start-date")
                .long("start-date")
                .value_name("DATE")
                .value_parser(|text: &str| text.parse::<Date>().map_err(|_| "a date is like 2026-03-02"))
                .help("The first day to show [default: today]"),
        )
        .arg(
            Arg::new("html")
                .long("html")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Write it as one page that needs nothing else, and show nothing"),
        )
        .args(options::showing())
        .args(options::sending())
        .after_help("Examples:\n  ccapi dashboard\n  ccapi dashboard --html week.html\n  ccapi dashboard -o json --jq .followers")
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let opened = call::open(matches, speech)?;
    let start = matches.get_one::<Date>("start-date").copied().unwrap_or_else(|| Zoned::now().date());
    let workflow = cc_workflows::find(WORKFLOW)
        .ok_or_else(|| Failure::new(Exit::Local, "this build has no weekly dashboard"))?;
    let run = interrupt::run(async {
        let tell = |progress: &Progress<'_>| {
            if let Progress::Started { number, total, purpose, .. } = *progress {
                speech.progress(&format!("{number} of {total}: {purpose}"));
            }
        };
        let runner = Runner::new(&opened.client).keep_going().on_progress(tell);
        runner.run(workflow, inputs(start)).await.map_err(|error| failed(&error))
    });
    speech.clear();
    let run = run?;
    for cause in &run.failures {
        speech.remark(&format!("a part is missing: {cause}"));
    }
    if !output.is_for_people() && !matches.contains_id("html") {
        return output.value(&Value::Object(run.outputs));
    }
    let mut frame = Frame::of(&run).ok_or_else(|| Failure::new(Exit::Local, "the dashboard has no days"))?;
    frame.limits = opened.client.api().rate_limits;
    let page = Dashboard::from_outputs(&run.outputs).page(&frame);
    if let Some(file) = matches.get_one::<PathBuf>("html") {
        std::fs::write(file, html(&page)).map_err(|error| {
            Failure::new(Exit::Local, format!("{} can't be written: {error}", file.display()))
        })?;
        speech.remark(&format!("the dashboard is in {}", file.display()));
        return Ok(());
    }
    let color = AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    output::write(&text(&page, &TextOptions { width: terminal::width(), color }))
}

/// The client's error behind a workflow's, with its code; or what was wrong with the workflow itself.
fn failed(error: &WorkflowError) -> Failure {
    match error.cause() {
        Cause::Call { error: cause, .. } => Failure::new(Exit::of(cause), error.to_string()),
        _ => Failure::new(Exit::Usage, error.to_string()),
    }
}
