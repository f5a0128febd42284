//! `operations.rs` of a tag: the method group, a method an operation, and the calls with optional arguments.

mod docs;

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::doc_attrs::{doc_attrs, doc_lines};
use super::fragments::idents;
use super::fragments::runtime_paths::{Imports, Item};
use super::fragments::rust_types::{note_imports, passed, rust_type, type_imports};
use super::layout::Layout;
use crate::model::{Access, ApiModel, Argument, Deprecation, Evidence, Operation, Tag, TypeRef};
use crate::render::{Piece, Row, RustFile, Table};

/// What fits a line of a method, spaces not counted.
const LINE: usize = 76;

/// The methods of one tag.
pub(super) fn emit(model: &ApiModel, tag: &Tag, layout: &Layout<'_>) -> RustFile {
    let operations: Vec<&Operation> =
        model.operations.iter().filter(|operation| operation.tag == tag.name).collect();
    let group = idents::group(&tag.name, model);
    let methods = operations.iter().map(|operation| method(operation, model, layout));
    let implementation = quote! {
        impl<K> #group<'_, K> {
            #(#methods)*
        }
    };
    let mut pieces = vec![
        Piece::Items(imports(&operations, model, layout)),
        Piece::Table(group_table(tag, model, layout)),
        Piece::Items(implementation),
    ];
    let calls: Vec<Row> = operations
        .iter()
        .filter(|operation| has_setters(operation))
        .map(|operation| call(operation, &group, model))
        .collect();
    if !calls.is_empty() {
        pieces.push(Piece::Table(Table::new("calls").rows(calls)));
    }
    RustFile {
        path: layout.tag_path(&tag.name, "operations.rs"),
        origin: tag.source.clone(),
        docs: vec![format!("The operations of `{}`.", tag.name)],
        pieces,
    }
}

/// `#[deprecated]`, if it is going away.
pub(super) fn deprecated(deprecation: Option<&Deprecation>) -> Option<TokenStream> {
    deprecation.map(|deprecation| match &deprecation.sunset {
        None => quote!(#[deprecated]),
        Some(day) => {
            let note = format!("goes away on {day}");
            quote!(#[deprecated(note = #note)])
        }
    })
}

/// Whether a call has a type of its own, for its setters.
pub(super) fn has_setters(operation: &Operation) -> bool {
    operation.arguments.iter().any(|argument| !argument.required)
}

fn group_table(tag: &Tag, model: &ApiModel, layout: &Layout<'_>) -> Table {
    let group = idents::group(&tag.name, model);
    let mut docs = doc_lines(&tag.description);
    if docs.is_empty() {
        docs.push(format!("The operations of `{}`.", tag.name));
    }
    docs.extend([String::new(), docs::made_by(tag, layout)]);
    Table::new("group").row(Row::new(quote!(pub struct #group)).docs(docs).semicolon())
}

fn method(operation: &Operation, model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let name = idents::method(&operation.id);
    let entry = idents::catalogue_entry(&operation.id);
    let docs = doc_attrs(&docs::method_docs(operation, model, layout));
    let deprecated = deprecated(operation.deprecation.as_ref());
    let required = required(operation, model);
    let arguments = required.iter().map(|(argument, _)| argument);
    let bound = bound(&operation.access);
    let (answer, constructor) = if has_setters(operation) {
        let call = idents::call(operation, model);
        (quote!(#call), quote!(#call))
    } else {
        let (outer, inner) = call_type(operation);
        (quote!(#outer<#inner>), quote!(#outer))
    };
    let body = body(&constructor, &entry, &required);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(&self #(, #arguments)*) -> #answer #bound {
            #body
        }
    }
}

/// The request, described: in one expression, or with a line an argument where one line would not hold them.
fn body(
    constructor: &TokenStream,
    entry: &proc_macro2::Ident,
    required: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let mut sets: Vec<&TokenStream> = required.iter().map(|(_, set)| set).collect();
    if required.len() < 2 {
        return quote!(#constructor::new(self.client.start(&catalogue::#entry) #(#sets)*));
    }
    let start = quote!(let raw = self.client.start(&catalogue::#entry));
    let width = |tokens: &TokenStream| tokens.to_string().replace(' ', "").len();
    let first_fits = sets.first().is_some_and(|first| width(&start) + width(first) < LINE);
    let first = if first_fits { Some(sets.remove(0)) } else { None };
    quote! {
        #start #first;
        #(let raw = raw #sets;)*
        #constructor::new(raw)
    }
}

/// Of each required argument: how it is declared, and how it is set.
fn required(operation: &Operation, model: &ApiModel) -> Vec<(TokenStream, TokenStream)> {
    let numbered = (0_u16..).zip(&operation.arguments);
    numbered
        .filter(|(_, argument)| argument.required)
        .map(|(index, argument)| {
            let name = idents::field(&argument.name);
            let passed = passed(&argument.ty, argument.nullable, &name, index, model);
            let ty = passed.argument;
            (quote!(#name: #ty), passed.set)
        })
        .collect()
}

fn bound(access: &Access) -> TokenStream {
    match access {
        Access::Session => quote!(where K: grants::SessionToken),
        Access::Scoped { any_of, evidence } => match any_of.as_slice() {
            [scopes] => {
                let scopes = scopes.iter().map(|scope| {
                    let scope = idents::scope(scope);
                    if is_guess(*evidence) {
                        quote!(grants::inferred::#scope)
                    } else {
                        quote!(grants::#scope)
                    }
                });
                quote!(where K: #(#scopes)+*)
            }
            _ => TokenStream::new(),
        },
        Access::Public | Access::Undocumented => TokenStream::new(),
    }
}

/// Whether a requirement is only believed to hold.
fn is_guess(evidence: Evidence) -> bool {
    matches!(evidence, Evidence::Connector | Evidence::Inferred)
}

/// The type of the call without setters, and of what it gives: `PagedCall`, `Post`.
fn call_type(operation: &Operation) -> (TokenStream, TokenStream) {
    if let Some(paging) = &operation.paging {
        let item = rust_type(&paging.item);
        return (quote!(PagedCall), item);
    }
    let inner = match &operation.answer.body {
        None => quote!(()),
        Some(body) => {
            let body_type = rust_type(body);
            let optional = operation.answer.may_be_empty && !matches!(body, TypeRef::Nullable(_));
            if optional { quote!(Option<#body_type>) } else { body_type }
        }
    };
    (quote!(Call), inner)
}

/// The type of a call with optional arguments, and its setters.
fn call(operation: &Operation, group: &proc_macro2::Ident, model: &ApiModel) -> Row {
    let name = idents::call(operation, model);
    let (outer, inner) = call_type(operation);
    let numbered = (0_u16..).zip(&operation.arguments);
    let setters =
        numbered.filter(|(_, argument)| !argument.required).map(|(index, argument)| setter(index, argument));
    let method = docs::method_link(operation, &group.to_string());
    Row::new(quote!(pub type #name = CallWith<#outer<#inner>>))
        .docs([format!("The optional arguments of {method}.")])
        .block(setters)
}

fn setter(index: u16, argument: &Argument) -> Row {
    let name = idents::field(&argument.name);
    let index = proc_macro2::Literal::u16_unsuffixed(index);
    let clear = idents::plain_or_raw(&format!("clear_{}", argument.name));
    let (ty, is_list) = match &argument.ty {
        TypeRef::List(inner) => (rust_type(inner), true),
        plain => (rust_type(plain), false),
    };
    let place = match (is_list, argument.nullable) {
        (false, false) => quote!(#index),
        (true, false) => quote!(#index, list),
        (false, true) => quote!(#index, nullable #clear),
        (true, true) => quote!(#index, nullable_list #clear),
    };
    let mut docs = doc_lines(&argument.doc);
    if docs.is_empty() {
        docs.push(format!("The argument `{}`.", argument.wire_name));
    }
    if let Some(last) = docs.last_mut().filter(|_| argument.evidence != Evidence::Page) {
        *last = format!("{last} ({})", argument.evidence.as_str());
    }
    Row::new(quote!(#name(#place): #ty))
        .docs(docs)
        .attribute(deprecated(argument.deprecation.as_ref()))
        .comma()
}

fn imports(operations: &[&Operation], model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let mut imports = Imports::default();
    imports.add(Item::Macro("group"));
    let mut used: Vec<&TypeRef> = Vec::new();
    for operation in operations {
        used.extend(operation.arguments.iter().map(|argument| &argument.ty));
        match (&operation.paging, &operation.answer.body) {
            (Some(paging), _) => used.push(&paging.item),
            (None, body) => used.extend(body),
        }
        if operation.paging.is_some() {
            imports.add(Item::PagedCall);
        } else {
            imports.add(Item::Call);
        }
    }
    let with_setters = operations.iter().any(|operation| has_setters(operation));
    if with_setters {
        imports.add(Item::Macro("calls"));
    }
    for ty in &used {
        note_imports(ty, &mut imports);
    }
    let types = type_imports(used.into_iter(), None, model, layout);
    let runtime = imports.lines(layout);
    let generated = &layout.generated;
    let call_with = with_setters.then(|| quote!(use #generated::CallWith;));
    let bounded = operations.iter().any(|operation| !bound(&operation.access).is_empty());
    let grants = bounded.then(|| quote!(use #generated::scopes::grants;));
    quote!(#runtime use super::catalogue; #call_with #types #grants)
}
