//! Method groups, methods, calls and their setters.

use quote::quote;

use super::{Signature, Subject};
use crate::emit::fragments::idents;
use crate::emit::fragments::rust_types::Naming;
use crate::emit::operations::signature::{MethodSignature, Required, SetterSignature, call_type};
use crate::model::{ApiModel, Operation, Place};
use crate::render::one_line;

pub(super) fn signatures(model: &ApiModel) -> Vec<Signature<'_>> {
    let mut all = Vec::new();
    for tag in &model.tags {
        let (module, group) = (idents::module(&tag.name), idents::group(&tag.name, model));
        let text = format!("pub fn {module}(&self) -> {module}::{group}");
        let signature = Signature::new(format!("client.{module}"), text, Subject::Group(module.to_string()));
        all.push(signature.gives(&quote!(#group)).twin(String::from("group")));
    }
    for operation in &model.operations {
        let method = method(operation, model);
        all.extend(call(operation, &method.key, model));
        all.push(method);
    }
    all
}

fn method<'m>(operation: &'m Operation, model: &'m ApiModel) -> Signature<'m> {
    let MethodSignature { name, required, answer, bounds } =
        MethodSignature::of(operation, model, Naming::Plain);
    let named = required.iter().map(|Required { name, argument, .. }| quote!(#name: #argument));
    let bound = (!bounds.is_empty()).then(|| quote!(where K: #(#bounds)+*));
    let line = one_line(&quote!(pub fn #name(&self #(, #named)*) -> #answer #bound));
    let module = idents::module(&operation.tag);
    let key = format!("{module}.{name}");
    // An argument has its place, and no name that a program could use.
    let types = required.iter().map(|one| &one.argument);
    let mut signature = Signature::new(key, format!("{module}: {line}"), Subject::Method(operation))
        .twin(format!("{} {}", operation.method.as_str(), operation.path))
        .takes(&quote!(#(#types),*))
        .gives(&answer)
        .deprecated(operation.deprecation.is_some());
    signature.order = required.iter().map(|one| one.name.to_string()).collect();
    // A key type holds the documented and the inferred form of a scope together.
    signature.bounds = bounds.iter().map(|bound| one_line(bound).replace("inferred::", "")).collect();
    signature
}

/// The call of an operation: its type, and its setters.
fn call<'m>(operation: &'m Operation, method: &str, model: &'m ApiModel) -> Vec<Signature<'m>> {
    let call = idents::call(operation, model);
    let (outer, inner) = call_type(operation, Naming::Plain);
    let holds = quote!(#outer<#inner>);
    let text = format!("pub type {call} = CallWith<{}>", one_line(&holds));
    let head =
        Signature::new(format!("{method}#"), text, Subject::Call(operation)).gives(&holds).owned_by(method);
    let mut all = vec![head];
    for argument in operation.arguments.iter().filter(|argument| !argument.required) {
        let SetterSignature { name, ty, is_list, clear } = SetterSignature::of(argument, Naming::Plain);
        let takes =
            if is_list { quote!(impl IntoIterator<Item = impl Into<#ty>>) } else { quote!(impl Into<#ty>) };
        let text = format!("{call}::{name}({})", one_line(&takes));
        let mut setter =
            Signature::new(format!("{method}#{name}"), text, Subject::Setter(operation, argument));
        setter.means = if argument.place == Place::BodyField { "body" } else { "parameter" };
        let setter = setter.takes(&takes).twin(format!("{method}#{}", one_line(&takes))).owned_by(method);
        all.push(setter.deprecated(argument.deprecation.is_some()));
        all.extend(clear.map(|clear| {
            let subject = Subject::Clear(operation, clear.to_string());
            Signature::new(format!("{method}#{clear}"), format!("{call}::{clear}()"), subject)
                .owned_by(method)
        }));
    }
    all
}
