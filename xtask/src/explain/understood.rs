//! Second stage: what the reader made of the lines, references resolved.

use std::io::Write;

use anyhow::Result;
use codegen::document::{
    MediaType, Operation, Parameter, Response, SchemaUse, SecurityAlternative, SpecDocument, StatusKey,
};
use codegen::model::Evidence;
use codegen::source::{SourceMap, Sourced};

use super::row;

/// Shows the operation in short.
pub(super) fn show(
    document: &SpecDocument,
    operation: &Operation,
    sources: &SourceMap,
    out: &mut dyn Write,
) -> Result<()> {
    row("evidence", evidence(operation.evidence.as_ref()), out)?;
    row("security", &security(document, operation), out)?;
    row("safety", &safety(operation), out)?;
    if let Some(style) = &operation.pagination {
        row("paging", &style.value, out)?;
    }
    for parameter in &operation.parameters {
        row("parameter", &parameter_line(document, parameter), out)?;
    }
    if let Some(body) = &operation.request_body {
        let place = sources.location(body.span);
        row("body", &format!("{} ({place})", content(document, &body.content)), out)?;
    }
    for response in &operation.responses {
        row("answer", &response_line(document, response), out)?;
    }
    Ok(())
}

fn evidence(mark: Option<&Sourced<Evidence>>) -> &'static str {
    mark.map_or("not marked", |mark| mark.value.as_str())
}

fn security(document: &SpecDocument, operation: &Operation) -> String {
    let Some(alternatives) = document.security_of(operation) else {
        return String::from("nothing is said");
    };
    let mut text = alternatives.iter().map(alternative).collect::<Vec<_>>().join(", or ");
    if let Some(mark) = &operation.scope_evidence {
        text.push_str("; how the scope is known: ");
        text.push_str(mark.value.as_str());
    }
    if operation.scope_undocumented.as_ref().is_some_and(|mark| mark.value) {
        text.push_str("; no scope is documented");
    }
    text
}

fn alternative(alternative: &SecurityAlternative) -> String {
    let parts: Vec<_> = alternative
        .requirements
        .iter()
        .map(|requirement| {
            let scopes: Vec<_> = requirement.scopes.iter().map(|scope| scope.value.as_str()).collect();
            let name = &requirement.scheme.value;
            if scopes.is_empty() { name.clone() } else { format!("{name} with {}", scopes.join(" and ")) }
        })
        .collect();
    if parts.is_empty() { String::from("nothing") } else { parts.join(" + ") }
}

fn safety(operation: &Operation) -> String {
    let source = if operation.safety.is_some() { "as it says" } else { "by its method" };
    let mut text = format!("{:?}, {source}", operation.effective_safety()).to_lowercase();
    if operation.is_destructive() {
        text.push_str("; destructive");
    }
    if operation.is_sensitive() {
        text.push_str("; sensitive");
    }
    text
}

fn parameter_line(document: &SpecDocument, parameter: &Parameter) -> String {
    let required = if parameter.is_required() { "required" } else { "optional" };
    let schema = parameter.schema.as_ref().map_or_else(|| "anything".into(), |used| schema(document, used));
    format!(
        "{} in {}: {schema}, {required}, {} ({})",
        parameter.name.value,
        parameter.place.value.as_str(),
        parameter.effective_style().as_str(),
        evidence(parameter.evidence.as_ref())
    )
}

fn response_line(document: &SpecDocument, response: &Response) -> String {
    let status = match response.status.value {
        StatusKey::Code(code) => code.to_string(),
        StatusKey::Range(hundred) => format!("{hundred}XX"),
        StatusKey::Default => String::from("default"),
    };
    format!("{status}: {}", content(document, &response.content))
}

fn content(document: &SpecDocument, content: &[MediaType]) -> String {
    let forms: Vec<_> = content
        .iter()
        .map(|media| {
            let schema =
                media.schema.as_ref().map_or_else(|| "anything".into(), |used| schema(document, used));
            format!("{schema} as {}", media.name.value)
        })
        .collect();
    if forms.is_empty() { String::from("empty") } else { forms.join(", or ") }
}

/// A schema in a few words: its name, else its types.
fn schema(document: &SpecDocument, used: &SchemaUse) -> String {
    let schema = &document.schemas[used.schema];
    let name = schema.name.as_ref().or(schema.title.as_ref());
    if let Some(name) = name {
        return name.value.clone();
    }
    let mut types: Vec<_> = schema.types.iter().map(|own| own.value.as_str().to_owned()).collect();
    if let Some(items) = &schema.items {
        types.push(format!("of {}", self::schema(document, items)));
    }
    if let Some(format) = &schema.format {
        types.push(format!("({})", format.value));
    }
    if types.is_empty() { String::from("unnamed") } else { types.join(" ") }
}
