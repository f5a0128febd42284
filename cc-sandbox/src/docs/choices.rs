//! What the documents leave open, and what the sandbox does there unless it is told otherwise.

use std::fmt::Write as _;

use clap::ValueEnum;

use crate::options::Options;

/// A question that the documents do not answer.
struct Choice {
    question: &'static str,
    option: &'static str,
    /// What holds without the option.
    default: String,
    reason: &'static str,
    /// What holds in this sandbox.
    here: String,
}

/// The chapter of the reference.
pub(super) fn chapter(options: &Options) -> String {
    let mut text = String::from(
        "## Open choices\n\nWhere the documents leave something open, the sandbox has an option, so that a client can be \
         tried against each of the answers.\n\n",
    );
    for Choice { question, option, default, reason, here } in choices(options) {
        // Writing to a text can't fail.
        let _ =
            writeln!(text, "- **{question}**: `{option}`, by default `{default}`, here `{here}`. {reason}");
    }
    text
}

fn choices(options: &Options) -> [Choice; 4] {
    let default = Options::default();
    [
        Choice {
            question: "How `X-RateLimit-Reset` is written",
            option: "--reset-style",
            default: word(&default.reset_style),
            reason: "Seconds since 1970 are the commoner form, and cannot be mistaken for a waiting time.",
            here: word(&options.reset_style),
        },
        Choice {
            question: "Which of the three windows the `X-RateLimit` headers describe",
            option: "--header-window",
            default: word(&default.header_window),
            reason: "The window with the fewest requests left is the one that a client meets first.",
            here: word(&options.header_window),
        },
        Choice {
            question: "The largest page",
            option: "--max-page",
            default: default.max_page.to_string(),
            reason: "Only the default of 25 is documented. A larger `limit` gets a page of this size, so that a client has \
                     to read on rather than trust that it got what it asked for.",
            here: options.max_page.to_string(),
        },
        Choice {
            question: "Who may call an operation for which no scope is documented",
            option: "--scope-policy",
            default: word(&default.scope_policy),
            reason: "The guide says that a key can do what the web app can; the page says that scopes decide, and names \
                     none for these operations.",
            here: word(&options.scope_policy),
        },
    ]
}

/// A value as the command line writes it.
fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_shows_the_default_and_what_holds_here() {
        let options = Options { max_page: 7, ..Options::default() };
        let text = chapter(&options);
        let line = text.lines().find(|line| line.contains("--max-page")).unwrap();
        assert!(line.contains("by default `100`, here `7`."), "{line}");
    }

    #[test]
    fn every_choice_has_a_default_and_a_reason() {
        for choice in choices(&Options::default()) {
            assert!(!choice.default.is_empty() && choice.reason.ends_with('.'), "{}", choice.option);
            assert_eq!(choice.default, choice.here, "{}", choice.option);
        }
    }
}
