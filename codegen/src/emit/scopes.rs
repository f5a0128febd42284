//! `scopes.rs`: the permissions as values and as types, and what each of them unlocks.

use quote::quote;

use super::fragments::doc_attrs::{doc_lines, fold, has_mark};
use super::fragments::idents;
use super::fragments::runtime_paths::{Imports, Item};
use super::layout::Layout;
use crate::model::{Access, ApiModel, Operation, Scope};
use crate::render::{Piece, Row, RustFile, Table};

/// The permissions of the API.
pub(super) fn emit(model: &ApiModel, layout: &Layout<'_>) -> RustFile {
    let mut imports = Imports::default();
    imports.add(Item::Macro("scopes"));
    let rows = model.scopes.iter().map(|scope| row(scope, model));
    RustFile {
        path: layout.path("scopes.rs"),
        origin: super::root_mod::origin(model),
        docs: vec![String::from("The permissions that a key can hold, and what each of them unlocks.")],
        pieces: vec![
            Piece::Items(imports.lines(layout)),
            Piece::Table(Table::new("scopes").rows(rows)),
            Piece::Items(key_scopes(layout)),
        ],
    }
}

fn row(scope: &Scope, model: &ApiModel) -> Row {
    let name = idents::scope(&scope.name);
    let wire = scope.name.as_str();
    let rust = name.to_string();
    let texts = [
        ("message", format!("the key type `{{Self}}` does not hold the scope `{wire}`")),
        ("label", format!("needs the scope `{wire}`, as is documented")),
        ("note", format!("add it where the key type is declared: `key_scopes!(pub Name: {rust})`")),
        (
            "inferred_label",
            format!("needs the scope `{wire}`, it seems: the requirement is inferred, not documented"),
        ),
    ];
    let texts = texts.map(|(key, text)| {
        let key = idents::plain_or_raw(key);
        Row::new(quote!(#key: #text)).comma()
    });
    let mut docs = doc_lines(&scope.description);
    docs.extend([String::new()]);
    let source = format!(" The name is known by: {}.", scope.evidence.as_str());
    let source = if has_mark(scope.evidence, model) { source.as_str() } else { "" };
    docs.extend(fold(&format!("{}{source}", unlocks(scope, model))));
    Row::new(quote!(#name = #wire)).docs(docs).block(texts)
}

/// The operations that ask for the scope.
fn unlocks(scope: &Scope, model: &ApiModel) -> String {
    let asks = |operation: &&Operation| match &operation.access {
        Access::Scoped { any_of, .. } => any_of.iter().flatten().any(|wanted| *wanted == scope.name),
        _ => false,
    };
    let names: Vec<String> =
        model.operations.iter().filter(asks).map(|operation| format!("`{}`", operation.id)).collect();
    if names.is_empty() {
        String::from("Unlocks nothing that is known.")
    } else {
        format!("Unlocks {}.", names.join(", "))
    }
}

/// The macro that declares key types, by the path of this crate's scopes.
fn key_scopes(layout: &Layout<'_>) -> proc_macro2::TokenStream {
    let runtime = if layout.is_own() { quote!($crate) } else { quote!($crate::cc_api) };
    quote! {
        /// Declares a key type with the scopes it holds: `key_scopes! { pub Dashboard: ContentRead + CalendarRead }`.
        #[macro_export]
        macro_rules! key_scopes {
            ($($declaration:tt)*) => {
                #runtime::__key_scopes! { [$crate::scopes] $($declaration)* }
            };
        }
    }
}
