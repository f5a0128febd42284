//! The client in short: a line an operation, so that a change of what users see is a change of one line.
//!
//! A line holds the method as it is written in the generated source, the optional arguments, then method and path,
//! scope and its source, whether it is a listing, and the safety class, all from the catalogue.

use std::fs;

use cc_api::catalogue::{self, Access, Operation};
use cc_tests::workspace;

#[test]
fn the_surface_is_as_it_was() {
    let lines: Vec<String> = catalogue::all().iter().map(|operation| line(operation)).collect();
    assert_eq!(lines.len(), 117);
    insta::assert_snapshot!("api_surface", lines.join("\n"));
}

fn line(operation: &Operation) -> String {
    let optional = operation.params.iter().filter(|param| !param.required).map(|param| param.name);
    let optional: Vec<_> = optional.collect();
    let paging = operation.paging.map_or("one answer", |_| "paged");
    format!(
        "{}().{} [{}] | {} {} | {} | {paging} | {}",
        operation.tag,
        signature(operation),
        optional.join(", "),
        operation.method,
        operation.path,
        access(operation),
        operation.safety,
    )
}

/// The method as the generated source has it, on one line, without its bounds: those follow from the scope.
fn signature(operation: &Operation) -> String {
    let path = workspace().join(format!("cc-api/src/generated/{}/operations.rs", operation.tag));
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let start = format!("pub fn {}(", operation.id);
    let found =
        source.find(&start).unwrap_or_else(|| panic!("{} has no method {}", path.display(), operation.id));
    let rest = &source[found + "pub fn ".len()..];
    let end = rest.find(" {\n").into_iter().chain(rest.find("\n    where")).min().unwrap();
    let words: Vec<_> = rest[..end].split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(", )", ")").replace(" )", ")")
}

fn access(operation: &Operation) -> String {
    match operation.access {
        Access::Public => "public".to_owned(),
        Access::Session => "session".to_owned(),
        Access::Undocumented => "no scope documented".to_owned(),
        Access::Scoped { any_of, evidence } => {
            let ways: Vec<_> = any_of.iter().map(|all_of| all_of.join(" + ")).collect();
            format!("{} ({})", ways.join(" or "), evidence.as_str())
        }
        other => format!("{other:?}"),
    }
}
