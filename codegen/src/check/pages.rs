//! Pages of listings: the only objects that are written where they are used.

use std::collections::BTreeSet;

use crate::document::{Operation, SchemaId, SpecDocument};

/// The schemas of answers that are pages, written in place.
pub(super) fn pages(document: &SpecDocument) -> BTreeSet<SchemaId> {
    document
        .operations
        .iter()
        .filter(|operation| operation.pagination.is_some())
        .filter_map(page_of)
        .collect()
}

fn page_of(operation: &Operation) -> Option<SchemaId> {
    let mut successes = operation.responses.iter().filter(|response| response.status.value.is_success());
    let content = &successes.find(|response| !response.content.is_empty())?.content;
    let page = content.iter().find(|media| media.is_json())?.schema?;
    (!page.by_reference).then_some(page.schema)
}
