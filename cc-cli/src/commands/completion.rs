//! `ccapi completion bash`: what a shell completes.

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
    output::write(&if shell == Shell::Bash { for_bash(&script, &tree) } else { script })
}

/// The tree, in which files are offered only for what takes a file. A flag that takes one has a parser for paths.
fn hinted(command: Command) -> Command {
    let command = command.mut_args(|arg| match arg.get_value_hint() {
        ValueHint::Unknown if arg.get_action().takes_values() => arg.value_hint(ValueHint::Other),
        _ => arg,
    });
    command.mut_subcommands(hinted)
}

/// What offers words to bash one by one: by itself it would split a word at each blank in it.
const OFFER: &str = r#"_ccapi_offer() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen "$@")
}

"#;

/// A script whose words may have blanks in them, as some content types do.
fn for_bash(script: &str, tree: &Command) -> String {
    let mut whole = script.to_owned();
    let mut lists = Vec::new();
    lists_with_blanks(tree, &mut lists);
    for words in lists {
        let list = words.iter().map(|word| format!("'{}'", escaped(word))).collect::<Vec<_>>().join(" ");
        whole = whole.replace(&format!("-W \"{}\"", words.join(" ")), &format!("-W \"{list}\""));
    }
    let mut lines = String::with_capacity(OFFER.len() + whole.len());
    lines.push_str(OFFER);
    for line in whole.lines() {
        match line
            .split_once("COMPREPLY=(")
            .and_then(|(indent, rest)| Some((indent, rest.split_once("$(compgen ")?.1)))
        {
            Some((indent, rest)) => {
                lines.push_str(indent);
                lines.push_str("_ccapi_offer ");
                lines.push_str(rest.trim_end_matches([')', ' ']));
            }
            None => lines.push_str(line),
        }
        lines.push('\n');
    }
    lines
}

/// The lists of words that flags offer, of which some word has a blank in it, each once.
fn lists_with_blanks(command: &Command, lists: &mut Vec<Vec<String>>) {
    for arg in command.get_arguments() {
        let words: Vec<String> =
            arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
        if words.iter().any(|word| word.contains(' ')) && !lists.contains(&words) {
            lists.push(words);
        }
    }
    for below in command.get_subcommands() {
        lists_with_blanks(below, lists);
    }
}

/// A word as it would be typed, so that it is found by how it begins there, too.
fn escaped(word: &str) -> String {
    let mut typed = String::new();
    for c in word.chars() {
        if c.is_ascii() && !(c.is_ascii_alphanumeric() || "-_./:,+@%".contains(c)) {
            typed.push('\\');
        }
        typed.push(c);
    }
    typed
}

#[cfg(test)]
mod tests {
    use clap::builder::PossibleValuesParser;
    use clap::{Arg, Command};

    use super::for_bash;

    #[test]
    fn words_with_blanks_stay_whole_in_bash() {
        let parser = PossibleValuesParser::new(["Reel", "Guides & Plans"]);
        let tree = Command::new("x").arg(Arg::new("kind").long("kind").value_parser(parser));
        let script = "case\n    COMPREPLY=($(compgen -W \"Reel Guides & Plans\" -- \"${cur}\"))\n\
                      \tCOMPREPLY=( $(compgen -W \"${opts}\" -- \"${cur}\") )\nCOMPREPLY=()\n";
        let whole = for_bash(script, &tree);
        let expected = "case\n    _ccapi_offer -W \"'Reel' 'Guides\\ \\&\\ Plans'\" -- \"${cur}\"\n\
                        \t_ccapi_offer -W \"${opts}\" -- \"${cur}\"\nCOMPREPLY=()\n";
        assert!(whole.ends_with(expected), "{whole}");
    }
}
