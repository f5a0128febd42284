//! The compiler's reader: any text is a document with findings, never a panic and never the end of the stack.
//!
//! Zero bytes separate the document from the files beside it: `schemas.yaml`, to which it may refer, and its workflows.

use codegen::diagnostic::{TextStyle, to_json, to_text};
use codegen::load::MemorySource;
use codegen::{Profile, lint};

/// Checks a document for both kinds of owners.
pub fn run(data: &[u8]) {
    let texts = data.splitn(3, |byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned());
    let files =
        MemorySource::new(["openapi.yaml", "schemas.yaml", "workflows.arazzo.yaml"].into_iter().zip(texts));
    for profile in [Profile::House, Profile::General] {
        let linted = lint("openapi.yaml", &files, profile);
        // What can't be compiled is said; silence means that there is a model.
        assert!(linted.model.is_some() || linted.findings.has_errors(), "neither a model nor an error");
        assert!(!to_text(&linted.sources, &linted.findings, TextStyle::Plain).is_empty());
        let json = to_json(&linted.sources, &linted.findings);
        assert!(json.parse::<serde_json::Value>().is_ok(), "the findings are no JSON: {json}");
    }
}
