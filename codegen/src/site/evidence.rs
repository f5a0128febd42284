//! How much is known, and how: figures, what is open, and every statement with its mark and its place.

use std::fmt::Write as _;

use super::html::{code, count, escape, heading, link, mark, meaning, spoken, table, thousands};
use super::statements::{Kind, Statement};
use super::{Input, Page, markdown};
use crate::model::{Access, Evidence};

/// The overview, a page a group, and one of what groups share.
pub(super) fn pages(input: &Input<'_>, statements: &[Statement]) -> Vec<Page> {
    let tags = input.model.tags.iter().map(|tag| (Some(tag.name.as_str()), spoken(tag.name.as_str())));
    let groups = tags.chain([(None, String::from("Shared"))]);
    let mut near = Vec::new();
    let mut pages = Vec::new();
    for (tag, label) in groups {
        let own: Vec<_> = statements.iter().filter(|statement| statement.tag.as_deref() == tag).collect();
        if !own.is_empty() {
            let path = format!("evidence/{}.html", tag.unwrap_or("shared"));
            near.push((path.clone(), label.clone()));
            pages.push(group(path, &label, &own, input));
        }
    }
    for page in &mut pages {
        page.nearby = Some((String::from("Evidence"), near.clone()));
    }
    pages.insert(0, overview(input, statements, &near));
    pages
}

fn overview(input: &Input<'_>, statements: &[Statement], groups: &[(String, String)]) -> Page {
    let mut body = format!(
        "<h1>Evidence</h1>\n<p>The API's documents leave much open, so each of {} says how it is known, and no guess can \
         pass for a fact. A guess is optional everywhere, and easy to correct.</p>\n",
        count(statements.len(), "statement"),
    );
    let mut parts = Vec::new();
    let mut part = |body: &mut String, id: &str, label: &str| {
        body.push_str(&heading(2, id, label));
        parts.push((id.to_owned(), label.to_owned()));
    };
    part(&mut body, "marks", "What the marks mean");
    body.push_str(&marks(statements));
    part(&mut body, "figures", "How much is known");
    body.push_str(&figures(statements));
    let without =
        input.model.operations.iter().filter(|operation| operation.access == Access::Undocumented).count();
    if without > 0 {
        let _ = writeln!(
            body,
            "<p>For {} no scope is documented; {} lists them.</p>",
            count(without, "operation"),
            link("../scopes.html#no-scope-documented", "the page on scopes"),
        );
    }
    if !input.questions.is_empty() {
        part(&mut body, "open", "What is still open");
        body.push_str(&open_questions(input));
    }
    part(&mut body, "statements", "Every statement");
    body.push_str("<ul class=\"names\">\n");
    for (path, label) in groups {
        let file = path.rsplit('/').next().unwrap_or(path);
        let _ = writeln!(body, "<li>{}</li>", link(file, &escape(label)));
    }
    body.push_str("</ul>\n");
    Page {
        path: String::from("evidence/index.html"),
        title: format!("Evidence · {}", input.model.title),
        description: String::from("How each statement about the API is known, and what is still open."),
        body,
        parts,
        nearby: Some((String::from("Evidence"), groups.to_vec())),
        ..Page::default()
    }
}

fn marks(statements: &[Statement]) -> String {
    let row = |evidence: Evidence| {
        let known = statements.iter().filter(|statement| statement.evidence == evidence).count();
        vec![mark(evidence), meaning(evidence).to_owned(), thousands(known)]
    };
    table(&["Mark", "Meaning", "Statements"], &Evidence::ALL.map(row))
}

fn figures(statements: &[Statement]) -> String {
    let heads: Vec<&str> =
        std::iter::once("Statements").chain(Evidence::ALL.map(Evidence::as_str)).chain(["all"]).collect();
    let row = |kind: Kind| {
        let own: Vec<_> = statements.iter().filter(|statement| statement.kind == kind).collect();
        let known = Evidence::ALL.map(|evidence| own.iter().filter(|one| one.evidence == evidence).count());
        let figures = known.into_iter().chain([own.len()]).map(thousands);
        std::iter::once(kind.plural().to_owned()).chain(figures).collect()
    };
    table(&heads, &Kind::ALL.map(row)).replacen("class=\"cards\"", "class=\"cards figures\"", 1)
}

fn open_questions(input: &Input<'_>) -> String {
    let open = input.questions.iter().filter(|question| question.answered.is_none()).count();
    let mut html = format!(
        "<p>{} that no document answers, {} of them open. Recorded traffic answers some of them: \
         <code>cargo xtask learn</code>.</p>\n",
        count(input.questions.len(), "question"),
        open,
    );
    let row = |question: &crate::learn::Question| {
        let answer = question.answered.as_ref().map_or_else(|| String::from("open"), |answer| code(answer));
        vec![markdown::line(&question.text), answer]
    };
    html.push_str(&table(&["Question", "Answer"], &input.questions.iter().map(row).collect::<Vec<_>>()));
    html
}

fn group(path: String, label: &str, statements: &[&Statement], input: &Input<'_>) -> Page {
    let mut body = format!(
        "<h1>Evidence: {}</h1>\n<p>{}, each with its mark and the line of the document.</p>\n",
        escape(label),
        count(statements.len(), "statement"),
    );
    let mut parts = Vec::new();
    for kind in Kind::ALL {
        let own: Vec<_> = statements.iter().filter(|statement| statement.kind == kind).collect();
        if own.is_empty() {
            continue;
        }
        let id = super::html::anchor(kind.plural());
        body.push_str(&heading(2, &id, kind.plural()));
        let row = |statement: &&&Statement| {
            let name = code(&statement.subject);
            let name = match &statement.page {
                Some(page) => link(&format!("../{page}"), &name),
                None => name,
            };
            vec![name, mark(statement.evidence), code(&statement.place)]
        };
        body.push_str(&table(
            &["Statement", "Known from", "Where it stands"],
            &own.iter().map(row).collect::<Vec<_>>(),
        ));
        parts.push((id, kind.plural().to_owned()));
    }
    Page {
        path,
        title: format!("Evidence: {label} · {}", input.model.title),
        description: format!("Every statement of the group {label} with its mark and its place."),
        body,
        parts,
        ..Page::default()
    }
}
