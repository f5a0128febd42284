//! What is in a HAR file, read by other means than those of `learn`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// Shorter texts stand in reports by chance: `new`, `post`, `12`.
const TELLING: usize = 10;

/// A file that a browser has saved.
pub(super) struct Saved {
    /// How many entries it has.
    pub(super) entries: u64,
    /// How many of them went to another host.
    pub(super) other_hosts: u64,
    /// What makes it hard to read.
    pub(super) hurdles: BTreeSet<&'static str>,
    /// The texts in the answers of the API.
    pub(super) personal: BTreeSet<String>,
}

impl Saved {
    /// Reads a file whose API has this host.
    pub(super) fn read(file: &Path, host: &str) -> Result<Self> {
        let shown = file.display();
        let text = std::fs::read_to_string(file).with_context(|| format!("`{shown}` was not saved"))?;
        let har: Value = serde_json::from_str(&text).with_context(|| format!("`{shown}` is not JSON"))?;
        let mut saved =
            Self { entries: 0, other_hosts: 0, hurdles: BTreeSet::new(), personal: BTreeSet::new() };
        for entry in har["log"]["entries"].as_array().into_iter().flatten() {
            saved.take(entry, host, file);
        }
        Ok(saved)
    }

    fn take(&mut self, entry: &Value, host: &str, file: &Path) {
        self.entries += 1;
        let url = entry["request"]["url"].as_str().unwrap_or_default();
        let answer = &entry["response"];
        if !url.starts_with(&format!("http://{host}/")) {
            // A browser's own question to another host is no request of anybody's.
            self.other_hosts += u64::from(entry["request"]["method"] != "OPTIONS");
            self.hurdles.insert("another host");
            return;
        }
        let sent = entry["request"]["headers"].as_array().into_iter().flatten();
        let mut sent = sent.filter_map(|header| header["value"].as_str());
        let mut hurdle = |is_there: bool, what| {
            if is_there {
                self.hurdles.insert(what);
            }
        };
        hurdle(sent.any(|value| value.starts_with("Bearer ")), "a credential");
        hurdle(answer["status"] == 307, "a redirect");
        hurdle(answer["status"] == 304, "what had not changed");
        hurdle(entry["_fromCache"] == "disk", "what the browser had");
        let got = answer["headers"].as_array().into_iter().flatten();
        let mut got = got.filter(|header| {
            header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("content-encoding"))
        });
        hurdle(got.any(|header| header["value"] == "gzip"), "gzip");
        let is_of_the_api = url.contains("/api/");
        hurdle(is_of_the_api && answer["content"]["encoding"] == "base64", "base64");
        hurdle(is_of_the_api && answer["content"]["_file"].is_string(), "a body beside the file");
        if is_of_the_api && let Some(body) = body(&answer["content"], file) {
            texts(&body, &mut self.personal);
        }
    }
}

/// The body of an answer, if it is JSON.
fn body(content: &Value, file: &Path) -> Option<Value> {
    let bytes = match (content["text"].as_str(), content["_file"].as_str()) {
        (Some(text), _) if content["encoding"] == "base64" => STANDARD.decode(text).ok()?,
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(name)) => std::fs::read(file.with_file_name(name)).ok()?,
        (None, None) => return None,
    };
    serde_json::from_slice(&bytes).ok()
}

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.len() >= TELLING => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hard_about_a_file_is_seen() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/learn/fixtures/devtools.har");
        let saved = Saved::read(Path::new(file), "127.0.0.1:4010").unwrap();
        assert_eq!((saved.entries, saved.other_hosts), (11, 1));
        let hurdles: Vec<_> = saved.hurdles.into_iter().collect();
        assert_eq!(
            hurdles,
            [
                "a credential",
                "a redirect",
                "another host",
                "base64",
                "gzip",
                "what had not changed",
                "what the browser had"
            ]
        );
        assert!(saved.personal.contains("Canary Zoë Quill 🐤") && !saved.personal.contains("draft"));
    }
}
