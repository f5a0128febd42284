//! The text that people read: the form is that of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::super::{Diagnostic, Findings, Severity};
use super::count_line;
use crate::source::{SourceFile, SourceMap, Span};

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
fn snippets<'a>(
    sources: &'a SourceMap,
    diagnostic: &'a Diagnostic,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files = vec![diagnostic.span.file];
    for other in &diagnostic.others {
        if !files.contains(&other.span.file) {
            files.push(other.span.file);
        }
    }
    files
        .into_iter()
        .filter_map(|id| {
            let file = sources.file(id)?;
            let mut snippet = Snippet::source(file.text()).path(file.path()).fold(true);
            if diagnostic.span.file == id {
                let main = AnnotationKind::Primary.span(shown(file, diagnostic.span));
                snippet = snippet.annotation(main.label(diagnostic.label.as_str()));
            }
            let others = diagnostic.others.iter().filter(|other| other.span.file == id);
            Some(snippet.annotations(others.map(|other| {
                AnnotationKind::Context.span(shown(file, other.span)).label(other.text.as_str())
            })))
        })
        .collect()
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
