//! `catalogue.rs` beside the tags: every entry by one path, the JSON Schemas, the workflows.

use quote::quote;

use super::catalogue::raw_text;
use super::evidence_marks;
use super::fragments::idents;
use super::fragments::runtime_paths::{Imports, Item};
use super::layout::Layout;
use super::workflows;
use crate::model::ApiModel;
use crate::render::{Piece, Row, RustFile, Table};

/// The tables over all tags.
pub(super) fn emit(model: &ApiModel, layout: &Layout<'_>) -> RustFile {
    let mut imports = Imports::default();
    imports.add(Item::Macro("catalogue"));
    let runtime = imports.lines(layout);
    let entries = model.tags.iter().map(|tag| {
        let feature = layout.feature(std::slice::from_ref(&tag.name));
        let module = idents::module(&tag.name);
        quote!(#feature pub use super::#module::catalogue::*;)
    });
    let table = Table::new("catalogue")
        .row(Row::new(quote!(operations)).block(operations(model, layout)))
        .row(Row::new(quote!(schemas)).block(schemas(model, layout)))
        .row(Row::new(quote!(marks)).block(marks(model, layout)))
        .row(Row::new(quote!(workflows)).block(model.workflows.iter().map(workflows::row)));
    RustFile {
        path: layout.path("catalogue.rs"),
        origin: super::root_mod::origin(model),
        docs: vec![String::from(
            "Every operation as data, the JSON Schemas of the types, and the jobs of several calls.",
        )],
        pieces: vec![Piece::Items(runtime), Piece::Items(quote!(#(#entries)*)), Piece::Table(table)],
    }
}

fn operations<'m>(model: &'m ApiModel, layout: &'m Layout<'_>) -> impl Iterator<Item = Row> + 'm {
    model.operations.iter().map(|operation| {
        let feature = layout.feature(std::slice::from_ref(&operation.tag));
        let (module, entry) = (idents::module(&operation.tag), idents::catalogue_entry(&operation.id));
        Row::new(quote!(#feature super::#module::catalogue::#entry)).comma()
    })
}

fn schemas<'m>(model: &'m ApiModel, layout: &'m Layout<'_>) -> impl Iterator<Item = Row> + 'm {
    model.types.iter().map(|ty| {
        let feature = layout.feature_of(ty);
        let (name, schema) = (ty.name.as_str(), raw_text(&ty.json_schema));
        Row::new(quote!(#feature #name = #schema)).comma()
    })
}

/// How the statements of types are known, for errors. Only answers are decoded.
fn marks<'m>(model: &'m ApiModel, layout: &'m Layout<'_>) -> impl Iterator<Item = Row> + 'm {
    let objects = model.types.iter().filter(|ty| model.has_marks && ty.in_answers);
    objects.filter_map(|ty| {
        let (feature, name) = (layout.feature_of(ty), ty.name.as_str());
        let marks = raw_text(&evidence_marks::of_type(ty, model)?);
        Some(Row::new(quote!(#feature #name = #marks)).comma())
    })
}
