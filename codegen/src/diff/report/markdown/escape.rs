//! Text of the document inside Markdown: it is shown as it is and does nothing.
//!
//! Code hosts look for people, issues and addresses in what they have rendered, so that writing `@` as a number is
//! not enough: a space without width follows it. Inside of code they do not look.

use std::fmt::Write as _;

/// A space that nobody sees, and that ends a name.
const NO_WIDTH: &str = "&#8203;";

/// Text that no Markdown can come of, that mentions nobody and links nothing.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        write_plain(letter, &mut out);
        let ends_a_link = match letter {
            '@' | '#' => true,
            ':' => letters.peek() == Some(&'/'),
            '-' => before.ends_with("gh"),
            '.' => before.ends_with("www"),
            _ => false,
        };
        if ends_a_link {
            out.push_str(NO_WIDTH);
        }
        before.push(letter.to_ascii_lowercase());
    }
    out
}

/// A message: what stands between two backticks is a name, and shown as code.
pub(super) fn told(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escaped(text);
    }
    let pieces = pieces.iter().enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { code(piece) } else { escaped(piece) }).collect()
}

/// A name as code. Inside, what has a meaning is escaped too.
pub(super) fn code(text: &str) -> String {
    let mut out = String::from("<code>");
    text.chars().for_each(|letter| write_plain(letter, &mut out));
    out.push_str("</code>");
    out
}

/// Names as code, with commas between.
pub(super) fn codes<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// Lines as a block of code that nothing in them closes.
pub(super) fn fence(language: &str, text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    format!("{marks}{language}\n{}\n{marks}\n", text.trim_end().replace('\r', " "))
}

/// What is shown on demand.
pub(super) fn fold(summary: &str, text: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{text}\n</details>\n")
}

/// The first letters of a text, with a sign that there are more.
pub(super) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

/// A letter; one with a meaning is written as a number, and one that ends the line is a space.
fn write_plain(letter: char, out: &mut String) {
    match letter {
        '&' | '<' | '>' | '@' | '#' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '\\' | '!' | '$' => {
            let _ = write!(out, "&#{};", u32::from(letter));
        }
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
        letter if letter.is_control() || is_direction(letter) => {}
        letter => out.push(letter),
    }
}

/// Letters that turn the direction of a line, so that it reads otherwise than it is.
fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{clipped, code, escaped, fence, told};

    #[test]
    fn text_of_the_document_does_nothing() {
        for (text, shown) in [
            ("ask @octocat", "ask &#64;&#8203;octocat"),
            ("see #123 and GH-123", "see &#35;&#8203;123 and GH-&#8203;123"),
            ("</code></details>", "&#60;/code&#62;&#60;/details&#62;"),
            ("a | b\n- c", "a &#124; b - c"),
            ("```\n# title", "&#96;&#96;&#96; &#35;&#8203; title"),
            ("![x](https://a.example)", "&#33;&#91;x&#93;(https:&#8203;//a.example)"),
            ("www.a.example", "www.&#8203;a.example"),
            ("$5 and $6", "&#36;5 and &#36;6"),
            ("left\u{202e}thgir", "leftthgir"),
            ("plain: words, and more.", "plain: words, and more."),
        ] {
            assert_eq!(escaped(text), shown, "{text}");
        }
        assert_eq!(told("`@a` is gone"), "<code>&#64;a</code> is gone");
        assert_eq!(told("one ` alone"), "one &#96; alone");
        assert_eq!(code("@a `b`\n</code>"), "<code>&#64;a &#96;b&#96; &#60;/code&#62;</code>");
    }

    #[test]
    fn a_block_of_code_is_closed_by_its_own_end_only() {
        let block = fence("yaml", "a: \"````\"\nb: 1\n");
        assert_eq!(block, "`````yaml\na: \"````\"\nb: 1\n`````\n");
        assert_eq!(fence("", "plain"), "```\nplain\n```\n");
    }

    #[test]
    fn a_long_text_says_that_it_goes_on() {
        assert_eq!((clipped("äöü", 2), clipped("äöü", 3)), (String::from("äö…"), String::from("äöü")));
    }
}
