//! The smallest program that uses a signature, for those who want to know what will not compile any longer.
//!
//! A witness is one line: a statement, or a function where arguments have to have their types. It is written for a
//! place where the modules of the crate, `Api`, `Scope`, `grants` and the types of the runtime are imported, in a
//! function with a `client` that can be left by `?`.

use quote::quote;

use super::types::field_type;
use super::{Signature, Subject};
use crate::emit::fragments::idents;
use crate::emit::fragments::rust_types::{Naming, definition, is_text, sample, written};
use crate::emit::operations::signature::{MethodSignature, Required, SetterSignature, call_type};
use crate::model::{ApiModel, Argument, Operation, Shape, TypeRef};
use crate::render::one_line;

/// What a program has to show.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// That something of the name is there.
    Name,
    /// That it has the types it has.
    Types {
        /// What the type of the key has to hold.
        key: bool,
        /// What comes back.
        answer: bool,
    },
}

impl Signature<'_> {
    /// A program that compiles with this signature, and does not with what took its place. None where a
    /// name or a position came to mean another thing of the same type: that compiles, and is wrong.
    pub(crate) fn witness(&self, model: &ApiModel, successor: Option<&Self>) -> Option<String> {
        let is_seen = !successor.is_some_and(|next| self.is_accepted_as(next));
        let asked = successor.map_or(Asked::Name, |next| Asked::Types {
            key: !next.bounds.is_subset(&self.bounds),
            answer: self.gives != next.gives,
        });
        is_seen.then(|| self.program(model, asked))
    }

    /// Programs that use all there is about this signature.
    pub(crate) fn uses(&self, model: &ApiModel) -> [String; 2] {
        [Asked::Name, Asked::Types { key: true, answer: true }].map(|asked| self.program(model, asked))
    }

    fn program(&self, model: &ApiModel, asked: Asked) -> String {
        let full = Naming::Full(model);
        match &self.subject {
            Subject::Group(name) => match asked {
                Asked::Name => format!("client.{name}()"),
                Asked::Types { .. } => format!("let _: {name}::{}<'_, _> = client.{name}()", self.gives),
            },
            Subject::Method(operation) => match asked {
                Asked::Name => call(operation, model),
                Asked::Types { key, answer } => typed_call(operation, model, key, answer),
            },
            Subject::Call(operation) => {
                let (_, inner) = call_type(operation, full);
                let answer = if operation.paging.is_some() { quote!(Page<#inner>) } else { inner };
                format!("let _: {} = {}.await?", one_line(&answer), call(operation, model))
            }
            Subject::Setter(operation, argument) => match asked {
                Asked::Name => {
                    let name = idents::field(&argument.name);
                    format!("{}.{name}({})", call(operation, model), given(argument, model))
                }
                Asked::Types { .. } => typed_setter(operation, argument, model),
            },
            Subject::Clear(operation, name) => format!("{}.{name}()", call(operation, model)),
            Subject::Type(ty) => {
                let name = one_line(&full.of(&ty.name));
                match (&ty.shape, asked) {
                    (_, Asked::Name) | (Shape::Alias(_), _) => format!("{name}::default()"),
                    (Shape::Object { .. }, _) => format!("{name}::default().extra"),
                    (Shape::Union { .. }, _) => format!("{name}::Other(Value::Null)"),
                    (Shape::Id | Shape::OpenEnum { .. }, _) => format!("{name}::from(\"text\")"),
                }
            }
            Subject::Path(path) => format!("{path}::default()"),
            Subject::Field(ty, field) => {
                let (name, ty, gives) =
                    (idents::field(&field.name), full.of(&ty.name), field_type(field, full));
                one_line(&quote!(fn f(it: #ty) -> #gives { it.#name }))
            }
            Subject::Value(ty, value) => {
                let (variant, ty) = (idents::of_type(&value.name), full.of(&ty.name));
                one_line(&quote!(#ty::#variant))
            }
            Subject::Member(ty, member) => {
                let (variant, ty) = (idents::of_type(&member.name), full.of(&ty.name));
                let inner = written(&member.ty, full);
                one_line(&quote!(fn f(it: #inner) -> #ty { #ty::#variant(it) }))
            }
            Subject::Inner(ty) => {
                let inner =
                    if let Shape::Alias(inner) = &ty.shape { written(inner, full) } else { quote!(_) };
                let ty = full.of(&ty.name);
                one_line(&quote!(fn f(it: #ty) -> #inner { it.0 }))
            }
            Subject::Scope(name) => format!("Scope::{name}"),
        }
    }
}

/// The method in a function that takes what it takes and, where that matters, asks of the key what it asks and gives
/// what it gives.
fn typed_call(operation: &Operation, model: &ApiModel, with_key: bool, with_answer: bool) -> String {
    let MethodSignature { name, required, answer, bounds } =
        MethodSignature::of(operation, model, Naming::Full(model));
    let group = idents::module(&operation.tag);
    let passed = required.iter().map(|Required { name, argument, .. }| quote!(, #name: #argument));
    let names = required.iter().map(|one| &one.name);
    let call = quote!(client.#group().#name(#(#names),*));
    let key = match (with_key, bounds.is_empty()) {
        (false, _) => None,
        (true, true) => Some(quote!(<K>)),
        (true, false) => Some(quote!(<K: #(#bounds)+*>)),
    };
    let client = if with_key { quote!(&Client<K>) } else { quote!(&Client) };
    let body = if with_answer { quote!(-> #answer { #call }) } else { quote!({ let _ = #call; }) };
    one_line(&quote!(fn #name #key (client: #client #(#passed)*) #body))
}

/// The setter in a function that takes whatever the setter takes.
fn typed_setter(operation: &Operation, argument: &Argument, model: &ApiModel) -> String {
    let full = Naming::Full(model);
    let SetterSignature { name, ty, is_list, .. } = SetterSignature::of(argument, full);
    let call = MethodSignature::of(operation, model, full).answer;
    let takes = if is_list { quote!(Vec<impl Into<#ty>>) } else { quote!(impl Into<#ty>) };
    one_line(&quote!(fn f(call: #call, value: #takes) { let _ = call.#name(value); }))
}

/// The method, called with what it needs: `client.content().get_post("id")`.
fn call(operation: &Operation, model: &ApiModel) -> String {
    let required = operation.arguments.iter().filter(|argument| argument.required);
    let samples = required.map(|one| sample(&one.ty, one.nullable, one.name.as_str(), model));
    let (group, method) = (idents::module(&operation.tag), idents::method(&operation.id));
    format!("client.{group}().{method}({})", samples.collect::<Vec<_>>().join(", "))
}

/// A value for a setter.
fn given(argument: &Argument, model: &ApiModel) -> String {
    let name = argument.name.as_str();
    match &argument.ty {
        TypeRef::List(inner) => format!("[{}]", value(inner, name, model)),
        ty => value(ty, name, model),
    }
}

/// A value whose type is plain to see.
fn value(ty: &TypeRef, name: &str, model: &ApiModel) -> String {
    if is_text(ty, model) {
        return sample(ty, false, name, model);
    }
    let plain = one_line(&written(ty, Naming::Full(model)));
    match ty {
        TypeRef::Boolean | TypeRef::Integer | TypeRef::Number | TypeRef::Week => {
            sample(ty, false, name, model)
        }
        TypeRef::Named(known) if definition(model, known).is_none() => String::from("Default::default()"),
        TypeRef::Timestamp | TypeRef::Date | TypeRef::YearMonth | TypeRef::Decimal => {
            let sample = sample(ty, false, name, model);
            sample.replace("parse()", &format!("parse::<{plain}>()")).trim_start_matches('&').to_owned()
        }
        _ => format!("<{plain}>::default()"),
    }
}
