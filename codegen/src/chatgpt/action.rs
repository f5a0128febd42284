//! What is marked, in the order in which the host shows it: workflows, reads, changes.

use serde_json::Value;

use super::{Source, limits, workflow};
use crate::diagnostic::Diagnostic;
use crate::document::{self, ActionMark, StatusKey};
use crate::lower;
use crate::model::{Argument, BodyShape, Method, Operation, Place, QueryStyle, Safety, TypeRef};
use crate::source::Span;

/// Something that `ChatGPT` may call: an operation, or a workflow that is one there.
pub(super) struct Action<'d> {
    pub(super) mark: &'d ActionMark,
    /// Its name there: `get_weekly_dashboard`.
    pub(super) id: &'d str,
    pub(super) method: Method,
    pub(super) path: &'d str,
    pub(super) tag: &'d str,
    pub(super) summary: &'d str,
    pub(super) description: &'d str,
    /// Where the texts stand.
    pub(super) place: Span,
    pub(super) safety: Safety,
    pub(super) destructive: bool,
    pub(super) inputs: Vec<Input>,
    pub(super) body: BodyShape,
    pub(super) answers: Vec<AnswerCase>,
    /// The refusals that are documented: status and when it comes.
    pub(super) refusals: Vec<(u16, String)>,
    /// How many requests it takes: more than one if it is a workflow.
    pub(super) requests: usize,
}

/// Something to pass.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    pub(super) doc: String,
    pub(super) schema: Value,
    /// Whether it says how many entries a page has.
    pub(super) is_page_size: bool,
    pub(super) span: Span,
}

/// An answer when all went well.
pub(super) struct AnswerCase {
    pub(super) status: u16,
    pub(super) description: String,
    pub(super) schema: Option<Value>,
}

impl Action<'_> {
    /// Whether it changes nothing.
    pub(super) fn only_reads(&self) -> bool {
        self.safety == Safety::Read
    }
}

/// Everything that is marked. What the host can't send is among the faults, and left out.
pub(super) fn gather<'d>(source: &Source<'d>, faults: &mut Vec<Diagnostic>) -> Vec<Action<'d>> {
    let mut workflows = workflow::actions(source);
    workflows.sort_by_key(|action| action.mark.order.value);
    let mut operations: Vec<_> = source
        .document
        .operations
        .iter()
        .filter_map(|operation| {
            let mark = operation.surfaces.chatgpt.as_ref()?;
            let name = lower::operation_name(operation)?;
            let compiled = source.model.operations.iter().find(|compiled| compiled.id == name)?;
            Some(from_operation(source, mark, operation, compiled, faults))
        })
        .collect();
    operations.sort_by_key(|action| (!action.only_reads(), action.mark.order.value));
    workflows.extend(operations);
    workflows
}

fn from_operation<'d>(
    source: &Source<'d>,
    mark: &'d ActionMark,
    written: &'d document::Operation,
    operation: &'d Operation,
    faults: &mut Vec<Diagnostic>,
) -> Action<'d> {
    let page_size = operation.paging.as_ref().and_then(|paging| {
        let style = source.model.paging_styles.iter().find(|style| style.name == paging.style)?;
        Some(style.limit.as_str())
    });
    let mut inputs = Vec::new();
    for argument in &operation.arguments {
        let span = place_of(written, argument);
        if let Some(fault) = unsendable(argument, span) {
            faults.push(fault);
        } else if argument.place != Place::Header {
            inputs.push(input(argument, span, page_size));
        }
    }
    Action {
        mark,
        id: operation.id.as_str(),
        method: operation.method,
        path: &written.path.value,
        tag: operation.tag.as_str(),
        summary: &operation.summary,
        description: &operation.description,
        place: written
            .description
            .as_ref()
            .or(written.summary.as_ref())
            .map_or(written.span, |text| text.span),
        safety: operation.safety,
        destructive: operation.destructive,
        inputs,
        body: operation.body,
        answers: answers(written, operation),
        refusals: operation.refusals.iter().map(|one| (one.status, one.doc.clone())).collect(),
        requests: 1,
    }
}

fn input(argument: &Argument, span: Span, page_size: Option<&str>) -> Input {
    let name = argument.wire_name.as_str();
    Input {
        name: name.to_owned(),
        place: argument.place,
        required: argument.required,
        doc: argument.doc.clone(),
        schema: parsed(&argument.json_schema),
        is_page_size: matches!(argument.place, Place::Query(_)) && page_size == Some(name),
        span,
    }
}

/// A header that has to be sent, or an object in the query: the host has no way to write them.
fn unsendable(argument: &Argument, span: Span) -> Option<Diagnostic> {
    let name = argument.wire_name.as_str();
    match argument.place {
        Place::Header if argument.required => Some(limits::beyond(
            span,
            format!("ChatGPT can't send the header `{name}`, and the operation needs it"),
            "a header that is required",
            "take the operation's mark away, or let the gateway add the header and make it optional",
        )),
        Place::Query(QueryStyle::DeepObject) => Some(object_in_query(name, span)),
        Place::Query(_) if matches!(argument.ty, TypeRef::Map(_)) => Some(object_in_query(name, span)),
        _ => None,
    }
}

fn object_in_query(name: &str, span: Span) -> Diagnostic {
    limits::beyond(
        span,
        format!("ChatGPT can't write the object `{name}` into a query"),
        "an object in the query",
        "take the operation's mark away, or describe the object's fields as parameters of their own",
    )
}

/// Where the document says it: the parameter, else the body, else the operation.
fn place_of(written: &document::Operation, argument: &Argument) -> Span {
    let mut parameters = written.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name.value == argument.wire_name.as_str());
    let body = written.request_body.as_ref().map(|body| body.span);
    match argument.place {
        Place::Body | Place::BodyField => body.unwrap_or(written.span),
        _ => parameter.map_or(written.span, |parameter| parameter.span),
    }
}

fn answers(written: &document::Operation, operation: &Operation) -> Vec<AnswerCase> {
    let schema = operation.answer.json_schema.as_deref().map(parsed);
    operation
        .answer
        .statuses
        .iter()
        .map(|status| {
            let response =
                written.responses.iter().find(|response| response.status.value == StatusKey::Code(*status));
            let has_body = response.is_none_or(|response| !response.content.is_empty());
            let description = response.and_then(|response| response.description.as_ref());
            AnswerCase {
                status: *status,
                description: description.map(|text| text.value.clone()).unwrap_or_default(),
                schema: schema.clone().filter(|_| has_body),
            }
        })
        .collect()
}

/// The schema that the model holds as text.
pub(super) fn parsed(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap_or_default()
}
