//! The second look at JSON text: it ends on any bytes, and sees what `serde_json` sees where that reads them.

use cc_api::internal::Value;
use cc_api::internal::doors::{locate, rows};

/// Looks at a text as a page, and for the values at some of its offsets.
pub fn run(data: &[u8]) {
    let step = data.len() / 16 + 1;
    for offset in (0..=data.len() + 1).step_by(step) {
        let (path, found) = locate(data, offset);
        assert!(path.starts_with('$') && !found.is_empty(), "{path:?}");
        assert!(path.len() <= 100 * (data.len() + 1), "a path of {} bytes", path.len());
    }
    let seen = rows(data, "results");
    assert!(seen.len() <= data.len(), "{} rows in {} bytes", seen.len(), data.len());
    let text = std::str::from_utf8(data).unwrap_or("");
    if let Ok(page) = text.trim_start_matches('\u{feff}').parse() {
        compare(text, &page, &seen);
    }
}

/// The rows of a text that is JSON are those of its value.
fn compare(text: &str, page: &Value, seen: &[(Option<u64>, u64)]) {
    // A name that is escaped or there twice is read in one way by the one and in another by the other.
    if text.contains('\\') || text.matches("\"results\"").count() > 1 || text.matches("\"id\"").count() > 1 {
        return;
    }
    let Some(items) = page.get("results").and_then(Value::as_array) else { return };
    assert_eq!(seen.len(), items.len(), "the rows of {text}");
    for ((id, _), item) in seen.iter().zip(items) {
        let has_id = item.get("id").is_some_and(|id| !id.is_null() && id != "");
        assert_eq!(id.is_some(), has_id, "the id of {item} in {text}");
    }
}
