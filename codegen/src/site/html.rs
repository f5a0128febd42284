//! Pieces of HTML that several kinds of pages are made of.

use std::fmt::Write as _;

use crate::model::Evidence;

/// A text as HTML shows it, in elements and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// A word of a program.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Several lines of a program. The keyboard can scroll what is wider than the page.
pub(super) fn block(text: &str, language: &str) -> String {
    let text = escape(text.trim_end_matches('\n'));
    format!("<pre tabindex=\"0\"><code class=\"language-{}\">{text}</code></pre>\n", escape(language))
}

/// A link; what it is called is HTML already.
pub(super) fn link(to: &str, label: &str) -> String {
    format!("<a href=\"{}\">{label}</a>", escape(to))
}

/// How a statement is known, as a badge.
pub(super) fn mark(evidence: Evidence) -> String {
    let word = evidence.as_str();
    format!("<span class=\"mark {word}\">{word}</span>")
}

/// What a mark means.
pub(super) fn meaning(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Page => "The vendor's public page says so.",
        Evidence::Guide => "The vendor's older guide says so; where the two disagree, the page holds.",
        Evidence::Observed => "It was seen in traffic.",
        Evidence::Connector => "The vendor's own connector works that way: a strong hint, no proof.",
        Evidence::Inferred => "Nobody documented it: a guess, kept optional.",
    }
}

/// A table; cells are HTML already. On a narrow screen each row becomes a card, in which cells bear the names of their
/// columns.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<table class=\"cards\">\n<thead><tr>");
    for head in heads {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(head));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (head, cell) in heads.iter().zip(row) {
            let empty = if cell.is_empty() { " class=\"empty\"" } else { "" };
            let _ = write!(html, "<td data-label=\"{}\"{empty}>{cell}</td>", escape(head));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
    html
}

/// A heading with an anchor.
pub(super) fn heading(level: u8, id: &str, label: &str) -> String {
    format!("<h{level} id=\"{}\">{label}</h{level}>\n", escape(id))
}

/// The anchor of a heading: `What a 403 says` gives `what-a-403-says`.
pub(super) fn anchor(text: &str) -> String {
    let mut anchor = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            anchor.extend(letter.to_lowercase());
        } else if !anchor.is_empty() && !anchor.ends_with('-') {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

/// `1 operation`, `117 operations`, `2,000 requests`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// `2,000`
pub(super) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Words that are letters, and so are written large.
const LETTERS: [&str; 6] = ["ai", "api", "csv", "id", "ip", "url"];

/// A name of the document as people read it: `ai_captions` gives `AI captions`.
pub(super) fn spoken(name: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        if LETTERS.contains(&word) {
            return word.to_uppercase();
        }
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if at == 0 => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    name.split('_').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(escape(r#"<a href="x">'&"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn anchors_are_made_of_letters_digits_and_single_hyphens() {
        for (text, expected) in
            [("What a `403` says", "what-a-403-says"), ("  GET /x ", "get-x"), ("get_posts", "get_posts")]
        {
            assert_eq!(anchor(text), expected);
        }
    }

    #[test]
    fn names_are_told_as_words() {
        for (name, words) in
            [("page_builder", "Page builder"), ("ai_captions", "AI captions"), ("api_keys", "API keys")]
        {
            assert_eq!(spoken(name), words);
        }
    }

    #[test]
    fn large_numbers_are_cut_into_thousands() {
        for (number, text) in [(0, "0"), (117, "117"), (2_000, "2,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(
            (count(1, "scope"), count(11, "scope")),
            (String::from("1 scope"), String::from("11 scopes"))
        );
    }
}
