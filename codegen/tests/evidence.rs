//! No item that is made from our own spec is without a word about how it is known.
//!
//! The generated sources are walked line by line: what declares an item has to have a mark in the documentation above it.
//! How many items of each kind there are is counted in the model, so that the walk can't pass one over in silence.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use std::collections::BTreeMap;

use codegen::emit::Target;
use codegen::load::MemorySource;
use codegen::model::{ApiModel, Evidence, Shape};
use codegen::{Generated, Options, Profile, generate};
use support::{files_of, folder};

const MARKS: [&str; 5] = ["(page)", "(guide)", "(observed)", "(connector)", "(inferred)"];

fn own() -> Generated {
    let files = files_of(&folder("../spec"), &["README.md"]);
    let options = Options { profile: Profile::House, target: Target::ClientModules };
    generate("openapi.yaml", &MemorySource::new(files), &options)
}

/// How many items of each kind the model has.
fn expected(model: &ApiModel) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::from([
        ("types", model.types.len()),
        ("fields", 0),
        ("values", 0),
        ("members", 0),
        ("setters", 0),
        ("methods", model.operations.len()),
        ("calls", model.operations.len()),
        ("entries", model.operations.len()),
        ("scopes", model.scopes.len()),
    ]);
    for ty in &model.types {
        let (kind, count) = match &ty.shape {
            Shape::Object { fields } => ("fields", fields.len()),
            Shape::OpenEnum { values } => ("values", values.len()),
            Shape::Union { members, .. } => ("members", members.len()),
            Shape::Id | Shape::Alias(_) => continue,
        };
        *counts.get_mut(kind).unwrap() += count;
    }
    let optional = |operation: &codegen::model::Operation| {
        operation.arguments.iter().filter(|argument| !argument.required).count()
    };
    *counts.get_mut("setters").unwrap() = model.operations.iter().map(optional).sum();
    counts
}

/// What a line of a generated file declares, if that is an item made from a statement of the document.
fn declared(file: &str, line: &str) -> Option<&'static str> {
    let text = line.trim_start();
    let row = text.len() < line.len() && text.ends_with(',');
    let (before, after) = text.split_once(' ').unwrap_or((text, ""));
    if file.ends_with("/catalogue.rs") {
        return (after.starts_with("= \"") && text.ends_with("\" {")).then_some("entries");
    }
    if file.ends_with("/operations.rs") {
        return match () {
            () if text.starts_with("pub fn ") => Some("methods"),
            () if text.starts_with("pub type ") => Some("calls"),
            () if row && before.contains('(') && text.contains("): ") => Some("setters"),
            () => None,
        };
    }
    if file.ends_with("scopes.rs") {
        return (after.starts_with("= \"") && text.ends_with('{')).then_some("scopes");
    }
    let presences = ["optional ", "required ", "patch "];
    match () {
        () if ["pub struct ", "pub enum ", "pub type "].iter().any(|head| text.starts_with(head)) => {
            Some("types")
        }
        () if row && before.ends_with(':') && presences.iter().any(|word| after.starts_with(word)) => {
            Some("fields")
        }
        () if row && before.ends_with(')') => Some("members"),
        () if row && after.starts_with("= \"") => Some("values"),
        () => None,
    }
}

#[test]
fn every_item_says_how_it_is_known() {
    let made = own();
    let model = made.model.unwrap();
    let (mut counts, mut silent) = (BTreeMap::new(), Vec::new());
    for (file, text) in made.files.unwrap().iter() {
        let is_module = file.ends_with("mod.rs") || file.ends_with("generated/catalogue.rs");
        if is_module || !file.starts_with("cc-api/") {
            continue;
        }
        let (mut docs, mut head) = (String::new(), "");
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let text = line.trim();
            if let Some(doc) = text.strip_prefix("///") {
                docs.push_str(doc);
                continue;
            }
            if text.starts_with("#[") || line.is_empty() {
                continue;
            }
            if let Some(kind) = declared(file, line) {
                *counts.entry(kind).or_insert(0) += 1;
                if kind == "types" {
                    head = text;
                }
                // The macro puts the word behind the name of a set behind each of its values.
                let by_head =
                    |mark: &&str| kind == "values" && head.contains(&mark.replace(['(', ')'], "\""));
                let known = docs.contains("The name is known by: ")
                    || MARKS.iter().any(|mark| docs.contains(mark) || by_head(mark));
                if !known {
                    silent.push(format!("{file}:{}: {text}", at + 1));
                }
            }
            docs.clear();
        }
    }
    assert!(silent.is_empty(), "without a mark:\n{}", silent.join("\n"));
    counts.entry("members").or_insert(0);
    assert_eq!(counts, expected(&model), "the walk has passed something over");
}

#[test]
fn every_entry_of_the_catalogue_carries_its_evidence_as_data() {
    let made = own();
    let model = made.model.unwrap();
    let files = made.files.unwrap();
    let entries: String = files
        .iter()
        .filter(|(file, _)| file.matches('/').count() == 4 && file.ends_with("/catalogue.rs"))
        .map(|(_, text)| text)
        .collect();
    let count = |what: &str| entries.matches(what).count();
    assert_eq!(count("tag: \""), model.operations.len());
    assert!(count("Answer {") > 100 && count("const REFUSED_") > 60);
    for what in ["Answer {", "Waiter {", "Refusal {"] {
        for part in entries.split(what).skip(1) {
            let end = part.find('}').unwrap();
            // A schema holds braces of its own, and what follows it stands behind it.
            let whole = part.find("r##").filter(|schema| *schema < end).map_or(end, |_| {
                part.find("may_be_empty").map_or(end, |at| at + part[at..].find('}').unwrap())
            });
            assert!(part[..whole].contains("evidence: "), "{what}{}", &part[..whole]);
        }
    }
    let root = files.iter().find(|(file, _)| file.ends_with("generated/catalogue.rs")).unwrap().1;
    let marks = root.split("marks {").nth(1).unwrap().split("workflows {").next().unwrap();
    for ty in model.types.iter().filter(|ty| ty.in_answers) {
        let row = format!("\"{}\" = r#\"{{\"\":\"{}\"", ty.name, ty.evidence.as_str());
        let is_guess = ty.evidence == Evidence::Inferred;
        assert!(is_guess || marks.contains(&row), "{row}");
    }
}
