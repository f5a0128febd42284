//! A call with the program that has a command for each operation: a group a tag, a flag an argument.

use serde_json::Value;

use super::{Example, laid_out, quoted, text_of};
use crate::model::Place;
use crate::site::Input;

/// The words behind the name of the program: `calendar`, `add-to-schedule`, `--post-id`, `p_3101`.
pub fn words(example: &Example<'_>) -> Vec<String> {
    grouped(example).into_iter().flatten().collect()
}

/// The line that a shell takes.
pub(super) fn line(example: &Example<'_>, input: &Input<'_>) -> String {
    let group = |words: Vec<String>| words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    let mut parts: Vec<String> = grouped(example).into_iter().map(group).collect();
    if let Some(first) = parts.first_mut() {
        *first = format!("{} {first}", input.programs.command);
    }
    laid_out(&parts)
}

/// The words that belong together.
fn grouped(example: &Example<'_>) -> Vec<Vec<String>> {
    let operation = example.operation;
    let mut start = vec![hyphens(operation.tag.as_str()), hyphens(operation.id.as_str())];
    let mut flags = Vec::new();
    for (argument, value) in &example.values {
        if argument.place == Place::Path {
            start.push(text_of(value));
            continue;
        }
        let name = match argument.wire_name.as_str() {
            "" => String::from("body"),
            _ => hyphens(argument.name.as_str()),
        };
        match value {
            Value::Null => flags.push(vec![String::from("--null"), name]),
            Value::Bool(true) => flags.push(vec![format!("--{name}")]),
            Value::Bool(false) => flags.push(vec![format!("--{name}=false")]),
            Value::Array(items) => {
                flags.extend(items.iter().map(|item| vec![format!("--{name}"), text_of(item)]));
            }
            other => flags.push(vec![format!("--{name}"), text_of(other)]),
        }
    }
    let mut groups = vec![start];
    groups.extend(flags);
    groups
}

fn hyphens(name: &str) -> String {
    name.replace('_', "-")
}
