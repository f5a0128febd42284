//! The documentation of a method: what it does, how it is known, who may call it, what can go wrong, and an
//! example that compiles.

use crate::emit::fragments::doc_attrs::{doc_line, doc_lines, fold, marked};
use crate::emit::fragments::idents;
use crate::emit::fragments::runtime_paths::runtime_text;
use crate::emit::fragments::rust_types::sample;
use crate::emit::layout::Layout;
use crate::model::{Access, ApiModel, Operation, Paging, Safety, ScopeName, Tag};

/// Where a method group comes from.
pub(super) fn made_by(tag: &Tag, layout: &Layout<'_>) -> String {
    if layout.is_own() {
        format!("Made by [`Client::{0}`](crate::Client::{0}).", tag.name)
    } else {
        format!("Made by [`Api::{0}`](crate::Api::{0}).", tag.name)
    }
}

/// A link to the method: ``[`Content::get_posts`]``.
pub(super) fn method_link(operation: &Operation, group: &str) -> String {
    let ident = idents::method(&operation.id).to_string();
    if ident.starts_with("r#") { format!("`{group}::{ident}`") } else { format!("[`{group}::{ident}`]") }
}

/// All lines above a method.
pub(super) fn method_docs(operation: &Operation, model: &ApiModel, layout: &Layout<'_>) -> Vec<String> {
    let mut lines = vec![sentence(operation)];
    if !operation.description.is_empty() {
        lines.push(String::new());
        lines.extend(doc_lines(&operation.description));
    }
    lines.push(String::new());
    lines.extend(fold(&facts(operation, model)));
    lines.extend([String::new(), String::from("# Errors"), String::new()]);
    lines.extend(fold(&errors(operation, model, layout)));
    lines.push(String::new());
    lines.extend(example(operation, model, layout));
    lines
}

fn sentence(operation: &Operation) -> String {
    let summary = doc_line(&operation.summary);
    match summary.chars().last() {
        None => format!("Calls `{} {}`.", operation.method.as_str(), operation.path),
        Some('.' | '!' | '?') => summary,
        Some(_) => format!("{summary}."),
    }
}

/// Method, path, scopes, arguments, answer, paging, safety, in one line, each with how it is known.
fn facts(operation: &Operation, model: &ApiModel) -> String {
    let request = format!("`{} {}`", operation.method.as_str(), operation.path);
    let mut facts = vec![marked(&request, operation.evidence, model), access(&operation.access, model)];
    if model.has_marks {
        let required = operation.arguments.iter().filter(|argument| argument.required);
        let takes: Vec<String> =
            required.map(|one| marked(&format!("`{}`", one.name), one.evidence, model)).collect();
        facts.extend((!takes.is_empty()).then(|| format!("takes {}", takes.join(", "))));
        // A page is known as its style is, which follows.
        let answer = operation.paging.is_none().then(|| marked("answer", operation.answer.evidence, model));
        facts.extend(answer);
    }
    facts.extend(operation.paging.as_ref().map(|paging| paged(paging, model)));
    if let Some(waiter) = &operation.waiter {
        facts.push(marked(&format!("`{}` says when it is done", waiter.poll), waiter.evidence, model));
    }
    facts.push(safety(operation).to_owned());
    facts.join(" · ")
}

fn paged(paging: &Paging, model: &ApiModel) -> String {
    let text = format!("paged by `{}`", paging.style);
    let style = model.paging_styles.iter().find(|style| style.name == paging.style);
    style.map_or(text.clone(), |style| marked(&text, style.evidence, model))
}

fn access(access: &Access, model: &ApiModel) -> String {
    match access {
        Access::Public => String::from("no credential needed"),
        Access::Session => String::from("session token only"),
        Access::Undocumented => String::from("no scope documented"),
        Access::Scoped { any_of, evidence } => {
            let sets: Vec<String> = any_of.iter().map(|set| set_text(set)).collect();
            let word = if any_of.iter().map(Vec::len).sum::<usize>() == 1 { "scope" } else { "scopes" };
            marked(&format!("{word} {}", sets.join(", or ")), *evidence, model)
        }
    }
}

fn set_text(set: &[ScopeName]) -> String {
    set.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(" and ")
}

fn safety(operation: &Operation) -> &'static str {
    match (operation.safety, operation.destructive) {
        (Safety::Read, _) => "read",
        (Safety::Idempotent, false) => "idempotent",
        (Safety::Idempotent, true) => "idempotent, destructive",
        (Safety::Write, false) => "write",
        (Safety::Write, true) => "write, destructive",
        (Safety::Costly, false) => "costly",
        (Safety::Costly, true) => "costly, destructive",
    }
}

/// The statuses that refuse, those that are known alike together: `401, 403 (inferred), 429 (page)`.
fn errors(operation: &Operation, model: &ApiModel, layout: &Layout<'_>) -> String {
    let link = format!("[`Error`]({}::Error)", runtime_text(layout));
    let statuses: Vec<String> = operation
        .refusals
        .chunk_by(|one, next| one.evidence == next.evidence)
        .filter_map(|alike| {
            let statuses: Vec<String> = alike.iter().map(|refusal| refusal.status.to_string()).collect();
            Some(marked(&statuses.join(", "), alike.first()?.evidence, model))
        })
        .collect();
    if statuses.is_empty() { format!("See {link}.") } else { format!("{}: see {link}.", statuses.join(", ")) }
}

fn example(operation: &Operation, model: &ApiModel, layout: &Layout<'_>) -> Vec<String> {
    let mut lines = vec![String::from("```no_run")];
    if operation.deprecation.is_some()
        || operation.arguments.iter().any(|argument| argument.deprecation.is_some())
    {
        lines.push(String::from("# #![allow(deprecated)]"));
    }
    if !layout.is_own() {
        lines.push(format!("# use {}::Api as _;", layout.crate_name));
    }
    lines.push(String::from(
        "# async fn example(client: &cc_api::Client) -> Result<(), Box<dyn std::error::Error>> {",
    ));
    lines.push(format!("{}.await?;", call(operation, model)));
    lines.extend([String::from("# Ok(()) }"), String::from("```")]);
    lines
}

/// The call of the example: `client.content().get_posts().limit(10)`.
fn call(operation: &Operation, model: &ApiModel) -> String {
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .filter(|argument| argument.required)
        .map(|argument| sample(&argument.ty, argument.nullable, argument.name.as_str(), model))
        .collect();
    let limit = operation.paging.as_ref().and_then(|paging| {
        let style = model.paging_styles.iter().find(|style| style.name == paging.style)?;
        let limit = operation.arguments.iter().find(|argument| argument.wire_name == style.limit)?;
        Some(format!(".{}(10)", idents::field(&limit.name)))
    });
    format!(
        "client.{}().{}({}){}",
        idents::module(&operation.tag),
        idents::method(&operation.id),
        arguments.join(", "),
        limit.unwrap_or_default()
    )
}
