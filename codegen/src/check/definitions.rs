//! Definitions that nothing refers to.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Definition, DefinitionKind, SpecDocument};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for definition in document.definitions.iter().filter(|definition| !definition.used) {
        unused_definition(definition, findings);
    }
}

fn unused_definition(definition: &Definition, findings: &mut Findings) {
    let what = match definition.kind {
        Some(DefinitionKind::Schema) => "the schema",
        Some(DefinitionKind::Parameter) => "the parameter",
        Some(DefinitionKind::Response) => "the response",
        Some(DefinitionKind::RequestBody) => "the request body",
        Some(DefinitionKind::Header) => "the header",
        Some(DefinitionKind::Example) => "the example",
        Some(DefinitionKind::PathItem) => "the path item",
        Some(DefinitionKind::SecurityScheme) => "the security scheme",
        None => "the entry",
    };
    let name = &definition.name;
    findings.push(
        Diagnostic::new(
            Code::UnusedDefinition,
            name.span,
            format!("nothing refers to {what} `{}`", name.value),
        )
        .label("never used")
        .help("refer to it where it is meant, or remove it"),
    );
}
