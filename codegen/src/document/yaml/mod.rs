//! Text to tree. This module and its children are the only ones that know the YAML crate.
//!
//! The tree is built from the parser's events and not through serde: so every collection knows where it
//! ends, a repeated key shows both its places, and a deeply nested file can't exhaust the stack.

mod marks;
mod scalar;

use std::collections::BTreeMap;

use serde_yaml::granit_parser::{Event, Parser, ScanError, Span as Range, options};

pub(crate) use marks::{Mark, MarkKind, Quotes, marks};

use super::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::source::{FileId, SourceFile, Sourced, Span};

/// Nesting beyond this is refused. What is deeper no person wrote, and everything after this may recurse.
const MAX_DEPTH: usize = 100;
/// Longer files are refused; our own spec has some 150 kB in all.
const MAX_BYTES: usize = 4_000_000;
/// What anchors and aliases may copy, in nodes.
const MAX_COPIED_NODES: usize = 500_000;

/// Reads a file into a tree; `None` if it is not YAML at all, which has been reported then.
pub(crate) fn parse(id: FileId, file: &SourceFile, findings: &mut Findings) -> Option<Node> {
    let start = Span { file: id, start: 0, end: 0 };
    if file.text().len() > MAX_BYTES {
        findings.push(*too_large(start, "the file has more than four million bytes"));
        return None;
    }
    let mut builder =
        Builder { id, findings, open: Vec::new(), anchors: BTreeMap::new(), copied: 0, root: None };
    let options = options! { emit_comments: false, strict_indentation: true };
    for event in Parser::new_from_str_with_options(file.text(), options) {
        let taken = match event {
            Ok((event, range)) => builder.take(&event, &range),
            Err(error) => Err(syntax_error(id, file, &plainer(file.text(), error))),
        };
        if let Err(finding) = taken {
            builder.findings.push(*finding);
            return None;
        }
    }
    Some(builder.root.map_or(Node { span: start, value: Value::Null }, |(node, _)| node))
}

/// A bracket that is not closed makes the next line look wrongly indented. A reader that doesn't mind the
/// indentation then finds the bracket, which is the better thing to say.
fn plainer(text: &str, error: ScanError) -> ScanError {
    let options = options! { emit_comments: false };
    let lenient = Parser::new_from_str_with_options(text, options).find_map(Result::err);
    lenient.unwrap_or(error)
}

fn syntax_error(id: FileId, file: &SourceFile, error: &ScanError) -> Refusal {
    let marker = error.marker();
    let line_start = file.line_start(marker.line()).unwrap_or(0);
    let rest = file.text().get(line_start as usize..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    let before: usize = line.chars().take(marker.col()).map(char::len_utf8).sum();
    let start = line_start + narrow(before);
    let width = line.get(before..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = Span { file: id, start, end: start + narrow(width) };
    broken(
        span,
        format!("the file is not YAML: {}", error.info()),
        "the reader gave up here",
        "look here and at the line above: at brackets, indentation and colons",
    )
}

fn too_large(span: Span, what: &str) -> Refusal {
    let finding = Diagnostic::new(Code::TooLarge, span, what).label("the limit is reached here");
    Box::new(finding.help("split the document, or write it with less nesting and fewer aliases"))
}

fn broken(span: Span, message: String, label: &str, help: &str) -> Refusal {
    Box::new(Diagnostic::new(Code::YamlSyntax, span, message).label(label).help(help))
}

/// The parser's offsets fit: a file has at most four million bytes.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Why a file can't be read any further.
type Refusal = Box<Diagnostic>;

/// How much a node holds, so that aliases can't multiply without a limit.
#[derive(Clone, Copy)]
struct Weight {
    nodes: usize,
    depth: usize,
}

/// A collection that is being read.
struct Open {
    span: Span,
    anchor: usize,
    weight: Weight,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// The keys so far, and where each was written.
        seen: BTreeMap<String, Span>,
        key: Key,
    },
}

/// What comes next in a map.
enum Key {
    /// A key.
    Awaited,
    /// The value of this key.
    Read(Sourced<String>),
    /// The value of a key that can't be used.
    Unusable,
}

struct Builder<'b> {
    id: FileId,
    findings: &'b mut Findings,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, Weight)>,
    copied: usize,
    root: Option<(Node, Weight)>,
}

impl Builder<'_> {
    fn take(&mut self, event: &Event<'_>, range: &Range) -> Result<(), Refusal> {
        let span = self.span(range);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = scalar::is_plain(*style, tag.as_deref());
                let value = if plain { scalar::resolve(text) } else { Some(Value::Text(text.to_string())) };
                let value = value.ok_or_else(|| no_json(span, text))?;
                self.finish(Node { span, value }, Weight { nodes: 1, depth: 0 }, *anchor, Some(text))
            }
            Event::SequenceStart(_, anchor, _) => self.begin(span, *anchor, Content::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => self.begin(
                span,
                *anchor,
                Content::Map { entries: Vec::new(), seen: BTreeMap::new(), key: Key::Awaited },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(id) => self.alias(*id, span),
            Event::DocumentStart(..) if self.root.is_some() => {
                let help = "one file holds one document: remove the line `---`, or split the file";
                Err(broken(span, String::from("the file holds a second document"), "it begins here", help))
            }
            _ => Ok(()),
        }
    }

    fn span(&self, range: &Range) -> Span {
        let bytes = range.byte_range().unwrap_or(0..0);
        Span { file: self.id, start: narrow(bytes.start), end: narrow(bytes.end) }
    }

    fn begin(&mut self, span: Span, anchor: usize, content: Content) -> Result<(), Refusal> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_large(span, "the file is nested more than 100 levels deep"));
        }
        self.open.push(Open { span, anchor, weight: Weight { nodes: 1, depth: 0 }, content });
        Ok(())
    }

    fn end(&mut self, bracket: Span) -> Result<(), Refusal> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // A collection in brackets ends with its bracket, any other with what is last in it.
        let mut end = if bracket.end > bracket.start { bracket.end } else { open.span.start };
        let value = match open.content {
            Content::List(items) => {
                end = items.last().map_or(end, |last| end.max(last.span.end));
                Value::List(items)
            }
            Content::Map { entries, .. } => {
                let last = entries.last().map(|last| last.value.span.end.max(last.key.span.end));
                end = last.map_or(end, |last| end.max(last));
                Value::Map(merged(entries))
            }
        };
        let node = Node { span: Span { end, ..open.span }, value };
        self.finish(node, open.weight, open.anchor, None)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Refusal> {
        let Some((node, weight)) = self.anchors.get(&anchor) else {
            return Err(broken(
                span,
                String::from("the file is not YAML: an alias within what it stands for"),
                "this would never end",
                "refer to schemas by `$ref`: those may contain themselves",
            ));
        };
        let (node, weight) = (Node { span, value: node.value.clone() }, *weight);
        self.copies(weight, span)?;
        let text = node.as_text().map(str::to_owned);
        self.finish(node, weight, 0, text.as_deref())
    }

    /// Counts what anchors and aliases copy.
    fn copies(&mut self, weight: Weight, span: Span) -> Result<(), Refusal> {
        self.copied += weight.nodes;
        if self.copied > MAX_COPIED_NODES || self.open.len() + weight.depth > MAX_DEPTH {
            return Err(too_large(span, "the aliases of the file add too much"));
        }
        Ok(())
    }

    /// Puts a finished node where it belongs. `text` is what was written, if the node is no collection.
    fn finish(
        &mut self,
        node: Node,
        weight: Weight,
        anchor: usize,
        text: Option<&str>,
    ) -> Result<(), Refusal> {
        if anchor != 0 {
            self.copies(weight, node.span)?;
            self.anchors.insert(anchor, (node.clone(), weight));
        }
        let findings = &mut *self.findings;
        let Some(open) = self.open.last_mut() else {
            self.root = Some((node, weight));
            return Ok(());
        };
        open.weight.nodes += weight.nodes;
        open.weight.depth = open.weight.depth.max(weight.depth + 1);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, seen, key } => match std::mem::replace(key, Key::Awaited) {
                Key::Awaited => {
                    *key = usable_key(seen, &node, text, findings).map_or(Key::Unusable, Key::Read);
                }
                Key::Read(key) => entries.push(Entry { key, value: node }),
                Key::Unusable => {}
            },
        }
        Ok(())
    }
}

fn no_json(span: Span, text: &str) -> Refusal {
    broken(
        span,
        format!("the number `{text}` has no form in JSON"),
        "JSON has only finite numbers",
        "write a finite number, or text in quotes",
    )
}

/// The key as text, if it is one and new in its map.
fn usable_key(
    seen: &mut BTreeMap<String, Span>,
    node: &Node,
    text: Option<&str>,
    findings: &mut Findings,
) -> Option<Sourced<String>> {
    let Some(text) = text else {
        findings.push(
            Diagnostic::new(Code::WrongType, node.span, "a key has to be text")
                .label("this is a list or a map")
                .help("a value that begins with `{` or `[` needs quotes around it"),
        );
        return None;
    };
    if let Some(first) = seen.get(text) {
        findings.push(
            Diagnostic::new(
                Code::DuplicateKey,
                node.span,
                format!("the key `{text}` stands twice in this map"),
            )
            .label("the second one")
            .other(*first, "the first one")
            .help("keep one of them, or give one another name"),
        );
        return None;
    }
    seen.insert(text.to_owned(), node.span);
    Some(Sourced::new(text.to_owned(), node.span))
}

/// Takes in what a merge key (`<<`) brings: our own spec has none, others may.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    if !entries.iter().any(|entry| entry.key.value == "<<") {
        return entries;
    }
    let (merges, mut kept): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.key.value == "<<");
    for merge in merges {
        let sources = match &merge.value.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![&merge.value],
        };
        for entry in sources.into_iter().flat_map(Node::entries) {
            if !kept.iter().any(|own| own.key.value == entry.key.value) {
                kept.push(entry.clone());
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests;
