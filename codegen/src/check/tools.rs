//! `x-tool`: names and arguments that assistants see.

use super::places::{did_you_mean, operation_name};
use super::shape::arguments;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Operation, SpecDocument, Tool};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        if let Some(tool) = &operation.tool {
            unknown_arguments(document, operation, tool, findings);
            taken_name(document, operation, tool, findings);
        }
    }
}

fn finding(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::BrokenTool, span, message)
}

fn unknown_arguments(document: &SpecDocument, operation: &Operation, tool: &Tool, findings: &mut Findings) {
    let known = arguments(&document.schemas, operation);
    for (own, renamed) in &tool.arguments {
        if !known.contains(&own.value.as_str()) {
            findings.push(
                finding(own.span, format!("`{}` takes no `{}`", operation.display_name(), own.value))
                    .label(format!("renamed to `{}`", renamed.value))
                    .help(did_you_mean(&own.value, &known, "this operation takes no arguments")),
            );
            continue;
        }
        let others = tool.arguments.iter().filter(|(other, _)| other.value != own.value);
        let twice = others.clone().find(|(_, name)| name.value == renamed.value && name.span < renamed.span);
        let renamed_away = |name: &str| tool.arguments.iter().any(|(other, _)| other.value == name);
        let taken = known.contains(&renamed.value.as_str()) && !renamed_away(&renamed.value);
        if let Some((_, first)) = twice {
            findings.push(
                finding(renamed.span, format!("two arguments of the tool are called `{}`", renamed.value))
                    .label("the second one")
                    .other(first.span, "the first one")
                    .help("give one of them another name"),
            );
        } else if taken && renamed.value != own.value {
            findings.push(
                finding(renamed.span, format!("two arguments of the tool are called `{}`", renamed.value))
                    .label(format!("an argument of `{}` has this name already", operation.display_name()))
                    .help("give it another name"),
            );
        }
    }
}

/// The name that an operation has as a tool.
fn tool_name(operation: &Operation) -> Option<&Sourced<String>> {
    let given = operation.tool.as_ref().and_then(|tool| tool.name.as_ref());
    given.or(operation.id.as_ref())
}

fn taken_name(document: &SpecDocument, operation: &Operation, tool: &Tool, findings: &mut Findings) {
    let Some(name) = &tool.name else { return };
    let mut others = document.operations.iter().filter(|other| other.address != operation.address);
    let taken = others.find(|other| {
        let theirs = tool_name(other).filter(|theirs| theirs.value == name.value);
        // Of two names that are both given, the later one is reported.
        theirs.is_some_and(|theirs| {
            other.tool.as_ref().is_none_or(|tool| tool.name.is_none()) || theirs.span < name.span
        })
    });
    if let Some(other) = taken {
        let place = tool_name(other).map_or_else(|| operation_name(other), |name| name.span);
        findings.push(
            finding(name.span, format!("another tool is called `{}` already", name.value))
                .label(format!("the name for `{}`", operation.display_name()))
                .other(place, format!("the name of `{}`", other.display_name()))
                .help("give it another name, or none: then it is called like the operation"),
        );
    }
}
