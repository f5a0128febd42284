//! `generated/mod.rs`, or `lib.rs` of a crate of its own: the modules, the way from the client to each group, and
//! what the runtime has to know about the API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::catalogue::{evidence, option};
use super::fragments::doc_attrs::{doc_attrs, doc_line, doc_lines};
use super::fragments::idents::{self, plain_or_raw};
use super::fragments::runtime_paths::{Imports, Item, runtime};
use super::layout::Layout;
use super::types;
use crate::model::{ApiModel, CredentialPlace, Tag, TypeHome};
use crate::render::{Piece, Row, RustFile, Table};

/// The root of the generated modules.
pub(super) fn emit(model: &ApiModel, layout: &Layout<'_>) -> RustFile {
    let mut imports = Imports::default();
    let words = [
        ("ApiInfo", true),
        ("CredentialPlace", true),
        ("Evidence", !model.servers.is_empty() || !model.scopes.is_empty() || model.rate_limits.is_some()),
        ("RateLimits", model.rate_limits.is_some()),
        ("ScopeInfo", !model.scopes.is_empty()),
        ("Server", !model.servers.is_empty()),
        ("TenantHeader", model.tenant.is_some()),
    ];
    words.iter().filter(|(_, used)| *used).for_each(|(word, _)| imports.add(Item::Catalogue(word)));
    let has_calls = !model.operations.is_empty();
    if has_calls {
        imports.add(Item::Macro("call_with"));
    }
    let imports = imports.lines(layout);
    let foreign = (!layout.is_own()).then(|| {
        quote!(
            #[doc(no_inline)]
            pub use cc_api;
        )
    });
    let groups = if layout.is_own() { client_methods(model, layout) } else { api_trait(model, layout) };
    RustFile {
        path: layout.path(if layout.is_own() { "mod.rs" } else { "lib.rs" }),
        origin: origin(model),
        docs: docs(model, layout),
        pieces: vec![
            Piece::Items(modules(model, layout)),
            Piece::Items(quote!(#foreign #imports)),
            if has_calls { Piece::Table(call_with()) } else { Piece::Items(TokenStream::new()) },
            Piece::Items(groups),
            Piece::Items(api_info(model, layout)),
        ],
    }
}

/// The type that calls are made of.
fn call_with() -> Table {
    let row = Row::new(quote!(pub struct CallWith));
    let docs = "A call, ready to be sent; it has a name for each operation.";
    Table::new("call_with").row(row.docs([docs.to_owned()]).semicolon())
}

/// What files that come from all over the document say about their origin.
pub(super) fn origin(model: &ApiModel) -> String {
    model.source.clone()
}

fn docs(model: &ApiModel, layout: &Layout<'_>) -> Vec<String> {
    let mut docs =
        vec![format!("{}, version {} of its description.", doc_line(&model.title), doc_line(&model.version))];
    if !model.description.is_empty() {
        docs.push(String::new());
        docs.extend(doc_lines(&model.description));
    }
    if !layout.is_own() {
        docs.extend([
            String::new(),
            String::from("```no_run"),
            format!("use {}::Api as _;", layout.crate_name),
            String::new(),
            String::from("# fn main() -> Result<(), cc_api::Error> {"),
            format!("let client = cc_api::Client::builder_for(&{}::API).build()?;", layout.crate_name),
        ]);
        docs.extend(model.tags.first().map(|tag| format!("let _ = client.{}();", idents::module(&tag.name))));
        docs.extend(["# Ok(())", "# }", "```"].map(String::from));
    }
    docs
}

fn modules(model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let common = types::file_names(model, &TypeHome::Common(Vec::new()), "common", layout);
    let allowed = super::tag_mod::has_deprecated_types(model)
        .then(|| quote!(#[allow(deprecated, reason = "what is going away is still read and written")]));
    // Its types are offered by the groups that use them.
    let common = common.iter().map(|name| {
        let name = plain_or_raw(name);
        quote!(#allowed mod #name;)
    });
    let tags = model.tags.iter().map(|tag| {
        let feature = layout.feature(std::slice::from_ref(&tag.name));
        let name = idents::module(&tag.name);
        quote!(#feature pub mod #name;)
    });
    // In `cc-api` the entries are offered beside the types of the catalogue, by the library's own module.
    let visibility = if layout.is_own() { quote!(pub(crate)) } else { quote!(pub) };
    quote! {
        #visibility mod catalogue;
        #(#common)*
        pub mod scopes;
        #(#tags)*
    }
}

fn group_docs(tag: &Tag) -> TokenStream {
    let mut docs = doc_lines(&tag.description);
    if docs.is_empty() {
        docs.push(format!("The operations of `{}`.", tag.name));
    }
    doc_attrs(&docs)
}

fn client_methods(model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let methods = model.tags.iter().map(|tag| {
        let feature = layout.feature(std::slice::from_ref(&tag.name));
        let (module, group, docs) =
            (idents::module(&tag.name), idents::group(&tag.name, model), group_docs(tag));
        quote! {
            #docs
            #feature
            #[inline]
            pub fn #module(&self) -> #module::#group<'_, K> {
                #module::#group::new(self)
            }
        }
    });
    quote! {
        impl<K> crate::Client<K> {
            #(#methods)*
        }
    }
}

fn api_trait(model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let runtime = runtime(layout);
    let signature = |tag: &Tag| {
        let (module, group) = (idents::module(&tag.name), idents::group(&tag.name, model));
        quote!(fn #module(&self) -> #module::#group<'_, K>)
    };
    let declared = model.tags.iter().map(|tag| {
        let (docs, signature) = (group_docs(tag), signature(tag));
        quote!(#docs #signature;)
    });
    let defined = model.tags.iter().map(|tag| {
        let (module, group, signature) =
            (idents::module(&tag.name), idents::group(&tag.name, model), signature(tag));
        quote! {
            #[inline]
            #signature {
                #module::#group::new(self)
            }
        }
    });
    quote! {
        /// The groups of operations, on the client of the runtime.
        pub trait Api<K> {
            #(#declared)*
        }

        impl<K> Api<K> for #runtime::Client<K> {
            #(#defined)*
        }
    }
}

fn api_info(model: &ApiModel, layout: &Layout<'_>) -> TokenStream {
    let title = &model.title;
    let prefix = option(model.key_prefix.as_ref().map(|prefix| quote!(#prefix)));
    let environment = environment(layout);
    let credential = credential(&model.credential);
    let (tenant, limits) = (tenant(model), rate_limits(model));
    let servers = model.servers.iter().map(|server| {
        let (url, description, mark) = (&server.url, &server.description, evidence(server.evidence));
        quote!(Server { url: #url, description: #description, evidence: Evidence::#mark })
    });
    let scopes = model.scopes.iter().map(|scope| {
        let (name, description, mark) = (scope.name.as_str(), &scope.description, evidence(scope.evidence));
        quote!(ScopeInfo { name: #name, description: #description, evidence: Evidence::#mark })
    });
    let marks = option(model.has_marks.then(|| quote!(catalogue::MARKS)));
    quote! {
        /// What the runtime has to know about this API.
        pub static API: ApiInfo = ApiInfo {
            crate_name: env!("CARGO_PKG_NAME"),
            crate_version: env!("CARGO_PKG_VERSION"),
            title: #title,
            servers: &[#(#servers),*],
            credential: #credential,
            key_prefix: #prefix,
            env_prefix: #environment,
            tenant: #tenant,
            rate_limits: #limits,
            scopes: &[#(#scopes),*],
            marks: #marks,
        };
    }
}

/// How environment variables begin: the crate's name without `api`: `CC`.
fn environment(layout: &Layout<'_>) -> String {
    let name = layout.crate_name.to_uppercase();
    name.strip_suffix("_API").unwrap_or(&name).to_owned()
}

fn credential(place: &CredentialPlace) -> TokenStream {
    match place {
        CredentialPlace::Bearer => quote!(CredentialPlace::Bearer),
        CredentialPlace::None => quote!(CredentialPlace::None),
        CredentialPlace::Header(name) => {
            let name = name.as_str();
            quote!(CredentialPlace::Header(#name))
        }
        CredentialPlace::Query(name) => {
            let name = name.as_str();
            quote!(CredentialPlace::Query(#name))
        }
    }
}

fn tenant(model: &ApiModel) -> TokenStream {
    option(model.tenant.as_ref().map(|tenant| {
        let name = tenant.name.as_str();
        let default = option(tenant.default.as_ref().map(|slug| quote!(#slug)));
        quote!(TenantHeader { name: #name, default: #default })
    }))
}

fn rate_limits(model: &ApiModel) -> TokenStream {
    option(model.rate_limits.as_ref().map(|limits| {
        let count = |window: Option<u32>| {
            option(window.map(|count| {
                let count = Literal::u32_unsuffixed(count);
                quote!(#count)
            }))
        };
        let (minute, hour, day) = (count(limits.minute), count(limits.hour), count(limits.day));
        let headers = limits.headers.iter().map(crate::model::WireName::as_str);
        let mark = evidence(limits.evidence);
        quote! {
            RateLimits {
                minute: #minute,
                hour: #hour,
                day: #day,
                headers: &[#(#headers),*],
                evidence: Evidence::#mark,
            }
        }
    }))
}
