//! Parameters.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Address, DefinitionKind, Node, Parameter, ParameterPlace, ParameterStyle, Reference};
use crate::source::Span;

const KEYS: [&str; 17] = [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
    "x-evidence",
    "x-observed",
    "x-sunset",
    "x-notice-days",
];

impl Reader<'_, '_> {
    /// `parameters` of a path item or of an operation.
    pub(super) fn parameters(&mut self, node: &Node, at: &Address, from_path_item: bool) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, item) in self.list(node, "parameters").iter().enumerate() {
            let at = at.child("parameters").child(&index.to_string());
            let read =
                self.with_target(item, &at, DefinitionKind::Parameter, |reader, node, at, reference| {
                    reader.parameter(node, at, item.span, reference, from_path_item)
                });
            let Some(parameter) = read else { continue };
            if let Some(first) = parameters.iter().find(|other| other.is_same(&parameter)) {
                self.findings.push(
                    Diagnostic::new(
                        Code::RepeatedParameter,
                        parameter.span,
                        format!(
                            "the {} parameter `{}` is there twice",
                            parameter.place.value.as_str(),
                            parameter.name.value
                        ),
                    )
                    .label("the second one")
                    .other(first.span, "the first one")
                    .help("remove one of them"),
                );
                continue;
            }
            parameters.push(parameter);
        }
        parameters
    }

    pub(super) fn parameter(
        &mut self,
        node: &Node,
        at: &Address,
        span: Span,
        reference: Option<Reference>,
        from_path_item: bool,
    ) -> Option<Parameter> {
        if !self.object(node, "a parameter", &KEYS) {
            return None;
        }
        let name = self.required_text(node, "name", "a parameter");
        if node.get("in").is_none() {
            self.missing(node.span, "a parameter", "in");
        }
        let place = self.word(node, "in", &ParameterPlace::ALL.map(|place| (place.as_str(), place)));
        if node.get("schema").is_none() && node.get("content").is_none() {
            self.missing(node.span, "a parameter", "schema");
        }
        let schema = self.schema_under(node, at, "schema");
        let parameter = Parameter {
            span,
            address: at.clone(),
            reference,
            from_path_item,
            name: name?,
            place: place?,
            required: self.flag(node, "required"),
            description: self.text(node, "description"),
            evidence: self.evidence(node, "x-evidence"),
            style: self.word(node, "style", &ParameterStyle::ALL.map(|style| (style.as_str(), style))),
            explode: self.flag(node, "explode"),
            allow_reserved: self.flag(node, "allowReserved"),
            schema,
            content: self.content(node, at),
            examples: self.examples(node, at),
            removal: self.removal(node),
        };
        self.path_parameter_is_required(node, &parameter);
        Some(parameter)
    }

    fn path_parameter_is_required(&mut self, node: &Node, parameter: &Parameter) {
        let said = parameter.required.as_ref().is_some_and(|mark| mark.value);
        if parameter.place.value == ParameterPlace::Path && !said {
            let span = parameter.required.as_ref().map_or(node.span, |mark| mark.span);
            self.findings.push(
                Diagnostic::new(
                    Code::MissingKey,
                    span,
                    format!("the path parameter `{}` has no `required: true`", parameter.name.value),
                )
                .label("`required: true` is missing here")
                .why("The standard wants it said, since a path without the value is another path.")
                .help("add `required: true`"),
            );
        }
    }
}
