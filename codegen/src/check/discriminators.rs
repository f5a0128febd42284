//! Discriminators: whether they tell the members of a union apart.

use super::places::schema_title;
use super::shape::{Found, child, properties};
use crate::diagnostic::{Code, Diagnostic, Findings, nearest};
use crate::document::{Discriminator, Schema, SchemaId, SchemaType, SchemaUse, SpecDocument};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for (id, schema) in document.schemas.iter() {
        if let Some(discriminator) = &schema.discriminator {
            broken_discriminator(document, id, schema, discriminator, findings);
        }
    }
}

fn broken_discriminator(
    document: &SpecDocument,
    id: SchemaId,
    schema: &Schema,
    discriminator: &Discriminator,
    findings: &mut Findings,
) {
    let members: Vec<&SchemaUse> =
        schema.one_of.iter().chain(&schema.any_of).filter(|member| !is_null(document, member)).collect();
    if members.is_empty() {
        // On a base that others extend, the base itself has to have the property.
        lacks_property(document, id, discriminator, findings);
        return;
    }
    for member in &members {
        lacks_property(document, member.schema, discriminator, findings);
        nameless(document, member, discriminator, findings);
    }
    for (value, target) in &discriminator.mapping {
        if !members.iter().any(|member| member.schema == target.schema) {
            findings.push(
                Diagnostic::new(
                    Code::BrokenDiscriminator,
                    target.span,
                    format!(
                        "`{}` stands for {}, which is no member of {}",
                        value.value,
                        schema_title(&document.schemas[target.schema]),
                        schema_title(schema)
                    ),
                )
                .label("no member of the union")
                .help("add it to the members, or remove it from `mapping`"),
            );
        }
    }
}

fn is_null(document: &SpecDocument, member: &SchemaUse) -> bool {
    let schema = &document.schemas[member.schema];
    !schema.types.is_empty() && schema.types.iter().all(|kind| kind.value == SchemaType::Null)
}

fn lacks_property(
    document: &SpecDocument,
    member: SchemaId,
    discriminator: &Discriminator,
    findings: &mut Findings,
) {
    let property = &discriminator.property;
    let Found::Nothing { .. } = child(&document.schemas, &[member], &property.value) else { return };
    let schema = &document.schemas[member];
    let declared = properties(&document.schemas, member);
    let known = declared.iter().map(|property| property.name.value.as_str());
    let help = match nearest(&property.value, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("declare `{}` in every member, and require it", property.value),
    };
    findings.push(
        Diagnostic::new(
            Code::BrokenDiscriminator,
            property.span,
            format!("{} has no property `{}` to be told by", schema_title(schema), property.value),
        )
        .label("tells the members apart")
        .other(super::places::schema_name(schema), format!("does not declare `{}`", property.value))
        .help(help),
    );
}

/// The standard reads names from references: a member written in place has none.
fn nameless(
    document: &SpecDocument,
    member: &SchemaUse,
    discriminator: &Discriminator,
    findings: &mut Findings,
) {
    let mapped = discriminator.mapping.iter().any(|(_, target)| target.schema == member.schema);
    if mapped || member.by_reference || document.schemas[member.schema].name.is_some() {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::BrokenDiscriminator,
            member.span,
            "a member of the union has no name to be told by",
        )
        .label("written in place")
        .other(discriminator.span, "names of schemas tell the members apart")
        .help("give it a name under `components.schemas` and refer to it"),
    );
}
