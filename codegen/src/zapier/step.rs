//! The file of one step.

use serde_json::{Value as Json, json};

use super::js::Js;
use super::operation::{self, entries};
use super::sample::{keep, sample};
use super::view::{Found, View};
use super::{HEADER, Marked, file as generated, folder, inputs, outputs, text};
use crate::document::{SpecDocument, Value, ZapKind};
use crate::fileset::GeneratedFile;

/// The file of a step: its request and the rest of what the runtime needs, then its definition.
pub(super) fn file(document: &SpecDocument, view: &View<'_>, marked: &Marked<'_>) -> GeneratedFile {
    let key = text(marked.step.key.as_ref());
    let path = format!("{}/{key}.js", folder(marked.kind));
    let id = marked.operation.display_name();
    let Some(found) = view.operation(&id) else { return generated(&path, String::new()) };
    let run = match marked.kind {
        ZapKind::Search => "find",
        ZapKind::Create => "perform",
        ZapKind::Trigger | ZapKind::Dropdown | ZapKind::Account => "poll",
    };
    let operation = operation::literal(document, view, &found, marked);
    let step = step(document, marked);
    let definition = definition(document, view, &found, marked, run);
    let content = format!(
        "{HEADER}const {{ {run} }} = require('../lib/steps');\n\n// {id}\nconst operation = {};\n\nconst step = {};\n\n\
         module.exports = {};\n",
        operation.write(0, 18),
        step.write(0, 13),
        definition.write(0, 17),
    );
    generated(&path, content)
}

/// What the runtime has to know besides the request.
fn step(document: &SpecDocument, marked: &Marked<'_>) -> Js {
    let mut step = Js::Object(Vec::new());
    if !marked.step.fixed.is_empty() {
        let fixed = marked
            .step
            .fixed
            .iter()
            .map(|(name, node)| (name.value.clone(), fixed(&node.value, node.to_json())));
        step = step.with("fixed", Js::Object(fixed.collect()));
    }
    if marked.kind == ZapKind::Create {
        return step;
    }
    if let Some(list) = entries(document, marked) {
        step = step.with("list", Js::text(list));
    }
    step = step.with("ids", Js::texts(marked.step.ids.iter().map(|id| id.value.as_str())));
    let keep = keep(document, marked);
    if !keep.is_empty() {
        let words = keep.into_iter().map(|(path, words)| (path, Js::Plain(Json::Array(words))));
        step = step.with("keep", Js::Object(words.collect()));
    }
    if let Some(newest) = &marked.step.newest {
        step = step.with("newest", Js::text(&newest.value));
    }
    if !marked.step.show.is_empty() {
        step = step.with("show", Js::texts(marked.step.show.iter().map(|path| path.value.as_str())));
    }
    step
}

/// A value that is always sent: as it stands, or a day that is counted from today.
fn fixed(value: &Value, json: Json) -> Js {
    let days = match value {
        Value::Text(text) => text.strip_prefix("today"),
        _ => None,
    };
    match days.map(|days| days.trim_start_matches('+').parse::<i64>().unwrap_or_default()) {
        Some(days) => Js::Plain(json!({ "fromToday": days })),
        None => Js::Plain(json),
    }
}

fn definition<'b>(
    document: &SpecDocument,
    view: &View<'b>,
    found: &Found<'b>,
    marked: &Marked<'_>,
    run: &str,
) -> Js {
    let is_hidden = marked.kind == ZapKind::Dropdown;
    let display = if is_hidden {
        let noun = text(marked.step.noun.as_ref());
        let description = format!("Lists what there is to choose from: {noun}.");
        Js::object([
            ("label", Js::text(noun)),
            ("description", Js::text(description)),
            ("hidden", Js::Plain(json!(true))),
        ])
    } else {
        Js::object([
            ("label", Js::text(text(marked.step.label.as_ref()))),
            ("description", Js::text(text(marked.step.description.as_ref()))),
        ])
    };
    let mut operation = Js::Object(Vec::new());
    if matches!(marked.kind, ZapKind::Trigger | ZapKind::Dropdown) {
        operation = operation.with("type", Js::text("polling"));
    }
    operation = operation.with("perform", Js::Code(format!("{run}(operation, step)")));
    if is_hidden {
        operation = operation.with("canPaginate", Js::Plain(json!(true)));
    } else {
        operation = operation.with("inputFields", inputs::literal(view, found, marked));
    }
    if let Some(item) = item(document, view, found, marked) {
        operation = operation.with("outputFields", outputs::literal(view, item, &marked.step.ids));
    }
    if let Some(sample) = sample(document, view, found, marked).filter(|_| !is_hidden) {
        operation = operation.with("sample", Js::Plain(sample));
    }
    Js::object([
        ("key", Js::text(text(marked.step.key.as_ref()))),
        ("noun", Js::text(text(marked.step.noun.as_ref()))),
        ("display", display),
        ("operation", operation),
    ])
}

/// The schema of one item that comes out.
fn item<'b>(
    document: &SpecDocument,
    view: &View<'b>,
    found: &Found<'b>,
    marked: &Marked<'_>,
) -> Option<&'b Json> {
    let body = view.answer(found.operation)?.get("schema")?;
    match entries(document, marked) {
        Some(list) => {
            let properties = view.properties(body);
            let (_, list) = properties.into_iter().find(|(name, _)| *name == list)?;
            view.plain(list).get("items")
        }
        None => Some(body),
    }
}
