//! Every folder of `cases/chatgpt` shows one thing about the files for `ChatGPT`.
//!
//! The second line of a document says what is worth showing: JSON pointers into the document that was made, and names of
//! the other files.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod documents;
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use codegen::diagnostic::Severity;
use codegen::load::{FolderSource, MemorySource};
use codegen::{Options, Profile, Target, generate};
use documents::{Fixture, fixtures};
use serde_json::Value;
use support::{files_of, folder};

const DOCUMENT: &str = "dist/chatgpt/openapi.json";

fn made(fixture: &Fixture) -> codegen::fileset::FileSet {
    let options = Options { profile: Profile::General, target: Target::ClientModules };
    let made = generate("openapi.yaml", &FolderSource::new(&fixture.folder), &options);
    assert!(!made.findings.has_errors(), "{}: {:?}", fixture.name, made.findings.sorted());
    made.files.unwrap()
}

#[test]
fn every_feature_is_written_as_its_snapshot_says() {
    let fixtures = fixtures("chatgpt");
    assert!(fixtures.len() >= 7, "the folder of the cases has moved");
    for fixture in &fixtures {
        let files = made(fixture);
        let document: Value = serde_json::from_str(files.get(DOCUMENT).unwrap()).unwrap();
        let text = fixture.text("openapi.yaml");
        let shown = text.lines().nth(1).and_then(|line| line.strip_prefix("# snapshot: ")).unwrap();
        let text: String = shown
            .split_whitespace()
            .map(|wanted| match wanted.strip_prefix('/') {
                Some(_) => {
                    let part =
                        document.pointer(wanted).unwrap_or_else(|| panic!("{}: {wanted}", fixture.name));
                    format!("==> {wanted} <==\n{}\n", serde_json::to_string_pretty(part).unwrap())
                }
                None => {
                    format!("==> {wanted} <==\n{}\n", files.get(&format!("dist/chatgpt/{wanted}")).unwrap())
                }
            })
            .collect();
        assert!(text.lines().count() < 150, "{}: too long to be reviewed", fixture.name);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new(&fixture.folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("generated", text));
    }
}

/// What is made of our own document once its root is changed.
fn own(change: impl Fn(&str) -> String) -> codegen::Generated {
    let mut files = files_of(&folder("../spec"), &["README.md"]);
    let root = files.get_mut("openapi.yaml").unwrap();
    *root = change(root);
    let options = Options { profile: Profile::House, target: Target::ClientModules };
    generate("openapi.yaml", &MemorySource::new(files), &options)
}

/// Every value below a JSON value, itself among them.
fn walk<'v>(value: &'v Value, act: &mut dyn FnMut(&'v Value)) {
    act(value);
    match value {
        Value::Object(map) => map.values().for_each(|value| walk(value, act)),
        Value::Array(list) => list.iter().for_each(|value| walk(value, act)),
        _ => {}
    }
}

#[test]
fn our_own_document_keeps_every_limit_of_the_host() {
    let files = own(str::to_owned).files.unwrap();
    let text = files.get(DOCUMENT).unwrap();
    assert!(text.len() < 800_000);
    assert!(files.get("dist/chatgpt/instructions.md").unwrap().chars().count() <= 8_000);
    let document: Value = serde_json::from_str(text).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations: Vec<&Value> =
        paths.values().flat_map(|item| item.as_object().unwrap().values()).collect();
    assert!(operations.len() <= 30, "{} operations", operations.len());
    assert_eq!(operations[0]["operationId"], "get_weekly_dashboard");
    let length = |value: &Value| value.as_str().unwrap().chars().count();
    for operation in &operations {
        let id = &operation["operationId"];
        assert!(length(&operation["summary"]) + length(&operation["description"]) <= 300, "{id}");
        assert!(operation["x-openai-isConsequential"].is_boolean(), "{id}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(length(&parameter["description"]) <= 700, "{id} {parameter}");
            assert!(parameter["in"] == "query" || parameter["in"] == "path", "{id} {parameter}");
            assert_ne!(parameter["schema"]["type"], "array", "{id} {parameter}");
        }
    }
    walk(&document, &mut |value| {
        if value["type"] == "object" {
            assert!(value["properties"].is_object(), "{value}");
        }
        assert!(!value["type"].is_array(), "{value}");
        assert!(value.get("example").is_none() && value.get("examples").is_none(), "{value}");
    });
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    assert_eq!(schemes.len(), 1);
}

#[test]
fn what_the_host_would_refuse_is_not_written() {
    let longer =
        |text: &str| text.replacen("role: >-", &format!("role: >-\n      {}", "Much. ".repeat(1_500)), 1);
    let made = own(longer);
    assert!(made.files.is_none());
    let finding = made.findings.sorted()[0].clone();
    assert!(finding.message.starts_with("the instructions for ChatGPT have 1"), "{}", finding.message);
    assert_eq!(finding.code.to_string(), "S612");
}

/// Each type has sixty fields of the next one: written out, there would be 60 to the power of 4 of them.
#[test]
fn types_that_multiply_at_each_step_are_refused_before_they_fill_the_machine() {
    let fixtures = fixtures("chatgpt");
    let mut text = fixtures.iter().find(|one| one.name == "recursion").unwrap().text("openapi.yaml");
    text.truncate(text.find("    Comment:\n").unwrap());
    for (name, next) in [("Comment", "B"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "E")] {
        let fields: Vec<_> =
            (0..60).map(|field| format!("f{field}: {{ $ref: '#/components/schemas/{next}' }}")).collect();
        let _ = writeln!(text, "    {name}: {{ type: object, properties: {{ {} }} }}", fields.join(", "));
    }
    let options = Options { profile: Profile::General, target: Target::ClientModules };
    let files = BTreeMap::from([("openapi.yaml".to_owned(), text)]);
    let made = generate("openapi.yaml", &MemorySource::new(files), &options);
    let errors = made.findings.sorted().into_iter().filter(|one| one.severity == Severity::Error);
    let messages: Vec<_> = errors.map(|one| format!("{} {}", one.code, one.message)).collect();
    assert_eq!(messages, ["S612 the document for ChatGPT is endless; 800000 bytes are what it takes"]);
}

#[test]
fn a_document_without_marks_makes_no_files_for_the_host() {
    let fixture = &fixtures("pass")[0];
    assert!(made(fixture).iter().all(|(path, _)| !path.starts_with("dist/chatgpt")));
}
