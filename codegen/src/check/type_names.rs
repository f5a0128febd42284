//! The names of types: in the right form, each used once, and free of other meanings.

use std::collections::BTreeMap;

use heck::ToPascalCase;

use super::names::is_pascal_case;
use crate::Profile;
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::SpecDocument;
use crate::lower::{colliding_types, names};
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for name in type_names(document) {
        malformed_schema_name(name, findings);
        if TAKEN.contains(&name.value.as_str()) {
            taken_type_name(name, findings);
        } else {
            reserved_name(name, findings);
        }
    }
    // In other documents only the schemas that become types matter, and `lower` keeps those apart.
    if findings.profile() == Profile::House {
        colliding_schemas(document, findings);
    }
}

/// Every name that becomes the name of a type: of schemas, of what is written in place, of ids.
fn type_names(document: &SpecDocument) -> impl Iterator<Item = &Sourced<String>> {
    document.schemas.iter().flat_map(|(_, schema)| {
        let name = schema.name.as_ref().or(schema.title.as_ref());
        name.into_iter().chain(&schema.id_type)
    })
}

fn malformed_schema_name(name: &Sourced<String>, findings: &mut Findings) {
    let text = &name.value;
    if is_pascal_case(text) {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::MalformedSchemaName,
            name.span,
            format!("the type name `{text}` is not written in PascalCase"),
        )
        .label("letters and digits, each word with a capital")
        .help(match text.to_pascal_case() {
            better if is_pascal_case(&better) && better != *text => format!("write `{better}`"),
            _ => String::from("write its words without anything between them, each with a capital"),
        }),
    );
}

fn taken_type_name(name: &Sourced<String>, findings: &mut Findings) {
    let text = &name.value;
    findings.push(
        Diagnostic::new(
            Code::TakenTypeName,
            name.span,
            format!("other languages have a `{text}` of their own"),
        )
        .label("taken")
        .help(format!("put a word before it that says which one: `…{text}`")),
    );
}

fn reserved_name(name: &Sourced<String>, findings: &mut Findings) {
    let text = &name.value;
    let Some(in_rust) = names::type_name(text) else { return };
    if in_rust.as_str() != format!("{}Type", text.to_pascal_case()) {
        return;
    }
    findings.push(
        Diagnostic::new(Code::ReservedName, name.span, format!("the type name `{text}` has another meaning"))
            .label("Rust or the client has a type of that name")
            .help(format!("say more exactly what it is; as it stands, the type is called `{in_rust}`")),
    );
}

/// Schemas with one name in two files can't stand side by side in one file, types or not.
fn colliding_schemas(document: &SpecDocument, findings: &mut Findings) {
    let mut first_of_name = BTreeMap::new();
    let mut names: Vec<_> = document.schemas.iter().filter_map(|(_, schema)| schema.name.as_ref()).collect();
    names.sort_by_key(|name| name.span);
    for name in names {
        let Some(in_rust) = names::type_name(&name.value) else { continue };
        let first = *first_of_name.entry(in_rust.clone()).or_insert(name.span);
        if first != name.span {
            findings.push(colliding_types(&in_rust, first, name.span));
        }
    }
}

/// Types that other languages have in scope everywhere, so that a generated one would hide them.
const TAKEN: [&str; 46] = [
    "Any",
    "Array",
    "Bool",
    "Boolean",
    "Byte",
    "Char",
    "Character",
    "Class",
    "Data",
    "Date",
    "DateTime",
    "Decimal",
    "Double",
    "Enum",
    "Error",
    "Event",
    "Exception",
    "File",
    "Float",
    "Function",
    "Int",
    "Integer",
    "Iterator",
    "List",
    "Location",
    "Long",
    "Map",
    "Module",
    "Never",
    "Number",
    "Object",
    "Optional",
    "Process",
    "Promise",
    "Record",
    "Request",
    "Response",
    "Set",
    "String",
    "Symbol",
    "Thread",
    "Type",
    "Url",
    "URL",
    "Uuid",
    "Void",
];
