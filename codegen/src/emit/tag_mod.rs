//! `mod.rs` of a tag: its modules, and what they offer by one path.

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::doc_attrs::doc_lines;
use super::fragments::idents::plain_or_raw;
use super::layout::Layout;
use super::types;
use crate::model::{ApiModel, Shape, Tag, TypeDef, TypeHome};
use crate::render::{Piece, RustFile};

/// The module of one tag.
pub(super) fn emit(model: &ApiModel, tag: &Tag, layout: &Layout<'_>) -> RustFile {
    let mut docs = doc_lines(&tag.description);
    if docs.is_empty() {
        docs.push(format!("The operations of `{}`, and their types.", tag.name));
    }
    let names = types::file_names(model, &TypeHome::Tag(tag.name.clone()), "types", layout);
    let modules: Vec<_> = names.iter().map(|name| plain_or_raw(name)).collect();
    let allowed = allow_deprecated(model, tag);
    let shared = shared_types(model, tag);
    let items = quote! {
        pub mod catalogue;
        #allowed
        mod operations;
        #(#allowed mod #modules;)*

        pub use operations::*;
        #(pub use #modules::*;)*
        #shared
    };
    RustFile {
        path: layout.tag_path(&tag.name, "mod.rs"),
        origin: tag.source.clone(),
        docs,
        pieces: vec![Piece::Items(items)],
    }
}

/// What the group shares with others. It is offered by every group that uses it, so that a type stays where it was when
/// another group begins to use it.
fn shared_types(model: &ApiModel, tag: &Tag) -> Option<TokenStream> {
    let is_used = |ty: &&TypeDef| matches!(&ty.home, TypeHome::Common(tags) if tags.contains(&tag.name));
    let names: Vec<_> = model.types.iter().filter(is_used).map(|ty| plain_or_raw(ty.name.as_str())).collect();
    (!names.is_empty()).then(|| quote!(pub use super::common::{#(#names),*};))
}

/// Modules that hold something deprecated also read and write it.
fn allow_deprecated(model: &ApiModel, tag: &Tag) -> Option<TokenStream> {
    let in_operations =
        model.operations.iter().filter(|operation| operation.tag == tag.name).any(|operation| {
            operation.deprecation.is_some()
                || operation.arguments.iter().any(|argument| argument.deprecation.is_some())
        });
    (in_operations || has_deprecated_types(model))
        .then(|| quote!(#[allow(deprecated, reason = "what is going away is still read and written")]))
}

/// Whether any type, or a field of one, is going away.
pub(super) fn has_deprecated_types(model: &ApiModel) -> bool {
    model.types.iter().any(|ty| {
        ty.deprecation.is_some()
            || matches!(&ty.shape, Shape::Object { fields } if fields.iter().any(|field| field.deprecation.is_some()))
    })
}
