//! Makes documentation; nothing else does.
//!
//! The document's texts are Markdown for readers of the API. Before they become rustdoc, brackets that are no
//! links, bare addresses and `<` are escaped, and long lines are folded; code is left alone.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{ApiModel, Evidence};

/// The widest line of documentation, without its slashes.
const WIDTH: usize = 98;

/// One attribute a line, for `quote!`.
pub(in crate::emit) fn doc_attrs(lines: &[String]) -> TokenStream {
    let attributes = lines.iter().map(|line| {
        let text = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #text])
    });
    quote!(#(#attributes)*)
}

/// A text of the document as lines of rustdoc.
pub(in crate::emit) fn doc_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in text.trim().lines() {
        let fence = line.trim_start().starts_with("```");
        if in_code || fence || !is_prose(line) {
            flush(&mut lines, &mut paragraph);
            let line = line.trim_end();
            lines.push(if in_code || fence { mark_fence(line, in_code) } else { escape(line) });
            in_code ^= fence;
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut lines, &mut paragraph);
    if in_code {
        lines.push(String::from("```"));
    }
    lines
}

/// A text on a single line, for places that have only one.
pub(in crate::emit) fn doc_line(text: &str) -> String {
    escape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text with how it is known behind it: `A post. (page)`.
pub(in crate::emit) fn marked(text: &str, evidence: Evidence, model: &ApiModel) -> String {
    if has_mark(evidence, model) { format!("{text} ({})", evidence.as_str()) } else { text.to_owned() }
}

/// How something is known, as a line of its own behind what a macro says about it.
pub(in crate::emit) fn mark_alone(evidence: Evidence, model: &ApiModel) -> Option<String> {
    has_mark(evidence, model).then(|| format!("({})", evidence.as_str()))
}

/// Whether it is said how a statement is known.
pub(in crate::emit) fn has_mark(evidence: Evidence, model: &ApiModel) -> bool {
    model.has_marks || evidence != Evidence::Page
}

/// Text of our own, folded but not escaped: it may contain links.
pub(in crate::emit) fn fold(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let full = !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH;
        if full && !starts_a_block(&word) {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

fn flush(lines: &mut Vec<String>, paragraph: &mut String) {
    lines.extend(fold(&escape(&std::mem::take(paragraph))));
}

/// Whether the line is part of a paragraph, and not a list, a table, a heading or a gap.
fn is_prose(line: &str) -> bool {
    let text = line.trim_start();
    let indented = line.len() - text.len() >= 2;
    !text.is_empty() && !indented && !starts_a_block(text) && !text.starts_with('|')
}

/// Whether Markdown would take the word for the start of a list, a quotation or a heading.
fn starts_a_block(word: &str) -> bool {
    let numbered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.starts_with(['-', '+', '*', '#', '>', '='])
        || (numbered.len() < word.len() && numbered.starts_with(['.', ')']))
}

/// Code of the document is no Rust: rustdoc must not compile it.
fn mark_fence(line: &str, in_code: bool) -> String {
    if !in_code && line.trim() == "```" { line.replace("```", "```text") } else { line.to_owned() }
}

/// The words of a text; what stands between backticks is one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if open => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        open ^= word.matches('`').count() % 2 == 1;
    }
    words
}

fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest),
            '[' => link(rest),
            '<' if rest.starts_with("<http") => rest.find('>').map(|end| end + 1),
            _ => None,
        };
        if let Some(length) = taken {
            out.push_str(rest.get(..length).unwrap_or(rest));
            rest = rest.get(length..).unwrap_or("");
        } else if let Some(length) = address(rest).filter(|_| !out.ends_with(|c: char| c.is_alphanumeric())) {
            out.extend(["<", rest.get(..length).unwrap_or(rest), ">"]);
            rest = rest.get(length..).unwrap_or("");
        } else {
            if matches!(c, '[' | ']' | '<') {
                out.push('\\');
            }
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    out
}

/// How long the code at the start of the text is, backticks included.
fn code_span(text: &str) -> Option<usize> {
    let fence = text.len() - text.trim_start_matches('`').len();
    let body = text.get(fence..)?;
    let end = body.find(text.get(..fence)?)?;
    Some(fence + end + fence)
}

/// How long the link at the start of the text is: `[words](https://…)`.
fn link(text: &str) -> Option<usize> {
    let middle = text.find("](http")?;
    let closed_before = text.find(']')? < middle;
    let end = text.get(middle..)?.find(')')?;
    (!closed_before).then_some(middle + end + 1)
}

/// How long the address at the start of the text is, without the punctuation after it.
fn address(text: &str) -> Option<usize> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]\"`".contains(c)).unwrap_or(text.len());
    Some(text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']).len())
}

#[cfg(test)]
mod tests {
    use super::{doc_line, doc_lines, fold};

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        for (text, expected) in [
            ("plain text", "plain text"),
            ("a [list] of", r"a \[list\] of"),
            ("see [the page](https://a.b/c) now", "see [the page](https://a.b/c) now"),
            ("at https://a.b/c.", "at <https://a.b/c>."),
            ("at <https://a.b/c>", "at <https://a.b/c>"),
            ("(https://a.b)", "(<https://a.b>)"),
            ("Vec<T> or `Vec<T>[0]`", r"Vec\<T> or `Vec<T>[0]`"),
            ("`https://a.b/{slug}` shows it", "`https://a.b/{slug}` shows it"),
            ("an open ` tick", "an open ` tick"),
        ] {
            assert_eq!(doc_line(text), expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_are_folded_and_lists_and_code_are_kept() {
        let text = format!("{} end\nof it.\n\n- one\n- two\n\n```\nlet [x]\n```", "word ".repeat(19).trim());
        assert_eq!(
            doc_lines(&text),
            [
                &format!("{}end", "word ".repeat(19)),
                "of it.",
                "",
                "- one",
                "- two",
                "",
                "```text",
                "let [x]",
                "```"
            ]
        );
    }

    #[test]
    fn code_and_marks_of_lists_are_not_put_at_the_start_of_a_line() {
        let text = format!("{}`a b` - c", "x".repeat(96) + " ");
        assert_eq!(fold(&text), ["x".repeat(96), String::from("`a b` - c")]);
        let text = format!("{} - c", "x".repeat(98));
        assert_eq!(fold(&text), [format!("{} - c", "x".repeat(98)).replace(" - c", " -"), String::from("c")]);
    }
}
