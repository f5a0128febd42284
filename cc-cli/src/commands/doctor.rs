//! `ccapi doctor`: whether all is as it should be, from the folders of this user to an answer of the API.

mod plan;
mod record;
mod rounds;
mod tape;
mod values;

use std::path::PathBuf;
use std::time::Duration;

use cc_api::journal::FileJournal;
use cc_api::{API, Error, ErrorKind, Retry};
use cc_surface::{Account, Home, Profiles};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, interrupt};

pub(super) const OWN: Own = Own { name: "doctor", command, run };

fn command() -> Command {
    Command::new("doctor")
        .about("Check the folders, the key, the network and the clock; sends one request")
        .arg(Arg::new("offline").long("offline").action(ArgAction::SetTrue).help("Send nothing"))
        .args(recording())
        .args(options::showing())
        .args(options::sending().into_iter().map(|option| option.requires("record")))
        .after_help("Examples:\n  ccapi doctor\n  ccapi doctor --record answers.jsonl\n  ccapi doctor --record answers.jsonl --only content.get_post --yes")
}

/// The options of a recording.
fn recording() -> Vec<Arg> {
    let record = Arg::new("record")
        .long("record")
        .value_name("FILE")
        .conflicts_with("offline")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Write what the API really answers, by form and without values, for those who keep its document; goes on with a file that is there");
    let budget = Arg::new("budget")
        .long("budget")
        .value_name("N")
        .requires("record")
        .value_parser(clap::value_parser!(u32).range(1..))
        .default_value("90")
        .help("At most so many requests");
    let only = Arg::new("only")
        .long("only")
        .value_name("OPERATION")
        .requires("record")
        .action(ArgAction::Append)
        .help(
            "Only this operation, such as content.get_post, with what it takes to call it; may be repeated",
        );
    let yes = Arg::new("yes")
        .long("yes")
        .short('y')
        .requires("record")
        .action(ArgAction::SetTrue)
        .help("Don't ask first; without a terminal to ask on, it is needed");
    [record, budget, only, yes].into_iter().map(|option| option.help_heading("Recording")).collect()
}

/// What was found of one thing.
struct Finding {
    what: &'static str,
    /// How it is, or what is wrong with it and what to do.
    state: Result<String, String>,
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    if let Some(path) = matches.get_one::<PathBuf>("record") {
        return record::run(path, matches, speech);
    }
    let output = Output::new(matches)?;
    let findings = look(matches)?;
    let mut entries = output.entries();
    for finding in &findings {
        let (ok, text) = match &finding.state {
            Ok(text) => (true, text),
            Err(text) => (false, text),
        };
        entries.push(&json!({ "check": finding.what, "ok": ok, "found": text }))?;
    }
    entries.end()?;
    match findings.iter().filter(|finding| finding.state.is_err()).count() {
        0 => Ok(()),
        bad => Err(Failure::new(
            Exit::Local,
            format!("{bad} of {} checks found something wrong", findings.len()),
        )),
    }
}

fn look(matches: &ArgMatches) -> Result<Vec<Finding>, Failure> {
    let home = Home::of_this_user()?;
    let mut findings = vec![
        Finding {
            what: "version",
            state: Ok(format!(
                "ccapi {}, {} {}",
                env!("CARGO_PKG_VERSION"),
                API.crate_name,
                API.crate_version
            )),
        },
        Finding { what: "profiles", state: profiles(&home).map_err(|error| error.to_string()) },
        Finding { what: "journal", state: journal(&home).map_err(|error| error.to_string()) },
    ];
    let profile = matches.get_one::<String>("profile").map(String::as_str);
    let account = Account::find(&home, profile);
    findings.push(Finding {
        what: "key",
        state: account
            .as_ref()
            .map(|account| format!("from {}", account.source))
            .map_err(ToString::to_string),
    });
    let Ok(account) = account else { return Ok(findings) };
    let patience = Duration::from_secs(10);
    let client =
        account.open(&home, |builder| builder.retry(Retry::never()).deadline(patience).timeout(patience));
    findings.push(Finding {
        what: "quota",
        state: client.as_ref().map(|_| home.quota_file().display().to_string()).map_err(ToString::to_string),
    });
    let Ok(client) = client else { return Ok(findings) };
    if matches.get_flag("offline") {
        return Ok(findings);
    }
    let answer = interrupt::run(async { Ok(client.account().get_my_profile().send_with_response().await) })?;
    let date =
        answer.as_ref().ok().and_then(|answer| answer.headers.get("date")?.to_str().ok().map(str::to_owned));
    findings.push(Finding { what: "API", state: reached(answer.map(|_| ())) });
    if let Some(date) = date {
        findings.push(Finding { what: "clock", state: clock(&date) });
    }
    Ok(findings)
}

fn profiles(home: &Home) -> Result<String, Error> {
    let profiles = Profiles::read(home)?;
    Ok(match profiles.iter().count() {
        0 => "none yet".to_owned(),
        count => format!("{count}, of which `{}` is active", profiles.active()),
    })
}

fn journal(home: &Home) -> Result<String, Error> {
    let entries = FileJournal::open(home.journal_folder())?.entries()?;
    Ok(match entries.first() {
        None => "no costly call is unresolved".to_owned(),
        Some(first) => {
            let since = first.started.map(|at| format!(", begun at {at}")).unwrap_or_default();
            format!("{} unresolved, the first is {}{since}", entries.len(), first.operation)
        }
    })
}

fn reached(answer: Result<(), Error>) -> Result<String, String> {
    match answer {
        Ok(()) => Ok("answers, and takes the key".to_owned()),
        Err(error) if error.kind() == ErrorKind::Scope => {
            Ok("answers, and takes the key, which may not read the profile".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// How far this machine's clock is from the server's, which stamps answers to the second.
fn clock(date: &str) -> Result<String, String> {
    let Ok(server) = jiff::fmt::rfc2822::parse(date) else {
        return Ok("the server does not tell the time".to_owned());
    };
    let seconds = jiff::Timestamp::now().as_second() - server.timestamp().as_second();
    if seconds.abs() <= 30 {
        return Ok("right, to half a minute".to_owned());
    }
    Err(format!(
        "{} s {} the server's; set it, or waits come out wrong",
        seconds.abs(),
        if seconds > 0 { "before" } else { "behind" }
    ))
}
