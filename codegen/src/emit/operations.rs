//! `operations.rs` of a tag: the method group, a method an operation, and the calls with optional arguments.

mod docs;
mod example;
pub(super) mod signature;

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::doc_attrs::{doc_attrs, doc_lines, marked};
use super::fragments::idents;
use super::fragments::runtime_paths::{Imports, Item};
use super::fragments::rust_types::{Naming, note_imports, type_imports};
use super::layout::Layout;
use crate::model::{ApiModel, Argument, Deprecation, Operation, Tag, TypeRef};
use crate::render::{Piece, Row, RustFile, Table};
pub(crate) use example::call_with;
use signature::{MethodSignature, Required, SetterSignature, call_type, has_setters, scopes};

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
    let calls: Vec<Row> = operations.iter().map(|operation| call(operation, &group, model)).collect();
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
    let MethodSignature { name, required, answer, bounds } =
        MethodSignature::of(operation, model, Naming::Plain);
    let entry = idents::catalogue_entry(&operation.id);
    let docs = doc_attrs(&docs::method_docs(operation, model, layout));
    let deprecated = deprecated(operation.deprecation.as_ref());
    let arguments = required.iter().map(|Required { name, argument, .. }| quote!(#name: #argument));
    let bound = (!bounds.is_empty()).then(|| quote!(where K: #(#bounds)+*));
    let body = body(&answer, &entry, &required);
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
fn body(constructor: &TokenStream, entry: &proc_macro2::Ident, required: &[Required]) -> TokenStream {
    let mut sets: Vec<&TokenStream> = required.iter().map(|one| &one.set).collect();
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

/// The type of a call, and its setters. A call without any has a type of its own, too, so that its first one changes none.
fn call(operation: &Operation, group: &proc_macro2::Ident, model: &ApiModel) -> Row {
    let name = idents::call(operation, model);
    let (outer, inner) = call_type(operation, Naming::Plain);
    let numbered = (0_u16..).zip(&operation.arguments);
    let optional = numbered.filter(|(_, argument)| !argument.required);
    let setters = optional.map(|(index, argument)| setter(index, argument, model));
    let method = docs::method_link(operation, &group.to_string());
    let doc = if has_setters(operation) {
        format!("The optional arguments of {method}.")
    } else {
        format!("The call of {method}, which has no optional arguments.")
    };
    Row::new(quote!(pub type #name = CallWith<#outer<#inner>>))
        .docs([marked(&doc, operation.evidence, model)])
        .block(setters)
}

fn setter(index: u16, argument: &Argument, model: &ApiModel) -> Row {
    let SetterSignature { name, ty, is_list, clear } = SetterSignature::of(argument, Naming::Plain);
    let index = proc_macro2::Literal::u16_unsuffixed(index);
    let place = match (is_list, clear) {
        (false, None) => quote!(#index),
        (true, None) => quote!(#index, list),
        (false, Some(clear)) => quote!(#index, nullable #clear),
        (true, Some(clear)) => quote!(#index, nullable_list #clear),
    };
    let mut docs = doc_lines(&argument.doc);
    if docs.is_empty() {
        docs.push(format!("The argument `{}`.", argument.wire_name));
    }
    docs.last_mut().into_iter().for_each(|last| *last = marked(last, argument.evidence, model));
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
    let has_calls = !operations.is_empty();
    if has_calls {
        imports.add(Item::Macro("calls"));
    }
    for ty in &used {
        note_imports(ty, &mut imports);
    }
    let types = type_imports(used.into_iter(), None, model, layout);
    let runtime = imports.lines(layout);
    let generated = &layout.generated;
    let call_with = has_calls.then(|| quote!(use #generated::CallWith;));
    let bounded = operations.iter().any(|operation| !scopes(&operation.access).is_empty());
    let grants = bounded.then(|| quote!(use #generated::scopes::grants;));
    quote!(#runtime use super::catalogue; #call_with #types #grants)
}
