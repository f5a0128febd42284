//! Descriptions: present, and written as sentences.

use super::pages::pages;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Operation, Response, Schema, SpecDocument, Workflow};
use crate::source::{SourceMap, Sourced, Span};

pub(crate) fn check(document: &SpecDocument, sources: &SourceMap, findings: &mut Findings) {
    for thing in all_things(document) {
        undescribed(&thing, findings);
        full_stop(&thing, sources, findings);
    }
}

/// Something that has a description, or should have one.
struct Thing<'d> {
    /// What it is, in words: ``the parameter `limit` ``.
    name: String,
    /// Where it is named.
    span: Span,
    /// Which of the two texts this is about: `description` or `summary`.
    key: &'static str,
    /// The text.
    text: Option<&'d Sourced<String>>,
    /// Whether it has to be there.
    needed: bool,
}

impl<'d> Thing<'d> {
    fn new(name: String, span: Span, description: Option<&'d Sourced<String>>) -> Self {
        Self { name, span, key: "description", text: description, needed: true }
    }

    fn with_name(kind: &str, name: &Sourced<String>, description: Option<&'d Sourced<String>>) -> Self {
        Self::new(format!("{kind} `{}`", name.value), name.span, description)
    }

    fn summary(name: String, span: Span, summary: Option<&'d Sourced<String>>) -> Self {
        Self { name, span, key: "summary", text: summary, needed: true }
    }

    /// Marks that nothing need be said: what it is goes without saying, or is said elsewhere.
    fn optional(self) -> Self {
        Self { needed: false, ..self }
    }
}

fn undescribed(thing: &Thing, findings: &mut Findings) {
    if !thing.needed || thing.text.is_some_and(|text| !text.value.trim().is_empty()) {
        return;
    }
    let example =
        if thing.key == "summary" { "`summary: …`, a few words" } else { "`description: …`, a sentence" };
    findings.push(
        Diagnostic::new(Code::Undescribed, thing.span, format!("{} has no {}", thing.name, thing.key))
            .label("nobody says what this is")
            .help(format!("add {example} for a reader who has never seen the API")),
    );
}

fn full_stop(thing: &Thing, sources: &SourceMap, findings: &mut Findings) {
    let Some(text) = thing.text else { return };
    let trimmed = text.value.trim_end();
    let ends_like_a_sentence = trimmed.ends_with(['.', '?', '!', '…']);
    let (what, why, label, help) = match (thing.key, ends_like_a_sentence) {
        _ if trimmed.is_empty() => return,
        ("description", false) => (
            "doesn't end with a full stop",
            "Descriptions are sentences, and are set one after another.",
            "no full stop at its end",
            "end the last sentence with a full stop",
        ),
        ("summary", true) => (
            "ends like a sentence",
            "Summaries are headings.",
            "a full stop",
            "remove the full stop; what takes a sentence to say belongs into the description",
        ),
        _ => return,
    };
    let message = format!("the {} of {} {what}", thing.key, thing.name);
    findings.push(
        Diagnostic::new(Code::FullStop, last_line(sources, text.span), message)
            .label(label)
            .why(why)
            .help(help),
    );
}

/// The last line of a text.
fn last_line(sources: &SourceMap, span: Span) -> Span {
    let text =
        sources.file(span.file).and_then(|file| file.text().get(span.start as usize..span.end as usize));
    let Some(text) = text.map(str::trim_end) else { return span };
    let line = text.rsplit('\n').next().unwrap_or(text);
    let end = span.start.saturating_add(to_u32(text.len()));
    Span { start: end.saturating_sub(to_u32(line.trim_start().len())), end, ..span }
}

/// Sources over 4 GiB are refused by the loader, so the narrowing never cuts.
fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn all_things(document: &SpecDocument) -> Vec<Thing<'_>> {
    let mut things = of_the_service(document);
    for operation in &document.operations {
        of_operation(operation, &mut things);
    }
    of_schemas(document, &mut things);
    for workflow in &document.workflows {
        of_workflow(document, workflow, &mut things);
    }
    things
}

fn of_the_service(document: &SpecDocument) -> Vec<Thing<'_>> {
    let info = &document.info;
    let mut things = vec![Thing::new(String::from("the API"), info.span, info.description.as_ref())];
    let servers = document.servers.iter();
    things.extend(
        servers.map(|server| Thing::with_name("the server", &server.url, server.description.as_ref())),
    );
    let tags = document.tags.iter();
    things.extend(tags.map(|tag| Thing::with_name("the tag", &tag.name, tag.description.as_ref())));
    for scheme in &document.security_schemes {
        things.push(Thing::with_name("the security scheme", &scheme.name, scheme.description.as_ref()));
        let scopes = scheme.scopes.iter();
        things.extend(
            scopes.map(|scope| Thing::with_name("the scope", &scope.name, scope.description.as_ref())),
        );
    }
    things
}

fn of_operation<'d>(operation: &'d Operation, things: &mut Vec<Thing<'d>>) {
    let name = format!("`{}`", operation.display_name());
    let span = operation.id.as_ref().map_or(operation.method.span, |id| id.span);
    things.push(Thing::summary(name.clone(), span, operation.summary.as_ref()));
    things.push(Thing::new(name.clone(), span, operation.description.as_ref()));
    let parameters = operation.parameters.iter();
    things.extend(
        parameters.map(|parameter| {
            Thing::with_name("the parameter", &parameter.name, parameter.description.as_ref())
        }),
    );
    if let Some(body) = &operation.request_body {
        things
            .push(Thing::new(format!("the body of {name}"), body.span, body.description.as_ref()).optional());
    }
    for response in &operation.responses {
        of_response(response, &name, things);
    }
}

fn of_response<'d>(response: &'d Response, operation: &str, things: &mut Vec<Thing<'d>>) {
    // A shared response is named by its own name, so that it is reported once and not once an operation.
    let name = match response.reference.as_ref().and_then(|reference| reference.target.last_segment()) {
        Some(shared) => format!("the response `{shared}`"),
        None => format!("a response of {operation}"),
    };
    // The standard wants the description, and the reader has reported a missing one.
    things.push(Thing::new(name, response.span, response.description.as_ref()).optional());
    let headers = response.headers.iter();
    things.extend(
        headers.map(|header| Thing::with_name("the header", &header.name, header.description.as_ref())),
    );
}

fn of_schemas<'d>(document: &'d SpecDocument, things: &mut Vec<Thing<'d>>) {
    let pages = pages(document);
    for (id, schema) in document.schemas.iter() {
        if let Some(name) = &schema.name {
            things.push(Thing::with_name("the schema", name, schema.description.as_ref()));
        } else if let Some(description) = &schema.description {
            let name = String::from("a schema");
            things.push(Thing::new(name, description.span, Some(description)));
        }
        // What stands on a page is told by the paging style.
        if !pages.contains(&id) {
            of_properties(document, schema, things);
        }
    }
}

fn of_properties<'d>(document: &'d SpecDocument, schema: &'d Schema, things: &mut Vec<Thing<'d>>) {
    let owner = schema.name.as_ref().or(schema.title.as_ref());
    let owner = owner.map(|name| format!(" of `{}`", name.value)).unwrap_or_default();
    for property in schema.properties.iter().filter(|property| !property.schema.by_reference) {
        let own = &document.schemas[property.schema.schema];
        if own.description.is_none() && own.reference.is_none() {
            let name = format!("the property `{}`{owner}", property.name.value);
            things.push(Thing::new(name, property.name.span, None));
        }
    }
}

fn of_workflow<'d>(document: &'d SpecDocument, workflow: &'d Workflow, things: &mut Vec<Thing<'d>>) {
    let name = format!("the workflow `{}`", workflow.id.value);
    things.push(Thing::summary(name.clone(), workflow.id.span, workflow.summary.as_ref()));
    things.push(Thing::new(name, workflow.id.span, workflow.description.as_ref()));
    for input in &workflow.inputs {
        let described = document.schemas[input.schema.schema].description.as_ref();
        things.push(Thing::with_name("the input", &input.name, described));
    }
    let steps = workflow.steps.iter();
    things.extend(
        steps.map(|step| Thing::with_name("the step", &step.id, step.description.as_ref()).optional()),
    );
}
