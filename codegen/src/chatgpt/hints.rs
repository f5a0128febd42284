//! `dist/chatgpt/hints.md`: the hint of each operation and tool with its reason, as the review of an app asks for.

use std::fmt::Write as _;

use super::action::Action;
use super::{Source, header, text};
use crate::fileset::GeneratedFile;
use crate::model::{Operation, Safety};

const PATH: &str = "dist/chatgpt/hints.md";

const TABLE: &str =
    "| name | read only | destructive | open world | why |\n| --- | --- | --- | --- | --- |\n";

/// What the hints of one operation follow from.
struct Facts<'a> {
    name: &'a str,
    call: String,
    summary: &'a str,
    safety: Safety,
    destructive: bool,
}

/// Writes the hints and their reasons.
pub(super) fn write(source: &Source<'_>, actions: &[Action<'_>]) -> GeneratedFile {
    let title = &source.model.title;
    let mut content = header(&source.model.source);
    let _ = write!(
        content,
        "# Hints, and why they are true\n\nEvery hint follows from what the document says about an operation: its safety class, \
         and whether it removes or overwrites something. All of them are open world: they reach {title}, a service outside of \
         the conversation.\n\n## Operations of the GPT\n\n`x-openai-isConsequential` is true for whatever is not read only: \
         ChatGPT then asks before each call.\n\n{TABLE}"
    );
    for action in actions {
        row(
            &mut content,
            &Facts {
                name: action.id,
                call: format!("{} {}", action.method.as_str(), action.path),
                summary: action.summary,
                safety: action.safety,
                destructive: action.destructive,
            },
        );
    }
    let tools = source.model.operations.iter().filter(|operation| !operation.sensitive);
    let (core, others): (Vec<_>, Vec<_>) =
        tools.partition(|operation| operation.tool.as_ref().is_some_and(|tool| tool.core));
    for (title, words, tools) in [
        ("Tools of the MCP server", "Those that it offers unless told otherwise.", core),
        ("Further operations of the MCP server", "Offered on request, or called by name.", others),
    ] {
        if !tools.is_empty() {
            let _ = write!(content, "\n## {title}\n\n{words}\n\n{TABLE}");
            for operation in tools {
                row(&mut content, &of_tool(operation));
            }
        }
    }
    GeneratedFile { path: PATH.to_owned(), content }
}

fn of_tool(operation: &Operation) -> Facts<'_> {
    let name = operation.tool.as_ref().and_then(|tool| tool.name.as_deref());
    Facts {
        name: name.unwrap_or(operation.id.as_str()),
        call: format!("{} {}", operation.method.as_str(), operation.path),
        summary: &operation.summary,
        safety: operation.safety,
        destructive: operation.destructive,
    }
}

fn row(content: &mut String, facts: &Facts<'_>) {
    let reads = facts.safety == Safety::Read;
    let destructive = !reads && facts.destructive;
    let word = |yes: bool| if yes { "yes" } else { "no" };
    let _ = writeln!(
        content,
        "| `{}` | {} | {} | yes | `{}`. {}: {} |",
        facts.name,
        word(reads),
        word(destructive),
        facts.call,
        text::one_line(facts.summary).trim_end_matches('.').replace('|', "\\|"),
        reason(facts.safety, destructive),
    );
}

fn reason(safety: Safety, destructive: bool) -> String {
    let change = match (safety, destructive) {
        (Safety::Read, _) => {
            return String::from("looks something up and changes nothing, however often it is called.");
        }
        (_, true) => "removes or overwrites what is there",
        (_, false) => "adds or changes something, and removes nothing",
    };
    let again = match safety {
        Safety::Idempotent => "calling it again with the same values leaves the same state",
        Safety::Costly => "each call may spend money or credits",
        Safety::Read | Safety::Write => "each call may change something again",
    };
    format!("{change}; {again}.")
}
