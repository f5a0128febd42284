//! Examples: whether there are any, and whether they fit what they are examples of.

use super::shape::{answers, request};
use super::validate::{Direction, Misfit, validate};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Example, MediaType, Node, Operation, SchemaId, SchemaUse, SpecDocument};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        for parameter in &operation.parameters {
            let what = format!("the example of `{}`", parameter.name.value);
            let judge = Judge { document, direction: Direction::Request, what: &what };
            judge.examples(parameter.schema, &parameter.examples, findings);
        }
        for (content, direction) in bodies(operation) {
            let what = match direction {
                Direction::Request => format!("the example of what `{}` sends", operation.display_name()),
                _ => format!("the example of what `{}` answers", operation.display_name()),
            };
            let judge = Judge { document, direction, what: &what };
            judge.examples(content.schema, &content.examples, findings);
        }
        no_example(operation, findings);
    }
    for (id, schema) in document.schemas.iter() {
        let what = format!("the example of {}", super::places::schema_title(schema));
        let judge = Judge { document, direction: Direction::Either, what: &what };
        for value in &schema.examples {
            judge.value(id, value, findings);
        }
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

/// What an example is judged by, and what a finding calls it.
struct Judge<'d> {
    document: &'d SpecDocument,
    direction: Direction,
    what: &'d str,
}

impl Judge<'_> {
    fn examples(&self, schema: Option<SchemaUse>, examples: &[Example], findings: &mut Findings) {
        let Some(used) = schema else { return };
        for value in examples.iter().filter_map(|example| example.value.as_ref()) {
            self.value(used.schema, value, findings);
        }
    }

    /// Reports everything that the schema forbids about a value.
    fn value(&self, schema: SchemaId, value: &Node, findings: &mut Findings) {
        for misfit in validate(&self.document.schemas, schema, value, self.direction) {
            findings.push(example_mismatch(self.what, &misfit));
        }
    }
}

fn example_mismatch(what: &str, misfit: &Misfit) -> Diagnostic {
    let subject = if misfit.path.is_empty() { String::new() } else { format!("`{}` ", misfit.path) };
    let message = format!("{what} doesn't fit its schema: {subject}{}", misfit.fault);
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
