//! A page an operation: what it is for, what it takes, what comes back, and how each of these is known.

use std::fmt::Write as _;

use super::facts::{effect, needs, operation_page, place, request_line, type_name};
use super::html::{block, code, count, escape, heading, link, mark, spoken, table};
use super::{Input, Page, markdown, snippet};
use crate::document::{self, StatusKey};
use crate::model::{Evidence, Operation, Tag};

/// The way from these pages to the folder of the site.
const ROOT: &str = "../";

/// The pages, by the order of the model.
pub(super) fn pages(input: &Input<'_>) -> Vec<Page> {
    input.model.operations.iter().map(|operation| page(operation, input)).collect()
}

fn page(operation: &Operation, input: &Input<'_>) -> Page {
    let written = input.document.operation(operation.id.as_str());
    let tag = input.model.tags.iter().find(|tag| tag.name == operation.tag);
    let group = tag.map_or_else(String::new, |tag| group(tag, operation));
    let mut body = format!(
        "<p class=\"above\">{group} <code>{}</code></p>\n<h1>{}</h1>\n<p class=\"requestline\">{} {}</p>\n",
        escape(operation.id.as_str()),
        escape(&operation.summary),
        request_line(operation),
        mark(operation.evidence),
    );
    body.push_str(&markdown::prose(&operation.description));
    body.push_str(&facts(operation, input));
    let mut parts = Parts { body, parts: Vec::new() };
    parts.add("call", "Call it", &calls(operation, input));
    if !operation.arguments.is_empty() {
        parts.add("arguments", "Arguments", &arguments(operation, input));
    }
    parts.add("answer", "Answer", &answer(operation, written, input));
    if let Some(written) = written {
        parts.add("refusals", "Refusals", &refusals(written));
    }
    Page {
        path: operation_page(operation),
        title: format!("{} · {} · {}", operation.id, operation.summary, input.model.title),
        description: format!("{} {}: {}.", operation.method.as_str(), operation.path, operation.summary),
        body: parts.body,
        parts: parts.parts,
        nearby: Some((spoken(operation.tag.as_str()), siblings(operation, input))),
        ..Page::default()
    }
}

/// A page that grows part by part.
struct Parts {
    body: String,
    parts: Vec<(String, String)>,
}

impl Parts {
    fn add(&mut self, id: &str, label: &str, content: &str) {
        self.body.push_str(&heading(2, id, label));
        self.body.push_str(content);
        self.parts.push((id.to_owned(), label.to_owned()));
    }
}

fn group(tag: &Tag, operation: &Operation) -> String {
    link(&format!("index.html#{}", operation.tag), &escape(&spoken(tag.name.as_str())))
}

/// The operations of the same group.
fn siblings(operation: &Operation, input: &Input<'_>) -> Vec<(String, String)> {
    let same = input.model.operations.iter().filter(|other| other.tag == operation.tag);
    same.map(|other| (operation_page(other), other.id.to_string())).collect()
}

/// What holds for the operation as a whole.
fn facts(operation: &Operation, input: &Input<'_>) -> String {
    let mut rows = vec![("Needs", needs(&operation.access, ROOT)), ("Effect", effect(operation).to_owned())];
    if let Some(paging) = &operation.paging {
        let size = input.model.paging_styles.iter().find(|style| style.name == paging.style);
        let size = size.and_then(|style| style.default_size);
        let size = size.map_or_else(String::new, |size| {
            format!(", {size} entries unless <code>limit</code> says otherwise")
        });
        rows.push(("Pages", format!("A listing, page by page ({}){size}.", code(paging.style.as_str()))));
    }
    if let Some(waiter) = &operation.waiter {
        let poll = input.model.operations.iter().find(|other| other.id == waiter.poll);
        let poll = poll.map_or_else(
            || code(waiter.poll.as_str()),
            |poll| link(&format!("{}.html", poll.id), &code(poll.id.as_str())),
        );
        rows.push((
            "Begins work",
            format!("How far it is, {poll} tells; {} means done.", words(&waiter.done)),
        ));
    }
    if operation.sensitive {
        rows.push(("Kept off assistants", String::from("It is about money, passwords, keys or membership.")));
    } else if let Some(tool) = &operation.tool {
        let name = tool.name.as_deref().unwrap_or(operation.id.as_str());
        let offered = if tool.core { "offered from the start" } else { "offered on demand" };
        rows.push((
            "For assistants",
            format!("The tool {}, {offered}, of the set {}.", code(name), code(&tool.toolset)),
        ));
    }
    if let Some(deprecation) = &operation.deprecation {
        let day = deprecation
            .sunset
            .as_ref()
            .map_or_else(String::new, |day| format!(" It is to be removed on {}.", escape(day)));
        rows.push(("Going away", format!("Use something else for what is new.{day}")));
    }
    let mut html = String::from("<dl class=\"facts\">\n");
    for (name, value) in rows {
        let _ = writeln!(html, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    html + "</dl>\n"
}

fn words(list: &[String]) -> String {
    list.iter().map(|word| code(word)).collect::<Vec<_>>().join(" or ")
}

fn calls(operation: &Operation, input: &Input<'_>) -> String {
    let snippets = snippet::snippets(operation, input);
    let mut html = String::new();
    for (id, label, text, language) in [
        ("curl", String::from("curl"), &snippets.curl, "shell"),
        ("command", code(input.programs.command), &snippets.command, "shell"),
        ("rust", String::from("Rust"), &snippets.rust, "rust"),
    ] {
        html.push_str(&heading(3, id, &label));
        html.push_str(&block(text, language));
    }
    html
}

fn arguments(operation: &Operation, input: &Input<'_>) -> String {
    let row = |argument: &crate::model::Argument| {
        let name = match argument.wire_name.as_str() {
            "" => String::from("the body"),
            name => code(name),
        };
        let mut notes = markdown::line(&argument.doc);
        if argument.nullable {
            notes.push_str(" Null empties it.");
        }
        if argument.deprecation.is_some() {
            notes.push_str(" Going away.");
        }
        let needed = if argument.required { "<b>required</b>, " } else { "" };
        vec![
            name,
            format!("{needed}{}", place(argument.place)),
            type_name(&argument.ty, input.model, ROOT),
            mark(argument.evidence),
            notes,
        ]
    };
    let rows: Vec<_> = operation.arguments.iter().map(row).collect();
    table(&["Name", "Where", "Type", "Known from", "Meaning"], &rows)
}

fn answer(operation: &Operation, written: Option<&document::Operation>, input: &Input<'_>) -> String {
    let statuses: Vec<String> = operation.answer.statuses.iter().map(u16::to_string).collect();
    let what = match (&operation.paging, &operation.answer.body) {
        (Some(paging), _) => format!("a page of {}", type_name(&paging.item, input.model, ROOT)),
        (None, Some(body)) => type_name(body, input.model, ROOT),
        (None, None) => String::from("nothing"),
    };
    let mut html = format!("<p>{}: {what}.</p>\n", statuses.join(" or "));
    if let Some(example) = written.and_then(snippet::answer_of) {
        let text = serde_json::to_string_pretty(&example).unwrap_or_default();
        let lines = count(text.lines().count(), "line");
        let open = if text.lines().count() <= 24 { " open" } else { "" };
        let _ = write!(
            html,
            "<details{open}><summary>Example, made up ({lines})</summary>\n{}</details>\n",
            block(&text, "json")
        );
    }
    html
}

fn refusals(written: &document::Operation) -> String {
    let refused = written.responses.iter().filter(|response| match response.status.value {
        StatusKey::Code(code) => code >= 400,
        StatusKey::Range(hundred) => hundred >= 4,
        StatusKey::Default => true,
    });
    let row = |response: &document::Response| {
        let evidence = response.evidence.as_ref().map_or(Evidence::Inferred, |mark| mark.value);
        let doc = response.description.as_ref().map_or("", |text| text.value.as_str());
        vec![response.status.value.to_string(), markdown::line(doc), mark(evidence)]
    };
    let rows: Vec<_> = refused.map(row).collect();
    if rows.is_empty() {
        return String::from("<p>The document names none.</p>\n");
    }
    table(&["Status", "When", "Known from"], &rows)
}
