//! Paths: whether they can be cut into pieces, told apart, filled in, and sent.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Node, Operation, Parameter, ParameterPlace, SpecDocument};
use crate::model::{Method, PathPiece, PathTemplate, PathTemplateError, WireName};
use crate::source::{Sourced, Span};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    let mut first_of_shape = BTreeMap::new();
    for operations in by_path(document) {
        let path = &operations[0].path;
        match PathTemplate::parse(&path.value) {
            Ok(template) => {
                ambiguous_path(path, &template, &mut first_of_shape, findings);
                path_parameters(document, &operations, &template, findings);
            }
            Err(error) => broken_path(path, error, findings),
        }
    }
    for operation in &document.operations {
        body_on_read(document, operation, findings);
    }
}

/// The operations of each entry of `paths`, at least one each.
fn by_path(document: &SpecDocument) -> Vec<Vec<&Operation>> {
    let mut groups: BTreeMap<Span, Vec<&Operation>> = BTreeMap::new();
    for operation in &document.operations {
        groups.entry(operation.path.span).or_default().push(operation);
    }
    groups.into_values().collect()
}

fn broken_path(path: &Sourced<String>, error: PathTemplateError, findings: &mut Findings) {
    let (label, help) = match error {
        PathTemplateError::NoLeadingSlash => ("no `/` at its beginning", format!("write `/{}`", path.value)),
        PathTemplateError::UnbalancedBraces => {
            ("a brace without its other half", String::from("write each parameter as `{name}`"))
        }
        PathTemplateError::EmptyParameter => {
            ("a place without a name", String::from("write the parameter's name between the braces"))
        }
        PathTemplateError::RepeatedParameter => (
            "the same name twice",
            String::from("give each place a name of its own, and each name its parameter"),
        ),
    };
    findings.push(
        Diagnostic::new(Code::BrokenPath, path.span, format!("`{}` is no path", path.value))
            .label(label)
            .help(help),
    );
}

fn ambiguous_path<'d>(
    path: &'d Sourced<String>,
    template: &PathTemplate,
    first_of_shape: &mut BTreeMap<String, &'d Sourced<String>>,
    findings: &mut Findings,
) {
    let shape = template.pieces().iter().map(|piece| match piece {
        PathPiece::Constant(text) => text.as_str(),
        PathPiece::Parameter(_) => "{}",
    });
    let first = *first_of_shape.entry(shape.collect()).or_insert(path);
    if first.span == path.span {
        return;
    }
    findings.push(
        Diagnostic::new(
            Code::AmbiguousPath,
            path.span,
            format!("`{}` and `{}` are one path under two names", first.value, path.value),
        )
        .label("the same but for the names of its parameters")
        .other(first.span, "the first one")
        .help(format!("move these operations to `{}`, and rename their parameters", first.value)),
    );
}

fn path_parameters(
    document: &SpecDocument,
    operations: &[&Operation],
    template: &PathTemplate,
    findings: &mut Findings,
) {
    for operation in operations {
        let mut missing = missing_names(operation, template).into_iter();
        let mut placeless = placeless_parameters(operation, template).into_iter();
        // One of each is most likely one parameter under two names.
        while missing.len() > 0 && placeless.len() > 0 {
            if let (Some(name), Some(parameter)) = (missing.next(), placeless.next()) {
                misnamed_parameter(operation, name, parameter, findings);
            }
        }
        for name in missing.filter(|_| parameters_were_read(document, operation)) {
            let everywhere = operations.iter().all(|other| missing_names(other, template).contains(&name));
            let span = if everywhere { operation.path.span } else { operation.method.span };
            missing_parameter(operation, name, span, findings);
        }
        for parameter in placeless {
            placeless_parameter(operation, parameter, findings);
        }
    }
}

fn in_path(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.place.value == ParameterPlace::Path)
}

/// The places of the path that no parameter fills.
fn missing_names<'t>(operation: &Operation, template: &'t PathTemplate) -> Vec<&'t str> {
    let is_missing = |name: &&str| !in_path(operation).any(|parameter| parameter.name.value == *name);
    template.parameters().map(WireName::as_str).filter(is_missing).collect()
}

/// The parameters that have no place in the path.
fn placeless_parameters<'d>(operation: &'d Operation, template: &PathTemplate) -> Vec<&'d Parameter> {
    let has_place =
        |parameter: &&Parameter| template.parameters().any(|name| name.as_str() == parameter.name.value);
    in_path(operation).filter(|parameter| !has_place(parameter)).collect()
}

/// Whether nothing in the lists of parameters was left out as unreadable: it might be the one that is missed.
fn parameters_were_read(document: &SpecDocument, operation: &Operation) -> bool {
    let was_read = |item: &Node| operation.parameters.iter().any(|parameter| parameter.span == item.span);
    let listed = |node: Option<&Node>| {
        let list = node.and_then(|node| node.get("parameters"));
        list.is_none_or(|list| list.items().iter().all(was_read))
    };
    listed(document.node(&operation.address)) && listed(path_item(document, operation))
}

/// The object that the operation is an entry of.
fn path_item<'d>(document: &'d SpecDocument, operation: &Operation) -> Option<&'d Node> {
    let (pointer, _) = operation.address.pointer.rsplit_once('/')?;
    document.tree(operation.address.file)?.root.at(pointer)
}

fn misnamed_parameter(operation: &Operation, name: &str, parameter: &Parameter, findings: &mut Findings) {
    let called = &parameter.name.value;
    findings.push(
        Diagnostic::new(
            Code::PathParameters,
            parameter.name.span,
            format!("`{}` has a place for `{name}`, not for `{called}`", operation.path.value),
        )
        .label("no such place in the path")
        .why("The value would have nowhere to go, and the place would stay empty.")
        .other(operation.path.span, format!("no parameter is called `{name}`"))
        .help(format!("call the parameter `{name}`, or write `{{{called}}}` in the path")),
    );
}

fn missing_parameter(operation: &Operation, name: &str, span: Span, findings: &mut Findings) {
    let mut finding = Diagnostic::new(
        Code::PathParameters,
        span,
        format!("`{}` has a place for `{name}`, but no parameter of that name", operation.path.value),
    )
    .label(format!("`{name}` is missing from `parameters`"))
    .why("The place would stay empty.")
    .help(format!("add `{{ name: {name}, in: path, required: true, … }}` to the parameters of the path"));
    if span != operation.path.span {
        finding = finding.other(operation.path.span, "the path");
    }
    findings.push(finding);
}

fn placeless_parameter(operation: &Operation, parameter: &Parameter, findings: &mut Findings) {
    let name = &parameter.name.value;
    findings.push(
        Diagnostic::new(
            Code::PathParameters,
            parameter.name.span,
            format!("`{}` has no place for `{name}`", operation.path.value),
        )
        .label("no such place in the path")
        .why("The value would have nowhere to go.")
        .other(operation.path.span, format!("`{{{name}}}` is nowhere in it"))
        .help(format!("write `{{{name}}}` where it belongs in the path, or remove the parameter")),
    );
}

fn body_on_read(document: &SpecDocument, operation: &Operation, findings: &mut Findings) {
    let method = operation.method.value;
    let reads = matches!(method, Method::Get | Method::Head | Method::Trace);
    let body = document.node(&operation.address).and_then(|node| node.entry("requestBody"));
    if let Some(body) = body.filter(|_| reads) {
        findings.push(
            Diagnostic::new(
                Code::BodyOnRead,
                body.key.span,
                format!("`{}` is a {} and has a body", operation.display_name(), method.as_str()),
            )
            .label("this will not arrive")
            .other(operation.method.span, "the method")
            .help("pass the values as parameters of the query, or make it a POST"),
        );
    }
}
