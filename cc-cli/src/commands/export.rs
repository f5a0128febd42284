//! `ccapi export library`: every post of the library into a file, over as many days as the quota takes.

mod file;

use std::path::PathBuf;
use std::time::Duration;

use cc_api::catalogue;
use cc_api::{Lane, ResumeToken};
use clap::{Arg, ArgAction, ArgMatches, Command};

use self::file::Export;
use super::Own;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, call, interrupt};

pub(super) const OWN: Own = Own { name: "export", command, run };

/// The operation whose entries are exported.
const LIBRARY: &str = "get_posts";
/// How many entries are asked for at a time: no maximum is documented, and a smaller page is taken as it comes.
const PAGE: u32 = 100;
/// How long a page waits for the quota: longer than the longest window, since nobody waits for an export.
const PATIENCE: Duration = Duration::from_secs(25 * 3600);

fn command() -> Command {
    let library = Command::new("library")
        .about("Write every post of the library into a file, a line of JSON each")
        .long_about(
            "Write every post of the library into a file, a line of JSON each. What was written is kept when it is stopped, \
             by Ctrl-C, an error or the end of the quota: the same command goes on from there. It gives way to every other \
             call with the same key.",
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Where to; how far it is stands beside it, in FILE.progress, until it is done"),
        )
        .arg(
            Arg::new("restart")
                .long("restart")
                .action(ArgAction::SetTrue)
                .help("Begin again, in the place of what is there"),
        )
        .args(options::sending())
        .after_help("Example:\n  ccapi export library --out library.ndjson");
    Command::new("export")
        .about("Write much data into a file, to go on with later if it is stopped")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(library)
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let Some((_, matches)) = matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "no command; `ccapi export --help` lists them"));
    };
    let path = matches.get_one::<PathBuf>("out").cloned().unwrap_or_default();
    let mut export = if matches.get_flag("restart") { Export::begin(path)? } else { Export::open(path)? };
    if export.resume().is_some() {
        speech.remark(&format!("going on after {} posts", export.count()));
    }
    let done = interrupt::run(write(&mut export, matches, speech));
    speech.clear();
    match done {
        Ok(()) => {
            let count = export.finish()?;
            speech.remark(&format!("{count} posts are in the file"));
            Ok(())
        }
        Err(failure) => Err(failure
            .without_hints()
            .hint(format!("{} posts are kept; the same command goes on from there", export.count()))),
    }
}

async fn write(export: &mut Export, matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let operation = catalogue::find(LIBRARY)
        .ok_or_else(|| Failure::new(Exit::Local, format!("this build has no operation `{LIBRARY}`")))?;
    let opened = call::open_with(matches, speech, PATIENCE)?;
    let call = opened.client.call(operation).arg("limit", PAGE);
    let call = if matches.contains_id("lane") { call } else { call.with_lane(Lane::Background) };
    let mut listing = call.paged();
    if let Some(token) = export.resume() {
        listing = listing.resume_from(ResumeToken::from(token.to_owned()));
    }
    let mut pages = listing.pages();
    while let Some(page) = pages.try_next().await? {
        export.add(&page.items, page.next.as_ref().map(ResumeToken::as_str))?;
        let of = page.count.map(|count| format!(" of {count}")).unwrap_or_default();
        speech.progress(&format!("{}{of} posts …", export.count()));
    }
    let drift = pages.drift();
    if drift.moved() {
        speech.remark(&format!("the library changed meanwhile: {drift}; a post may be missing"));
    }
    Ok(())
}
