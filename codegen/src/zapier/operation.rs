//! The request of a step: method, path, scopes, and where each value goes in which form.

use serde_json::Value as Json;

use super::js::Js;
use super::view::{Found, View, list};
use super::{Marked, text};
use crate::document::SpecDocument;
use crate::model::Safety;

/// Something that the operation takes.
pub(super) struct Argument<'b> {
    pub(super) name: &'b str,
    /// `path`, `query` or `body`.
    pub(super) place: &'b str,
    pub(super) schema: &'b Json,
    pub(super) required: bool,
    pub(super) description: &'b str,
    /// How it is known, where that is said.
    pub(super) evidence: Option<&'b str>,
}

/// What the operation takes and the step makes use of, in the operation's order.
pub(super) fn arguments<'b>(view: &View<'b>, found: &Found<'b>, marked: &Marked<'_>) -> Vec<Argument<'b>> {
    let step = marked.step;
    let is_used = |name: &str| {
        step.fields.iter().any(|field| field.name.value == name)
            || step.fixed.iter().any(|(fixed, _)| fixed.value == name)
    };
    let parameters = found.parameters.iter().filter_map(|parameter| parameter_of(parameter));
    let body = body(view, found, marked);
    parameters.chain(body).filter(|argument| is_used(argument.name)).collect()
}

fn parameter_of(parameter: &Json) -> Option<Argument<'_>> {
    let word = |key| parameter.get(key).and_then(Json::as_str);
    Some(Argument {
        name: word("name")?,
        place: word("in")?,
        schema: parameter.get("schema")?,
        required: parameter.get("required").and_then(Json::as_bool).unwrap_or_default(),
        description: word("description").unwrap_or_default(),
        evidence: word("x-evidence"),
    })
}

fn body<'b>(view: &View<'b>, found: &Found<'b>, marked: &Marked<'_>) -> Vec<Argument<'b>> {
    let Some(schema) = view.request(found.operation).and_then(|body| body.get("schema")) else {
        return Vec::new();
    };
    let each = text(marked.step.each.as_ref());
    let whole = view.properties(schema);
    let entry = whole.iter().find(|(name, _)| *name == each);
    let schema = entry.and_then(|(_, list)| view.plain(list).get("items")).unwrap_or(schema);
    let known = view.plain(schema);
    let evidence = |property: &'b Json| property.get("x-evidence").or_else(|| known.get("x-evidence"));
    let fields = view.properties(schema).into_iter().map(|(name, property)| Argument {
        name,
        place: "body",
        schema: property,
        required: list(known, "required").any(|required| required == name),
        description: view.description(property),
        evidence: evidence(property).and_then(Json::as_str),
    });
    fields.collect()
}

/// The request as data.
pub(super) fn literal<'b>(
    document: &SpecDocument,
    view: &View<'b>,
    found: &Found<'b>,
    marked: &Marked<'_>,
) -> Js {
    let takes = arguments(view, found, marked).into_iter().map(|argument| {
        let is_asked = marked.step.fields.iter().find(|field| field.name.value == argument.name);
        let is_required = is_asked.is_some_and(|field| {
            argument.required || field.required.as_ref().is_some_and(|required| required.value)
        });
        (argument.name.to_owned(), taken(view, &argument, is_required))
    });
    let mut takes: Vec<(String, Js)> = takes.collect();
    let page = page(document, marked);
    for name in page.iter().flat_map(|(limit, offset)| [limit, offset]) {
        takes.push((name.clone(), Js::object([("in", Js::text("query")), ("form", Js::text("integer"))])));
    }
    let mut operation = Js::object([
        ("method", Js::text(found.method.to_uppercase())),
        ("path", Js::text(found.path)),
        ("scopes", Js::texts(scopes(found.operation))),
        ("takes", Js::Object(takes)),
    ]);
    if matches!(marked.operation.effective_safety(), Safety::Write | Safety::Costly) {
        operation = operation.with("once", Js::Plain(true.into()));
    }
    if let Some((limit, offset)) = page {
        operation =
            operation.with("page", Js::object([("limit", Js::text(limit)), ("offset", Js::text(offset))]));
    }
    if let Some(each) = &marked.step.each {
        operation = operation.with("each", Js::text(&each.value));
    }
    operation
}

fn taken(view: &View<'_>, argument: &Argument<'_>, is_required: bool) -> Js {
    let is_list = view.kind(argument.schema) == Some("array");
    let schema =
        if is_list { view.plain(argument.schema).get("items") } else { None }.unwrap_or(argument.schema);
    let mut taken = Js::object([("in", Js::text(argument.place)), ("form", Js::text(form(view, schema)))]);
    if is_list {
        taken = taken.with("list", Js::Plain(true.into()));
    }
    if is_required { taken.with("required", Js::Plain(true.into())) } else { taken }
}

/// The form in which a value is sent.
pub(super) fn form<'b>(view: &View<'b>, schema: &'b Json) -> &'static str {
    let format = view.plain(schema).get("format").and_then(Json::as_str);
    match (view.kind(schema), format) {
        (Some("boolean"), _) => "boolean",
        (Some("integer"), _) => "integer",
        (Some("number"), _) => "number",
        (_, Some("date" | "week")) => "day",
        (_, Some("year-month")) => "month",
        _ => "text",
    }
}

/// The names of the arguments for the size of a page and its beginning, if the operation is a listing.
pub(super) fn page(document: &SpecDocument, marked: &Marked<'_>) -> Option<(String, String)> {
    let name = marked.operation.pagination.as_ref()?;
    let style = document.paging_styles.iter().find(|style| style.name.value == name.value)?;
    Some((style.limit.as_ref()?.value.clone(), style.offset.as_ref()?.value.clone()))
}

/// The list in the answer that holds the entries of a page.
pub(super) fn entries<'d>(document: &'d SpecDocument, marked: &Marked<'_>) -> Option<&'d str> {
    let name = marked.operation.pagination.as_ref()?;
    let style = document.paging_styles.iter().find(|style| style.name.value == name.value)?;
    style.items.as_ref().map(|items| items.value.as_str())
}

/// The scopes that a key needs, by the first way in that asks for any.
pub(super) fn scopes(operation: &Json) -> Vec<&str> {
    let ways = list(operation, "security").filter_map(Json::as_object);
    let mut asked = ways.map(|way| {
        way.values().filter_map(Json::as_array).flatten().filter_map(Json::as_str).collect::<Vec<_>>()
    });
    asked.find(|scopes| !scopes.is_empty()).unwrap_or_default()
}
