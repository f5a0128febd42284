//! The order of keys and the files that things stand in decide nothing.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use codegen::diagnostic::{Binding, TextStyle, to_text};
use codegen::document::{Node, Value};
use codegen::load::MemorySource;
use codegen::{Linted, Options, Profile, Target, generate, lint};
use support::{Files, files_of, folder};

/// Another order of keys, the same in every run and on every machine.
enum Order {
    /// Backwards: no two keys keep their order, not even where there are only two.
    Backwards,
    /// Mixed by numbers that follow from the one here.
    Mixed(u64),
}

impl Order {
    fn arrange(&mut self, parts: &mut [String]) {
        let Self::Mixed(state) = self else { return parts.reverse() };
        for end in (1..parts.len()).rev() {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            parts.swap(end, usize::try_from((*state >> 33) % (end as u64 + 1)).unwrap());
        }
    }
}

/// The node as JSON, the keys of every map in another order.
fn shuffled(node: &Node, order: &mut Order) -> String {
    match &node.value {
        Value::Map(entries) => {
            let mut parts: Vec<_> = entries
                .iter()
                .map(|entry| {
                    format!("{}: {}", serde_json::json!(entry.key.value), shuffled(&entry.value, order))
                })
                .collect();
            order.arrange(&mut parts);
            format!("{{ {} }}", parts.join(",\n"))
        }
        Value::List(items) => {
            let parts: Vec<_> = items.iter().map(|item| shuffled(item, order)).collect();
            format!("[ {} ]", parts.join(",\n"))
        }
        _ => node.to_json().to_string(),
    }
}

/// Every file with its keys in another order.
fn shuffled_files(linted: &Linted, files: &Files, mut order: Order) -> Files {
    let mut shuffled_files = files.clone();
    for tree in &linted.document.as_ref().unwrap().trees {
        shuffled_files.insert(tree.path.clone(), shuffled(&tree.root, &mut order));
    }
    shuffled_files
}

/// What is said, less where, and less what is about form: that is lost when a file is written anew.
fn said(linted: &Linted) -> Vec<String> {
    let mut said: Vec<_> = linted
        .findings
        .sorted()
        .iter()
        .filter(|finding| finding.code.rule().binding != Binding::Form)
        .map(|finding| format!("{} {}", finding.code, finding.message))
        .collect();
    said.sort();
    said
}

fn run(files: &Files) -> Linted {
    lint("openapi.yaml", &MemorySource::new(files.clone()), Profile::House)
}

/// The documents to shuffle, by name.
fn documents() -> Vec<(String, Files)> {
    let mut documents = vec![
        (String::from("base"), files_of(&folder("tests/cases/fail/base"), &[])),
        (String::from("spec"), files_of(&folder("../spec"), &["README.md"])),
    ];
    for cases in ["tests/cases/foreign", "tests/cases/pass"] {
        for entry in std::fs::read_dir(folder(cases)).unwrap() {
            let path = entry.unwrap().path();
            documents.push((path.display().to_string(), files_of(&path, &["generated.snap"])));
        }
    }
    documents
}

#[test]
fn the_order_of_keys_changes_no_finding() {
    for (name, files) in documents() {
        let straight = run(&files);
        for order in [Order::Backwards, Order::Mixed(1)] {
            let other = run(&shuffled_files(&straight, &files, order));
            let text = to_text(&other.sources, &other.findings, TextStyle::Plain);
            assert_eq!(said(&straight), said(&other), "{name}\n{text}");
        }
    }
}

/// Everything that is generated, one file after another.
fn generated(files: &Files) -> Result<Files, String> {
    let options = Options { profile: Profile::General, target: Target::ClientModules };
    let generated = generate("openapi.yaml", &MemorySource::new(files.clone()), &options);
    let text = to_text(&generated.sources, &generated.findings, TextStyle::Plain);
    let files = generated.files.ok_or(text)?;
    // The bundle keeps the order in which a person wrote the document; so do the fields that Zapier shows to people.
    let steps = ["triggers", "searches", "creates"].map(|kind| format!("dist/zapier/{kind}/"));
    let in_written_order =
        |path: &str| path.ends_with("openapi.json") || steps.iter().any(|folder| path.starts_with(folder));
    let written = files.iter().filter(|(path, _)| !in_written_order(path));
    Ok(written.map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
}

#[test]
fn the_order_of_keys_changes_no_generated_byte() {
    for (name, files) in documents() {
        let straight = generated(&files).unwrap_or_else(|text| panic!("{name}\n{text}"));
        let backwards = shuffled_files(&run(&files), &files, Order::Backwards);
        let other = generated(&backwards).unwrap_or_else(|text| panic!("{name}\n{text}"));
        assert_eq!(straight.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{name}");
        let differing: Vec<_> =
            straight.iter().filter(|(path, text)| **text != other[*path]).map(|(path, _)| path).collect();
        assert!(differing.is_empty(), "{name}: these differ: {differing:?}");
    }
}
