//! Calls of an operation as people type them: with curl, with the program that has a command for each, and in Rust.
//!
//! All are made of the same values: the request that the document shows, and for the rest the first value that fits.

mod command;
mod curl;
mod values;

use super::Input;
use crate::model::{Argument, Operation};

pub use command::words;
pub use curl::{Request, request};
pub(super) use values::answer_of;

/// An operation with the values that it is shown with.
#[derive(Debug, Clone)]
pub struct Example<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// The arguments that are passed, in the order of the model, each with its value.
    pub values: Vec<(&'a Argument, serde_json::Value)>,
}

/// A call in three ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippets {
    /// For a shell, with curl.
    pub curl: String,
    /// For a shell, with the program of the site.
    pub command: String,
    /// In a function that may fail.
    pub rust: String,
}

/// The values that an operation is shown with.
pub fn example<'a>(operation: &'a Operation, input: &Input<'a>) -> Example<'a> {
    Example { operation, values: values::of(operation, input) }
}

/// The call as people type it.
pub fn snippets(operation: &Operation, input: &Input<'_>) -> Snippets {
    let example = example(operation, input);
    Snippets {
        curl: curl::line(&example, input),
        command: command::line(&example, input),
        rust: crate::emit::call_with(operation, input.model, &example.values),
    }
}

/// A word as a shell takes it: in quotes where it has to be.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/@%+=,".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A value as a text, where it is one; else as JSON.
fn text_of(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Parts of a line, one below the other where they don't fit beside each other.
fn laid_out(parts: &[String]) -> String {
    let line = parts.join(" ");
    if line.chars().count() <= 76 { line } else { parts.join(" \\\n  ") }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_take_it_apart() {
        for (word, expected) in [
            ("p_31", "p_31"),
            ("Market update", "'Market update'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
            ("{}", "'{}'"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
