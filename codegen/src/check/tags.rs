//! Tags: one an operation, declared, and fit to be a module.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::names::is_snake_case;
use crate::diagnostic::{Code, Diagnostic, Findings, nearest};
use crate::document::{Operation, SpecDocument, Tag};
use crate::lower::names;
use crate::model::is_keyword;
use crate::source::Sourced;

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        not_one_tag(operation, findings);
        undeclared_tag(document, operation, findings);
    }
    let mut first_of_name = BTreeMap::new();
    for tag in &document.tags {
        malformed_tag(tag, findings);
        reserved_name(&tag.name, findings);
        repeated_tag(tag, &mut first_of_name, findings);
    }
}

fn not_one_tag(operation: &Operation, findings: &mut Findings) {
    let name = operation.display_name();
    match operation.tags.as_slice() {
        [_] => {}
        [] => findings.push(
            Diagnostic::new(Code::NotOneTag, operation.method.span, format!("`{name}` has no tag"))
                .label("`tags` is missing here")
                .help("add `tags: [ … ]` with the group that it belongs to"),
        ),
        [first, .., last] => findings.push(
            Diagnostic::new(
                Code::NotOneTag,
                last.span,
                format!("`{name}` has {} tags", operation.tags.len()),
            )
            .label("one too many")
            .other(first.span, "the first one")
            .help("keep the tag of the group in which somebody would look for it"),
        ),
    }
}

fn undeclared_tag(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let declared = || document.tags.iter().map(|tag| tag.name.value.as_str());
    for tag in operation.tags.iter().filter(|tag| !declared().any(|name| name == tag.value)) {
        let help = match nearest(&tag.value, declared()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it at the root: `- {{ name: {}, description: '…' }}`", tag.value),
        };
        findings.push(
            Diagnostic::new(Code::NotOneTag, tag.span, format!("the tag `{}` is not declared", tag.value))
                .label("not among the tags of the root")
                .help(help),
        );
    }
}

fn malformed_tag(tag: &Tag, findings: &mut Findings) {
    let name = &tag.name;
    if is_snake_case(&name.value) {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::MalformedTag,
            name.span,
            format!("the tag `{}` is not written in snake_case", name.value),
        )
        .label("lower-case letters, digits and underscores are possible")
        .help(format!("write `{}`, here and in the operations", name.value.to_snake_case())),
    );
}

fn reserved_name(name: &Sourced<String>, findings: &mut Findings) {
    let Some(in_rust) = names::tag_name(&name.value) else { return };
    let plain = in_rust.as_str().trim_end_matches('_');
    let label = if is_keyword(plain) {
        "a keyword of Rust"
    } else if in_rust.as_str().ends_with('_') {
        "the client has a module or a method of that name"
    } else if plain.starts_with("with_") {
        "`with_` marks what is said of a client or a single call"
    } else {
        return;
    };
    findings.push(
        Diagnostic::new(
            Code::ReservedName,
            name.span,
            format!("the tag `{}` has another meaning in the client", name.value),
        )
        .label(label)
        .help("choose another word for the group, here and in its operations"),
    );
}

fn repeated_tag<'d>(tag: &'d Tag, first_of_name: &mut BTreeMap<&'d str, &'d Tag>, findings: &mut Findings) {
    let name = &tag.name;
    let first = *first_of_name.entry(&name.value).or_insert(tag);
    if std::ptr::eq(first, tag) {
        return;
    }
    findings.push(
        Diagnostic::new(Code::NotOneTag, name.span, format!("the tag `{}` is declared twice", name.value))
            .label("the second time")
            .other(first.name.span, "the first time")
            .help("keep the better description, and remove the other"),
    );
}
