//! The published table of operations, and the same table made from the spec.

use std::collections::BTreeMap;

use crate::operation::Operation;

/// What the table says of a method and a path.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// How the operation is known: `guide`.
    pub source: String,
    /// A scope, or `session`, `public`, `-`.
    pub scope: String,
    /// How that is known; `-` where there is no scope.
    pub scope_source: String,
}

/// The table: rows by `GET /user/my-profile`.
pub type Table = BTreeMap<String, Row>;

/// Reads the published table: a heading, then section, method, path, source, scope and its source.
///
/// # Panics
///
/// If a line has other columns, or an operation comes twice.
pub fn parse(text: &str) -> Table {
    let mut table = Table::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_section, method, path, source, scope, scope_source] = columns[..] else {
            panic!("not six columns: {line}");
        };
        let row = Row { source: source.into(), scope: scope.into(), scope_source: scope_source.into() };
        let known = table.insert(format!("{method} {path}"), row);
        assert!(known.is_none(), "twice: {method} {path}");
    }
    table
}

/// Makes the table from the spec.
pub fn of_spec(operations: &[Operation<'_>]) -> Table {
    let key = |operation: &Operation<'_>| format!("{} {}", operation.method, operation.path);
    operations.iter().map(|operation| (key(operation), row(operation))).collect()
}

fn row(operation: &Operation<'_>) -> Row {
    let mark = |key| operation.node.text(key).unwrap_or("-").to_owned();
    Row { source: mark("x-evidence"), scope: scope(operation), scope_source: mark("x-scope-evidence") }
}

/// The word for the form of `security`; a form that is none of the four is shown as it is.
fn scope(operation: &Operation<'_>) -> String {
    let ways = operation.security();
    let session = vec![("sessionToken", vec![])];
    let undocumented = operation.node.is_true("x-scope-undocumented");
    match &ways[..] {
        [only] if *only == session => "session".to_owned(),
        [nothing, key, token]
            if nothing.is_empty() && *key == vec![("apiKey", vec![])] && *token == session =>
        {
            "public".to_owned()
        }
        [key, token] if *token == session => match &key[..] {
            [("apiKey", scopes)] if scopes.is_empty() && undocumented => "-".to_owned(),
            [("apiKey", scopes)] if !scopes.is_empty() && !undocumented => scopes.join("+"),
            _ => format!("{ways:?}"),
        },
        _ => format!("{ways:?}"),
    }
}
