//! Examples: whether there are any, and whether they fit what they are examples of.

use std::collections::BTreeSet;

use super::places::schema_title;
use super::required::undeclared;
use super::shape::{answers, request};
use super::validate::{Direction, Misfit, validate};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Example, MediaType, Node, Operation, SchemaId, SchemaUse, Schemas, SpecDocument};
use crate::source::Span;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let mistaken = undeclared(&document.schemas).iter().map(|undeclared| undeclared.name.span).collect();
    let mut judge = Judge { schemas: &document.schemas, mistaken, seen: BTreeSet::new(), findings };
    for operation in &document.operations {
        for parameter in &operation.parameters {
            let what = format!("the example of `{}`", parameter.name.value);
            judge.examples(parameter.schema, &parameter.examples, Direction::Request, &what);
        }
        for (content, direction) in bodies(operation) {
            let verb = if direction == Direction::Request { "sends" } else { "answers" };
            let what = format!("the example of what `{}` {verb}", operation.display_name());
            judge.examples(content.schema, &content.examples, direction, &what);
        }
    }
    for (id, schema) in document.schemas.iter() {
        let what = format!("the example of {}", schema_title(schema));
        for value in &schema.examples {
            judge.value(id, value, Direction::Either, &what);
        }
    }
    for operation in &document.operations {
        no_example(operation, findings);
    }
}

/// Every JSON body of an operation, refusals included.
fn bodies(operation: &Operation) -> impl Iterator<Item = (&MediaType, Direction)> {
    let sent = operation.request_body.iter().flat_map(|body| &body.content);
    let received = operation.responses.iter().flat_map(|response| &response.content);
    let sent = sent.map(|content| (content, Direction::Request));
    sent.chain(received.map(|content| (content, Direction::Response)))
        .filter(|(content, _)| content.is_json())
}

/// Judges examples. One that is attached in several places is reported once.
struct Judge<'d, 'f> {
    schemas: &'d Schemas,
    /// Required properties that are a mistake of the schema, and no reason to find fault with an example.
    mistaken: BTreeSet<Span>,
    seen: BTreeSet<(Span, String)>,
    findings: &'f mut Findings,
}

impl Judge<'_, '_> {
    fn examples(
        &mut self,
        schema: Option<SchemaUse>,
        examples: &[Example],
        direction: Direction,
        what: &str,
    ) {
        let Some(used) = schema else { return };
        for value in examples.iter().filter_map(|example| example.value.as_ref()) {
            self.value(used.schema, value, direction, what);
        }
    }

    /// Reports everything that the schema forbids about a value.
    fn value(&mut self, schema: SchemaId, value: &Node, direction: Direction, what: &str) {
        for misfit in validate(self.schemas, schema, value, direction) {
            if self.mistaken.contains(&misfit.rule) {
                continue;
            }
            if self.seen.insert((misfit.span, misfit.fault.clone())) {
                self.findings.push(example_mismatch(what, &misfit));
            }
        }
    }
}

fn example_mismatch(what: &str, misfit: &Misfit) -> Diagnostic {
    let subject = if misfit.path.is_empty() { String::from("it") } else { format!("`{}`", misfit.path) };
    let message = format!("{what} doesn't fit its schema: {subject} {}", misfit.fault);
    Diagnostic::new(Code::ExampleMismatch, misfit.span, message)
        .label(misfit.fault.clone())
        .other(misfit.rule, misfit.wanted.clone())
        .help("mend the example, or the schema if it is wrong")
}

fn no_example(operation: &Operation, findings: &mut Findings) {
    let mut report = |content: &MediaType, what: &str, file: &str| {
        if content.examples.iter().any(|example| example.value.is_some()) {
            return;
        }
        let name = operation.display_name();
        let unread = content.examples.iter().find_map(|example| example.external_value.as_ref());
        let mut finding = Diagnostic::new(
            Code::NoExample,
            content.name.span,
            format!("there is no example of what `{name}` {what}"),
        )
        .label("an example of this")
        .help(format!("add `examples: {{ made_up: {{ $ref: ../examples/{name}.{file}.json }} }}`"));
        if let Some(unread) = unread {
            finding = finding.other(unread.span, "nobody reads what is elsewhere");
        }
        findings.push(finding);
    };
    if let Some(content) = request(operation) {
        report(content, "sends", "request");
    }
    for content in answers(operation) {
        report(content, "answers", "response");
    }
}
