//! `llms.txt`, which tells a language model what to read, and `llms-full.txt`, which is all of it in one file.

use std::fmt::Write as _;

use super::guides::Outline;
use super::{Input, snippet};
use crate::model::{Access, Operation};

/// The files.
pub(super) fn files(input: &Input<'_>, outline: &Outline<'_>) -> [(String, String); 2] {
    [(String::from("llms.txt"), list(input, outline)), (String::from("llms-full.txt"), full(input, outline))]
}

/// A title, a summary, and lists of links, as llmstxt.org asks for.
fn list(input: &Input<'_>, outline: &Outline<'_>) -> String {
    let model = input.model;
    let mut text = format!("# {}\n\n> {}\n\n", model.title, model.description.trim());
    if model.has_marks {
        text.push_str(
            "Every statement has a mark: `page` and `guide` are the vendor's documents, `observed` was seen in traffic, \
             `connector` is a strong hint, `inferred` is a guess. Never present a guess as a fact.\n\n",
        );
    }
    text.push_str("## Guides\n\n");
    for guide in &outline.guides {
        let _ = writeln!(text, "- [{}]({}): {}", guide.title, guide.guide.path, guide.about);
    }
    text.push_str("\n## Reference\n\n");
    let _ = writeln!(
        text,
        "- [Everything in one file](llms-full.txt): the guides, and each of the {} operations with its arguments.",
        model.operations.len()
    );
    text.push_str("- [OpenAPI 3.1](openapi.json): the document, with `x-evidence` on every statement.\n");
    text.push_str("- [Scopes](scopes.html): what each scope unlocks.\n");
    text.push_str("- [Evidence](evidence/index.html): how much is known, and what is still open.\n");
    text.push_str("\n## Optional\n\n");
    for tag in &model.tags {
        let _ =
            writeln!(text, "- [Operations: {0}](operations/index.html#{0}): {1}", tag.name, tag.description);
    }
    text
}

fn full(input: &Input<'_>, outline: &Outline<'_>) -> String {
    let model = input.model;
    let mut text = format!("# {}\n\n{}\n", model.title, model.description.trim());
    for guide in &outline.guides {
        let _ = write!(text, "\n---\n\n{}\n", guide.guide.text.trim());
    }
    text.push_str("\n---\n\n# Operations\n");
    for operation in &model.operations {
        text.push_str(&told(operation, input));
    }
    text
}

/// An operation in a few lines.
fn told(operation: &Operation, input: &Input<'_>) -> String {
    let mut text = format!(
        "\n## {}\n\n{} ({}). `{} {}`\n",
        operation.id,
        operation.summary,
        operation.evidence.as_str(),
        operation.method.as_str(),
        operation.path,
    );
    if !operation.description.is_empty() {
        let _ = writeln!(text, "{}", operation.description.trim());
    }
    let _ = writeln!(text, "Needs: {}.", needs(&operation.access));
    for argument in &operation.arguments {
        let _ = writeln!(
            text,
            "- {} ({}{}, {}): {}",
            if argument.wire_name.as_str().is_empty() { "body" } else { argument.wire_name.as_str() },
            if argument.required { "required, " } else { "" },
            super::facts::place(argument.place),
            argument.evidence.as_str(),
            argument.doc.trim(),
        );
    }
    let _ = writeln!(text, "\n```shell\n{}\n```", snippet::snippets(operation, input).curl);
    text
}

fn needs(access: &Access) -> String {
    match access {
        Access::Public => String::from("no credential"),
        Access::Session => String::from("a session token; keys are refused"),
        Access::Undocumented => String::from("a key or a session token; no scope is documented"),
        Access::Scoped { any_of, evidence } => {
            let sets = any_of
                .iter()
                .map(|set| set.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(" and "));
            format!(
                "a key with {} ({}), or a session token",
                sets.collect::<Vec<_>>().join(", or "),
                evidence.as_str()
            )
        }
    }
}
