//! Text that came from elsewhere, made fit to be shown.
//!
//! Servers echo what they are sent, so any text of theirs may hold a key; and it may hold characters that move
//! a terminal's cursor or turn the direction of writing. What is shown is one line of at most 200 characters.

use std::borrow::Cow;

use super::super::words::split_at_word;

/// How much of a server's text is shown.
const SHOWN: usize = 200;

/// One line of a server's text: cut, without control and direction characters, without credentials.
pub(crate) fn cleaned(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        if !c.is_whitespace() && is_plain(c) {
            line.push(c);
        } else if c.is_whitespace() && !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    let line = redacted(line.trim_end());
    let mut shown = String::with_capacity(line.len());
    for (count, c) in line.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}

fn is_plain(c: char) -> bool {
    let directs = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}');
    !c.is_control() && !directs
}

/// The text with everything blacked out that looks like a credential: `cc_…` and what follows `Bearer`.
pub(crate) fn redacted(text: &str) -> Cow<'_, str> {
    if split_at_word(text, "cc_").is_none() && !contains_ignoring_case(text, "bearer") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut after_bearer = false;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.bytes().position(|b| !is_token(b)).unwrap_or(rest.len());
        if end == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            out.push(c);
            after_bearer &= c == ' ' || c == ':';
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            continue;
        }
        let (token, tail) = rest.split_at(end);
        match split_at_word(token, "cc_") {
            _ if after_bearer => out.push_str("****"),
            Some((before, key)) if key.len() > 3 => {
                out.push_str(before);
                out.push_str("cc_****");
            }
            _ => out.push_str(token),
        }
        after_bearer = token.eq_ignore_ascii_case("bearer");
        rest = tail;
    }
    Cow::Owned(out)
}

/// The characters that tokens and keys are made of.
fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=')
}

fn contains_ignoring_case(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{cleaned, redacted};

    #[test]
    fn credentials_are_blacked_out_wherever_they_stand() {
        for (text, shown) in [
            ("bad key cc_CANARY_7f3a9d!", "bad key cc_****!"),
            ("Authorization: Bearer eyJhbGciOi.x.y, ok", "Authorization: Bearer ****, ok"),
            ("bearer: eyJhbGciOi.x.y", "bearer: ****"),
            ("url?k=cc_CANARY_7f3a9d&x=1", "url?k=cc_****&x=1"),
            ("keys begin with cc_", "keys begin with cc_"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(redacted(text), shown);
        }
    }

    #[test]
    fn text_of_a_server_is_one_plain_line() {
        assert_eq!(cleaned("\u{1b}]0;x\u{7}\u{1b}[2J\u{202e} a\r\n\tb "), "]0;x[2J a b");
        assert_eq!(cleaned(&"x".repeat(300)).chars().count(), 201);
    }
}
