//! Every statement says how it is known.
//!
//! The mark of an operation covers its method, path and purpose; parameters and schemas carry their own. The
//! mark of a schema holds for what is written within it. A response without a mark counts as inferred, so what is
//! written within one needs none; a page has the mark of its style.

use super::places::operation_name;
use super::shape::request;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Operation, SpecDocument};
use crate::source::Span;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    of_the_root(document, findings);
    for operation in &document.operations {
        of_an_operation(document, operation, findings);
    }
    for (_, schema) in document.schemas.iter() {
        if let (Some(name), None) = (&schema.name, schema.evidence.as_ref()) {
            no_evidence(name.span, &format!("the schema `{}`", name.value), findings);
        }
    }
}

fn of_the_root(document: &SpecDocument, findings: &mut Findings) {
    if document.evidence.is_none() {
        let place = document.info.title.as_ref().map_or(document.info.span, |title| title.span);
        no_evidence(place, "the document", findings);
    }
    for server in document.servers.iter().filter(|server| server.evidence.is_none()) {
        no_evidence(server.url.span, "the server", findings);
    }
    for scheme in document.security_schemes.iter().filter(|scheme| scheme.evidence.is_none()) {
        no_evidence(scheme.name.span, &format!("the security scheme `{}`", scheme.name.value), findings);
    }
    for style in document.paging_styles.iter().filter(|style| style.evidence.is_none()) {
        no_evidence(style.name.span, &format!("the paging style `{}`", style.name.value), findings);
    }
    if let Some(limits) = document.rate_limits.as_ref().filter(|limits| limits.evidence.is_none()) {
        no_evidence(limits.span, "`x-rate-limits`", findings);
    }
}

fn of_an_operation(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    if operation.evidence.is_none() {
        no_evidence(operation_name(operation), &format!("`{}`", operation.display_name()), findings);
    }
    for parameter in operation.parameters.iter().filter(|parameter| parameter.evidence.is_none()) {
        no_evidence(parameter.name.span, &format!("the parameter `{}`", parameter.name.value), findings);
    }
    if let Some(waiter) = operation.waiter.as_ref().filter(|waiter| waiter.evidence.is_none()) {
        let place = waiter.poll.as_ref().map_or(waiter.span, |poll| poll.span);
        no_evidence(place, &format!("the waiter of `{}`", operation.display_name()), findings);
    }
    let Some(body) = operation.request_body.as_ref().filter(|body| body.evidence.is_none()) else { return };
    let Some(media) = request(operation).or(body.content.first()) else { return };
    let has_mark = media
        .schema
        .is_some_and(|used| used.by_reference || document.schemas[used.schema].evidence.is_some());
    if !has_mark {
        no_evidence(media.name.span, &format!("the body of `{}`", operation.display_name()), findings);
    }
}

fn no_evidence(span: Span, what: &str, findings: &mut Findings) {
    findings.push(
        Diagnostic::new(Code::NoEvidence, span, format!("{what} does not say how it is known"))
            .label("no `x-evidence` here")
            .help(
                "add `x-evidence`: `page` or `guide` if the vendor says so, `observed` if it was seen in traffic, \
                 `connector` if the vendor's connector works that way, `inferred` if it is a guess",
            ),
    );
}
