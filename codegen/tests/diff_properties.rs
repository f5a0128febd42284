//! What holds for the comparison of any documents: those of the other tests, written in other ways and changed at
//! random.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::diff::{Finding, Rule};
use codegen::document::SpecDocument;
use codegen::load::MemorySource;
use codegen::{Profile, read};
use proptest::prelude::*;
use serde_json::{Map, Value};
use support::{Files, files_of, folder};

const AS_OF: &str = "2026-11-22";

/// A pair of documents in one file each.
struct Pair {
    name: String,
    sides: [Value; 2],
}

fn folders(below: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(below)).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// The cases of the comparison whose documents are a single file.
fn pairs() -> &'static [Pair] {
    static PAIRS: OnceLock<Vec<Pair>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let pair = |case: &PathBuf| {
            let side = |side| -> Option<Value> {
                let text = std::fs::read_to_string(case.join(format!("{side}.yaml"))).ok()?;
                serde_yaml::from_str(&text).ok()
            };
            let name = case.file_name()?.to_str()?.to_owned();
            Some(Pair { name, sides: [side("before")?, side("after")?] })
        };
        folders("tests/cases/diff").iter().filter_map(pair).collect()
    })
}

fn one_file(text: String) -> Files {
    [(String::from("openapi.yaml"), text)].into_iter().collect()
}

fn document(files: Files) -> Option<SpecDocument> {
    read("openapi.yaml", &MemorySource::new(files), Profile::General).document
}

fn compare(base: &SpecDocument, head: &SpecDocument) -> Vec<Finding> {
    codegen::diff::diff(base, head, AS_OF)
}

fn of(value: &Value) -> SpecDocument {
    document(one_file(value.to_string())).unwrap()
}

/// What was found, in a form that tells a failure.
fn texts(findings: &[Finding]) -> BTreeSet<String> {
    let text = |finding: &Finding| {
        let parts = (&finding.before, &finding.after);
        format!("{} {} {parts:?}: {}", finding.rule, finding.place, finding.message)
    };
    findings.iter().map(text).collect()
}

/// A value as JSON, which is YAML too, with the keys of every map in an order that the seed decides.
fn shuffled(value: &Value, seed: u64) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|(key, _)| mixed(seed, key));
            let lines: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}:\n {}", Value::from(key.as_str()), shuffled(value, seed)))
                .collect();
            format!("{{ {} }}", lines.join(" , "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shuffled(item, seed)).collect();
            format!("[{}]", items.join(",   "))
        }
        other => other.to_string(),
    }
}

fn mixed(seed: u64, text: &str) -> u64 {
    text.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29)
    })
}

/// Calls the function for every value, each map with the key that it stands under.
fn visit(value: &mut Value, key: &str, change: &mut impl FnMut(&mut Value, &str)) {
    change(value, key);
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(key, value)| visit(value, key, change)),
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, key, change)),
        _ => {}
    }
}

/// Moves some of the schemas into a file of their own, under their names.
fn split(root: &Value, seed: u64) -> Files {
    let mut root = root.clone();
    let used = root.to_string();
    let pointer = |name: &str| format!("#/components/schemas/{name}");
    let schemas = root.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    let leaves =
        |name: &str| used.contains(&format!("\"{}\"", pointer(name))) && !mixed(seed, name).is_multiple_of(3);
    let moved: Vec<String> = schemas.keys().filter(|name| leaves(name)).cloned().collect();
    let lead = |value: &mut Value, to_moved: &str, to_root: &str| {
        visit(value, "", &mut |value, _| {
            let Value::String(text) = value else { return };
            let Some(name) = text.strip_prefix("#/components/schemas/").map(str::to_owned) else { return };
            *text = if moved.contains(&name) {
                format!("{to_moved}#/{name}")
            } else {
                format!("{to_root}{}", pointer(&name))
            };
        });
    };
    let mut file = Map::new();
    for name in &moved {
        let map = root.pointer_mut("/components/schemas").and_then(Value::as_object_mut).unwrap();
        file.extend(map.remove_entry(name));
    }
    let mut file = Value::Object(file);
    mark_mappings(&mut root, &schemas);
    mark_mappings(&mut file, &schemas);
    lead(&mut root, "parts/schemas.yaml", "");
    lead(&mut file, "", "../openapi.yaml");
    let mut files = one_file(root.to_string());
    if !moved.is_empty() {
        files.insert(String::from("parts/schemas.yaml"), file.to_string());
    }
    files
}

/// Writes the bare names in the `mapping` of a discriminator as references, so that they can be led elsewhere.
fn mark_mappings(value: &mut Value, schemas: &Map<String, Value>) {
    visit(value, "", &mut |value, key| {
        if key != "mapping" {
            return;
        }
        for target in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Value::String(text) = target
                && schemas.contains_key(text.as_str())
            {
                *text = format!("#/components/schemas/{text}");
            }
        }
    });
}

/// The same document with every operation a second time, under another path.
fn doubled(root: &Value) -> Value {
    let mut root = root.clone();
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else { return root };
    for (path, item) in paths.clone() {
        let mut item = item;
        visit(&mut item, "", &mut |value, key| {
            if let (Value::String(id), "operationId") = (value, key) {
                id.push_str("_again");
            }
        });
        paths.insert(format!("/again{path}"), item);
    }
    root
}

/// Changes one place of a document: drops it, or puts something there that stands elsewhere in it.
fn mutated(root: &Value, at: usize, from: usize) -> Value {
    let mut values = Vec::new();
    visit(&mut root.clone(), "", &mut |value, _| values.push(value.clone()));
    let other = values[from % values.len()].clone();
    let target = at % values.len();
    let mut root = root.clone();
    let mut count = 0;
    visit(&mut root, "", &mut |value, _| {
        if count == target && count > 0 {
            *value = if from.is_multiple_of(5) { Value::Null } else { other.clone() };
        }
        count += 1;
    });
    root
}

/// What swapping the sides makes of a finding: one of these has to be found. Rules that are not here are their own
/// mirror, or other ones' business.
fn mirrors(rule: Rule) -> &'static [Rule] {
    use Rule as R;
    match rule {
        R::RequestTypeWidened => &[
            R::RequestTypeChanged,
            R::RequestTypeWidened,
            R::RequestBecameNotNullable,
            R::RequestEnumIntroduced,
            R::ResponseWrappedInEnvelope,
        ],
        R::RequestBecameNotNullable | R::RequestEnumIntroduced => &[R::RequestTypeWidened],
        R::RequestTypeChanged => &[R::RequestTypeChanged, R::RequestTypeWidened, R::MediaTypeRemoved],
        R::RequestEnumValueAdded => &[R::RequestEnumValueRemoved],
        R::RequestEnumValueRemoved => &[R::RequestEnumValueAdded],
        R::RequestVariantAdded => &[R::RequestVariantRemoved],
        R::RequestVariantRemoved => &[R::RequestVariantAdded],
        R::RequestPropertyAddedRequired | R::RequestPropertyAddedOptional => &[R::RequestPropertyRemoved],
        R::RequestPropertyRemoved => &[R::RequestPropertyAddedRequired, R::RequestPropertyAddedOptional],
        R::RequestPropertyBecameRequired => &[R::RequestPropertyBecameOptional],
        R::RequestConstraintTightened => {
            &[R::RequestConstraintTightened, R::ResponseConstraintLoosened, R::DocsChanged]
        }
        R::ResponseConstraintLoosened => {
            &[R::ResponseConstraintLoosened, R::RequestConstraintTightened, R::DocsChanged]
        }
        R::ResponsePropertyAdded => &[R::ResponsePropertyRemoved, R::PageTotalRemoved],
        R::ResponsePropertyRemoved => &[R::ResponsePropertyAdded],
        R::ResponsePropertyBecameRequired => &[R::ResponsePropertyBecameOptional, R::PageTotalRemoved],
        R::ResponsePropertyBecameOptional => &[R::ResponsePropertyBecameRequired],
        R::ResponseBecameNullable => &[R::ResponseBecameNotNullable],
        R::ResponseBecameNotNullable => &[R::ResponseBecameNullable],
        R::ResponseTypeWidened => &[R::ResponseTypeNarrowed],
        R::ResponseTypeNarrowed => &[R::ResponseTypeWidened],
        R::ResponseEnumValueAdded => &[R::ResponseEnumValueRemoved],
        R::ResponseEnumValueRemoved => &[R::ResponseEnumValueAdded],
        R::ResponseVariantAdded => &[R::ResponseVariantRemoved],
        R::ResponseVariantRemoved => &[R::ResponseVariantAdded],
        R::PropertyRenamed => &[R::PropertyRenamed],
        R::FormatChanged => &[R::FormatChanged],
        R::DiscriminatorChanged => &[R::DiscriminatorChanged],
        R::AccessModeChanged => &[R::AccessModeChanged],
        R::ResponseWrappedInEnvelope => &[R::ResponseWrappedInEnvelope],
        R::SchemaAdded => &[R::SchemaRemoved],
        R::SchemaRemoved => &[R::SchemaAdded],
        R::SchemaRenamed => &[R::SchemaRenamed],
        R::SchemaInlined => &[R::SchemaInlined],
        R::UnusedSchemaChanged => &[R::UnusedSchemaChanged],
        R::RequestDefaultChanged => &[R::RequestDefaultChanged],
        R::DeprecationChanged => &[R::DeprecationChanged, R::SunsetShortened],
        _ => &[],
    }
}

#[test]
fn documents_over_several_files_do_not_differ_from_themselves() {
    let roots = ["tests/cases/pass", "tests/cases/foreign", "tests/cases/fail"];
    for case in roots.iter().flat_map(|kind| folders(kind)) {
        let files = files_of(&case, &["before", "after"]);
        if let (Some(one), Some(other)) = (document(files.clone()), document(files)) {
            let found = texts(&compare(&one, &other));
            assert!(found.is_empty(), "{}: {found:#?}", name(&case));
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[test]
fn an_operation_more_that_is_affected_gives_no_finding_more() {
    for pair in pairs() {
        let schemas = |sides: [Value; 2]| -> BTreeSet<String> {
            let [base, head] = sides.map(|side| of(&side));
            let mut findings = compare(&base, &head);
            findings.retain(|finding| finding.place.to_string().starts_with("schema:"));
            texts(&findings)
        };
        let once = schemas(pair.sides.clone());
        let twice = schemas([doubled(&pair.sides[0]), doubled(&pair.sides[1])]);
        assert_eq!(once, twice, "{}", pair.name);
    }
}

#[test]
fn swapped_sides_give_the_mirror_of_each_finding() {
    for pair in pairs() {
        let [base, head] = [0, 1].map(|side: usize| of(&pair.sides[side]));
        let there = compare(&base, &head);
        let back: BTreeSet<Rule> = compare(&head, &base).iter().map(|finding| finding.rule).collect();
        for finding in there {
            let wanted = mirrors(finding.rule);
            let is_there = wanted.is_empty() || wanted.iter().any(|rule| back.contains(rule));
            assert!(is_there, "{}: {} has no mirror among {back:?}", pair.name, finding.rule);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_document_with_its_keys_in_another_order_is_the_same(at in any::<usize>(), seed in any::<u64>()) {
        let pair = &pairs()[at % pairs().len()];
        for side in &pair.sides {
            let other = document(one_file(shuffled(side, seed))).unwrap();
            let found = texts(&compare(&of(side), &other));
            prop_assert!(found.is_empty(), "{}: {found:#?}", pair.name);
        }
    }

    #[test]
    fn a_document_that_is_split_over_files_or_merged_is_the_same(at in any::<usize>(), seed in any::<u64>()) {
        let pair = &pairs()[at % pairs().len()];
        for side in &pair.sides {
            let files = split(side, seed);
            let (one, other) = (of(side), document(files.clone()).unwrap());
            let (there, back) = (texts(&compare(&one, &other)), texts(&compare(&other, &one)));
            prop_assert!(there.is_empty() && back.is_empty(), "{}: {there:#?} {files:#?}", pair.name);
        }
    }

    #[test]
    fn no_document_that_can_be_read_makes_it_panic(
        at in any::<usize>(),
        places in proptest::collection::vec((any::<usize>(), any::<usize>()), 1..4),
    ) {
        let pair = &pairs()[at % pairs().len()];
        let mut changed = pair.sides[1].clone();
        for (at, from) in places {
            changed = mutated(&changed, at, from);
        }
        let [base, head] = [pair.sides[0].to_string(), changed.to_string()].map(|text| document(one_file(text)));
        if let (Some(base), Some(head)) = (base, head) {
            compare(&base, &head);
            compare(&head, &base);
            let found = texts(&compare(&head, &head));
            prop_assert!(found.is_empty(), "{}: {found:#?}", pair.name);
        }
    }
}
