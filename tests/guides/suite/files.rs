//! The calls that the site shows in Rust are on file below `tests/guides/calls`. What is on file is compiled by the other
//! tests of this crate; these can write it even where it does not compile.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod spec;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::site::{Input, snippet};
use spec::{input, linted, workspace};

/// The files: a module a group, a function an operation.
fn files(input: &Input<'_>) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for operation in &input.model.operations {
        let file = files.entry(format!("{}.rs", operation.tag)).or_insert_with(|| {
            format!(
                "//! The calls of `{}` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.\n\n\
                 use cc_api::Client;\n\nuse crate::called::Done;\n",
                operation.tag
            )
        });
        let call = snippet::snippets(operation, input).rust.replace('\n', "\n    ");
        write!(
            file,
            "\npub(crate) async fn {}(client: &Client) -> Done {{\n    {call}\n    Ok(())\n}}\n",
            operation.id
        )
        .unwrap();
    }
    files
}

#[test]
fn what_the_site_shows_is_what_is_compiled() {
    let linted = linted();
    let folder = workspace().join("tests/guides/calls");
    for (name, text) in files(&input(&linted)) {
        let path = folder.join(&name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let on_file = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            on_file, text,
            "{name}: BLESS=1 cargo test -p cc-guides --test files, and read the difference"
        );
    }
}
