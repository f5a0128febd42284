//! `types.rs` of a tag, and `common.rs`: one macro call a type, a line a field.

use proc_macro2::TokenStream;
use quote::quote;

use super::fragments::doc_attrs::{doc_lines, has_mark, mark_alone, marked};
use super::fragments::idents;
use super::fragments::runtime_paths::{Imports, Item};
use super::fragments::rust_types::{note_imports, rust_type, type_imports};
use super::layout::Layout;
use super::operations::deprecated;
use crate::model::{ApiModel, Field, Presence, Shape, Tag, TypeDef, TypeHome, TypeRef};
use crate::render::{Piece, Row, RustFile, Table};

/// A file is closed before it grows longer than this.
const MOST_LINES: usize = 1_300;

/// What the marks behind the descriptions mean.
const MARKS: [&str; 2] = [
    "",
    "The word in parentheses says how a statement is known: `page`, `guide`, `observed`, `connector` or `inferred`.",
];

/// The types that several tags use.
pub(super) fn emit_common(model: &ApiModel, layout: &Layout<'_>) -> Vec<RustFile> {
    let types: Vec<&TypeDef> =
        model.types.iter().filter(|ty| matches!(ty.home, TypeHome::Common(_))).collect();
    if types.is_empty() {
        return Vec::new();
    }
    files(&types, "common", "Types that several groups of operations use.", &model.source, model, layout)
}

/// The types that only this tag uses.
pub(super) fn emit_tag(model: &ApiModel, tag: &Tag, layout: &Layout<'_>) -> Vec<RustFile> {
    let types: Vec<&TypeDef> =
        model.types.iter().filter(|ty| ty.home == TypeHome::Tag(tag.name.clone())).collect();
    if types.is_empty() {
        return Vec::new();
    }
    files(
        &types,
        &format!("{}/types", tag.name),
        "What is sent and what comes back.",
        &tag.source,
        model,
        layout,
    )
}

/// How many files the types of a tag take; the module lists them.
pub(super) fn file_names(model: &ApiModel, home: &TypeHome, base: &str, layout: &Layout<'_>) -> Vec<String> {
    let types: Vec<&TypeDef> = model
        .types
        .iter()
        .filter(|ty| match home {
            TypeHome::Tag(_) => ty.home == *home,
            TypeHome::Common(_) => matches!(ty.home, TypeHome::Common(_)),
        })
        .collect();
    (0..chunks(&types, model, layout).len()).map(|at| numbered(base, at)).collect()
}

fn files(
    types: &[&TypeDef],
    base: &str,
    doc: &str,
    origin: &str,
    model: &ApiModel,
    layout: &Layout<'_>,
) -> Vec<RustFile> {
    let chunks = chunks(types, model, layout);
    let file = |(at, types): (usize, &Vec<&TypeDef>)| {
        let others =
            if base == "common" && at == 0 { continuations(chunks.len()) } else { TokenStream::new() };
        let head = [imports(types, model, layout), Piece::Items(others)];
        RustFile {
            path: layout.path(&format!("{}.rs", numbered(base, at))),
            origin: origin.to_owned(),
            docs: docs(doc, model),
            pieces: head
                .into_iter()
                .chain(tables(types, model, layout).into_iter().map(Piece::Table))
                .collect(),
        }
    };
    chunks.iter().enumerate().map(file).collect()
}

fn docs(first: &str, model: &ApiModel) -> Vec<String> {
    let rest: &[&str] = if model.has_marks { &MARKS } else { &[] };
    std::iter::once(&first).chain(rest).map(|line| (*line).to_owned()).collect()
}
/// The first file of the shared types offers what the others hold.
fn continuations(count: usize) -> TokenStream {
    let modules = (1..count).map(|at| idents::plain_or_raw(&numbered("common", at)));
    quote!(#(pub use super::#modules::*;)*)
}

fn numbered(base: &str, at: usize) -> String {
    if at == 0 { base.to_owned() } else { format!("{base}_{}", at + 1) }
}

/// The types cut into files that stay short enough.
fn chunks<'m>(types: &[&'m TypeDef], model: &ApiModel, layout: &Layout<'_>) -> Vec<Vec<&'m TypeDef>> {
    let mut chunks: Vec<Vec<&TypeDef>> = Vec::new();
    let mut lines = MOST_LINES;
    for ty in types {
        let own = table(ty, model, layout).line_count() + 1;
        if lines + own > MOST_LINES {
            chunks.push(Vec::new());
            lines = 0;
        }
        lines += own;
        chunks.last_mut().into_iter().for_each(|chunk| chunk.push(ty));
    }
    chunks
}

fn imports(types: &[&TypeDef], model: &ApiModel, layout: &Layout<'_>) -> Piece {
    let mut imports = Imports::default();
    let mut used: Vec<&TypeRef> = Vec::new();
    for ty in types {
        imports.add(Item::Macro(macro_of(&ty.shape)));
        match &ty.shape {
            Shape::Object { fields } => used.extend(fields.iter().map(|field| &field.ty)),
            Shape::Union { members, .. } => used.extend(members.iter().map(|member| &member.ty)),
            Shape::Alias(ty) => used.push(ty),
            Shape::OpenEnum { .. } | Shape::Id => {}
        }
    }
    for ty in &used {
        note_imports(ty, &mut imports);
    }
    let here: Vec<_> = types.iter().map(|ty| &ty.name).collect();
    let elsewhere: Vec<TypeRef> = used
        .iter()
        .flat_map(|ty| super::fragments::rust_types::names(ty))
        .filter(|name| !here.contains(name))
        .map(|name| TypeRef::Named(name.clone()))
        .collect();
    let own = type_imports(elsewhere.iter(), None, model, layout);
    let runtime = imports.lines(layout);
    Piece::Items(quote!(#runtime #own))
}

fn macro_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object { .. } => "object",
        Shape::OpenEnum { .. } => "open_enum",
        Shape::Id => "ids",
        Shape::Union { .. } => "union",
        Shape::Alias(_) => "newtype",
    }
}

/// The macro calls of a file: one a type, and one for all identifiers at the end.
fn tables(types: &[&TypeDef], model: &ApiModel, layout: &Layout<'_>) -> Vec<Table> {
    let (ids, others): (Vec<&TypeDef>, Vec<&TypeDef>) =
        types.iter().partition(|ty| matches!(ty.shape, Shape::Id));
    let mut tables: Vec<Table> = others.iter().map(|ty| table(ty, model, layout)).collect();
    if !ids.is_empty() {
        tables.push(Table::new("ids").rows(ids.iter().map(|ty| id(ty, model, layout))));
    }
    tables
}

/// The line of an identifier.
fn id(ty: &TypeDef, model: &ApiModel, layout: &Layout<'_>) -> Row {
    let name = idents::of_type(&ty.name);
    Row::new(quote!(pub type #name))
        .docs(docs_of(ty, model))
        .attribute(feature(ty, layout))
        .attribute(deprecated(ty.deprecation.as_ref()))
        .semicolon()
}

/// The macro call of a type.
fn table(ty: &TypeDef, model: &ApiModel, layout: &Layout<'_>) -> Table {
    let name = idents::of_type(&ty.name);
    let (head, rows) = match &ty.shape {
        Shape::Object { fields } => {
            (quote!(pub struct #name), Some(fields.iter().map(|one| field(one, ty, model)).collect()))
        }
        Shape::Id => return Table::new("ids").row(id(ty, model, layout)),
        Shape::Alias(inner) => {
            let inner = rust_type(inner);
            (quote!(pub struct #name(#inner)), None)
        }
        Shape::OpenEnum { values } => {
            // The macro puts the mark behind each value.
            let known = has_mark(ty.evidence, model).then(|| ty.evidence.as_str());
            let known = known.map(|word| quote!((#word)));
            (quote!(pub enum #name #known), Some(values.iter().map(value).collect()))
        }
        Shape::Union { tag, members } => {
            let by = tag.as_ref().map(|tag| {
                let tag = tag.as_str();
                quote!(by #tag)
            });
            (
                quote!(pub enum #name #by),
                Some(members.iter().map(|one| member(one, ty, model)).collect::<Vec<_>>()),
            )
        }
    };
    let row = Row::new(head).docs(docs_of(ty, model)).attribute(deprecated(ty.deprecation.as_ref()));
    let row = match rows {
        Some(rows) => row.block(rows),
        None => row.semicolon(),
    };
    Table::new(macro_of(&ty.shape)).attribute(feature(ty, layout)).row(row)
}

/// What a type means and how that is known.
fn docs_of(ty: &TypeDef, model: &ApiModel) -> Vec<String> {
    let mut docs = doc_lines(&ty.doc);
    if docs.is_empty() {
        docs.push(format!("`{}`: the document does not describe it.", ty.name));
    }
    docs.last_mut().into_iter().for_each(|last| *last = marked(last, ty.evidence, model));
    docs
}

/// The features that a shared type is there for.
fn feature(ty: &TypeDef, layout: &Layout<'_>) -> Option<TokenStream> {
    matches!(ty.home, TypeHome::Common(_)).then(|| layout.feature_of(ty)).flatten()
}

fn field(field: &Field, owner: &TypeDef, model: &ApiModel) -> Row {
    let name = idents::field(&field.name);
    let wire = field.wire_name.as_str();
    let ty = rust_type(&field.ty);
    let presence = match field.presence {
        Presence::Required => quote!(required),
        Presence::Optional => quote!(optional),
        Presence::ThreeState => quote!(patch),
    };
    let mut docs = doc_lines(&field.doc);
    if docs.is_empty() {
        docs.push(format!("The field `{wire}`."));
    }
    let mark = field.evidence.unwrap_or(owner.evidence);
    docs.last_mut().into_iter().for_each(|last| *last = marked(last, mark, model));
    Row::new(quote!(#name: #presence #ty = #wire))
        .docs(docs)
        .attribute(deprecated(field.deprecation.as_ref()))
        .comma()
}

fn value(value: &crate::model::EnumValue) -> Row {
    let name = idents::of_type(&value.name);
    let wire = value.wire.as_str();
    Row::new(quote!(#name = #wire)).comma()
}

fn member(member: &crate::model::UnionMember, owner: &TypeDef, model: &ApiModel) -> Row {
    let name = idents::of_type(&member.name);
    let ty = rust_type(&member.ty);
    let value: Option<TokenStream> = member.tag_value.as_ref().map(|value| quote!(= #value));
    Row::new(quote!(#name(#ty) #value)).docs(mark_alone(owner.evidence, model)).comma()
}
