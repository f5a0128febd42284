//! First stage: the operation's own lines, and the places of what they refer to.

use std::io::Write;

use anyhow::Result;
use codegen::document::{Operation, SchemaUse, SpecDocument};
use codegen::source::{SourceMap, Span};

/// How deep a schema without a name is searched for those with one: a page, its list, an entry or null.
const DEPTH: usize = 4;

/// Shows the lines with their numbers, then where the shared parts stand.
pub(super) fn show(
    document: &SpecDocument,
    operation: &Operation,
    sources: &SourceMap,
    out: &mut dyn Write,
) -> Result<()> {
    lines(sources, operation.path.span, operation.path.span, out)?;
    lines(sources, operation.method.span, operation.span, out)?;
    let shared = shared_parts(document, operation, sources);
    if !shared.is_empty() {
        let width = shared.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        writeln!(out, "  what it refers to:")?;
        for (name, place) in shared {
            writeln!(out, "    {name:<width$}  {place}")?;
        }
    }
    Ok(())
}

/// Prints the lines from the one in which `from` begins to the one in which `to` ends.
fn lines(sources: &SourceMap, from: Span, to: Span, out: &mut dyn Write) -> Result<()> {
    let Some(file) = sources.file(to.file) else { return Ok(()) };
    let first = sources.location(if from.file == to.file { from } else { to }).line;
    let end = file.text().get(..to.end as usize).unwrap_or(file.text());
    let last = end.trim_end().lines().count().max(first);
    writeln!(out, "  {}:{first}", file.path())?;
    for (at, line) in file.text().lines().enumerate().take(last).skip(first - 1) {
        writeln!(out, "  {:>5} | {line}", at + 1)?;
    }
    writeln!(out)?;
    Ok(())
}

/// The names and places of parameters, answers and schemas that stand elsewhere, each once.
fn shared_parts(
    document: &SpecDocument,
    operation: &Operation,
    sources: &SourceMap,
) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    let mut add = |name: Option<String>, span: Span| {
        if let Some(name) = name {
            let part = (name, sources.location(span).to_string());
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    };
    let span_at = |address| document.node(address).map(|node| node.span);
    for parameter in &operation.parameters {
        if parameter.reference.is_some() || parameter.from_path_item {
            add(Some(parameter.name.value.clone()), span_at(&parameter.address).unwrap_or(parameter.span));
        }
    }
    for response in operation.responses.iter().filter(|response| response.reference.is_some()) {
        if let Some(span) = span_at(&response.address) {
            add(response.address.last_segment(), span);
        }
    }
    for used in schemas(operation) {
        for (name, span) in named_schemas(document, used, DEPTH) {
            add(Some(name), span);
        }
    }
    parts
}

/// The schemas that the operation names itself.
fn schemas(operation: &Operation) -> impl Iterator<Item = &SchemaUse> {
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    let body = operation.request_body.iter().flat_map(|body| &body.content);
    let answers = operation.responses.iter().flat_map(|response| &response.content);
    parameters.chain(body.chain(answers).filter_map(|media| media.schema.as_ref()))
}

/// The schema itself if it has a name, else those that it consists of: the entries of a page.
fn named_schemas(document: &SpecDocument, used: &SchemaUse, depth: usize) -> Vec<(String, Span)> {
    let schema = &document.schemas[used.schema];
    if let Some(name) = &schema.name {
        return vec![(name.value.clone(), name.span)];
    }
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let parts = schema.properties.iter().map(|property| &property.schema).chain(&schema.items);
    parts.chain(&schema.any_of).flat_map(|part| named_schemas(document, part, depth)).collect()
}
