//! The arguments of an operation, out of flags, `--data` and `--null`.

use std::io::Read as _;

use cc_api::catalogue::{BodyShape, Operation, Param, Place};
use cc_schema::{parsed, resolved, types};
use cc_surface::arguments;
use clap::ArgMatches;
use serde_json::{Map, Value};

use crate::tree::{flag_name, is_paging, param_id};
use crate::{Exit, Failure};

/// The arguments as the catalogue wants them. All that is wrong with them is said at once.
pub(super) fn read(
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Result<Map<String, Value>, Failure> {
    let mut given = body(operation, matches)?;
    for param in operation.params.iter().filter(|param| !is_paging(operation, param)) {
        if let Some(value) = flag(param, matches)? {
            given.insert(flag_name(param), value);
        }
    }
    for name in matches.try_get_many::<String>("null").ok().flatten().into_iter().flatten() {
        let flag = name.trim_start_matches('-');
        let is_meant = |param: &&Param| flag_name(param) == flag;
        if operation.params.iter().find(is_meant).is_some_and(|param| !param.nullable) {
            return Err(Failure::new(
                Exit::Usage,
                format!("`{flag}` can't be emptied; leave it out instead"),
            ));
        }
        given.insert(flag.to_owned(), Value::Null);
    }
    page(operation, matches, &mut given);
    arguments::read(operation, given, &|param| flag_name(param).into()).map_err(|refused| {
        Failure::new(Exit::Usage, refused.to_string()).hint(format!(
            "`ccapi {} {} --help` explains the arguments",
            operation.tag.replace('_', "-"),
            operation.id.replace('_', "-")
        ))
    })
}

/// The arguments of `--data`, by the names of their flags.
fn body(operation: &Operation, matches: &ArgMatches) -> Result<Map<String, Value>, Failure> {
    if !matches!(operation.body, BodyShape::Fields { .. }) {
        return Ok(Map::new());
    }
    let Some(text) = matches.get_one::<String>("data") else { return Ok(Map::new()) };
    let value = json_of("--data", text)?;
    let Value::Object(object) = value else {
        return Err(Failure::new(Exit::Usage, "--data takes a JSON object, and this is none"));
    };
    // A body out of a file has the names of the request.
    let renamed = object.into_iter().map(|(name, value)| {
        let wire =
            operation.params.iter().find(|param| param.place == Place::BodyField && param.wire == name);
        (wire.map_or(name, flag_name), value)
    });
    Ok(renamed.collect())
}

/// The value of one argument: the text that was given, or what it stands for.
fn flag(param: &Param, matches: &ArgMatches) -> Result<Option<Value>, Failure> {
    let Some(texts) = matches.get_many::<String>(&param_id(param)) else { return Ok(None) };
    let texts: Vec<&String> = texts.collect();
    let schema = resolved(&parsed(param.schema));
    let name = format!("--{}", flag_name(param));
    match types(&schema).first() {
        Some(&"object") | None => match texts.last() {
            Some(text) => json_of(&name, text).map(Some),
            None => Ok(None),
        },
        Some(&"array") => {
            let mut items = Vec::new();
            for text in texts {
                let text = content(&name, text)?;
                match text.trim().parse() {
                    Ok(Value::Array(more)) => items.extend(more),
                    _ => items.push(Value::String(text)),
                }
            }
            Ok(Some(Value::Array(items)))
        }
        _ => Ok(texts.last().map(|text| Value::from(text.as_str()))),
    }
}

/// The text itself, or that of the file that `@FILE` names, or stdin for `-`.
fn content(name: &str, text: &str) -> Result<String, Failure> {
    let unreadable = |error: std::io::Error| Failure::new(Exit::Local, format!("{name} {text}: {error}"));
    if text == "-" {
        let mut read = String::new();
        std::io::stdin().read_to_string(&mut read).map_err(unreadable)?;
        return Ok(read);
    }
    match text.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path).map_err(unreadable),
        None => Ok(text.to_owned()),
    }
}

/// The JSON that a flag holds, or that lies in the file that it names, or comes from stdin.
pub(crate) fn json_of(name: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(&content(name, text)?).map_err(|error| {
        Failure::new(Exit::Usage, format!("{name} takes JSON: {error}"))
            .hint("in a shell, JSON goes into single quotes; `@FILE` reads it from a file")
    })
}

/// Which page is meant: `--offset`, and a page size that brings what is asked for in few requests.
fn page(operation: &'static Operation, matches: &ArgMatches, given: &mut Map<String, Value>) {
    let Some(paging) = operation.paging else { return };
    let name = |index: u16| operation.params.get(usize::from(index)).map(flag_name);
    if let (Some(offset), Some(name)) = (matches.get_one::<u64>("offset"), name(paging.offset)) {
        given.insert(name, Value::from(*offset));
    }
    let wanted = matches.get_one::<u64>("limit").copied();
    let size = matches.get_one::<u32>("page-size").map(|size| u64::from(*size));
    let size = match (size, wanted) {
        (Some(size), Some(wanted)) => Some(size.min(wanted)),
        (Some(size), None) => Some(size),
        (None, wanted) => wanted.map(|wanted| wanted.min(LARGEST_PAGE)),
    };
    if let (Some(size), Some(name)) = (size, name(paging.limit)) {
        given.insert(name, Value::from(size));
    }
}

/// The most that is asked for at a time unless told otherwise. No maximum is documented: an API that gives fewer is
/// asked again.
const LARGEST_PAGE: u64 = 100;
