//! The flag of an argument.

use std::fmt::Write as _;

use cc_api::catalogue::{BodyShape, Operation, Param, Place};
use cc_schema::{parsed, resolved, types, wanted};
use clap::builder::{PossibleValue, TypedValueParser, ValueParser};
use clap::{Arg, ArgAction, Command};
use serde_json::Value;

use super::operation::source;

/// The name of an argument's flag: `content-type`, `post-id`. A body that is passed whole is `body`.
pub(crate) fn flag_name(param: &Param) -> String {
    let mut flag = String::new();
    for c in param.name.chars() {
        match c {
            '_' => flag.push('-'),
            c if c.is_ascii_uppercase() => {
                flag.push('-');
                flag.push(c.to_ascii_lowercase());
            }
            c => flag.push(c),
        }
    }
    if flag.is_empty() { "body".to_owned() } else { flag }
}

/// Whether an argument only says which page of a listing is meant: `--limit`, `--offset` and `--page-size` do that.
pub(crate) fn is_paging(operation: &Operation, param: &Param) -> bool {
    let is =
        |index: u16| operation.params.get(usize::from(index)).is_some_and(|other| std::ptr::eq(other, param));
    operation.paging.is_some_and(|paging| is(paging.limit) || is(paging.offset))
}

/// The flag of an argument; what a path names is positional.
pub(super) fn flag(operation: &'static Operation, param: &'static Param) -> Arg {
    let schema = resolved(&parsed(param.schema));
    let arg = Arg::new(param_id(param))
        .help(help(param, &schema))
        .value_parser(words(&schema))
        .hide_possible_values(true);
    if param.place == Place::Path {
        return arg.required(true).value_name(flag_name(param).to_uppercase());
    }
    let arg = arg.long(flag_name(param)).value_name(value_name(&schema)).help_heading("Arguments");
    let arg = match types(&schema).first() {
        Some(&"boolean") => arg.num_args(0..=1).require_equals(true).default_missing_value("true"),
        Some(&"array") => arg.action(ArgAction::Append),
        _ => arg,
    };
    let by_body = param.place == Place::BodyField && matches!(operation.body, BodyShape::Fields { .. });
    match (param.required, by_body) {
        (true, true) => arg.required_unless_present("data"),
        (required, _) => arg.required(required),
    }
}

/// What the argument is kept under: apart from our own options.
pub(crate) fn param_id(param: &Param) -> String {
    format!("argument {}", param.name)
}

fn value_name(schema: &Value) -> &'static str {
    match types(schema).first() {
        Some(&("integer" | "number")) => "N",
        Some(&"boolean") => "true|false",
        Some(&"object") => "JSON",
        Some(&"array") => match types(&resolved(&schema["items"])).first() {
            Some(&"object") => "JSON",
            _ => "VALUE",
        },
        _ => match schema["format"].as_str() {
            Some("date" | "week") => "DATE",
            Some("year-month") => "MONTH",
            Some("date-time") => "TIME",
            Some("uri") => "URL",
            Some("email") => "EMAIL",
            _ => "VALUE",
        },
    }
}

/// What it means, what it takes, and how that is known.
fn help(param: &Param, schema: &Value) -> String {
    let mut help = param.doc.trim_end_matches('.').to_owned();
    let known = known_words(schema);
    let takes = match types(schema).first() {
        Some(&"string") if !known.is_empty() => format!("known: {}", known.join(", ")),
        Some(&"string") if schema["format"].is_null() && schema["maxLength"].is_null() => String::new(),
        Some(&"boolean") => String::new(),
        _ => wanted(schema),
    };
    let mut notes = Vec::new();
    if param.required && param.place != Place::Path {
        notes.push("required".to_owned());
    }
    if !takes.is_empty() {
        notes.push(takes);
    }
    if let Some(default) = schema.get("default").filter(|_| !param.required) {
        notes.push(format!("the API takes {default} if it is left out"));
    }
    if !param.evidence.is_documented() {
        notes.push(source(param.evidence).to_owned());
    }
    if param.deprecated {
        notes.push("going away".to_owned());
    }
    if !notes.is_empty() {
        let _ = write!(help, " [{}]", notes.join("; "));
    }
    help
}

/// The words that are known to be taken; the API may know others.
fn known_words(schema: &Value) -> Vec<String> {
    let named = schema["enum"].as_array().or_else(|| schema["examples"].as_array());
    named.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A parser that offers the known words for completion, and takes any other as well.
fn words(schema: &Value) -> ValueParser {
    ValueParser::new(Words(known_words(schema)))
}

#[derive(Clone)]
struct Words(Vec<String>);

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        clap::builder::StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.is_empty() {
            return None;
        }
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}
