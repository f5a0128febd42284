//! Small work on texts, not generic.
//!
//! `join`, `all` with a closure and searching by `&str` are compiled anew at each place that uses them, hundreds of
//! lines each; here they are compiled once.

/// Adds a part to a list, with what stands between two parts.
pub(crate) fn push_part(list: &mut String, between: &str, part: &str) {
    if !list.is_empty() {
        list.push_str(between);
    }
    list.push_str(part);
}

/// Whether all bytes of a text are of a kind.
pub(crate) fn all_bytes(text: &str, kind: fn(u8) -> bool) -> bool {
    text.bytes().all(kind)
}

/// Whether a text is digits alone, and some.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && all_bytes(text, |b| b.is_ascii_digit())
}

/// What stands before and after the first place of a word.
pub(crate) fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(word.len()).position(|window| window == word.as_bytes())?;
    Some((text.get(..at)?, text.get(at + word.len()..)?))
}

/// What stands before and after the last place of a word.
pub(crate) fn split_at_last_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let (mut before, mut after) = split_at_word(text, word)?;
    while let Some((more, rest)) = split_at_word(after, word) {
        before = text.get(..before.len() + word.len() + more.len())?;
        after = rest;
    }
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::{split_at_last_word, split_at_word};

    #[test]
    fn a_text_is_cut_at_the_first_or_last_place_of_a_word() {
        for (text, first, last) in [
            ("a, b, c", Some(("a", "b, c")), Some(("a, b", "c"))),
            (", ", Some(("", "")), Some(("", ""))),
            ("ä, ö", Some(("ä", "ö")), Some(("ä", "ö"))),
            ("a,b", None, None),
            ("", None, None),
        ] {
            assert_eq!((split_at_word(text, ", "), split_at_last_word(text, ", ")), (first, last), "{text}");
        }
    }
}
