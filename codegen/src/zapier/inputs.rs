//! What people are asked for: fields with a label, a help text, and something to choose from.

use serde_json::Value as Json;

use super::js::Js;
use super::operation::{Argument, arguments, form};
use super::view::{Found, View, list};
use super::{Marked, in_words};
use crate::document::ZapField;

/// The input fields, those that are required first, otherwise in the order of the mark.
pub(super) fn literal<'b>(view: &View<'b>, found: &Found<'b>, marked: &Marked<'_>) -> Js {
    let arguments = arguments(view, found, marked);
    let mut fields: Vec<(bool, Js)> = Vec::new();
    for field in &marked.step.fields {
        if let Some(argument) = arguments.iter().find(|argument| argument.name == field.name.value) {
            let required = argument.required || field.required.as_ref().is_some_and(|mark| mark.value);
            fields.push((required, input(view, argument, field, required)));
        }
    }
    fields.sort_by_key(|(required, _)| !required);
    Js::List(fields.into_iter().map(|(_, field)| field).collect())
}

fn input(view: &View<'_>, argument: &Argument<'_>, field: &ZapField, required: bool) -> Js {
    let is_list = view.kind(argument.schema) == Some("array");
    let schema =
        if is_list { view.plain(argument.schema).get("items") } else { None }.unwrap_or(argument.schema);
    let label = field.label.as_ref().map_or_else(|| in_words(argument.name), |label| label.value.clone());
    let help = field.help.as_ref().map_or(argument.description, |help| help.value.as_str());
    let mut input = Js::object([
        ("key", Js::text(argument.name)),
        ("label", Js::text(label)),
        ("type", Js::text(kind(view, schema))),
    ]);
    if !help.is_empty() {
        input = input.with("helpText", Js::text(help));
    }
    for (key, holds) in [("required", required), ("list", is_list)] {
        if holds {
            input = input.with(key, Js::Plain(true.into()));
        }
    }
    let known = list(view.plain(schema), "x-known-values").chain(list(view.plain(schema), "enum"));
    let known: Vec<&str> = known.filter_map(Json::as_str).collect();
    match (&field.dropdown, known.is_empty()) {
        (Some(dropdown), _) => input = input.with("dynamic", Js::text(&dropdown.value)),
        (None, false) => input = input.with("choices", choices(&known)),
        (None, true) => {}
    }
    if let Some(search) = &field.search {
        input = input.with("search", Js::text(&search.value));
    }
    input
}

/// The values to choose from, with a text for each.
fn choices(known: &[&str]) -> Js {
    let shown = |word: &&str| if word.contains([' ', '/']) { (*word).to_owned() } else { in_words(word) };
    Js::Object(known.iter().map(|word| ((*word).to_owned(), Js::text(shown(word)))).collect())
}

fn kind<'b>(view: &View<'b>, schema: &'b Json) -> &'static str {
    match form(view, schema) {
        "boolean" => "boolean",
        "integer" => "integer",
        "number" => "number",
        "day" => "datetime",
        _ => "string",
    }
}
