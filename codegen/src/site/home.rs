//! The first page: what people wrote in `index.md`, and how much is known.

use std::fmt::Write as _;

use super::guides::Outline;
use super::html::{count, link, mark, thousands};
use super::statements::Statement;
use super::{Input, Page, markdown};
use crate::model::Evidence;

/// The page.
pub(super) fn page(input: &Input<'_>, outline: &Outline<'_>, statements: &[Statement]) -> Page {
    let rendered = markdown::render(outline.index);
    let mut body = rendered.html;
    if input.model.has_marks {
        body.push_str(&known(input, statements));
    }
    Page {
        path: String::from("index.html"),
        title: input.model.title.clone(),
        description: format!(
            "{}: guides, operations, scopes, and how each statement is known.",
            input.model.title
        ),
        body,
        ..Page::default()
    }
}

/// How the statements are known: a bar, and the same in figures.
fn known(input: &Input<'_>, statements: &[Statement]) -> String {
    let model = input.model;
    let mut html = format!(
        "<h2 id=\"known\">How much is known</h2>\n<p>{} · {} · {}, of which</p>\n\
         <svg class=\"bar\" viewBox=\"0 0 1000 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\n",
        link("operations/index.html", &count(model.operations.len(), "operation")),
        link("scopes.html", &count(model.scopes.len(), "scope")),
        link("evidence/index.html", &count(statements.len(), "statement")),
    );
    let mut legend = String::from("<ul class=\"legend\">\n");
    let mut left = 0;
    for evidence in Evidence::ALL {
        let own = statements.iter().filter(|statement| statement.evidence == evidence).count();
        let right = left + own;
        let at = |number: usize| number * 1_000 / statements.len().max(1);
        let (from, to) = (at(left), at(right));
        if own > 0 {
            let width = to - from;
            let _ = writeln!(
                html,
                "<rect class=\"{}\" x=\"{from}\" y=\"0\" width=\"{width}\" height=\"24\"/>",
                evidence.as_str()
            );
        }
        let _ = writeln!(legend, "<li>{} {}</li>", thousands(own), mark(evidence));
        left = right;
    }
    html + "</svg>\n" + &legend + "</ul>\n"
}
