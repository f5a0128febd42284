//! Text of the server as a terminal may show it.

use std::borrow::Cow;

/// The text without what would move the cursor, change the colours or turn the direction of writing: control characters
/// but for the end of a line and the tabulator, and the marks that reorder what is read.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_plain(c) { c } else { '\u{FFFD}' }).collect())
}

fn is_plain(c: char) -> bool {
    let reorders =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c == '\n' || c == '\t' || !(c.is_control() || reorders)
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn nothing_reaches_the_terminal_that_it_would_obey() {
        assert_eq!(printable("a\u{1b}]0;x\u{7}\u{1b}[2J\u{202e}b\r"), "a�]0;x��[2J�b�");
        assert_eq!(printable("two\nlines\twith ümlauts ☕"), "two\nlines\twith ümlauts ☕");
    }
}
