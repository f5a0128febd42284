//! Words that a shell would read as something else, such as those with blanks in them, which some content types have.
//!
//! The scripts that clap writes name them as they are: bash would split them, fish would run what stands after a `&`, and
//! zsh would offer nothing. So each list that has such a word is written anew, as its shell reads it.

use clap::Command;
use clap_complete::Shell;

/// The script with every word offered as it is meant.
pub(super) fn guarded(script: String, shell: Shell, tree: &Command) -> String {
    let mut lists = Vec::new();
    lists_to_guard(tree, &mut lists);
    let guarded = lists.iter().fold(script, |script, words| {
        let (written, meant) = match shell {
            Shell::Fish => (
                joined(words, "\n", |word| format!("{word}\\t''")),
                joined(words, "\n", |word| format!("'{word}'\\t''")),
            ),
            Shell::Zsh => (joined(words, " ", |word| word.replace(' ', "\\ ")), joined(words, " ", typed)),
            _ => (joined(words, " ", str::to_owned), joined(words, " ", |word| format!("'{}'", typed(word)))),
        };
        script.replace(&written, &meant)
    });
    if shell == Shell::Bash { offered_whole(&guarded) } else { guarded }
}

fn joined(words: &[String], between: &str, form: impl Fn(&str) -> String) -> String {
    words.iter().map(|word| form(word)).collect::<Vec<_>>().join(between)
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

/// A script for bash that takes each line of an offer as one word.
fn offered_whole(script: &str) -> String {
    let mut whole = String::with_capacity(OFFER.len() + script.len());
    whole.push_str(OFFER);
    for line in script.lines() {
        let offer = line
            .split_once("COMPREPLY=(")
            .and_then(|(indent, rest)| Some((indent, rest.split_once("$(compgen ")?.1)));
        match offer {
            Some((indent, rest)) => {
                whole.push_str(indent);
                whole.push_str("_ccapi_offer ");
                whole.push_str(rest.trim_end_matches([')', ' ']));
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    whole
}

/// The lists of words that flags offer, of which some word is more than letters to a shell, each once.
fn lists_to_guard(command: &Command, lists: &mut Vec<Vec<String>>) {
    for arg in command.get_arguments() {
        let words: Vec<String> =
            arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
        if words.iter().any(|word| typed(word) != *word) && !lists.contains(&words) {
            lists.push(words);
        }
    }
    for below in command.get_subcommands() {
        lists_to_guard(below, lists);
    }
}

/// A word as it would be typed, so that it is found by how it begins there, too.
fn typed(word: &str) -> String {
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
    use clap_complete::Shell;

    use super::guarded;

    #[test]
    fn words_with_blanks_stay_whole_in_every_shell() {
        let parser = PossibleValuesParser::new(["Reel", "Guides & Plans"]);
        let tree = Command::new("x").arg(Arg::new("kind").long("kind").value_parser(parser));
        for (shell, written, meant) in [
            (
                Shell::Bash,
                "\tCOMPREPLY=($(compgen -W \"Reel Guides & Plans\" -- \"${cur}\"))\n",
                "\t_ccapi_offer -W \"'Reel' 'Guides\\ \\&\\ Plans'\" -- \"${cur}\"\n",
            ),
            (
                Shell::Bash,
                "COMPREPLY=()\nCOMPREPLY=( $(compgen -W \"${opts}\" -- \"${cur}\") )\n",
                "COMPREPLY=()\n_ccapi_offer -W \"${opts}\" -- \"${cur}\"\n",
            ),
            (Shell::Zsh, ":VALUE:(Reel Guides\\ &\\ Plans)", ":VALUE:(Reel Guides\\ \\&\\ Plans)"),
            (
                Shell::Fish,
                "-a \"Reel\\t''\nGuides & Plans\\t''\"",
                "-a \"'Reel'\\t''\n'Guides & Plans'\\t''\"",
            ),
        ] {
            let script = guarded(written.to_owned(), shell, &tree);
            assert!(script.ends_with(meant), "{shell}: {script}");
        }
    }
}
