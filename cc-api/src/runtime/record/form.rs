//! Texts of the same form: what can be learnt of a value without the value.

use super::super::catalogue::ScopeInfo;

/// The text with `0` for every digit and `x` for every letter, of whatever script. Everything else stays, and so do the
/// letters that make up a form: the `T` and `Z` of a moment, the `https` of an address.
pub(super) fn formed(text: &str) -> String {
    let is_moment = is_moment(text);
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme)).unwrap_or("");
    let mut out = String::with_capacity(text.len());
    out.push_str(scheme);
    for c in text.chars().skip(scheme.len()) {
        out.push(match c {
            'T' | 'Z' if is_moment => c,
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => '0',
            c => c,
        });
    }
    out
}

/// The same for what a refusal says, where the names of scopes stay: which one is missing is worth knowing.
pub(super) fn formed_but_scopes(text: &str, scopes: &[ScopeInfo]) -> String {
    let mut out = String::with_capacity(text.len());
    // Where the part begins that has no scope in it so far.
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        match scope_at(text, at, scopes) {
            Some(scope) => {
                out.push_str(&formed(text.get(start..at).unwrap_or("")));
                out.push_str(scope);
                at += scope.len();
                start = at;
            }
            None => at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }
    out.push_str(&formed(text.get(start..).unwrap_or("")));
    out
}

/// The scope whose name stands at this place, and does not go on.
fn scope_at(text: &str, at: usize, scopes: &[ScopeInfo]) -> Option<&'static str> {
    let (before, rest) = (text.get(..at)?, text.get(at..)?);
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':');
    if before.chars().next_back().is_some_and(|c| goes_on(c) || c == '.') {
        return None;
    }
    let stands = |scope: &&ScopeInfo| {
        rest.strip_prefix(scope.name).is_some_and(|after| !after.chars().next().is_some_and(goes_on))
    };
    scopes.iter().find(stands).map(|scope| scope.name)
}

/// Whether a text looks like one of the words of a list: `Reel`, `in progress`, `thumbs_up`.
pub(super) fn is_word(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b" _-/&.".contains(&b);
    text.len() <= 40 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(plain)
}

/// Whether a text looks like the name of a property.
pub(super) fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= 40
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.is_empty()
        && text.bytes().all(plain)
}

/// Whether a text is a day or a month: `2026-11-22`, `2026-11`.
pub(super) fn is_day(text: &str) -> bool {
    matches!(digits_as_zeros(text).as_str(), "0000-00-00" | "0000-00")
}

/// Whether a text is a moment: `2026-11-22T10:00:00.5Z`, with or without seconds and zone.
pub(super) fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else { return false };
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    is_day(day)
        && day.len() == 10
        && matches!(digits_as_zeros(time).as_str(), "00:00" | "00:00:00")
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && matches!(digits_as_zeros(zone).as_str(), "" | "Z" | "+00:00" | "-00:00" | "+0000" | "-0000")
}

fn digits_as_zeros(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{formed, formed_but_scopes, is_moment, is_name, is_word};
    use crate::runtime::catalogue::{Evidence, ScopeInfo};

    #[test]
    fn a_text_keeps_its_form_and_nothing_else() {
        for (text, form) in [
            ("", ""),
            ("2026-11-22T10:00:00Z", "0000-00-00T00:00:00Z"),
            ("2026-11-22T10:00:00.123+01:00", "0000-00-00T00:00:00.000+00:00"),
            ("2026-11-22", "0000-00-00"),
            ("https://a.b/c?d=1", "https://x.x/x?x=0"),
            ("http://127.0.0.1:8080/T", "http://000.0.0.0:0000/x"),
            ("HTTPS://a", "xxxxx://x"),
            ("jane.doe@example.com", "xxxx.xxx@xxxxxxx.xxx"),
            ("+1 (512) 555-0100", "+0 (000) 000-0000"),
            ("José 李 ٣½Ⅷ", "xxxx x 00x"),
            ("a\n\"b\"", "x\n\"x\""),
            ("5T5Z", "0x0x"),
        ] {
            assert_eq!(formed(text), form, "{text}");
        }
    }

    #[test]
    fn the_scope_that_a_refusal_names_stays() {
        let scope = |name| ScopeInfo { name, description: "", evidence: Evidence::Page };
        let scopes = [scope("content:read"), scope("ai:write")];
        for (text, form) in [
            ("Key lacks content:read.", "xxx xxxxx content:read."),
            ("'ai:write' or \"content:read\"", "'ai:write' xx \"content:read\""),
            ("content:reader, my.content:read", "xxxxxxx:xxxxxx, xx.xxxxxxx:xxxx"),
            ("äcontent:read", "xxxxxxxx:xxxx"),
            ("none", "xxxx"),
        ] {
            assert_eq!(formed_but_scopes(text, &scopes), form, "{text}");
        }
    }

    #[test]
    fn words_and_names_are_short_and_plain() {
        for word in ["Reel", "in progress", "thumbs_up", "Q&A", "a/b.c-d"] {
            assert!(is_word(word), "{word}");
        }
        for text in ["", "1st", "a@b", "Ümlaut", "a, b", "a:b", &"a".repeat(41)] {
            assert!(!is_word(text), "{text}");
        }
        assert!(is_name("contentType") && is_name("_id2"));
        for text in ["", "2x", "a-b", "a b", "ä", &"a".repeat(41)] {
            assert!(!is_name(text), "{text}");
        }
        assert!(!is_moment("2026-11-22Thursday") && !is_moment("2026-11T10:00"));
    }

    proptest! {
        #[test]
        fn no_letter_and_no_digit_outlives_it(text in "\\PC{0,60}") {
            let form = formed(&text);
            let rest = form.strip_prefix("https://").or(form.strip_prefix("http://")).unwrap_or(&form);
            let replaced = |c: char| !c.is_alphanumeric() || c == 'x' || c == '0';
            prop_assert!(rest.chars().all(|c| replaced(c) || (is_moment(&text) && "TZ".contains(c))), "{form}");
            prop_assert_eq!(form.chars().count(), text.chars().count());
        }
    }
}
