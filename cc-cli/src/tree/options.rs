//! The options that are not arguments of the API: what is shown, how it is sent, whose account it is.

use cc_api::catalogue::{Operation, Safety};
use cc_surface::Effect;
use clap::{Arg, ArgAction};

/// For every command.
pub(super) fn everywhere() -> Vec<Arg> {
    vec![
        Arg::new("profile")
            .long("profile")
            .value_name("NAME")
            .global(true)
            .help_heading("Account")
            .help("The account to use, by the name it was logged in under; before the environment and the active one"),
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .global(true)
            .value_parser(["auto", "always", "never"])
            .default_value("auto")
            .help_heading("Output")
            .help("Whether to use colours; `auto` asks the terminal and NO_COLOR"),
        Arg::new("quiet")
            .long("quiet")
            .short('q')
            .global(true)
            .action(ArgAction::SetTrue)
            .help_heading("Output")
            .help("No progress and no remarks on stderr; errors still"),
    ]
}

/// For every command that calls the API and shows what comes back.
pub(crate) fn calling() -> Vec<Arg> {
    let mut options = showing();
    options.extend(sending());
    options.push(
        Arg::new("dry-run")
            .long("dry-run")
            .action(ArgAction::SetTrue)
            .help_heading("Sending")
            .help("Show method, URL, body, scope and cost, and send nothing"),
    );
    options
}

/// How data is shown.
pub(crate) fn showing() -> Vec<Arg> {
    let format = Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FORMAT")
        .value_parser(["auto", "table", "json", "ndjson", "csv", "yaml"])
        .default_value("auto")
        .help("How to show it; `auto` is a table on a terminal and JSON elsewhere");
    let fields = Arg::new("fields")
        .long("fields")
        .value_name("NAMES")
        .help("Only these properties, in this order: `id,title,post.slug`");
    let filter = Arg::new("jq").long("jq").value_name("FILTER").conflicts_with("fields").help(
        "What a jq filter makes of it; for a listing, of the list of all entries. Texts come without quotes",
    );
    [format, fields, filter].into_iter().map(|option| option.help_heading("Output")).collect()
}

/// How calls are sent.
pub(crate) fn sending() -> Vec<Arg> {
    let lane = Arg::new("lane")
        .long("lane")
        .value_name("LANE")
        .value_parser(["interactive", "normal", "background"])
        .help("How urgent it is beside other calls with the same key [default: interactive on a terminal, else normal]");
    let wait = Arg::new("max-wait")
        .long("max-wait")
        .value_name("TIME")
        .value_parser(cc_surface::duration)
        .help("How long to wait for the quota, such as 90s, 5m or 1h, before giving up with the time when it reopens [default: 10s; 1h with --all]");
    [lane, wait].into_iter().map(|option| option.help_heading("Sending")).collect()
}

/// For listings.
pub(super) fn listing() -> Vec<Arg> {
    let number = clap::value_parser!(u64).range(1..);
    let all = Arg::new("all")
        .long("all")
        .action(ArgAction::SetTrue)
        .help("Every entry, page by page, as the quota allows");
    let limit = Arg::new("limit")
        .long("limit")
        .value_name("N")
        .value_parser(number)
        .conflicts_with("all")
        .help("At most so many entries, from as many pages as that takes [default: one page]");
    let offset = Arg::new("offset")
        .long("offset")
        .value_name("N")
        .value_parser(clap::value_parser!(u64))
        .help("Skip so many entries");
    let size = Arg::new("page-size")
        .long("page-size")
        .value_name("N")
        .value_parser(clap::value_parser!(u32).range(1..))
        .help("How many entries to ask for at a time; the API may give fewer [default: the API's own]");
    let resume = Arg::new("resume")
        .long("resume")
        .value_name("TOKEN")
        .conflicts_with("offset")
        .help("Go on where a listing stopped, by the token that it printed");
    let strict = Arg::new("strict")
        .long("strict")
        .action(ArgAction::SetTrue)
        .help("Make sure that each page follows on the one before, even if the list changes meanwhile");
    [all, limit, offset, size, resume, strict]
        .into_iter()
        .map(|option| option.help_heading("Listing"))
        .collect()
}

/// For operations that start work which takes a while.
pub(super) fn waiting() -> Vec<Arg> {
    vec![
        Arg::new("wait")
            .long("wait")
            .action(ArgAction::SetTrue)
            .help_heading("Sending")
            .help("Wait until the work is done, and show what came of it"),
    ]
}

/// For operations that change something.
pub(super) fn changing(operation: &Operation) -> Vec<Arg> {
    let mut options = Vec::new();
    if Effect::asks_first(operation) {
        options.push(
            Arg::new("yes")
                .long("yes")
                .short('y')
                .action(ArgAction::SetTrue)
                .help_heading("Sending")
                .help("Don't ask first; without a terminal to ask on, it is needed"),
        );
    }
    if operation.safety == Safety::Costly {
        options.push(
            Arg::new("force-duplicate")
                .long("force-duplicate")
                .action(ArgAction::SetTrue)
                .help_heading("Sending")
                .help("Send it although the same call may have happened already: it may cost money twice"),
        );
    }
    options
}
