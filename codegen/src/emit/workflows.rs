//! The jobs of several calls, as rows of the catalogue.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::catalogue::{doc_text, option, raw_text};
use crate::model::{Expression, Payload, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep};
use crate::render::Row;

/// The row of one workflow.
pub(super) fn row(workflow: &Workflow) -> Row {
    let (id, summary) = (&workflow.id, doc_text(&workflow.summary));
    let description = doc_text(&workflow.description);
    let inputs = workflow.inputs.iter().map(input);
    let steps = workflow.steps.iter().map(step);
    let outputs = outputs(&workflow.outputs);
    Row::new(quote! {
        Workflow {
            id: #id, summary: #summary, description: #description, inputs: &[#(#inputs),*], steps: &[#(#steps),*],
            outputs: #outputs
        }
    })
    .comma()
}

fn input(input: &WorkflowInput) -> TokenStream {
    let (name, doc, required) = (&input.name, doc_text(&input.doc), input.required);
    let schema = raw_text(&input.json_schema);
    let default = option(input.default.as_ref().map(|json| {
        let json = raw_text(json);
        quote!(#json)
    }));
    quote!(WorkflowInput { name: #name, doc: #doc, required: #required, schema: #schema, default: #default })
}

fn step(step: &WorkflowStep) -> TokenStream {
    let (id, doc, operation) = (&step.id, doc_text(&step.doc), step.operation.as_str());
    let parameters = step.parameters.iter().map(|(name, value)| {
        let value = expression(value);
        quote!((#name, #value))
    });
    let body = option(step.body.as_ref().map(payload));
    let expected = step.expected.iter().map(|status| Literal::u16_unsuffixed(*status));
    let outputs = outputs(&step.outputs);
    quote! {
        WorkflowStep {
            id: #id, doc: #doc, operation: #operation, parameters: &[#(#parameters),*], body: #body,
            expected: &[#(#expected),*], outputs: #outputs
        }
    }
}

fn outputs(outputs: &[WorkflowOutput]) -> TokenStream {
    let outputs = outputs.iter().map(|output| {
        let (name, value) = (&output.name, expression(&output.value));
        quote!(WorkflowOutput { name: #name, value: #value })
    });
    quote!(&[#(#outputs),*])
}

fn expression(value: &Expression) -> TokenStream {
    match value {
        Expression::Constant(json) => {
            let json = raw_text(json);
            quote!(Expression::Constant(#json))
        }
        Expression::Input(name) => quote!(Expression::Input(#name)),
        Expression::StepOutput { step, output } => {
            quote!(Expression::StepOutput { step: #step, output: #output })
        }
        Expression::ResponseBody(pointer) => quote!(Expression::ResponseBody(#pointer)),
        Expression::Status => quote!(Expression::Status),
    }
}

fn payload(payload: &Payload) -> TokenStream {
    match payload {
        Payload::Value(value) => {
            let value = expression(value);
            quote!(Payload::Value(#value))
        }
        Payload::List(items) => {
            let items = items.iter().map(self::payload);
            quote!(Payload::List(&[#(#items),*]))
        }
        Payload::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = self::payload(value);
                quote!((#name, #value))
            });
            quote!(Payload::Object(&[#(#entries),*]))
        }
    }
}
