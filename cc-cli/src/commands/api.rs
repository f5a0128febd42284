//! `ccapi api GET /path`: a request by method and path, for what has no command yet.

use cc_api::catalogue::{self, Access, Answer, BodyShape, Method, Operation, Param, Place, Safety};
use cc_api::{JsonCall, Response};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

use super::Own;
use crate::output::Output;
use crate::speech::Speech;
use crate::tree::options;
use crate::{Exit, Failure, call, interrupt};

pub(super) const OWN: Own = Own { name: "api", command, run };

fn command() -> Command {
    Command::new("api")
        .about("Send a request by method and path, for what has no command of its own")
        .long_about(
            "Send a request by method and path, for what has no command of its own: with the key, the tenant, the quota and \
             the time limits of every other call. A path of an operation that is known is checked and treated as that \
             operation; anything else is sent as it is, and nothing but a GET is ever sent twice.",
        )
        .arg(Arg::new("method").value_name("METHOD").required(true).value_parser(["GET", "POST", "PUT", "PATCH", "DELETE"]).ignore_case(true))
        .arg(Arg::new("path").value_name("PATH").required(true).help("The path below the base URL, with its query: /user/my-profile"))
        .arg(Arg::new("data").long("data").short('d').value_name("JSON").help("The body; `@FILE` reads it from a file, `-` from stdin"))
        .arg(Arg::new("include").long("include").short('i').action(ArgAction::SetTrue).help("Print status and headers, too, on stderr"))
        .args(options::showing())
        .args(options::sending())
        .after_help("Examples:\n  ccapi api GET '/user/content/posts-v2?limit=1'\n  ccapi api PATCH /user/my-profile -d '{\"location\": \"Austin\"}'")
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let output = Output::new(matches)?;
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let (path, query) = text("path").split_once('?').unwrap_or((text("path"), ""));
    if !path.starts_with('/') || path.contains(['{', '}']) {
        return Err(Failure::new(
            Exit::Usage,
            "the path begins with `/` and has no braces, as in /user/my-profile",
        ));
    }
    let operation = ad_hoc(method(text("method")), path, matches.contains_id("data"));
    let opened = call::open(matches, speech)?;
    let mut request = opened.client.call(operation);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        request = request.with_query(&name, &value);
    }
    if let Some(data) = matches.get_one::<String>("data") {
        request = request.arg("body", call::json_of("--data", data)?);
    }
    let answer = interrupt::run(send(request));
    opened.learn(operation, &answer);
    let answer = answer?;
    if matches.get_flag("include") {
        speech.status(
            answer.status,
            answer.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))),
        );
    }
    output.value(&answer.value)
}

async fn send(request: JsonCall) -> Result<Response<Value>, Failure> {
    Ok(request.send_with_response().await?)
}

fn method(name: &str) -> Method {
    match name.to_ascii_uppercase().as_str() {
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => Method::Get,
    }
}

/// An operation that stands in no catalogue, made for this one request. What is known of an operation with this method and
/// path holds for it, too; nothing is known of any other, so it is taken for one that must not be sent twice.
fn ad_hoc(method: Method, path: &str, has_body: bool) -> &'static Operation {
    let known = catalogue::all().iter().find(|known| known.method == method && fits(known.path, path));
    let safety = match (known, method) {
        (Some(known), _) => known.safety,
        (None, Method::Get) => Safety::Read,
        (None, _) => Safety::Costly,
    };
    // The process ends after this one call: what is leaked here is gone a moment later.
    let path: &'static str = Box::leak(path.to_owned().into_boxed_str());
    let body: &'static [Param] =
        &[Param { name: "body", place: Place::Body, schema: "true", ..Param::BLANK }];
    Box::leak(Box::new(Operation {
        id: "api",
        method,
        path,
        safety,
        access: known.map_or(Access::Undocumented, |known| known.access),
        destructive: known.is_some_and(|known| known.destructive),
        params: if has_body { body } else { &[] },
        body: if has_body { BodyShape::Whole } else { BodyShape::Empty },
        answer: Answer { statuses: &[], schema: Some("true"), ..Answer::EMPTY },
        ..Operation::BLANK
    }))
}

/// Whether a path is one of a template: `{id}` stands for one segment.
fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(segment))
                if part == segment || (part.starts_with('{') && !segment.is_empty()) => {}
            _ => return false,
        }
    }
}
