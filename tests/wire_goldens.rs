//! Every operation has its request on file: `tests/wire/<operation>.http`, rendered from the spec.

use std::collections::BTreeMap;

use cc_tests::{golden, operation, wire, workspace};

#[test]
fn the_goldens_are_what_the_spec_asks_for() {
    let spec = cc_tests::spec();
    let server = wire::server(spec.root());
    let operations = operation::all(spec);
    let render = |operation: &operation::Operation<'_>| wire::request(server, operation).render();
    let files: BTreeMap<String, String> =
        operations.iter().map(|operation| (format!("{}.http", operation.id), render(operation))).collect();
    assert_eq!(files.len(), 117);
    golden::check(&workspace().join("tests/wire"), &files);
}
