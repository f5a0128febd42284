//! How YAML is written in our files.

use crate::document::SchemaType;
use crate::learn::shape::Shape;

/// A key or a value that may stand in braces: in quotes if it needs them.
pub(in crate::learn) fn word(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-/. &".contains(&byte))
        && !text.ends_with(' ')
        && !text.contains(" &")
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A text in single quotes.
pub(in crate::learn) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text on a line of its own: in quotes if it needs them.
pub(in crate::learn) fn sentence(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,;-/()".contains(&byte))
        && !text.ends_with(' ');
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A list in brackets.
pub(in crate::learn) fn list(words: &[String]) -> String {
    format!("[{}]", words.join(", "))
}

/// A map in braces.
pub(in crate::learn) fn map(entries: &[(String, String)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// The value of `type`.
pub(in crate::learn) fn types(names: &[&str], null: bool) -> String {
    if let ([one], false) = (names, null) {
        return (*one).to_owned();
    }
    let mut words: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if null {
        words.push("'null'".to_owned());
    }
    list(&words)
}

/// When and how often something was seen.
pub(in crate::learn) fn observed(date: &str, samples: u64) -> (String, String) {
    ("x-observed".to_owned(), format!("{{ date: {}, samples: {samples} }}", quoted(date)))
}

/// The keywords that describe plain values; none for objects, lists of objects, and values of several kinds.
pub(in crate::learn) fn plain_keywords(shape: &Shape) -> Option<Vec<(String, String)>> {
    let kinds = shape.value_kinds();
    let [kind] = kinds.as_slice() else { return None };
    let mut entries = vec![("type".to_owned(), types(&[kind.as_str()], shape.has_null()))];
    match kind {
        SchemaType::Object => return None,
        SchemaType::Array => {
            let items = shape.items.as_deref().filter(|items| items.samples > 0)?;
            entries.push(("items".to_owned(), map(&plain_keywords(items)?)));
        }
        SchemaType::String => {
            if let Some(format) = shape.form().and_then(crate::learn::TextForm::format) {
                entries.push(("format".to_owned(), format.to_owned()));
            }
        }
        _ => {}
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::{quoted, types, word};

    #[test]
    fn what_yaml_could_mistake_stands_in_quotes() {
        for (text, written) in [
            ("REEL", "REEL"),
            ("Email Template", "Email Template"),
            ("Guides & Presentations", "'Guides & Presentations'"),
            ("no", "'no'"),
            ("12", "'12'"),
            ("a: b", "'a: b'"),
            ("it's", "'it''s'"),
        ] {
            assert_eq!(word(text), written);
        }
        assert_eq!(quoted("x"), "'x'");
    }

    #[test]
    fn null_is_the_last_type_and_quoted() {
        assert_eq!(types(&["string"], false), "string");
        assert_eq!(types(&["string"], true), "[string, 'null']");
        assert_eq!(types(&["integer", "string"], false), "[integer, string]");
    }
}
