//! From operations of the document to methods of the client.

use heck::ToSnakeCase;

use super::name_types::InlineName;
use super::{Lowering, deprecation, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Tool};
use crate::model::{Operation, OperationId, PathPiece, PathTemplate, TagName, ToolMark, Waiter, WireName};
use crate::source::Sourced;

impl Lowering<'_> {
    /// Every operation that can be compiled, in an order that does not depend on the order of keys.
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let mut sorted: Vec<&document::Operation> = self.document.operations.iter().collect();
        let tags = self.tags();
        let tag_place = |operation: &document::Operation| {
            let name = tag_of(operation);
            tags.iter().position(|tag| tag.name == name)
        };
        sorted.sort_by_key(|operation| {
            (tag_place(operation), operation.path.value.clone(), operation.method.value)
        });
        self.report_ignored();
        let operations = sorted.into_iter().filter_map(|operation| self.operation(operation)).collect();
        self.operation = None;
        operations
    }

    fn operation(&mut self, operation: &document::Operation) -> Option<Operation> {
        self.operation = Some(operation.display_name());
        let Ok(path) = PathTemplate::parse(&operation.path.value) else {
            // The front has reported the path.
            return None;
        };
        let id = operation_id(operation, &path);
        let base = InlineName::new(id.as_str());
        for part in &operation.ignored {
            let finding =
                Diagnostic::new(Code::PassedOver, part.span, format!("`{}` is passed over", part.value))
                    .label("no part of the client")
                    .help("nothing needs to be done; the rest of the operation is compiled");
            self.report(finding);
        }
        let arguments = self.arguments(operation, &path, &base);
        let paging = self.paging(operation, &base);
        let answer = self.answer(operation, &base, paging.as_ref());
        let text = |text: &Option<crate::source::Sourced<String>>| {
            text.as_ref().map(|text| text.value.trim().to_owned()).unwrap_or_default()
        };
        Some(Operation {
            tag: tag_of(operation),
            method: operation.method.value,
            summary: text(&operation.summary),
            description: text(&operation.description),
            evidence: operation.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
            access: self.access(operation),
            safety: operation.effective_safety(),
            destructive: operation.is_destructive(),
            sensitive: operation.is_sensitive(),
            deprecation: deprecation(&operation.removal),
            paging,
            body: arguments.body,
            arguments: arguments.list,
            answer,
            refusals: self.refusals(operation),
            waiter: self.waiter(operation),
            tool: operation.tool.as_ref().map(tool_mark),
            id,
            path,
        })
    }

    fn refusals(&self, operation: &document::Operation) -> Vec<crate::model::Refusal> {
        let mut refusals: Vec<_> = operation
            .responses
            .iter()
            .filter_map(|response| match response.status.value {
                document::StatusKey::Code(status) if status >= 400 => Some(crate::model::Refusal {
                    status,
                    doc: response.description.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
                    evidence: response.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
                }),
                _ => None,
            })
            .collect();
        refusals.sort_by_key(|refusal| refusal.status);
        refusals
    }

    fn waiter(&self, operation: &document::Operation) -> Option<Waiter> {
        let waiter = operation.waiter.as_ref()?;
        let values = |list: &[Sourced<String>]| list.iter().map(|value| value.value.clone()).collect();
        Some(Waiter {
            poll: names::operation_id(&waiter.poll.as_ref()?.value)?,
            pass: by_argument(waiter.pass.iter().map(|pass| (&pass.argument, &pass.pointer))),
            watch: waiter.watch.as_ref()?.value.clone(),
            done: values(&waiter.done),
            failed: values(&waiter.failed),
            evidence: waiter.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
        })
    }

    fn report_ignored(&mut self) {
        for part in &self.document.ignored {
            let finding =
                Diagnostic::new(Code::PassedOver, part.span, format!("`{}` is passed over", part.value))
                    .label("no part of the client")
                    .help("nothing needs to be done; the rest of the document is compiled");
            self.report(finding);
        }
    }
}

/// The group of the operation: its first tag; `general` if it has none.
pub(super) fn tag_of(operation: &document::Operation) -> TagName {
    let tag = operation.tags.first().and_then(|tag| names::tag_name(&tag.value));
    tag.unwrap_or_else(|| TagName::new("general"))
}

/// What the document calls it, in Rust's case; else method and path: `get_posts_by_id`.
/// The name of an operation's method; none if there is nothing to make one of.
pub fn operation_name(operation: &document::Operation) -> Option<OperationId> {
    if let Some(id) = &operation.id {
        return names::operation_id(&id.value);
    }
    let path = PathTemplate::parse(&operation.path.value).ok()?;
    Some(operation_id(operation, &path))
}

fn operation_id(operation: &document::Operation, path: &PathTemplate) -> OperationId {
    let own = operation.id.as_ref().and_then(|id| names::operation_id(&id.value));
    own.unwrap_or_else(|| {
        let pieces = path.pieces().iter().map(|piece| match piece {
            PathPiece::Constant(text) => text.to_snake_case(),
            PathPiece::Parameter(name) => format!("by_{}", name.as_str().to_snake_case()),
        });
        let words: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
        let text = format!("{}_{}", operation.method.value.as_str().to_lowercase(), words.join("_"));
        names::operation_id(&text).unwrap_or_else(|| OperationId::new(text))
    })
}

fn tool_mark(tool: &Tool) -> ToolMark {
    ToolMark {
        name: tool.name.as_ref().map(|name| name.value.clone()),
        toolset: tool.toolset.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        core: tool.core.as_ref().is_some_and(|mark| mark.value),
        arguments: by_argument(tool.arguments.iter().map(|(argument, word)| (argument, word))),
    }
}

/// What is said of some arguments, by their names: the order in which the document says it decides nothing.
fn by_argument<'d>(
    said: impl Iterator<Item = (&'d Sourced<String>, &'d Sourced<String>)>,
) -> Vec<(WireName, String)> {
    let mut said: Vec<_> =
        said.map(|(argument, word)| (WireName::new(argument.value.as_str()), word.value.clone())).collect();
    said.sort();
    said
}
