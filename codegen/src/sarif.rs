//! What every SARIF 2.1.0 log of ours has in common: the log around the results, and paths as addresses.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// One log with one run of the tool of that name.
pub(crate) fn log(tool: &str, rules: &[Value], results: &[Value]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool,
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A path as a relative reference: what has a meaning in addresses is escaped.
pub(crate) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_is_written_as_an_address() {
        for (path, address) in
            [("spec/openapi.yaml", "spec/openapi.yaml"), ("a b/ä%.yaml", "a%20b/%C3%A4%25.yaml")]
        {
            assert_eq!(uri(path), address);
        }
    }
}
