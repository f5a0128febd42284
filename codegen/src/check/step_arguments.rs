//! What a step passes, against what its operation takes.

use super::places::{did_you_mean, operation_name};
use super::shape::{Found, certain_parts, child, request};
use super::validate::{Direction, validate};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Node, Operation, RuntimeValue, SchemaId, SpecDocument, WorkflowPayload, WorkflowStep};
use crate::source::{Sourced, Span};

/// A step and the operation that it calls.
struct Call<'d> {
    document: &'d SpecDocument,
    step: &'d WorkflowStep,
    operation: &'d Operation,
}

pub(super) fn check(
    document: &SpecDocument,
    step: &WorkflowStep,
    operation: &Operation,
    findings: &mut Findings,
) {
    let call = Call { document, step, operation };
    call.unknown_parameters(findings);
    call.missing_parameters(findings);
    let body = request(operation).and_then(|body| body.schema);
    match (&step.body, body) {
        (Some(payload), Some(body)) => {
            call.payload(payload, &[body.schema], findings);
            call.missing_fields(payload, body.schema, findings);
        }
        (Some(payload), None) if operation.request_body.is_none() => call.body_not_taken(payload, findings),
        (None, _) => call.missing_body(findings),
        _ => {}
    }
}

impl Call<'_> {
    fn unknown(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(Code::UnknownStepArgument, span, message)
            .other(operation_name(self.operation), "the operation that is called")
    }

    fn missing(&self, what: &str, declared: Span) -> Diagnostic {
        let message = format!(
            "the step `{}` calls `{}` without {what}",
            self.step.id.value,
            self.operation.display_name()
        );
        Diagnostic::new(Code::MissingStepArgument, self.step.operation.span, message)
            .label(format!("needs {what}"))
            .other(declared, "required here")
    }

    fn unknown_parameters(&self, findings: &mut Findings) {
        let own = &self.operation.parameters;
        let known: Vec<&str> = own.iter().map(|parameter| parameter.name.value.as_str()).collect();
        for (name, value) in &self.step.parameters {
            let Some(parameter) = own.iter().find(|parameter| parameter.name.value == name.value) else {
                let message =
                    format!("`{}` takes no parameter `{}`", self.operation.display_name(), name.value);
                let help = did_you_mean(&name.value, &known, "this operation takes no parameters");
                findings.push(self.unknown(name.span, message).label("would go nowhere").help(help));
                continue;
            };
            if let (RuntimeValue::Constant(constant), Some(schema)) = (&value.value, parameter.schema) {
                self.constant(&name.value, constant, schema.schema, findings);
            }
        }
    }

    /// A constant that the schema forbids is known to fail before anything runs.
    fn constant(&self, name: &str, constant: &Node, schema: SchemaId, findings: &mut Findings) {
        for misfit in validate(&self.document.schemas, schema, constant, Direction::Request) {
            let message = format!(
                "`{}` doesn't take this `{name}`: it {}",
                self.operation.display_name(),
                misfit.fault
            );
            findings.push(
                Diagnostic::new(Code::UnknownStepArgument, misfit.span, message)
                    .label(misfit.fault.clone())
                    .other(misfit.rule, misfit.wanted.clone())
                    .why("The call would be refused.")
                    .help("pass a value that fits"),
            );
        }
    }

    fn missing_parameters(&self, findings: &mut Findings) {
        let passed = |wanted: &str| self.step.parameters.iter().any(|(name, _)| name.value == wanted);
        for parameter in self.operation.parameters.iter().filter(|parameter| parameter.is_required()) {
            let name = &parameter.name;
            if !passed(&name.value) {
                let place = parameter.place.value.as_str();
                let help =
                    format!("add `- {{ in: {place}, name: {}, value: … }}` to `parameters`", name.value);
                findings.push(self.missing(&format!("its `{}`", name.value), name.span).help(help));
            }
        }
    }

    fn missing_body(&self, findings: &mut Findings) {
        let Some(body) = &self.operation.request_body else { return };
        if let Some(required) = body.required.as_ref().filter(|required| required.value) {
            let help = "add `requestBody` with a `payload` to the step";
            findings.push(self.missing("a body", required.span).help(help));
        }
    }

    fn missing_fields(&self, payload: &WorkflowPayload, body: SchemaId, findings: &mut Findings) {
        let WorkflowPayload::Object(entries) = payload else { return };
        let schemas = &self.document.schemas;
        let required = certain_parts(schemas, body).into_iter().flat_map(|part| {
            let schema = &schemas[part];
            let sent = |name: &&Sourced<String>| {
                !schema.property(&name.value).is_some_and(|field| schemas[field.schema.schema].read_only)
            };
            schema.required.iter().filter(sent)
        });
        for name in required.filter(|name| !entries.iter().any(|(key, _)| key.value == name.value)) {
            let help = format!("add `{}` to `payload`", name.value);
            findings.push(self.missing(&format!("its `{}`", name.value), name.span).help(help));
        }
    }

    fn body_not_taken(&self, payload: &WorkflowPayload, findings: &mut Findings) {
        let place = first_place(payload).unwrap_or(self.step.id.span);
        let message = format!("`{}` takes no body", self.operation.display_name());
        findings.push(
            self.unknown(place, message)
                .label("would not be sent")
                .help("remove `requestBody` from the step"),
        );
    }

    /// Goes through the payload and the schemas of the body side by side.
    fn payload(&self, payload: &WorkflowPayload, schemas: &[SchemaId], findings: &mut Findings) {
        match payload {
            WorkflowPayload::Object(entries) => {
                for (key, value) in entries {
                    match child(&self.document.schemas, schemas, &key.value) {
                        Found::Schemas(found) => self.field(&key.value, value, &found, findings),
                        Found::Anything => {}
                        Found::Nothing { known, .. } => {
                            let known: Vec<&str> = known.iter().map(String::as_str).collect();
                            let message = format!(
                                "the body of `{}` has no `{}`",
                                self.operation.display_name(),
                                key.value
                            );
                            let help = did_you_mean(&key.value, &known, "the body has no properties");
                            findings
                                .push(self.unknown(key.span, message).label("would go nowhere").help(help));
                        }
                    }
                }
            }
            WorkflowPayload::List(items) => {
                if let Found::Schemas(found) = child(&self.document.schemas, schemas, "0") {
                    for item in items {
                        self.payload(item, &found, findings);
                    }
                }
            }
            WorkflowPayload::Value(_) => {}
        }
    }

    fn field(&self, name: &str, value: &WorkflowPayload, schemas: &[SchemaId], findings: &mut Findings) {
        match value {
            WorkflowPayload::Value(Sourced { value: RuntimeValue::Constant(constant), .. }) => {
                // Where a union offers several schemas, the value may fit another one.
                if let [only] = schemas {
                    self.constant(name, constant, *only, findings);
                }
            }
            _ => self.payload(value, schemas, findings),
        }
    }
}

/// Somewhere in the payload, as early as possible.
fn first_place(payload: &WorkflowPayload) -> Option<Span> {
    match payload {
        WorkflowPayload::Value(value) => Some(value.span),
        WorkflowPayload::Object(entries) => entries.first().map(|(key, _)| key.span),
        WorkflowPayload::List(items) => items.iter().find_map(first_place),
    }
}
