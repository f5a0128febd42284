//! `dist/chatgpt/hints.md`: the hint of each operation and tool with its reason, as the review of an app asks for.

use std::fmt::Write as _;

use super::action::Action;
use super::{Source, header, text};
use crate::fileset::GeneratedFile;
use crate::model::{Operation, Safety};

const PATH: &str = "dist/chatgpt/hints.md";

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
    let mut content = header(&source.model.source);
    let _ = writeln!(
        content,
        "# Hints, and why they are true\n\nEvery hint follows from what the document says about an operation: its safety \
         class, and whether it removes or overwrites something. Open world is what reaches {}, a service outside of the \
         conversation.",
        source.model.title
    );
    let asks = "`x-openai-isConsequential` is true for whatever is not read only: ChatGPT then asks before each call.";
    table(&mut content, "Operations of the GPT", asks);
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
    let own = &source.settings.tools;
    if !core.is_empty() || !own.is_empty() {
        table(
            &mut content,
            "Tools of the MCP server",
            "Those that it offers unless told otherwise; those that change something once changes are allowed.",
        );
    }
    for hint in own {
        let hints = [hint.read_only.value, hint.destructive.value, hint.open_world.value];
        line(&mut content, &hint.name.value, hints, &text::one_line(&hint.why.value));
    }
    for operation in core {
        row(&mut content, &of_tool(operation));
    }
    if !others.is_empty() {
        table(&mut content, "Further operations of the MCP server", "Offered on request, or called by name.");
    }
    for operation in others {
        row(&mut content, &of_tool(operation));
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
    let summary = text::one_line(facts.summary);
    let why =
        format!("`{}`. {}: {}", facts.call, summary.trim_end_matches('.'), reason(facts.safety, destructive));
    line(content, facts.name, [reads, destructive, true], &why);
}

/// A heading, a sentence, and the head of a table.
fn table(content: &mut String, title: &str, words: &str) {
    let head = "| name | read only | destructive | open world | why |\n| --- | --- | --- | --- | --- |";
    let _ = writeln!(content, "\n## {title}\n\n{words}\n\n{head}");
}

/// A line of the table: a name, whether it is read only, destructive and open world, and why.
fn line(content: &mut String, name: &str, hints: [bool; 3], why: &str) {
    let [reads, destroys, reaches_out] = hints.map(|yes| if yes { "yes" } else { "no" });
    let why = why.replace('|', "\\|");
    let _ = writeln!(content, "| `{name}` | {reads} | {destroys} | {reaches_out} | {why} |");
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
