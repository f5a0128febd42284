//! What may come back: a success at least, and the refusals that an operation of its form can meet.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    Entry, Operation, ParameterPlace, SecurityAlternative, SecurityScheme, SpecDocument, StatusKey,
};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        if !responses_were_read(document, operation) {
            continue;
        }
        no_success(document, operation, findings);
        missing_refusal(document, operation, findings);
    }
}

/// Whether no response was left out as unreadable: it might be the one that is missed.
fn responses_were_read(document: &SpecDocument, operation: &Operation) -> bool {
    let listed = responses(document, operation).map_or(&[][..], |entry| entry.value.entries());
    let is_status = |entry: &&Entry| !entry.key.value.starts_with("x-");
    listed.iter().filter(is_status).count() == operation.responses.len()
}

fn responses<'d>(document: &'d SpecDocument, operation: &Operation) -> Option<&'d Entry> {
    document.node(&operation.address)?.entry("responses")
}

fn no_success(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    if operation.responses.iter().any(|response| response.status.value.is_success()) {
        return;
    }
    let span = responses(document, operation).map_or(operation.method.span, |entry| entry.key.span);
    findings.push(
        Diagnostic::new(
            Code::NoSuccess,
            span,
            format!("`{}` doesn't say what comes back when all goes well", operation.display_name()),
        )
        .label("no status from 200 to 299")
        .help("add `'200': { description: … }`, or `'204'` if the answer is empty"),
    );
}

fn missing_refusal(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let missing: Vec<_> = possible_refusals(document, operation)
        .into_iter()
        .filter(|(status, _)| !is_listed(operation, *status))
        .collect();
    if missing.is_empty() {
        return;
    }
    let numbers: Vec<_> = missing.iter().map(|(status, _)| status.to_string()).collect();
    let reasons: Vec<_> = missing.iter().map(|(status, reason)| format!("{status}: {reason}")).collect();
    let lines: Vec<_> = missing.iter().map(|(status, _)| line_for(document, operation, *status)).collect();
    let span = responses(document, operation).map_or(operation.method.span, |entry| entry.key.span);
    findings.push(
        Diagnostic::new(
            Code::MissingRefusal,
            span,
            format!("`{}` doesn't list {}", operation.display_name(), numbers.join(" and ")),
        )
        .label(reasons.join("; "))
        .help(format!("add {}", lines.join(" and "))),
    );
}

/// The refusals that the form of the operation makes possible, each with what makes it so.
fn possible_refusals(document: &SpecDocument, operation: &Operation) -> Vec<(u16, &'static str)> {
    let alternatives = document.security_of(operation).unwrap_or(&[]);
    let credentials: Vec<_> =
        alternatives.iter().map(|alternative| credentials(document, alternative)).collect();
    let needed = !credentials.is_empty() && credentials.iter().all(|schemes| !schemes.is_empty());
    let takes_key = credentials.iter().flatten().any(|scheme| !scheme.scopes.is_empty());
    let is_in = |place| operation.parameters.iter().any(move |parameter| parameter.place.value == place);
    let takes_input = is_in(ParameterPlace::Query) || operation.request_body.is_some();
    [
        (401, needed, "a credential is needed"),
        (402, needed && takes_key, "a key may be used"),
        (403, needed, "a credential is needed"),
        (404, is_in(ParameterPlace::Path), "the path names a thing"),
        (422, takes_input, "a value can be wrong"),
        (429, needed, "calls are counted"),
    ]
    .into_iter()
    .filter(|(_, possible, _)| *possible)
    .map(|(status, _, reason)| (status, reason))
    .collect()
}

/// What an alternative asks for besides the name of the tenant.
fn credentials<'d>(
    document: &'d SpecDocument,
    alternative: &'d SecurityAlternative,
) -> Vec<&'d SecurityScheme> {
    let named = alternative.requirements.iter();
    named
        .filter_map(|requirement| document.security_scheme(&requirement.scheme.value))
        .filter(|scheme| scheme.tenant.is_none())
        .collect()
}

fn is_listed(operation: &Operation, status: u16) -> bool {
    operation.responses.iter().any(|response| match response.status.value {
        StatusKey::Code(code) => code == status,
        StatusKey::Range(hundred) => u16::from(hundred) == status / 100,
        StatusKey::Default => true,
    })
}

/// The line to add, as another operation in the same folder has it.
fn line_for(document: &SpecDocument, operation: &Operation, status: u16) -> String {
    let same_file = |other: &&Operation| other.address.file == operation.address.file;
    let elsewhere = document.operations.iter().filter(same_file).chain(&document.operations);
    let reference = elsewhere
        .flat_map(|other| &other.responses)
        .filter(|response| response.status.value == StatusKey::Code(status))
        .find_map(|response| response.reference.as_ref());
    match reference {
        Some(reference) => format!("`'{status}': {{ $ref: {} }}`", reference.text.value),
        None => format!("`'{status}': {{ $ref: … }}`"),
    }
}
