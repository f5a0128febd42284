//! Lines in braces that have become too long are written as blocks, as our files have them.

use super::splice::{Splice, column, line_end, line_start, spliced};
use crate::diagnostic::Findings;
use crate::document::{Node, Value, yaml};
use crate::source::SourceMap;

/// The widest line in braces.
const WIDEST: usize = 120;

/// The text without lines in braces that are too long. Lines that were short enough stay as they are.
pub(super) fn wrapped(text: String) -> String {
    let mut text = text;
    // Each round unfolds one level; a file is never deeper than the parser lets it be.
    for _ in 0..100 {
        let mut sources = SourceMap::default();
        let file = sources.add("edited.yaml", text.as_str());
        let mut findings = Findings::new(crate::Profile::General);
        let Some(tree) = sources.file(file).and_then(|source| yaml::parse(file, source, &mut findings))
        else {
            return text;
        };
        let mut splices = Vec::new();
        unfold(&text, &tree, &mut splices);
        if splices.is_empty() {
            return text;
        }
        match spliced(&text, splices) {
            Some(next) => text = next,
            None => return text,
        }
    }
    text
}

/// Finds the outermost braces that stand in a line that is too long.
fn unfold(text: &str, node: &Node, splices: &mut Vec<Splice>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let start = entry.value.span.start as usize;
                let is_flow = matches!(entry.value.value, Value::Map(_)) && text[start..].starts_with('{');
                if is_flow && is_too_long(text, start) {
                    splices.push(as_block(text, entry.key.span.start as usize, &entry.value));
                } else {
                    unfold(text, &entry.value, splices);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| unfold(text, item, splices)),
        _ => {}
    }
}

fn is_too_long(text: &str, at: usize) -> bool {
    text[line_start(text, at)..line_end(text, at)].chars().count() > WIDEST
}

/// A map in braces as a block below its key.
fn as_block(text: &str, key: usize, value: &Node) -> Splice {
    let deeper = " ".repeat(column(text, key) + 2);
    let mut lines = String::new();
    for entry in value.entries() {
        let key = &text[entry.key.span.start as usize..entry.key.span.end as usize];
        let value = &text[entry.value.span.start as usize..entry.value.span.end as usize];
        for part in ["\n", &deeper, key, ": ", value] {
            lines.push_str(part);
        }
    }
    // The space between the key's colon and the brace goes with the braces.
    let start = text[..value.span.start as usize].trim_end_matches(' ').len();
    Splice { start, end: value.span.end as usize, text: lines }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn only_lines_that_are_too_long_are_written_as_blocks() {
        let long = "x".repeat(100);
        let text = format!("a: {{ b: 1 }} # kept\nc: {{ d: '{long}', e: {{ f: 1 }}, g: '{long}' }}\n");
        let expected = format!("a: {{ b: 1 }} # kept\nc:\n  d: '{long}'\n  e: {{ f: 1 }}\n  g: '{long}'\n");
        assert_eq!(wrapped(text), expected);
        let long = "x".repeat(90);
        let deep = format!("a:\n  b: {{ c: {{ d: '{long}', e: {{ f: '{long}', g: 1 }} }} }}\n");
        let expected = format!("a:\n  b:\n    c:\n      d: '{long}'\n      e: {{ f: '{long}', g: 1 }}\n");
        assert_eq!(wrapped(deep), expected);
    }
}
