//! Changes that stand in each other's way.

use std::collections::BTreeMap;

use crate::variant::change::{Change, FieldChange, Kind};

/// Says of every change what an earlier one has decided already.
pub(super) fn find(changes: &[(String, Change)]) -> Vec<String> {
    let mut taken: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    let mut clashes = Vec::new();
    for (place, change) in changes {
        for Claim { what, is_shared } in claims(change) {
            match taken.get(&what) {
                None => {
                    taken.insert(what, (place, is_shared));
                }
                Some((_, true)) if is_shared => {}
                Some((first, _)) => clashes.push(format!("{place}: {first} says already {what}.")),
            }
        }
    }
    clashes
}

/// Something that one change decides alone.
struct Claim {
    what: String,
    /// Whether another change that claims it as shared may do so, too.
    is_shared: bool,
}

fn claims(Change { every, kind, .. }: &Change) -> Vec<Claim> {
    let alone = |what: String| vec![Claim { what, is_shared: false }];
    let each = if *every == 1 { String::new() } else { format!(" for each {every}. time") };
    match kind {
        Kind::Field { schema, field, what } => {
            of_field(&format!("{schema}.{field}"), schema, field, what, *every)
        }
        Kind::Word { schema, .. } => alone(format!("which word {schema} is{each}")),
        Kind::Status { operation, from, .. } => {
            alone(format!("with what {operation} answers in place of {from}{each}"))
        }
        Kind::RefusalField { field, .. } => alone(format!("what refusals call {field}{each}")),
        Kind::RefusalInside { .. } => alone(format!("in what refusals lie{each}")),
        Kind::PlainList { operation, .. } => alone(format!("how {operation} answers{each}")),
        Kind::Scope { operation, .. } => alone(format!("which scope {operation} needs")),
        Kind::Header { name, .. } => alone(format!("how {name:?} is written{each}")),
        Kind::Cap { .. } => alone(String::from("how large a page may be")),
    }
}

/// A field has one value and one fate; a change that is for some places only leaves room for another.
fn of_field(path: &str, schema: &str, field: &str, what: &FieldChange, every: u64) -> Vec<Claim> {
    let claim = |what: String| Claim { what, is_shared: false };
    let value = || claim(format!("what {path} holds"));
    let fate = || claim(format!("what becomes of {path}"));
    let name = |name: &str| claim(format!("what is called {name} in {schema}"));
    match what {
        FieldChange::Reformat(_) | FieldChange::Retype(_) => vec![value()],
        FieldChange::Null if every == 1 => vec![value()],
        FieldChange::Drop if every == 1 => vec![value(), fate()],
        FieldChange::Null => vec![claim(format!("that each {every}. {path} is null"))],
        FieldChange::Drop => vec![claim(format!("that each {every}. {path} is missing"))],
        FieldChange::Rename(to) => vec![fate(), name(to)],
        FieldChange::Move(into) => vec![fate(), Claim { is_shared: true, ..name(into) }],
        FieldChange::Add(_) => vec![name(field)],
    }
}
