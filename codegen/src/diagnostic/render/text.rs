//! The text that people read: the form is that of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::super::{Diagnostic, Findings, Severity};
use super::count_line;
use crate::source::{FileId, SourceFile, SourceMap, Span};

/// How the text is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStyle {
    /// Characters only: for files, pipes and snapshots.
    Plain,
    /// With the colours of a terminal.
    Coloured,
}

/// Writes all findings, each with its source line, then the number of them.
pub fn to_text(sources: &SourceMap, findings: &Findings, style: TextStyle) -> String {
    let renderer = match style {
        TextStyle::Plain => Renderer::plain(),
        TextStyle::Coloured => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in findings.sorted() {
        text.push_str(&renderer.render(&[group(sources, diagnostic)]));
        text.push_str("\n\n");
    }
    text.push_str(&count_line(findings));
    text.push('\n');
    text
}

fn group<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.to_string());
    let mut group = Group::with_title(title).elements(snippets(sources, diagnostic));
    if !diagnostic.why.is_empty() {
        group = group.element(Level::NOTE.message(diagnostic.why.as_str()));
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.help.as_str()));
    }
    group
}

/// One snippet a file: the main place's first, with the second places of the same file in it.
fn snippets<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic) -> Vec<Snippet<'a, Annotation<'a>>> {
    let main = (diagnostic.span, diagnostic.label.as_str());
    let others = diagnostic.others.iter().map(|other| (other.span, other.text.as_str()));
    let places: Vec<_> = std::iter::once(main).chain(others).collect();
    let mut files = Vec::new();
    for (span, _) in &places {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    files.into_iter().filter_map(|id| Some(snippet(id, sources.file(id)?, &places))).collect()
}

/// The lines of a file from the first place in it to the last. The first of all places is the main one.
fn snippet<'a>(id: FileId, file: &'a SourceFile, places: &[(Span, &'a str)]) -> Snippet<'a, Annotation<'a>> {
    let text = file.text();
    let ranges: Vec<_> = places.iter().map(|(span, _)| shown(file, *span)).collect();
    let here = || places.iter().zip(&ranges).filter(|((span, _), _)| span.file == id).map(|(_, range)| range);
    let first = here().map(|range| range.start).min().unwrap_or(0);
    let last = here().map(|range| range.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let line = text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut snippet = Snippet::source(&text[start..end]).path(file.path()).line_start(line).fold(true);
    for (index, ((span, label), range)) in places.iter().zip(&ranges).enumerate() {
        if span.file == id {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(range.start - start..range.end - start).label(*label));
        }
    }
    snippet
}

/// The bytes to underline: on character borders, within the file, and of a long statement only the first line.
fn shown(file: &SourceFile, span: Span) -> std::ops::Range<usize> {
    let text = file.text();
    let start = border(text, span.start as usize);
    let end = border(text, span.end as usize).max(start);
    let first_line = text[start..end].lines().next().unwrap_or("");
    start..start + first_line.trim_end().len()
}

/// The nearest border between characters at or before a byte.
fn border(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
