//! Paths into the runtime, each written once: a renamed item of `cc-api` touches this file only.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::idents::plain_or_raw;
use crate::emit::layout::Layout;

/// The crate that holds the runtime, as code of the target names it.
pub(in crate::emit) fn runtime(layout: &Layout<'_>) -> TokenStream {
    if layout.is_own() { quote!(crate) } else { quote!(cc_api) }
}

/// The same for doc links and examples, as text.
pub(in crate::emit) fn runtime_text(layout: &Layout<'_>) -> &'static str {
    if layout.is_own() { "crate" } else { "cc_api" }
}

/// The items of the runtime that a file needs, as `use` lines.
#[derive(Debug, Default)]
pub(in crate::emit) struct Imports {
    public: BTreeSet<&'static str>,
    internal: BTreeSet<&'static str>,
    catalogue: BTreeSet<&'static str>,
    time: BTreeSet<&'static str>,
    civil: BTreeSet<&'static str>,
    std: BTreeSet<&'static str>,
}

impl Imports {
    /// Notes that the file uses an item by its plain name.
    pub(in crate::emit) fn add(&mut self, item: Item) {
        match item.path() {
            Path::Public(name) => self.public.insert(name),
            Path::Internal(name) => self.internal.insert(name),
            Path::Catalogue(name) => self.catalogue.insert(name),
            Path::Time(name) => self.time.insert(name),
            Path::Civil(name) => self.civil.insert(name),
            Path::Std(name) => self.std.insert(name),
        };
    }

    /// The lines.
    pub(in crate::emit) fn lines(&self, layout: &Layout<'_>) -> TokenStream {
        let root = runtime(layout);
        let std = self.std.iter().map(|name| match *name {
            "BTreeMap" => quote!(
                use std::collections::BTreeMap;
            ),
            other => {
                let name = plain_or_raw(other);
                quote!(use std::#name;)
            }
        });
        let public = group(&quote!(#root), &self.public);
        let internal = group(&quote!(#root::internal), &self.internal);
        let catalogue = group(&quote!(#root::catalogue), &self.catalogue);
        let time = group(&quote!(#root::time), &self.time);
        let civil = group(&quote!(#root::time::civil), &self.civil);
        quote!(#(#std)* #time #civil #catalogue #internal #public)
    }
}

/// An item of the runtime that generated code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Item {
    /// A macro, by its plain name: `object`.
    Macro(&'static str),
    Call,
    PagedCall,
    Decimal,
    Secret,
    Timestamp,
    Date,
    YearMonth,
    Week,
    Json,
    Map,
    /// A type of the catalogue, by its name: `Refusal`.
    Catalogue(&'static str),
}

enum Path {
    Public(&'static str),
    Internal(&'static str),
    Catalogue(&'static str),
    Time(&'static str),
    Civil(&'static str),
    Std(&'static str),
}

impl Item {
    fn path(self) -> Path {
        match self {
            Self::Macro(name) => Path::Internal(name),
            Self::Call => Path::Public("Call"),
            Self::PagedCall => Path::Public("PagedCall"),
            Self::Decimal => Path::Public("Decimal"),
            Self::Secret => Path::Public("Secret"),
            Self::Timestamp => Path::Time("Timestamp"),
            Self::Date => Path::Civil("Date"),
            Self::YearMonth => Path::Public("YearMonth"),
            Self::Week => Path::Public("Week"),
            Self::Json => Path::Internal("Value"),
            Self::Map => Path::Std("BTreeMap"),
            Self::Catalogue(name) => Path::Catalogue(name),
        }
    }
}

fn group(root: &TokenStream, names: &BTreeSet<&'static str>) -> TokenStream {
    let idents: Vec<_> = names.iter().map(|name| plain_or_raw(name)).collect();
    match idents.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use #root::#one;),
        _ => quote!(use #root::{#(#idents),*};),
    }
}
