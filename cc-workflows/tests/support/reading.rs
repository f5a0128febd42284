//! Reads a page as a person does: the texts of the HTML, and the fragments of a terminal's lines.

use std::collections::BTreeSet;

/// Attributes that a person, or a screen reader, gets to read or to follow.
const READ: [&str; 4] = ["aria-label=\"", "href=\"", "alt=\"", "title=\""];

/// Every text between tags and in attributes that are read, unescaped.
pub(crate) fn html_texts(html: &str) -> Vec<String> {
    let mut texts = BTreeSet::new();
    let (_, body) = html.split_once("<body>").unwrap();
    for part in body.split('<') {
        let Some((tag, text)) = part.split_once('>') else { continue };
        texts.insert(unescaped(text.trim()));
        for attribute in READ {
            if let Some((_, value)) = tag.split_once(attribute) {
                texts.insert(unescaped(value.split('"').next().unwrap_or_default()));
            }
        }
    }
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What stands in a terminal's lines, without rules, marks, charts and the blanks between columns.
pub(crate) fn text_fragments(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim_end_matches(['─', ' ']).trim_start());
    let lines =
        lines.map(|line| line.trim_start_matches("• ").trim_start_matches("! ").trim_start_matches("→ "));
    let fragments = lines.flat_map(|line| line.split("  ")).map(str::trim);
    fragments.filter(|fragment| !fragment.is_empty() && !is_chart(fragment)).map(str::to_owned).collect()
}

/// Every word, whatever line it is on.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split_whitespace().filter(|word| !is_chart(word) && !word.starts_with('─'));
    words.map(|word| word.trim_end_matches(':').to_owned()).collect()
}

fn is_chart(text: &str) -> bool {
    text.chars().all(|c| "▁▂▃▄▅▆▇█·".contains(c))
}
