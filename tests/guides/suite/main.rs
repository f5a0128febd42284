//! Every example in the guides is one that something checks.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod called;
mod calls;
mod spec;

use std::path::{Path, PathBuf};

use codegen::site::{Block, code_blocks};

/// The folder of the guides.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// The guides: their paths from that folder, and their texts.
fn guides() -> Vec<(String, String)> {
    let list = |below: &str| {
        let entries = std::fs::read_dir(folder().join(below)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"))
            .map(|name| format!("{below}{name}"))
            .collect::<Vec<_>>()
    };
    let paths = [list(""), list("guides/")].concat();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(folder().join(path)).unwrap()))
        .collect()
}

fn each_block(mut check: impl FnMut(&str, &Block)) {
    for (path, text) in guides() {
        for block in code_blocks(&text) {
            check(&path, &block);
        }
    }
}

#[test]
fn every_example_is_in_a_language_that_something_checks() {
    each_block(|path, block| {
        let language = block.language.as_str();
        // The tests of `cargo xtask ci --only languages` hold these against what the step runs.
        let of_step =
            path == "guides/other-languages.md" && ["sh", "python", "typescript"].contains(&language);
        let checked = of_step || ["rust", "console", "json"].contains(&language);
        assert!(checked, "docs/{path}:{}: nothing checks `{}`", block.line, block.language);
    });
}

#[test]
fn every_guide_with_rust_in_it_is_compiled() {
    let compiled = include_str!("../lib.rs");
    each_block(|path, block| {
        let line = format!("include_str!(\"../../docs/{path}\")");
        assert!(
            block.language != "rust" || compiled.contains(&line),
            "docs/{path}: tests/guides/lib.rs lacks it"
        );
    });
}

#[test]
fn json_is_json() {
    each_block(|path, block| {
        let is_wrong =
            block.language == "json" && serde_json::from_str::<serde_json::Value>(&block.text).is_err();
        assert!(!is_wrong, "docs/{path}:{}: no JSON", block.line);
    });
}

#[test]
fn console_examples_begin_with_a_command() {
    each_block(|path, block| {
        let is_wrong = block.language == "console" && !block.text.starts_with("$ ");
        assert!(!is_wrong, "docs/{path}:{}: begins without `$ `", block.line);
    });
}

#[test]
fn the_guide_to_zapier_names_every_step_with_the_scopes_that_it_needs() {
    let read = |path: &str| std::fs::read_to_string(folder().join("..").join(path)).unwrap();
    let rows = |text: &str| -> Vec<Vec<String>> {
        let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        rows.map(|row| row.split(" | ").map(str::to_owned).collect()).collect()
    };
    let written = read("dist/zapier/README.md");
    let (written, _) = written.split_once("## Hidden").unwrap();
    let guide = rows(&read("docs/guides/zapier.md"));
    let steps: Vec<_> = rows(written)
        .into_iter()
        .filter(|row| row.len() == 4 && !["step", "---"].contains(&row[0].as_str()))
        .collect();
    assert_eq!(steps.len(), 8 + 4 + 10, "the guide says how many there are");
    for step in steps {
        let named = guide.iter().find(|row| row[0].split(", ").any(|name| name == step[0]));
        assert_eq!(named.map(|row| &row[1]), Some(&step[3]), "{}", step[0]);
    }
}
