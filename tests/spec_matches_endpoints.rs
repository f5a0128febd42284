//! The spec has the operations of the published table, no fewer and no more, with the same scopes and sources.

use cc_tests::{endpoints, operation};

#[test]
fn the_spec_has_every_documented_operation_and_no_other() {
    let published = endpoints::parse(include_str!("data/endpoints.tsv"));
    let spec = cc_tests::spec();
    let operations = operation::all(spec);
    let table = endpoints::of_spec(&operations);
    assert_eq!(table.len(), operations.len(), "a method and a path come twice");
    let missing: Vec<_> = published.keys().filter(|key| !table.contains_key(*key)).collect();
    let extra: Vec<_> = table.keys().filter(|key| !published.contains_key(*key)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing: {missing:#?}\nextra: {extra:#?}");
    assert_eq!(table.len(), 117);
}

#[test]
fn scopes_and_their_sources_are_those_of_the_table() {
    let published = endpoints::parse(include_str!("data/endpoints.tsv"));
    let spec = cc_tests::spec();
    let table = endpoints::of_spec(&operation::all(spec));
    let differing = table.iter().filter(|(key, row)| published.get(*key) != Some(*row));
    let differing: Vec<_> = differing.map(|(key, row)| (key, row, published.get(key))).collect();
    assert!(differing.is_empty(), "operation, spec, table: {differing:#?}");
}

#[test]
fn the_spec_declares_the_scopes_that_the_operations_name() {
    let spec = cc_tests::spec();
    let schemes =
        spec.root().get("components").map(|components| components.map("securitySchemes")).unwrap_or_default();
    let key = schemes.into_iter().find(|(name, _)| *name == "apiKey").expect("there is a scheme for keys").1;
    let mut declared: Vec<_> = key.map("x-scopes").into_iter().map(|(name, _)| name).collect();
    let operations = operation::all(spec);
    let mut named: Vec<_> =
        operations.iter().flat_map(operation::Operation::security).flatten().flat_map(|way| way.1).collect();
    declared.sort_unstable();
    named.sort_unstable();
    named.dedup();
    assert_eq!(declared, named);
    assert_eq!(declared.len(), 11);
}
