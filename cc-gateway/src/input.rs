//! What a caller passes: path, query and body, read kindly, checked strictly, refused with a way out.
//!
//! A name is looked up where it stands: what a body holds is never taken for a part of the path, and the other way round.

use std::borrow::Cow;

use axum::body::{Body, to_bytes};
use cc_api::catalogue::{Operation, Param, Place};
use cc_schema::{Complaint, check, example, scalar, strict, wanted};
use cc_surface::arguments::{self, Mistake, Refused, short};
use http::{HeaderMap, header};
use serde_json::{Map, Value};

use crate::document::{Accepted, Served};
use crate::refusal::Refusal;

/// The largest body: what `ChatGPT` sends has at most 100,000 characters, of up to four bytes.
const LARGEST_BODY: usize = 400_000;

/// How many mistakes a refusal names; a list can have thousands, and a refusal has to fit like any answer.
const MOST_MISTAKES: usize = 20;

/// What path and query hold, by the names that they have there; all that is wrong with them.
pub(crate) fn texts(
    served: &Served,
    path: &[(String, String)],
    query: Option<&str>,
) -> Result<Map<String, Value>, Refusal> {
    let (mut given, mut mistakes) = (Map::new(), Vec::new());
    let pairs: Vec<_> = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    for (name, text) in &pairs {
        let known = served.parameters.iter().any(|known| !known.in_path && known.name == **name);
        if !known {
            mistakes.push(unknown(served, name, text));
        }
    }
    for parameter in &served.parameters {
        let texts: Vec<&str> = if parameter.in_path {
            path.iter().filter(|(name, _)| *name == parameter.name).map(|(_, text)| text.as_str()).collect()
        } else {
            pairs.iter().filter(|(name, _)| *name == parameter.name).map(|(_, text)| &**text).collect()
        };
        match value(parameter, &texts) {
            Ok(Some(value)) => drop(given.insert(parameter.name.clone(), value)),
            Ok(None) if parameter.required => {
                mistakes.push(mistake(parameter, None, "is missing".to_owned()));
            }
            Ok(None) => {}
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(given) } else { Err(refused(served, mistakes)) }
}

/// One parameter out of its texts: none if there is nothing, since an empty text is how models leave something out.
fn value(parameter: &Accepted, texts: &[&str]) -> Result<Option<Value>, Mistake> {
    if parameter.is_list {
        let items =
            texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty());
        let items: Vec<Value> = items.map(Value::from).collect();
        return Ok((!items.is_empty()).then_some(Value::Array(items)));
    }
    let text = match texts {
        [] => return Ok(None),
        [text] => text.trim(),
        [first, ..] => return Err(mistake(parameter, Some(first), "is given twice".to_owned())),
    };
    if text.is_empty() {
        return Ok(None);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(mistake(parameter, Some(text), "is not UTF-8".to_owned()));
    }
    let value = scalar(&parameter.schema, text);
    let mut complaints: Vec<Complaint> = Vec::new();
    check(&parameter.schema, &value, &parameter.name, &mut complaints);
    match complaints.into_iter().next() {
        Some((_, problem)) => Err(mistake(parameter, Some(text), problem)),
        None => Ok(Some(value)),
    }
}

fn mistake(parameter: &Accepted, passed: Option<&str>, problem: String) -> Mistake {
    Mistake {
        argument: parameter.name.clone(),
        passed: passed.map(|text| short(&text.into())),
        problem,
        allowed: if parameter.is_list { "a list with commas".to_owned() } else { wanted(&parameter.schema) },
        example: example(&parameter.schema).map(|value| short(&value)),
    }
}

fn unknown(served: &Served, name: &str, text: &str) -> Mistake {
    let known = served.parameters.iter().filter(|known| !known.in_path);
    let known: Vec<&str> = known.map(|known| known.name.as_str()).collect();
    let there_are = if known.is_empty() {
        "it takes none".to_owned()
    } else {
        format!("there are: {}", known.join(", "))
    };
    Mistake {
        argument: short(&name.into()),
        passed: Some(short(&text.into())),
        problem: format!("is no parameter of it; {there_are}"),
        allowed: String::new(),
        example: None,
    }
}

/// The members of the body, if the operation takes one. A body that none is expected of is not read.
pub(crate) async fn body(
    served: &Served,
    operation: &Operation,
    headers: &HeaderMap,
    body: Body,
) -> Result<Map<String, Value>, Refusal> {
    if !served.takes_body {
        return Ok(Map::new());
    }
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return Err(Refusal::new(
            413,
            "body_too_large",
            "The body is cut off, or has more than 100,000 characters.",
        ));
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    if !is_json(headers) {
        let message = "The body is a JSON object; send it with Content-Type: application/json.";
        return Err(Refusal::new(415, "no_json", message));
    }
    let whole = operation.params.iter().any(|param| param.place == Place::Body);
    match strict(&bytes) {
        Ok(body) if whole => Ok(Map::from_iter([("body".to_owned(), body)])),
        Ok(Value::Object(members)) => {
            let of_body = |name: &str| {
                operation.params.iter().any(|param| param.place == Place::BodyField && param.wire == name)
            };
            match members.keys().find(|name| !of_body(name)) {
                None => Ok(members),
                Some(name) => Err(no_member(served, operation, name)),
            }
        }
        Ok(other) => Err(no_object(served, operation, &format!("it was `{}`", short(&other)))),
        Err(error) => Err(no_object(served, operation, &format!("it is no JSON: {error}"))),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind =
        kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn no_member(served: &Served, operation: &Operation, name: &str) -> Refusal {
    let known: Vec<&str> = operation
        .params
        .iter()
        .filter(|param| param.place == Place::BodyField)
        .map(|param| param.wire)
        .collect();
    let mistake = Mistake {
        argument: short(&name.into()),
        passed: None,
        problem: format!("is no member of its body; there are: {}", known.join(", ")),
        allowed: String::new(),
        example: None,
    };
    refused(served, vec![mistake])
}

fn no_object(served: &Served, operation: &Operation, why: &str) -> Refusal {
    let members = operation.params.iter().filter(|param| param.place == Place::BodyField);
    let example: Map<String, Value> = members
        .filter(|param| param.required)
        .filter_map(|param| Some((param.wire.to_owned(), example(&cc_schema::parsed(param.schema))?)))
        .collect();
    let message = format!(
        "{}: nothing was sent: the body has to be a JSON object, for example `{}`; {why}.",
        served.id,
        Value::Object(example)
    );
    Refusal::new(served.invalid, "invalid_arguments", message)
}

/// All arguments as the catalogue wants them.
pub(crate) fn arguments(
    served: &Served,
    operation: &'static Operation,
    given: Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let named =
        |param: &'static Param| Cow::Borrowed(if param.place == Place::Body { "body" } else { param.wire });
    arguments::read(operation, given, &named).map_err(|refusal| refused(served, refusal.mistakes))
}

pub(crate) fn refused(served: &Served, mut mistakes: Vec<Mistake>) -> Refusal {
    let more = mistakes.len().saturating_sub(MOST_MISTAKES);
    mistakes.truncate(MOST_MISTAKES);
    let refused = Refused { operation: served.id, mistakes };
    let mut errors = Map::new();
    for mistake in &refused.mistakes {
        let said = errors.entry(mistake.argument.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(said) = said {
            said.push(mistake.to_string().into());
        }
    }
    let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
    Refusal::new(served.invalid, "invalid_arguments", format!("{refused}.{more}")).with("errors", errors)
}
