//! How a listing is cut into pages: what `x-pagination` says, else what its parameters are called.

use crate::diff::normal::{Shape, Side, Slot};
use crate::document::{MediaType, Operation, PagingStyle, Parameter, ParameterPlace, SchemaType};
use crate::model::Method;

/// How a listing is cut into pages.
#[derive(Debug, Clone)]
pub(super) struct Paging<'d> {
    /// The style that the operation is marked with.
    pub(super) style: Option<&'d PagingStyle>,
    /// What the next page is found by, if the caller says so.
    pub(super) by: Option<PagedBy>,
    /// The parameter for the size of a page.
    pub(super) size: Option<&'d Parameter>,
    /// The parameter that says which page.
    pub(super) position: Option<&'d Parameter>,
    /// The property with the number of all entries, and whether it is always there.
    pub(super) total: Option<(String, bool)>,
}

/// What the next page is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PagedBy {
    /// How many entries to skip.
    Offset,
    /// The number of the page.
    Page,
    /// A mark that the page before gave.
    Cursor,
}

/// What the size of a page is called.
const SIZES: [&str; 7] = ["limit", "page_size", "per_page", "size", "page_limit", "max_results", "page_len"];
/// What the number of entries to skip is called.
const OFFSETS: [&str; 4] = ["offset", "skip", "start", "start_index"];
/// What the number of the page is called.
const PAGES: [&str; 3] = ["page", "page_number", "page_no"];
/// What the mark of the page before is called.
const CURSORS: [&str; 8] = [
    "cursor",
    "page_token",
    "next_token",
    "next_cursor",
    "continuation_token",
    "starting_after",
    "after",
    "ending_before",
];
/// What the number of all entries is called.
const TOTALS: [&str; 5] = ["count", "total", "total_count", "total_results", "total_items"];

impl<'d> Side<'d> {
    /// How an operation is cut into pages, if it is.
    pub(super) fn paging(&self, operation: &'d Operation) -> Option<Paging<'d>> {
        let page = answer(operation).map(|used| self.slot(used));
        let style = operation.pagination.as_ref().and_then(|mark| self.document.paging_style(&mark.value));
        let by_name = |name: &Option<crate::source::Sourced<String>>| {
            let name = &name.as_ref()?.value;
            query(operation).find(|parameter| parameter.name.value == *name)
        };
        if let Some(style) = style {
            return Some(Paging {
                style: Some(style),
                by: Some(PagedBy::Offset),
                size: by_name(&style.limit),
                position: by_name(&style.offset),
                total: style.total.as_ref().and_then(|name| self.total(page.as_ref(), &[&name.value])),
            });
        }
        self.is_listing(operation).then_some(())?;
        let among =
            |names: &[&str]| query(operation).find(|parameter| names.contains(&word(parameter).as_str()));
        let kinds =
            [(PagedBy::Offset, &OFFSETS[..]), (PagedBy::Page, &PAGES[..]), (PagedBy::Cursor, &CURSORS[..])];
        let size = among(&SIZES);
        let found = kinds.into_iter().find_map(|(by, names)| Some((by, self.position(among(names)?, size)?)));
        (size.is_some() || found.is_some()).then(|| Paging {
            style: None,
            by: found.map(|(by, _)| by),
            size,
            position: found.map(|(_, parameter)| parameter),
            total: self.total(page.as_ref(), &TOTALS),
        })
    }

    /// Whether an operation reads a list, by itself or in an envelope.
    pub(super) fn is_listing(&self, operation: &Operation) -> bool {
        let is_list = |shape: &Shape| shape.types.len() == 1 && shape.types.contains(&SchemaType::Array);
        let Some(used) = answer(operation).filter(|_| operation.method.value == Method::Get) else {
            return false;
        };
        let shape = self.shape(&self.slot(used));
        let lists = shape.properties.values().filter(|member| is_list(&self.shape(&member.slot)));
        is_list(&shape) || lists.count() == 1
    }

    /// A parameter that is called like a mark but holds a day filters by it.
    fn position<'p>(&self, parameter: &'p Parameter, size: Option<&Parameter>) -> Option<&'p Parameter> {
        let shape = parameter.schema.map(|used| self.shape(&self.slot(used)));
        let is_day =
            shape.is_some_and(|shape| shape.format.is_some() && shape.types.contains(&SchemaType::String));
        (!is_day && (size.is_some() || word(parameter) != "start" && word(parameter) != "after"))
            .then_some(parameter)
    }

    fn total(&self, page: Option<&Slot>, names: &[&str]) -> Option<(String, bool)> {
        let shape = self.shape(page?);
        names.iter().find_map(|name| {
            let (name, member) =
                shape.properties.iter().find(|(own, _)| own == name || snake(own) == *name)?;
            let whole = self.shape(&member.slot).types.contains(&SchemaType::Integer);
            whole.then(|| (name.clone(), member.required))
        })
    }
}

/// The JSON of the first answer that means success.
pub(super) fn answer(operation: &Operation) -> Option<crate::document::SchemaUse> {
    let mut answers: Vec<_> =
        operation.responses.iter().filter(|answer| answer.status.value.is_success()).collect();
    answers.sort_by_key(|answer| answer.status.value);
    let json =
        |content: &[MediaType]| content.iter().find(|media| media.is_json()).and_then(|media| media.schema);
    answers.into_iter().find_map(|answer| json(&answer.content))
}

fn query(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.place.value == ParameterPlace::Query)
}

fn word(parameter: &Parameter) -> String {
    snake(&parameter.name.value)
}

fn snake(name: &str) -> String {
    use heck::ToSnakeCase;
    name.to_snake_case()
}
