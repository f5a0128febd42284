//! `ccapi completion bash`: what a shell completes.

mod words;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint};
use clap_complete::Shell;

use super::Own;
use crate::speech::Speech;
use crate::{Exit, Failure, output, tree};

pub(super) const OWN: Own = Own { name: "completion", command, run };

fn command() -> Command {
    Command::new("completion")
        .about("Print what makes a shell complete commands, flags and known values")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish"])),
        )
        .after_help(
            "Examples:\n  \
             ccapi completion bash > ~/.local/share/bash-completion/completions/ccapi\n  \
             ccapi completion zsh > ~/.zfunc/_ccapi\n  \
             ccapi completion fish > ~/.config/fish/completions/ccapi.fish",
        )
}

fn run(matches: &ArgMatches, _: &Speech) -> Result<(), Failure> {
    let shell = match matches.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        _ => Shell::Bash,
    };
    let mut tree = hinted(tree::command());
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree, "ccapi", &mut script);
    let script = String::from_utf8(script).map_err(|error| Failure::new(Exit::Local, error.to_string()))?;
    output::write(&words::guarded(script, shell, &tree))
}

/// The tree, in which files are offered only for what takes a file. A flag that takes one has a parser for paths.
fn hinted(command: Command) -> Command {
    let command = command.mut_args(|arg| match arg.get_value_hint() {
        ValueHint::Unknown if arg.get_action().takes_values() => arg.value_hint(ValueHint::Other),
        _ => arg,
    });
    command.mut_subcommands(hinted)
}
