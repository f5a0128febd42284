//! The tree of commands, made from the catalogue: a group a tag, a command an operation, a flag an argument.

mod flag;
mod operation;
pub(crate) mod options;
mod wrapped;

use std::ffi::OsString;

use cc_api::catalogue::{self, Operation};
use clap::Command;

pub(crate) use flag::{flag_name, is_paging, param_id};
pub(crate) use operation::command_name;
pub(crate) use wrapped::lines;

use crate::commands;

/// The whole tree.
pub fn command() -> Command {
    of_groups(&|_| true)
}

/// As much of the tree as a command line can be about: of groups that it does not name, only what they are called. Reading
/// the arguments of all operations takes longer than anything else at a start.
pub(crate) fn command_for(arguments: &[OsString]) -> Command {
    of_groups(&|group| arguments.iter().any(|argument| argument == group))
}

fn of_groups(is_whole: &dyn Fn(&str) -> bool) -> Command {
    let root = Command::new("ccapi")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The Coffee & Contracts API on the command line")
        .long_about(LONG_ABOUT)
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .args(options::everywhere());
    let root = commands::ALL.iter().fold(root, |root, own| root.subcommand((own.command)().display_order(0)));
    wrapped::wrapped(groups().into_iter().fold(root, |root, tag| root.subcommand(group(tag, is_whole))))
}

const LONG_ABOUT: &str = "\
The Coffee & Contracts API on the command line: every operation of the API is a command, in groups.

Answers go to stdout and nothing else does: tables on a terminal, JSON elsewhere, or what `-o` says. The quota of a key \
(30 requests a minute, 500 an hour, 2,000 a day) is shared by all processes of this machine that use it: a call that has \
to wait too long is not sent, and says when it could be.";

const AFTER_HELP: &str = "\
Examples:
  ccapi auth login                                      keep a key, after testing it
  ccapi content get-posts --content-type Reel           some posts of the library
  ccapi content get-posts --all -o csv > posts.csv      all of them, as a table for elsewhere
  ccapi calendar get-content-calendar --start-date 2026-03-02 --end-date 2026-03-08

Exit codes:
    0  done                                 4  the API refused
    1  something on this machine failed     5  the API failed
    2  wrong usage; nothing was sent        6  too many requests: try again later
    3  no key, or it was not accepted       7  nobody knows whether it happened
  130  interrupted";

/// The groups of the API, in the order of the catalogue.
pub(crate) fn groups() -> Vec<&'static str> {
    let mut tags: Vec<&str> = Vec::new();
    for operation in catalogue::all() {
        if !tags.contains(&operation.tag) {
            tags.push(operation.tag);
        }
    }
    tags
}

/// The operations of a group.
pub(crate) fn operations(tag: &str) -> impl Iterator<Item = &'static Operation> {
    catalogue::all().iter().copied().filter(move |operation| operation.tag == tag)
}

/// A group that a command of ours has the name of would hide it.
fn group(tag: &'static str, is_whole: &dyn Fn(&str) -> bool) -> Command {
    let name = tag.replace('_', "-");
    let operations = is_whole(&name).then(|| operations(tag)).into_iter().flatten();
    let group = Command::new(name)
        .about(summary(tag))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .display_order(1);
    operations.fold(group, |group, operation| group.subcommand(operation::command(operation)))
}

/// What a group is about: its operations, as far as they fit on a line.
fn summary(tag: &str) -> String {
    let mut names = String::new();
    for operation in operations(tag) {
        let name = command_name(operation);
        if names.len() + name.len() > 60 {
            names.push_str(", …");
            break;
        }
        if !names.is_empty() {
            names.push_str(", ");
        }
        names.push_str(&name);
    }
    names
}

/// The operation of a command, by the names of group and command.
pub(crate) fn find(group: &str, command: &str) -> Option<&'static Operation> {
    let wanted = command.replace('-', "_");
    catalogue::find(&wanted).filter(|operation| operation.tag == group.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    #[test]
    fn a_part_of_the_tree_understands_and_explains_what_the_whole_does() {
        for line in [
            "ccapi content get-posts --limit 3",
            "ccapi -q --profile content ai-captions generate-caption --post-id=p",
            "ccapi content get-postz",
            "ccapi contents",
            "ccapi content --help",
            "ccapi auth login --no-test",
            "ccapi --help",
            "ccapi --version",
            "ccapi",
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let part = super::command_for(&words).try_get_matches_from(&words);
            let whole = super::command().try_get_matches_from(&words);
            assert_eq!(part.map_err(|e| e.to_string()), whole.map_err(|e| e.to_string()), "{line}");
        }
    }
}
