//! Our own spec, judged by every rule.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use codegen::diagnostic::{TextStyle, to_text};
use codegen::load::MemorySource;
use codegen::{Profile, lint};
use support::{files_of, folder};

#[test]
fn our_own_spec_has_no_fault() {
    let files = files_of(&folder("../spec"), &["README.md"]);
    let linted = lint("openapi.yaml", &MemorySource::new(files), Profile::House);
    assert_eq!(to_text(&linted.sources, &linted.findings, TextStyle::Plain), "no errors, no warnings\n");
}
