//! The names of operations: there, in the right form, each used once, and free of other meanings.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::names::is_snake_case;
use super::verbs::VERBS;
use crate::diagnostic::{Code, Diagnostic, Findings, nearest};
use crate::document::{Operation, SpecDocument};
use crate::lower::{names, operation_name};
use crate::model::{OperationId, is_keyword};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let mut first_of_id = BTreeMap::new();
    let mut first_of_name = BTreeMap::new();
    for operation in &document.operations {
        match &operation.id {
            Some(id) => {
                malformed_operation_id(id, findings);
                reserved_name(id, findings);
                let first = *first_of_id.entry(id.value.as_str()).or_insert(operation);
                if !std::ptr::eq(first, operation) {
                    repeated_operation_id(first, operation, id, findings);
                    continue;
                }
            }
            None => missing_operation_id(operation, findings),
        }
        colliding_operation_ids(operation, &mut first_of_name, findings);
    }
}

fn missing_operation_id(operation: &Operation, findings: &mut Findings) {
    let made_up = operation_name(operation).map(|id| id.to_string()).unwrap_or_default();
    findings.push(
        Diagnostic::new(
            Code::MissingOperationId,
            operation.method.span,
            format!("`{}` has no `operationId`", operation.display_name()),
        )
        .label("`operationId` is missing here")
        .help(format!(
            "add `operationId: …`, a verb and what it is about; without one the name is `{made_up}`"
        )),
    );
}

fn malformed_operation_id(id: &Sourced<String>, findings: &mut Findings) {
    let text = &id.value;
    if !is_snake_case(text) {
        findings.push(
            Diagnostic::new(
                Code::MalformedOperationId,
                id.span,
                format!("`{text}` is not written in snake_case"),
            )
            .label("lower-case letters, digits and underscores are possible")
            .help(match text.to_snake_case() {
                better if is_snake_case(&better) => format!("write `{better}`"),
                _ => String::from("write a verb and what it is about: `get_post`"),
            }),
        );
        return;
    }
    let verb = text.split('_').next().unwrap_or_default();
    if !VERBS.contains(&verb) {
        findings.push(
            Diagnostic::new(
                Code::MalformedOperationId,
                id.span,
                format!("`{text}` does not begin with a verb"),
            )
            .label(format!("`{verb}` is not among the known verbs"))
            .help(match nearest(verb, VERBS) {
                Some(meant) => format!("did you mean `{}`?", text.replacen(verb, meant, 1)),
                None => {
                    String::from("put the verb first: `list_…`, `get_…`, `create_…`, `update_…`, `delete_…`")
                }
            }),
        );
    }
}

fn repeated_operation_id(
    first: &Operation,
    second: &Operation,
    id: &Sourced<String>,
    findings: &mut Findings,
) {
    let finding = Diagnostic::new(
        Code::RepeatedOperationId,
        place_of(first, second).1,
        format!("two operations are called `{}`", id.value),
    );
    let finding = if first.address == second.address {
        finding
            .label("this path leads to the same operation as another")
            .other(first.path.span, "the other path")
            .help("write an operation for each path, or leave one path out")
    } else {
        finding
            .label("the second one")
            .other(place_of(first, second).0, "the first one")
            .help(format!("give one of them another name, one that says how it differs from `{}`", id.value))
    };
    findings.push(finding);
}

fn colliding_operation_ids<'d>(
    operation: &'d Operation,
    first_of_name: &mut BTreeMap<OperationId, &'d Operation>,
    findings: &mut Findings,
) {
    let Some(name) = operation_name(operation) else { return };
    let first = *first_of_name.entry(name.clone()).or_insert(operation);
    if std::ptr::eq(first, operation) {
        return;
    }
    let (there, here) = place_of(first, operation);
    findings.push(
        Diagnostic::new(
            Code::CollidingOperationIds,
            here,
            format!(
                "`{}` and `{}` would both be called `{name}` in Rust",
                first.display_name(),
                operation.display_name()
            ),
        )
        .label("the second one")
        .other(there, "the first one")
        .help("give one of them an `operationId` that differs in more than its form"),
    );
}

/// Where two operations are named. Two paths may lead to one operation: then by their paths.
fn place_of(first: &Operation, second: &Operation) -> (Span, Span) {
    if first.address == second.address {
        return (first.path.span, second.path.span);
    }
    let place = |operation: &Operation| operation.id.as_ref().map_or(operation.method.span, |id| id.span);
    (place(first), place(second))
}

fn reserved_name(id: &Sourced<String>, findings: &mut Findings) {
    let Some(name) = names::operation_id(&id.value) else { return };
    let name = name.as_str();
    let label = if is_keyword(name) || is_keyword(name.trim_end_matches('_')) {
        "a keyword of Rust"
    } else if name.ends_with('_') {
        "every client has a method of that name"
    } else {
        return;
    };
    findings.push(
        Diagnostic::new(Code::ReservedName, id.span, format!("`{}` has another meaning in Rust", id.value))
            .label(label)
            .help(format!("say what it is about as well: `{}_…`", name.trim_end_matches('_'))),
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Profile;
    use crate::load::MemorySource;

    /// Messages about a document of two operations.
    fn messages(paths: &str) -> Vec<String> {
        let text = format!("openapi: 3.1.0\ninfo: {{ title: T, version: 1.0.0 }}\npaths:\n{paths}");
        let files: BTreeMap<String, String> = [(String::from("openapi.yaml"), text)].into_iter().collect();
        let linted = crate::lint("openapi.yaml", &MemorySource::new(files), Profile::General);
        let names = |message: &String| message.contains("would both be called");
        linted.findings.sorted().iter().map(|finding| finding.message.clone()).filter(names).collect()
    }

    #[test]
    fn a_made_up_name_can_meet_a_given_one() {
        let paths = "
  /posts/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    delete: { responses: { '204': { description: Gone. } } }
  /posts:
    delete: { operationId: deletePostsById, responses: { '204': { description: Gone. } } }
";
        let expected =
            "`DELETE /posts/{id}` and `deletePostsById` would both be called `delete_posts_by_id` in Rust";
        assert_eq!(messages(paths), [expected]);
        assert_eq!(messages(&paths.replace("deletePostsById", "deletePosts")), [""; 0]);
    }
}
