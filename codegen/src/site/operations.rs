//! All operations on one page, group by group.

use std::fmt::Write as _;

use super::facts::request_line;
use super::html::{count, escape, heading, link, mark, spoken, table};
use super::{Input, Page, facts, markdown};
use crate::model::{Operation, Tag};

/// The page.
pub(super) fn page(input: &Input<'_>) -> Page {
    let model = input.model;
    let mut body = format!(
        "<h1>Operations</h1>\n<p>{} in {}. Each has a page of its own: what it takes, what comes back, how that is \
         known, and the call with curl, <code>{}</code> and Rust.</p>\n",
        count(model.operations.len(), "operation"),
        count(model.tags.len(), "group"),
        escape(input.programs.command),
    );
    let mut parts = Vec::new();
    for tag in &model.tags {
        let label = spoken(tag.name.as_str());
        body.push_str(&heading(2, tag.name.as_str(), &escape(&label)));
        let _ = writeln!(body, "{}", markdown::prose(&tag.description));
        body.push_str(&group(tag, input));
        parts.push((tag.name.to_string(), label));
    }
    Page {
        path: String::from("operations/index.html"),
        title: format!("Operations · {}", model.title),
        description: format!("All {} of the API.", count(model.operations.len(), "operation")),
        body,
        parts,
        ..Page::default()
    }
}

fn group(tag: &Tag, input: &Input<'_>) -> String {
    let row = |operation: &Operation| {
        let name = link(&format!("{}.html", operation.id), &escape(operation.id.as_str()));
        vec![
            format!("<span class=\"name\">{name}</span>"),
            escape(&operation.summary),
            request_line(operation),
            scopes(operation),
            mark(operation.evidence),
        ]
    };
    let own = input.model.operations.iter().filter(|operation| operation.tag == tag.name);
    table(&["Operation", "What it does", "Request", "Scope", "Known from"], &own.map(row).collect::<Vec<_>>())
}

fn scopes(operation: &Operation) -> String {
    use crate::model::Access;
    match &operation.access {
        Access::Public => String::from("none needed"),
        Access::Session => String::from("session only"),
        Access::Undocumented => String::from("not documented"),
        Access::Scoped { any_of, .. } => {
            let sets = any_of.iter().map(|set| {
                let links = set.iter().map(|scope| facts::scope_link(scope.as_str(), "../"));
                links.collect::<Vec<_>>().join(" and ")
            });
            sets.collect::<Vec<_>>().join(", or ")
        }
    }
}
