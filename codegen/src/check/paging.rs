//! Listings: the style, the parameters that it needs, and the page that comes back.

use super::places::{did_you_mean, key};
use super::shape::{Found, answers, child, parts};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{
    MediaType, Operation, PagingStyle, Parameter, ParameterPlace, SchemaId, SchemaType, SpecDocument,
};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        let Some(name) = &operation.pagination else {
            unmarked_paging(document, operation, findings);
            continue;
        };
        match document.paging_style(&name.value) {
            Some(style) => {
                paging_parameters(document, operation, name.span, style, findings);
                page_shape(document, operation, name.span, style, findings);
            }
            None => unknown_paging_style(document, name, findings),
        }
    }
}

fn unknown_paging_style(document: &SpecDocument, name: &Sourced<String>, findings: &mut Findings) {
    let known: Vec<&str> = document.paging_styles.iter().map(|style| style.name.value.as_str()).collect();
    findings.push(
        Diagnostic::new(
            Code::UnknownPagingStyle,
            name.span,
            format!("unknown paging style `{}`", name.value),
        )
        .label("not among `x-pagination-styles`")
        .help(did_you_mean(
            &name.value,
            &known,
            "declare it under `x-pagination-styles` at the root",
        )),
    );
}

/// The parameters that ask for a page: of its size, and from where on.
fn asking(style: &PagingStyle) -> impl Iterator<Item = &Sourced<String>> {
    style.limit.iter().chain(&style.offset)
}

fn in_query<'o>(operation: &'o Operation, name: &str) -> Option<&'o Parameter> {
    let mut parameters = operation.parameters.iter();
    parameters.find(|own| own.place.value == ParameterPlace::Query && own.name.value == name)
}

fn paging_parameters(
    document: &SpecDocument,
    operation: &Operation,
    mark: Span,
    style: &PagingStyle,
    findings: &mut Findings,
) {
    for name in asking(style) {
        let Some(parameter) = in_query(operation, &name.value) else {
            findings.push(
                Diagnostic::new(
                    Code::PagingParameters,
                    mark,
                    format!("`{}` is paged, but takes no `{}`", operation.display_name(), name.value),
                )
                .label(format!("pages are asked for by `{}`", name.value))
                .other(name.span, "as the style says")
                .help(format!("add the query parameter `{}`, or remove `x-pagination`", name.value)),
            );
            continue;
        };
        let Some(schema) = parameter.schema else { continue };
        if !may_be(document, schema.schema, SchemaType::Integer) {
            findings.push(
                Diagnostic::new(
                    Code::PagingParameters,
                    mark,
                    format!(
                        "`{}` is paged, but its `{}` is no whole number",
                        operation.display_name(),
                        name.value
                    ),
                )
                .label(format!("pages are asked for by `{}`", name.value))
                .other(schema.span, "this is no whole number")
                .why("Both parameters count entries.")
                .help("write `type: integer`"),
            );
        }
    }
}

/// Whether a schema lets values of a kind through: one that says nothing about kinds does.
fn may_be(document: &SpecDocument, id: SchemaId, kind: SchemaType) -> bool {
    let types: Vec<SchemaType> =
        parts(&document.schemas, id).iter().flat_map(|part| document.schemas[*part].value_types()).collect();
    types.is_empty() || types.contains(&kind)
}

fn page_shape(
    document: &SpecDocument,
    operation: &Operation,
    mark: Span,
    style: &PagingStyle,
    findings: &mut Findings,
) {
    let Some(items) = &style.items else { return };
    let mut pages = answers(operation).peekable();
    if pages.peek().is_none() {
        findings.push(
            Diagnostic::new(
                Code::PageShape,
                mark,
                format!("`{}` is paged, but no answer of it has a JSON body", operation.display_name()),
            )
            .label("no page to be found")
            .help("describe the page under the answer's `application/json`, or remove `x-pagination`"),
        );
    }
    for page in pages {
        property_of_page(document, operation, page, (items, SchemaType::Array, "a list"), mark, findings);
        if let Some(total) = &style.total {
            let wanted = (total, SchemaType::Integer, "a whole number");
            property_of_page(document, operation, page, wanted, mark, findings);
        }
    }
}

fn property_of_page(
    document: &SpecDocument,
    operation: &Operation,
    page: &MediaType,
    (name, kind, in_words): (&Sourced<String>, SchemaType, &str),
    mark: Span,
    findings: &mut Findings,
) {
    let Some(body) = page.schema else { return };
    let (place, fault, help) = match child(&document.schemas, &[body.schema], &name.value) {
        Found::Anything => return,
        Found::Schemas(found) => {
            if found.iter().any(|id| may_be(document, *id, kind)) {
                return;
            }
            let place = found.first().map_or(body.span, |id| document.schemas[*id].span);
            (place, format!("is not {in_words}"), format!("write `type: {}`", kind.as_str()))
        }
        Found::Nothing { known, .. } => {
            let address = &document.schemas[body.schema].address;
            let place = key(document, address, "properties").filter(|_| !body.by_reference);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let nothing = "the answer has to be an object with that property";
            (
                place.unwrap_or(body.span),
                String::from("is missing"),
                did_you_mean(&name.value, &known, nothing),
            )
        }
    };
    let why = match kind {
        SchemaType::Array => Code::PageShape.rule().why,
        _ => "The client can't tell how many entries there are.",
    };
    findings.push(
        Diagnostic::new(
            Code::PageShape,
            place,
            format!("`{}` is paged, but `{}` {fault} in its answer", operation.display_name(), name.value),
        )
        .label(format!("`{}` {fault}", name.value))
        .other(mark, format!("paged by `{}`", operation.pagination.as_ref().map_or("", |style| &style.value)))
        .other(name.span, format!("`{}` has to be {in_words}", name.value))
        .why(why)
        .help(help),
    );
}

fn unmarked_paging(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let fits = |style: &&PagingStyle| {
        let Some(items) = &style.items else { return false };
        let is_page = |page: &MediaType| {
            let found = page.schema.map(|body| child(&document.schemas, &[body.schema], &items.value));
            matches!(found, Some(Found::Schemas(_)))
        };
        asking(style).all(|name| in_query(operation, &name.value).is_some())
            && answers(operation).any(is_page)
    };
    let Some(style) = document.paging_styles.iter().find(fits) else { return };
    let Some(first) = asking(style).find_map(|name| in_query(operation, &name.value)) else { return };
    findings.push(
        Diagnostic::new(
            Code::UnmarkedPaging,
            first.span,
            format!("`{}` takes and gives pages, but is not marked as paged", operation.display_name()),
        )
        .label("asks for a page")
        .help(format!("add `x-pagination: {}`", style.name.value)),
    );
}
