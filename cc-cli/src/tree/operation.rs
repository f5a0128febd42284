//! The command of an operation.

use std::fmt::Write as _;

use cc_api::catalogue::{Access, BodyShape, Operation, Param, Place, Safety};
use cc_schema::{example, parsed};
use clap::{Arg, ArgAction, Command};

use super::flag::{flag, flag_name, is_paging};
use super::options;

/// The name of an operation's command: `get-posts`.
pub(crate) fn command_name(operation: &Operation) -> String {
    operation.id.replace('_', "-")
}

/// The command of an operation.
pub(super) fn command(operation: &'static Operation) -> Command {
    let mut command = Command::new(command_name(operation))
        .about(operation.summary)
        .long_about(long_about(operation))
        .after_help(format!("Example:\n  {}", example_line(operation)));
    for param in operation.params.iter().filter(|param| !is_paging(operation, param)) {
        command = command.arg(flag(operation, param));
    }
    if operation.params.iter().any(|param| param.nullable) {
        command = command.arg(null());
    }
    if matches!(operation.body, BodyShape::Fields { .. }) {
        command = command.arg(data());
    }
    if operation.paging.is_some() {
        command = command.args(options::listing());
    }
    if operation.waiter.is_some() {
        command = command.args(options::waiting());
    }
    if operation.safety != Safety::Read {
        command = command.args(options::changing(operation));
    }
    command.args(options::calling())
}

fn null() -> Arg {
    Arg::new("null")
        .long("null")
        .value_name("ARGUMENT")
        .action(ArgAction::Append)
        .help_heading("Arguments")
        .help("Send null for this argument, which empties it; leaving it out changes nothing")
}

fn data() -> Arg {
    Arg::new("data").long("data").short('d').value_name("JSON").help_heading("Arguments").help(
        "Arguments of the body as one JSON object; `@FILE` reads it from a file, `-` from stdin. Flags win over it",
    )
}

fn long_about(operation: &Operation) -> String {
    let mut text = operation.summary.to_owned();
    if !operation.description.is_empty() {
        let _ = write!(text, "\n\n{}", operation.description);
    }
    let _ = write!(
        text,
        "\n\nSends:  {} {} ({})\nNeeds:  {}\nSource: {}",
        operation.method,
        operation.path,
        effect(operation),
        needs(operation),
        source(operation.evidence)
    );
    if let Some(deprecation) = operation.deprecation {
        let day = deprecation.sunset.map(|day| format!(", planned for {day}")).unwrap_or_default();
        let _ = write!(text, "\nThis operation is going away{day}.");
    }
    text
}

fn effect(operation: &Operation) -> &'static str {
    match (operation.safety, operation.destructive) {
        (Safety::Read, _) => "changes nothing",
        (Safety::Costly, _) => "may cost money or credits each time",
        (_, true) => "removes or overwrites something",
        (Safety::Idempotent, false) => "changes something; the same again changes nothing more",
        _ => "changes something each time",
    }
}

fn needs(operation: &Operation) -> String {
    match operation.access {
        Access::Public => "nothing".to_owned(),
        Access::Session => "the token of a login, as CC_SESSION_TOKEN; keys are refused".to_owned(),
        Access::Scoped { any_of, evidence } => {
            let sets: Vec<String> = any_of.iter().map(|set| set.join(" and ")).collect();
            format!("a key with the scope {} ({})", sets.join(", or "), source(evidence))
        }
        _ => "a key; no scope is documented".to_owned(),
    }
}

/// How a statement is known, in words.
pub(super) fn source(evidence: cc_api::catalogue::Evidence) -> &'static str {
    use cc_api::catalogue::Evidence::{Connector, Guide, Inferred, Observed, Page};
    match evidence {
        Page => "documented",
        Guide => "documented in the older guide",
        Observed => "seen in traffic",
        Connector => "known from the vendor's connector",
        Inferred => "inferred, not documented",
        _ => "unknown",
    }
}

/// A line that works once the placeholders are real: everything required, and one thing more.
fn example_line(operation: &Operation) -> String {
    let mut line = format!("ccapi {} {}", operation.tag.replace('_', "-"), command_name(operation));
    for param in operation.required_params() {
        let _ = match param.place {
            Place::Path => write!(line, " {}", value_of(param)),
            _ => write!(line, " --{} {}", flag_name(param), value_of(param)),
        };
    }
    let more = operation.params.iter().find(|param| {
        !param.required && !is_paging(operation, param) && example(&parsed(param.schema)).is_some()
    });
    if let Some(param) = more {
        let is_switch = parsed(param.schema)["type"] == "boolean";
        let value = if is_switch { String::new() } else { format!(" {}", value_of(param)) };
        let _ = write!(line, " --{}{value}", flag_name(param));
    }
    if operation.paging.is_some() {
        line.push_str(" --limit 10");
    }
    line
}

/// An example of a value as a shell takes it.
fn value_of(param: &Param) -> String {
    let Some(value) = example(&parsed(param.schema)) else {
        return format!("<{}>", flag_name(param).to_uppercase());
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/@%+".contains(&b));
    if plain { text } else { format!("'{text}'") }
}
