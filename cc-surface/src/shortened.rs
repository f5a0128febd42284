//! Texts that are cut where they get long.

use serde_json::Value;

/// The longest address that stays whole.
const LONGEST_ADDRESS: usize = 2_000;

/// The value with texts of at most so many characters; a cut text says how long it was. Half an address leads nowhere, so
/// addresses stay whole.
pub fn shortened(value: Value, longest: usize) -> Value {
    match value {
        Value::String(text) if is_address(&text) => Value::String(text),
        Value::String(text) => match text.char_indices().nth(longest) {
            Some((end, _)) => {
                format!("{}… (cut, {} characters in all)", &text[..end], text.chars().count()).into()
            }
            None => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(|item| shortened(item, longest)).collect(),
        Value::Object(object) => {
            object.into_iter().map(|(name, value)| (name, shortened(value, longest))).collect()
        }
        other => other,
    }
}

fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && text.len() <= LONGEST_ADDRESS && !text.contains(char::is_whitespace)
}
