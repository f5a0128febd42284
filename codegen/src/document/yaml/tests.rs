//! The traps of YAML, one after another.

use std::fmt::Write as _;

use super::parse;
use crate::Profile;
use crate::diagnostic::{Code, Findings};
use crate::document::Value;
use crate::source::SourceMap;

/// The tree as JSON and the codes of the findings.
fn read(text: &str) -> (Option<String>, Vec<Code>) {
    let mut sources = SourceMap::default();
    let id = sources.add("a.yaml", text);
    let mut findings = Findings::new(Profile::House);
    let node = parse(id, sources.file(id).unwrap(), &mut findings);
    (node.map(|node| node.to_json().to_string()), findings.sorted().iter().map(|one| one.code).collect())
}

#[test]
fn documents_are_what_yaml_1_2_says() {
    for (text, json) in [
        ("200: ok", r#"{"200":"ok"}"#),
        ("2026-11-23: x", r#"{"2026-11-23":"x"}"#),
        ("{\"a\": [1, -2, null]}", r#"{"a":[1,-2,null]}"#),
        ("b: 1\na: 2", r#"{"b":1,"a":2}"#),
        ("a: &x [1]\nb: *x", r#"{"a":[1],"b":[1]}"#),
        ("a: &x { k: 1 }\nb: { <<: *x, l: 2 }", r#"{"a":{"k":1},"b":{"l":2,"k":1}}"#),
        ("a: !!str 1", r#"{"a":"1"}"#),
        ("\u{feff}a: 1", r#"{"a":1}"#),
        ("", "null"),
        ("# nothing", "null"),
    ] {
        assert_eq!(read(text), (Some(json.to_owned()), vec![]), "{text}");
    }
}

#[test]
fn broken_files_are_refused_with_one_finding() {
    for text in
        ["a: [1", "a: 1\n b: 2", "a: 'x", "a: .nan", "---\na: 1\n---\nb: 1", "a: *x", "\0", "a: &x [*x]"]
    {
        let (tree, codes) = read(text);
        assert_eq!(tree, None, "{text}");
        assert_eq!(codes, [Code::YamlSyntax], "{text}");
    }
}

#[test]
fn deep_and_multiplying_documents_are_refused() {
    let deep = format!("{}{}", "[".repeat(150), "]".repeat(150));
    assert_eq!(read(&deep).1, [Code::TooLarge]);
    let block: Vec<_> = (0..150).map(|level| format!("{}a:", " ".repeat(level))).collect();
    assert_eq!(read(&block.join("\n")).1, [Code::TooLarge]);
    let mut laughs = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let alias = format!("*l{},", level - 1).repeat(10);
        writeln!(laughs, "l{level}: &l{level} [{alias}]").unwrap();
    }
    assert_eq!(read(&laughs).1, [Code::TooLarge]);
}

#[test]
fn every_repeated_key_is_named_and_the_first_is_kept() {
    let (tree, codes) = read("a: 1\na: 2\nb: { c: 1, c: 2 }\n[d]: 1");
    assert_eq!(tree.as_deref(), Some(r#"{"a":1,"b":{"c":1}}"#));
    assert_eq!(codes, [Code::DuplicateKey, Code::DuplicateKey, Code::WrongType]);
}

#[test]
fn places_are_bytes_and_cover_whole_collections() {
    let text = "ü: { a: 1, b: [x] } # c\nlist:\n  - é\n  - last\nend: 1\n";
    let mut sources = SourceMap::default();
    let id = sources.add("a.yaml", text);
    let tree = parse(id, sources.file(id).unwrap(), &mut Findings::new(Profile::House)).unwrap();
    let slice = |key: &str| {
        let span = tree.get(key).unwrap().span;
        &text[span.start as usize..span.end as usize]
    };
    assert_eq!(slice("ü"), "{ a: 1, b: [x] }");
    assert_eq!(slice("list"), "- é\n  - last");
    assert!(matches!(tree.get("end").unwrap().value, Value::Number(_)));
}
