//! How our own files are written: no anchors, quotes where older readers need them, braces for one line.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::SpecDocument;
use crate::document::yaml::{Mark, MarkKind, Quotes, marks};
use crate::source::{FileId, SourceFile, SourceMap, Span};

/// Longer lines are not read, they are scrolled.
const MAX_COLUMNS: usize = 120;

pub(crate) fn check(document: &SpecDocument, sources: &SourceMap, findings: &mut Findings) {
    for tree in document.trees.iter().filter(|tree| !is_json(&tree.path)) {
        let Some(file) = sources.file(tree.file) else { continue };
        for mark in marks(file.text()) {
            judge(tree.file, file, &mark, findings);
        }
    }
}

/// JSON is YAML too, but nobody chooses its braces and quotes.
fn is_json(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn judge(id: FileId, file: &SourceFile, mark: &Mark, findings: &mut Findings) {
    let span = Span { file: id, start: mark.start, end: mark.end };
    match &mark.kind {
        MarkKind::Anchor => anchor(span, "an anchor", findings),
        MarkKind::Alias => anchor(span, "an alias", findings),
        MarkKind::Tag => anchor(span, "a tag", findings),
        MarkKind::Flow => long_flow_line(file, span, findings),
        MarkKind::Scalar { text, quotes: Quotes::None, key, .. } if text == "<<" && *key => {
            anchor(span, "a merge key", findings);
        }
        MarkKind::Scalar { text, quotes, key, of, in_flow } => {
            if *quotes == Quotes::None {
                bare_word(text, *key, span, findings);
            }
            let is_text = matches!(of.as_deref(), Some("description" | "summary"));
            if is_text && *in_flow {
                bare_text(text, *quotes, span, findings);
            }
        }
    }
}

fn anchor(span: Span, what: &str, findings: &mut Findings) {
    findings.push(
        Diagnostic::new(Code::Anchor, span, format!("{what} stands here"))
            .label("YAML's own way to share")
            .help("give what is shared a name of its own, and refer to it by `$ref`"),
    );
}

fn long_flow_line(file: &SourceFile, span: Span, findings: &mut Findings) {
    let text = file.text();
    let (start, end) = (span.start as usize, span.end as usize);
    let flow = text.get(start..end).unwrap_or("");
    let finding = |span, message: String| {
        Diagnostic::new(Code::LongFlowLine, span, message)
            .label("too much for braces")
            .help("write it as a block: a line for each key or item")
    };
    if let Some(line_end) = flow.find('\n') {
        let first_line = Span { end: span.start + u32::try_from(line_end).unwrap_or(0), ..span };
        findings.push(finding(first_line, String::from("the braces go on over the next line")));
        return;
    }
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let columns = text[line_start..].lines().next().unwrap_or("").chars().count();
    if columns > MAX_COLUMNS {
        findings
            .push(finding(span, format!("a line in braces has {columns} columns, {MAX_COLUMNS} are enough")));
    }
}

fn bare_word(text: &str, key: bool, span: Span, findings: &mut Findings) {
    if key && is_status(text) {
        findings.push(
            Diagnostic::new(Code::BareStatus, span, format!("the status {text} has no quotes"))
                .label("a number")
                .help(format!("write '{text}'")),
        );
        return;
    }
    let Some(meaning) = older_meaning(text) else { return };
    findings.push(
        Diagnostic::new(Code::OldYamlWord, span, format!("`{text}` has no quotes"))
            .label(format!("older YAML reads {meaning}"))
            .help(format!("write '{text}' if it is text; `true`, `false` or `null` if it is not")),
    );
}

fn bare_text(text: &str, quotes: Quotes, span: Span, findings: &mut Findings) {
    let help = match quotes {
        Quotes::None => "put it in single quotes",
        Quotes::Double if !text.contains('\'') => {
            "double quotes are for text with an apostrophe: use single ones"
        }
        _ => return,
    };
    findings.push(
        Diagnostic::new(Code::BareText, span, "text in braces stands in single quotes")
            .label("this text")
            .help(help),
    );
}

fn is_status(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}

/// What YAML 1.1 takes a word for, if that is something else than YAML 1.2 does.
fn older_meaning(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "y" | "yes" | "on" => return Some("true"),
        "n" | "no" | "off" => return Some("false"),
        "true" | "false" if text != lower => return Some("a truth value"),
        "null" if text != lower => return Some("null"),
        _ => {}
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = text.get(..10).unwrap_or("").split('-').collect();
    if let [year, month, day] = parts[..]
        && year.len() == 4
        && digits(year)
        && digits(month)
        && digits(day)
    {
        return Some("a point in time");
    }
    if text.contains(':') && text.split(':').all(digits) {
        return Some("a number to the base 60");
    }
    if text.len() > 1 && text.starts_with('0') && digits(text) {
        return Some("a number to the base 8");
    }
    if text.contains('_') && digits(&text.replace('_', "")) {
        return Some("a number");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::older_meaning;

    #[test]
    fn words_that_changed_their_meaning_are_known() {
        for word in ["yes", "No", "ON", "off", "y", "True", "NULL", "2026-11-23", "12:30", "010", "1_000"] {
            assert!(older_meaning(word).is_some(), "{word}");
        }
        for word in
            ["true", "null", "~", "none", "2026", "0", "10", "content:read", "a_b", "v1_0", "1.10", "ü-ü-ü-ü"]
        {
            assert!(older_meaning(word).is_none(), "{word}");
        }
    }
}
