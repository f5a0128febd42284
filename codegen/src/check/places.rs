//! Where a finding points to, and words that many findings need.

use crate::diagnostic::nearest;
use crate::document::{Address, Operation, Schema, SpecDocument};
use crate::source::Span;

/// Where an operation is named: what is missing from it is reported there.
pub(super) fn operation_name(operation: &Operation) -> Span {
    operation.id.as_ref().map_or(operation.method.span, |id| id.span)
}

/// Where a key of the object at an address stands.
pub(super) fn key(document: &SpecDocument, object: &Address, name: &str) -> Option<Span> {
    document.node(object)?.entry(name).map(|entry| entry.key.span)
}

/// Where a schema is named, or else where it begins.
pub(super) fn schema_name(schema: &Schema) -> Span {
    let named = schema.name.as_ref().or(schema.title.as_ref());
    named.map_or(schema.span, |name| name.span)
}

/// What a message calls a schema: its name, else what it describes by the place where it stands.
pub(super) fn schema_title(schema: &Schema) -> String {
    if let Some(name) = schema.name.as_ref().or(schema.title.as_ref()) {
        return format!("`{}`", name.value);
    }
    schema_place(schema)
}

/// What a schema describes, by the place where it stands: what a message calls one that has no name.
pub(super) fn schema_place(schema: &Schema) -> String {
    let mut segments = schema.address.pointer.rsplit('/');
    match (segments.next(), segments.next()) {
        (Some(name), Some("properties")) => format!("the property `{name}`"),
        (Some("items"), Some(list)) => format!("an entry of the list `{list}`"),
        (Some("additionalProperties"), Some(map)) => format!("a value of the map `{map}`"),
        (Some(_), Some("anyOf" | "oneOf")) => String::from("a member of the choice"),
        (Some("schema"), Some("application~1json")) => String::from("this body"),
        (Some("schema"), Some(_)) => String::from("this parameter"),
        _ => String::from("this schema"),
    }
}

/// The help for a word that is unknown: the one that was probably meant, else all of them.
pub(super) fn did_you_mean(word: &str, known: &[&str], nothing_known: &str) -> String {
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => nothing_known.to_owned(),
        None => format!("possible are {}", listed(known)),
    }
}

/// `` `a`, `b`, `c` ``; a long list is cut.
pub(super) fn listed(words: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match words.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
