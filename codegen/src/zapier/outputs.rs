//! What comes out: the values of one item, flat, as Zapier names them.

use serde_json::Value as Json;

use super::in_words;
use super::js::Js;
use super::view::View;
use crate::source::Sourced;

/// How far objects within objects are followed.
const DEPTH: usize = 5;

/// One value that comes out.
#[derive(Debug, Clone)]
pub(super) struct Output<'b> {
    /// `pillar__name`, `photos[]url`.
    pub(super) key: String,
    label: String,
    kind: Option<&'static str>,
    schema: &'b Json,
}

/// All values of one item.
pub(super) fn outputs<'b>(view: &View<'b>, item: &'b Json) -> Vec<Output<'b>> {
    let mut found = Vec::new();
    collect(view, item, ("", ""), false, DEPTH, &mut found);
    found
}

fn collect<'b>(
    view: &View<'b>,
    object: &'b Json,
    (key, label): (&str, &str),
    in_list: bool,
    depth: usize,
    found: &mut Vec<Output<'b>>,
) {
    for (name, property) in view.properties(object) {
        let key = format!("{key}{name}");
        let label = if label.is_empty() { in_words(name) } else { format!("{label} {}", in_words(name)) };
        let items = view.plain(property).get("items");
        match (view.kind(property), items) {
            (Some("object"), _) if depth > 1 => {
                collect(view, property, (&format!("{key}__"), &label), in_list, depth - 1, found);
            }
            // Zapier knows no lists within lists: what they hold comes along, but is not offered by name.
            (Some("array"), Some(_)) if in_list => {}
            (Some("array"), Some(items)) if view.kind(items) == Some("object") && depth > 1 => {
                collect(view, items, (&format!("{key}[]"), &label), true, depth - 1, found);
            }
            (Some("object"), _) => {}
            (kind, _) => {
                found.push(Output { key, label, kind: typed(view, kind, property), schema: property });
            }
        }
    }
}

/// Zapier's word for the type. A day without a time is text: there is no zone to put it into.
fn typed<'b>(view: &View<'b>, kind: Option<&str>, schema: &'b Json) -> Option<&'static str> {
    let format = view.plain(schema).get("format").and_then(Json::as_str);
    match (kind?, format) {
        ("string", Some("date-time")) => Some("datetime"),
        ("string", _) => Some("string"),
        ("integer", _) => Some("integer"),
        ("number", _) => Some("number"),
        ("boolean", _) => Some("boolean"),
        _ => None,
    }
}

/// The output fields. Those that tell one item from another are marked: Zapier compares them to see what is new.
pub(super) fn literal<'b>(view: &View<'b>, item: &'b Json, ids: &[Sourced<String>]) -> Js {
    let is_id = |key: &str| ids.iter().any(|id| id.value == key);
    let own = outputs(view, item);
    let mut fields: Vec<Js> = own.iter().map(|output| field(output, is_id(&output.key))).collect();
    for id in ids.iter().filter(|id| id.value.contains('.')) {
        let name = added_name(&id.value);
        let field = Js::object([("key", Js::text(&name)), ("label", Js::text(in_words(&name)))]);
        fields.push(field.with("type", Js::text("string")).with("primary", Js::Plain(true.into())));
    }
    Js::List(fields)
}

fn field(output: &Output<'_>, is_id: bool) -> Js {
    let mut field = Js::object([("key", Js::text(&output.key)), ("label", Js::text(&output.label))]);
    if let Some(kind) = output.kind {
        field = field.with("type", Js::text(kind));
    }
    if output.schema.get("type").is_some_and(|kind| kind == "array") {
        field = field.with("list", Js::Plain(true.into()));
    }
    if is_id { field.with("primary", Js::Plain(true.into())) } else { field }
}

/// `post.id` as a value of its own: `postId`. The runtime has the same rule.
pub(super) fn added_name(path: &str) -> String {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let start: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{name}{start}{}", letters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{View, added_name, outputs};

    #[test]
    fn objects_and_lists_of_objects_become_flat_names() {
        let schema = json!({ "properties": {
            "id": { "type": "string" },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "pillar": { "anyOf": [{ "type": "object", "properties": { "name": { "type": "string" } } }, { "type": "null" }] },
            "photos": { "type": "array", "items": { "type": "object", "properties": {
                "url": { "type": "string" },
                "sizes": { "type": "array", "items": { "type": "integer" } },
            } } },
        } });
        let view = View::new(&schema);
        let keys: Vec<_> =
            outputs(&view, &schema).into_iter().map(|output| (output.key, output.kind)).collect();
        let expected = [
            ("id", Some("string")),
            ("at", Some("datetime")),
            ("pillar__name", Some("string")),
            ("photos[]url", Some("string")),
        ];
        assert_eq!(keys, expected.map(|(key, kind)| (key.to_owned(), kind)));
    }

    #[test]
    fn a_value_below_another_gets_a_name_at_the_top() {
        assert_eq!(added_name("post.id"), "postId");
    }
}
