//! What a method, and the call that it gives, look like to a program: the decisions behind both the code and the
//! signatures that a comparison of two APIs shows.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::fragments::idents;
use crate::emit::fragments::rust_types::{Naming, passed, written};
use crate::model::{Access, ApiModel, Argument, Evidence, Operation, TypeRef};

/// A method: `pub fn get_post(&self, id: impl Into<PostId>) -> GetPost where K: grants::ContentRead`.
#[derive(Debug)]
pub(in crate::emit) struct MethodSignature {
    /// Its name: `get_post`.
    pub(in crate::emit) name: Ident,
    /// What has to be passed.
    pub(in crate::emit) required: Vec<Required>,
    /// What it gives: the type of its call, with its setters.
    pub(in crate::emit) answer: TokenStream,
    /// What the type of the key has to hold: `grants::ContentRead`.
    pub(in crate::emit) bounds: Vec<TokenStream>,
}

/// A required argument.
#[derive(Debug)]
pub(in crate::emit) struct Required {
    /// Its name: `id`.
    pub(in crate::emit) name: Ident,
    /// How it is declared: `impl Into<PostId>`.
    pub(in crate::emit) argument: TokenStream,
    /// How it is set: `.with::<PostId>(0, &id.into())`.
    pub(in crate::emit) set: TokenStream,
}

/// A setter of a call.
#[derive(Debug)]
pub(in crate::emit) struct SetterSignature {
    /// Its name: `tags`.
    pub(in crate::emit) name: Ident,
    /// What it takes, or what each of the things is that it takes.
    pub(in crate::emit) ty: TokenStream,
    /// Whether it takes several.
    pub(in crate::emit) is_list: bool,
    /// The setter that sends null, if null says something: `clear_tags`.
    pub(in crate::emit) clear: Option<Ident>,
}

impl MethodSignature {
    pub(in crate::emit) fn of(operation: &Operation, model: &ApiModel, naming: Naming<'_>) -> Self {
        let call = idents::call(operation, model);
        let answer = match naming {
            Naming::Plain => quote!(#call),
            Naming::Full(_) => {
                let module = idents::module(&operation.tag);
                quote!(#module::#call)
            }
        };
        Self {
            name: idents::method(&operation.id),
            required: required(operation, model, naming),
            answer,
            bounds: scopes(&operation.access),
        }
    }
}

impl SetterSignature {
    pub(in crate::emit) fn of(argument: &Argument, naming: Naming<'_>) -> Self {
        let (ty, is_list) = match &argument.ty {
            TypeRef::List(inner) => (written(inner, naming), true),
            plain => (written(plain, naming), false),
        };
        let clear = argument.nullable.then(|| idents::plain_or_raw(&format!("clear_{}", argument.name)));
        Self { name: idents::field(&argument.name), ty, is_list, clear }
    }
}

/// Whether a call has setters.
pub(in crate::emit) fn has_setters(operation: &Operation) -> bool {
    operation.arguments.iter().any(|argument| !argument.required)
}

/// The type of the call without setters, and of what it gives: `PagedCall`, `Post`.
pub(in crate::emit) fn call_type(operation: &Operation, naming: Naming<'_>) -> (TokenStream, TokenStream) {
    if let Some(paging) = &operation.paging {
        let item = written(&paging.item, naming);
        return (quote!(PagedCall), item);
    }
    let inner = match &operation.answer.body {
        None => quote!(()),
        Some(body) => {
            let body_type = written(body, naming);
            let optional = operation.answer.may_be_empty && !matches!(body, TypeRef::Nullable(_));
            if optional { quote!(Option<#body_type>) } else { body_type }
        }
    };
    (quote!(Call), inner)
}

/// What the type of the key has to hold.
pub(in crate::emit) fn scopes(access: &Access) -> Vec<TokenStream> {
    let marker = |scope| {
        let scope = idents::scope(scope);
        match access {
            Access::Scoped { evidence, .. } if is_guess(*evidence) => quote!(grants::inferred::#scope),
            _ => quote!(grants::#scope),
        }
    };
    match access {
        Access::Session => vec![quote!(grants::SessionToken)],
        _ => access.sole_scopes().iter().map(marker).collect(),
    }
}

/// Whether a requirement is only believed to hold.
fn is_guess(evidence: Evidence) -> bool {
    matches!(evidence, Evidence::Connector | Evidence::Inferred)
}

/// Of each required argument: how it is declared, and how it is set.
fn required(operation: &Operation, model: &ApiModel, naming: Naming<'_>) -> Vec<Required> {
    let numbered = (0_u16..).zip(&operation.arguments);
    numbered
        .filter(|(_, argument)| argument.required)
        .map(|(index, argument)| {
            let passed = passed(argument, index, model, naming);
            Required { name: idents::field(&argument.name), argument: passed.argument, set: passed.set }
        })
        .collect()
}
